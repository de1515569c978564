"""On which grounds of the law data is kept."""

from django.utils.translation import gettext_lazy as _

# Personal Information Protection Law (2021), art. 13 (1), 19, 47, 50, 54; Law on the Prevention and
# Treatment of Infectious Diseases, art. 12, 33; Cybersecurity Law (2016), art. 21 (3).
CONSENT = _("Your consent: Personal Information Protection Law, article 13 (1) no. 1")
EPIDEMIC = _(
    "Preventing an epidemic: Personal Information Protection Law, article 13 (1) no. 4;"
    " Law on Infectious Diseases, articles 12 and 33"
)
DUTY = _("A duty of the law: Personal Information Protection Law, article 13 (1) no. 3")
RIGHTS = _("Your rights to know and to appeal: Personal Information Protection Law, article 50")
LOGS = _(
    "Logs of what was done: Cybersecurity Law, article 21 no. 3, at least six months;"
    " Personal Information Protection Law, article 54"
)
PUBLICITY = _("Publicity of what officials do: Personal Information Protection Law, article 7")
NONE = _("No personal data")

"""How a breach reads: to officials, and to whoever's record was read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from provinces.oversight.models.breaches import Breach, Kind, Measure, Noticed, What
from provinces.tenancy import scope

# A headline, what a status means, grounds, and what else there is to say: see notices.
Told = tuple[str, str, tuple[()], str]

WHAT: Mapping[str, Promise] = {
    What.LOOKED_UP: _("An official looked people up without a reason"),
    What.STOLEN_ACCOUNT: _("Somebody else used an official's account"),
    What.STOLEN_KEY: _("Somebody else used a key"),
    What.PASSED_ON: _("What was read was passed on"),
    What.FLAW: _("A flaw let somebody see more than they may"),
}
NOTICED: Mapping[str, Promise] = {
    Noticed.ALARM: _("By an alarm"),
    Noticed.AUDIT: _("By the auditor"),
    Noticed.COMPLAINT: _("By a person's complaint"),
    Noticed.REPORT: _("Reported by somebody who found it"),
    Noticed.PEER: _("Told by another province"),
    Noticed.PRESS: _("From the press"),
}
KINDS: Mapping[str, Promise] = {
    Kind.IDENTITY: _("Name and document number"),
    Kind.CONTACT: _("Addresses for notices"),
    Kind.STATUS: _("Status and its reasons"),
    Kind.HEALTH: _("Tests, vaccinations and what was asserted"),
    Kind.WHEREABOUTS: _("Where somebody was"),
}
MEASURES: Mapping[str, Promise] = {
    Measure.OFFICE_ENDED: _("The official's office was ended"),
    Measure.KEY_REVOKED: _("The key was revoked"),
    Measure.ACCOUNT_LOCKED: _("The account was locked, its sessions ended"),
    Measure.FLAW_MENDED: _("The flaw was mended"),
    Measure.SWITCHED_OFF: _("The part was switched off until it was safe"),
    Measure.REPORTED: _("It was reported to the authority for data protection"),
}


def kinds(keys: list[str]) -> str:
    """Return kinds of data in one line and the language in use."""
    return gettext("; ").join(str(KINDS[key]) for key in keys)


def notice(of: str) -> Told:
    """Return what a notice says of the breach of a reference."""
    breach = Breach.objects.filter(reference=of).first()
    if breach is None:
        return gettext("Your record was read by somebody who should not have."), "", (), ""
    headline = gettext(
        "Your record was read by somebody who should not have, between %(start)s and %(end)s."
    ) % {"start": _written(breach.starts_at), "end": _written(breach.ends_at)}
    more = gettext(
        "What could be seen: %(kinds)s. You need not do anything. Each look is on My data, and you"
        " can complain to the authority for data protection. Number of the case: %(reference)s."
    ) % {"kinds": kinds(breach.kinds), "reference": breach.reference}
    return headline, "", (), more


def _written(moment: datetime) -> str:
    local = timezone.localtime(moment, scope.current().zone)
    return date_format(local, "DATETIME_FORMAT")

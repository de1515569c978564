"""How legal requests read: to officials, to the public, and to the person concerned."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.web.templatetags.web import named
from provinces.oversight.models.lawful import (
    GIVEN,
    Authority,
    Basis,
    Field,
    LawfulRequest,
    Outcome,
    Refusal,
)

# A headline, what a status means, grounds, and what else there is to say: see notices.
Told = tuple[str, str, tuple[()], str]

AUTHORITIES: Mapping[str, Promise] = {
    Authority.COURT: _("People's court"),
    Authority.PROCURATORATE: _("People's procuratorate"),
    Authority.PUBLIC_SECURITY: _("Public security organ"),
    Authority.SUPERVISION: _("Supervisory commission"),
}
BASES: Mapping[str, Promise] = {
    Basis.CRIMINAL_PROCEDURE: _("Criminal Procedure Law, article 54"),
    Basis.CIVIL_PROCEDURE: _("Civil Procedure Law, article 70"),
    Basis.ADMINISTRATIVE_PROCEDURE: _("Administrative Litigation Law, article 40"),
    Basis.SUPERVISION_LAW: _("Supervision Law, article 18"),
}
FIELDS: Mapping[str, Promise] = {
    Field.NAME: _("Full name"),
    Field.DOCUMENT: _("Number of the document"),
    Field.CONTACT: _("Confirmed e-mail address and telephone number"),
    Field.STATUS: _("Statuses, with their times and no reasons"),
    Field.RESULTS: _("Results of tests, with their days"),
    Field.VACCINATIONS: _("Days of vaccinations"),
    Field.ORDERS: _("Orders of isolation, from when to when"),
}
OUTCOMES: Mapping[str, Promise] = {
    "": _("To be examined by another office"),
    Outcome.GRANTED: _("Granted as asked"),
    Outcome.NARROWED: _("Granted in part"),
    Outcome.REFUSED: _("Turned down"),
    Outcome.LAPSED: _("Not examined in time; nothing was given"),
}
REFUSALS: Mapping[str, Promise] = {
    Refusal.NO_ORDER: _("No signed order was shown"),
    Refusal.NO_BASIS: _("The law that is named does not allow it"),
    Refusal.TOO_BROAD: _("More is asked for than the purpose needs"),
    Refusal.NOT_NEEDED: _("The purpose can be reached without it"),
    Refusal.NOT_THIS_PERSON: _("The order is about somebody else"),
}


def fields(keys: list[str]) -> str:
    """Return what was asked for, or given, in one line and the language in use."""
    return gettext("; ").join(str(FIELDS[key]) for key in keys)


def notice(of: str) -> Told:
    """Return what a notice says of the request of a reference."""
    request = LawfulRequest.objects.filter(reference=of).first()
    if request is None:
        return gettext("An authority asked about you. What it was has been erased."), "", (), ""
    headline = gettext("%(authority)s asked the province about you, by %(basis)s.") % {
        "authority": named(request.authority_name),
        "basis": BASES[request.basis],
    }
    more = gettext("All of it is on My data. You can appeal to a court.")
    return headline, "", (), f"{given(request.outcome, request.granted)} {more}"


def given(outcome: str, granted: list[str]) -> str:
    """Say what an authority was given, in the language in use."""
    if outcome in GIVEN:
        return gettext("It was given: %(fields)s. Two offices examined it.") % {
            "fields": fields(granted)
        }
    return gettext("It was given nothing.")

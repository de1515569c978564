"""Alarms: what was tried too often, on too many people, or with nobody's papers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from provinces.ledger.events import Event
from provinces.ledger.models import Payload

WORDING: dict[Event, Promise] = {
    Event.BUDGET_TRIPPED: _("Tried more often than anybody needs to"),
    Event.SPREAD_NOTICED: _("Tried on more people than one source has to do with"),
    Event.CANARY_TOUCHED: _("Tried with a document that is nobody's"),
    Event.SUSPENSION_LAPSED: _("Suspended an office alone, and nobody signed"),
    Event.INVITATION_SPOILT: _("Tried the code of an invitation too often"),
    Event.PROTECTED_READ: _("Opened a record that is shown with more care"),
    Event.EMERGENCY_OVERDUE: _("Opened a record in an emergency, and nobody has judged it in time"),
    Event.MISUSE_FOUND: _("Opened a record in an emergency, and there was none"),
    Event.BREACH_ESCALATED: _("People whose records were read have not been told; it gets late"),
}
KINDS: dict[str, Promise] = {
    "account": _("Enrolment or recovery"),
    "code": _("Codes"),
    "mandate": _("Mandates"),
    "contact": _("Addresses for notices"),
    "desk": _("Search at a desk"),
    "mail": _("Appeals by post"),
    "telephone": _("Calls to desks"),
    "telephone_code": _("Codes read out by telephone"),
    "correction": _("Corrections by the registry"),
    "consent": _("Uses of data agreed to after enrolment"),
    "person": _("Opening of records"),
    "file": _("Files of what is kept of people"),
    "protected": _("Records of protected people"),
    "emergency": _("Records opened in emergencies"),
    "filing": _("Search of an official who files evidence"),
    "list": _("Lists of evidence uploaded"),
    "list_line": _("Lines of such lists that are nobody's"),
    "name": _("Names to sign in by"),
    "carrier": _("Questions of carriers"),
    "channel": _("Apps that act for citizens"),
    "key": _("Keys of laboratories and carriers that open nothing"),
    "token": _("Tokens of phones and apps that open nothing"),
    "forged": _("Passes with a signature that is nobody's"),
    "unread": _("What was shown for a pass and is none"),
    "overreach": _("What an app was not allowed"),
    "unmatched": _("Results of nobody who is enrolled"),
    "zone": _("People counted in shapes drawn for a zone"),
    "laboratory": _("Results of laboratories"),
    "register": _("Doses of a register of vaccinations"),
    "suspension": _("Offices of others"),
    "invitation": _("Accounts of new officials"),
    "breach": _("A breach"),
}


@dataclass(frozen=True, slots=True)
class Alarm:
    """What was tried, and who tried it from where; "" where that is not known."""

    at: datetime
    wording: Promise
    kind: Promise | str
    actor: str
    network: str


def alarms(most: int) -> list[Alarm]:
    """Return the latest alarms, the newest first."""
    found = Payload.objects.filter(entry__event__in=list(WORDING)).select_related("entry")
    return [
        Alarm(
            at=payload.entry.recorded_at,
            wording=WORDING[Event(payload.entry.event)],
            kind=KINDS.get(payload.body["kind"], payload.body["kind"]),
            actor=payload.body["source"].get("actor", ""),
            network=payload.body["source"].get("network", ""),
        )
        for payload in found.order_by("-entry_id")[:most]
    ]

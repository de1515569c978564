"""How offices, what is proposed about them and why reads on a page."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from provinces.accounts.inviting import NoInvitation
from provinces.console import deeds
from provinces.jurisdictions import services
from provinces.jurisdictions.reasons import REASONS, Because, Refusal

KINDS: dict[str, Any] = {
    "grant": _("Give an office"),
    "end": _("End an office"),
    "suspend": _("Suspend an office"),
    "resume": _("Let a suspended office count again"),
    "hand_over": _("Hand an office over"),
    "invite": _("Invite somebody into an office"),
    "controller": _("Name who answers for personal data"),
}
# How the state of a proposal reads, and the class of its tag.
STATES: dict[str, tuple[Any, str]] = {
    "awaiting": (_("Awaits signature"), "waits"),
    "signed": (_("Signed"), "holds"),
    "refused": (_("Refused"), ""),
    "withdrawn": (_("Taken back"), ""),
    "lapsed": (_("Lapsed unsigned"), ""),
}
BECAUSE: dict[str, Any] = {
    Because.POST_FILLED: _("A post is filled"),
    Because.PROLONGED: _("The office goes on"),
    Because.STANDS_IN: _("Somebody stands in"),
    Because.LEFT: _("The official has left"),
    Because.MOVED: _("The official has another post"),
    Because.NOT_NEEDED: _("The office is not needed any more"),
    Because.MISUSE_SUSPECTED: _("The office may be misused"),
    Because.ACCOUNT_LOST: _("Somebody else may have the account"),
    Because.UNDER_REVIEW: _("The official's work is looked into"),
    Because.CLEARED: _("What was suspected was not so"),
    Because.NAMED_BY_DECREE: _("Another office was named by decree"),
    Because.CONTACT_CHANGED: _("Name, address or contact have changed"),
}
REFUSALS: dict[str, Any] = {
    Refusal.NOT_KNOWN: _("Nobody here knows this person"),
    Refusal.TOO_WIDE: _("The area or the role is too wide"),
    Refusal.TOO_LONG: _("It is for too long"),
    Refusal.NO_NEED: _("There is no need for it"),
    Refusal.IN_ERROR: _("It was proposed in error"),
}
# How an office reads, and the class of its tag; in this order they can be looked for.
OFFICES: dict[str, tuple[Any, str]] = {
    "in_force": (_("In force"), "holds"),
    "suspended": (_("Suspended"), "waits"),
    "ending": (_("Ends within 30 days"), "waits"),
    "to_come": (_("Begins later"), "strong"),
    "ended": (_("Ended"), ""),
}
OBSTACLES: dict[type[Exception], Any] = {
    services.AlreadyDecided: _("It was decided in the meantime, or its time is over."),
    services.AlreadyProposed: _("Something else is proposed about this office already."),
    services.SameOfficial: _("Nobody decides about themselves, or signs what they proposed."),
    services.SameOffice: _("It was proposed in your unit; another unit has to sign it."),
    services.TooClose: _(
        "You or whoever proposed it was put in office by the other a short while ago. Somebody else"
        " has to sign."
    ),
    services.NotNow: _("The office is over, or is not in a state for that."),
    services.Incompatible: _("This office does not go together with another one they hold."),
    services.SuspendedLately: _(
        "A suspension of this office by one official came to nothing a short while ago. Propose it,"
        " and have another unit sign."
    ),
    services.PeriodOverlaps: _("They hold this office already for a part of that time."),
    services.AlreadyEnded: _("The office is over, or is not in a state for that."),
    services.TooLong: _("An office is given for a year at most, and not for a time that is past."),
    services.NoUnit: _("This is no name of a unit."),
    services.NoReason: _("Choose a reason."),
    services.NotAllowed: _("This role or this area is beyond what you decide about."),
    NoInvitation: _("It was decided in the meantime, or its time is over."),
}


def obstacle(problem: Exception) -> Any:
    """Return what keeps something from being done, in words for the official."""
    return deeds.in_words(problem, OBSTACLES)


def reasons(kind: str) -> list[tuple[str, Any]]:
    """Return the reasons for a kind of change, to choose from."""
    return [(str(one), BECAUSE[one]) for one in REASONS[kind]]


def state_of(office: Any, at: Any) -> tuple[Any, str]:
    """Return how an office reads at a moment."""
    if office.period.upper <= at:
        return OFFICES["ended"]
    if office.suspended_at is not None:
        return OFFICES["suspended"]
    return OFFICES["to_come" if office.period.lower > at else "in_force"]

"""How evidence, holds and what stands in the way read on officials' pages."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from core.web.context import named
from core.web.templatetags.web import lasting
from provinces.console import deeds
from provinces.evidence import services as evidence
from provinces.evidence.breaker import Attribute, Trip
from provinces.evidence.classes import FORMS, EvidenceClass
from provinces.facts.schema import GROUP_OF
from provinces.facts.words import ENDINGS, GROUPS, MOMENTS

from .times import Times

# What keeps something from being done, in words for the official.
OBSTACLES: dict[type[Exception], Any] = {
    evidence.AlreadyDecided: _("This was approved, rejected or taken back in the meantime."),
    evidence.Expired: _("It would have expired before it counted. File it anew."),
    evidence.CaseFallen: _("The case that it rests on does not count any more."),
    evidence.SameOfficial: _("You have a hand in this already; somebody else has to decide."),
    evidence.SameOffice: _("Your office has a hand in this already; another office has to decide."),
    evidence.Held: _("It is held. Another body has to release it first, and a third one to sign."),
    evidence.NotOpen: _("It was released or refused in the meantime."),
    evidence.GrownSince: _("More is held in it by now. Look at all of it first."),
    evidence.NoReason: _("Give a reason, of 300 characters at most. Nothing has been decided yet."),
    evidence.NotIssued: _("Neither was it filed nor signed in your office; that office ends it."),
    evidence.NotInForce: _("It does not count any more: it was withdrawn, or has expired."),
    evidence.AlreadyEnded: _("When it ended was said in the meantime."),
    evidence.NoEnding: _(
        "What is of this class ends by expiry alone; if it is wrong, withdraw it."
    ),
    evidence.OutsidePeriod: _(
        "It ends after it happened, before it expires, and not in the future."
    ),
    evidence.NotAList: _("A list has at least one line, not too many, and nobody on it twice."),
    evidence.OnlyThePerson: _("Only the person can declare this."),
    PermissionDenied: _("Your office does not reach everybody whom this is about."),
}

TOO_OFTEN = _(
    "More people were searched for than one official looks into in a day, or the same one too"
    " often. It was recorded. Go on tomorrow."
)

ORIGINS = {
    "manual": _("Officials"),
    "registry": _("A register"),
    "laboratory": _("A laboratory"),
    "self": _("The person"),
    "peer": _("Another province"),
}

AWAITING = (_("Awaits another office"), "waits")
HELD = (_("Held for another body"), "waits")
REJECTED = (_("Rejected"), "")
WITHDRAWN = (_("Withdrawn"), "")
ENDED = (_("Ended"), "")
EXPIRED = (_("Expired"), "")
IN_FORCE = (_("Counts"), "holds")

HOLDS = {
    "open": (_("Held: nobody is touched"), "waits"),
    "released": (_("Released for signing"), "holds"),
    "refused": (_("Refused"), ""),
}

WHY: dict[str, Any] = {
    Trip.OFFICIAL_HOUR: _("One official filed more within an hour than anybody can look into"),
    Trip.OFFICIAL_DAY: _("One official filed more within a day than anybody can look into"),
    Trip.UNIT_HOUR: _("One office filed more within an hour than it can look into"),
    Trip.UNIT_DAY: _("One office filed more within a day than it can look into"),
    Trip.UNLINKED: _("One official filed of many people whom nothing else connects with a case"),
    Trip.SHARED: _("Many people without a link to a case have one thing in common"),
    Trip.ONE_CASE: _("More contacts were filed of one case than a case has"),
}

COMMON: dict[str, Any] = {
    Attribute.PAPER: _("The same paper"),
    Attribute.CASE_ELSEWHERE: _("The same case kept elsewhere"),
    Attribute.VEHICLE: _("The same flight, train or coach"),
    Attribute.COMMUNITY: _("The same community"),
    "case": _("The same case of the register"),
}

# What each field takes: told where something else was given.
MISTAKES: dict[str, Any] = {
    "happened_at": _("Not to come; an order may begin within seven days."),
    "onset_at": _("Not to come."),
    "ends_at": _("After it begins, and before the evidence expires."),
    "expires_at": _("To come, after it began, and no later than this class may count."),
    "source_reference": _("The paper it stands in: printable, 120 characters at most."),
    "authority": _("Who answers for it: printable, 120 characters at most."),
    "legal_basis": _("The article that it rests on: printable, 200 characters at most."),
    "conveyance": _("The flight, train or coach: printable, 40 characters at most."),
    "country": _("Two letters (ISO 3166), such as JP."),
    "division": _("Six digits (GB/T 2260), such as 310000."),
    "bound_elsewhere": _("Yes or no."),
    "case": _(
        "Give the number of a case of the register that this can rest on, and not the person's own."
    ),
    "case_reference": _("Give a case of the register, or the reference of one kept elsewhere."),
    "method": _("How it was found out: printable, 200 characters at most."),
}


def in_words(words: Any) -> str:
    """Return words of the facts in the language in use."""
    return str(words.zh if (get_language() or "en").startswith("zh") else words.en)


def of_official(name: str) -> str:
    """Return the name of an official in the language in use, where it is written in both."""
    return named(name, get_language() or "en")


def of_class(of: str) -> str:
    """Return what a class of evidence is called."""
    return in_words(GROUPS[GROUP_OF[EvidenceClass(of)]])


def moment(of: str) -> str:
    """Return what the moment of a class of evidence is called."""
    return in_words(MOMENTS[FORMS[EvidenceClass(of)].happened])


def ending(of: str) -> str:
    """Return what the end of a class of evidence is called, "" where it has none."""
    ended = FORMS[EvidenceClass(of)].ended
    return in_words(ENDINGS[ended]) if ended else ""


def took(times: Times) -> dict[str, str]:
    """Return in words how long it took until contacts were told, and who is not told yet."""
    long = "" if times.seconds is None else lasting(times.seconds)
    if times.untold:
        untold = ngettext(
            "%(n)s contact not told yet", "%(n)s contacts not told yet", times.untold
        ) % {"n": times.untold}
        return {"long": long, "lacking": untold}
    return {"long": long, "lacking": "" if long else gettext("no contacts")}


def state(piece: Any, at: Any) -> tuple[Any, str]:
    """Return how the state of a piece reads at a moment, and the class of its tag."""
    if piece.state == "rejected":
        return REJECTED
    if piece.withdrawn_at and piece.withdrawn_at <= at:
        return WITHDRAWN
    if piece.expires_at <= at:
        return EXPIRED
    if piece.hold is not None and piece.hold.state == "open":
        return HELD
    if piece.state == "awaiting":
        return AWAITING
    return ENDED if piece.ended_at else IN_FORCE


def obstacle(found: Exception) -> Any:
    """Return what stands in the way, in words for the official."""
    return deeds.in_words(found, OBSTACLES)

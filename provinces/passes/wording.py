"""What a pass says, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from provinces.rules import wording as rules

from .codec import ALWAYS, PLACES, Admits, Follows, Kind
from .entering import Condition
from .entering import Outcome as Entry
from .models import Posting
from .outcomes import Outcome
from .verifying import Caveat, Verdict, Verified

SHAPES = {Follows.FREE: "green", Follows.RESTRICTED: "yellow", Follows.HELD: "red"}

KINDS = {
    Kind.LIVE: _("Code on a screen"),
    Kind.DAY: _("Code for a day"),
    Kind.PAPER: _("Paper code"),
    Kind.ENTRY: _("Entry pass"),
}

CONDITIONS = {
    Condition.TEST_BEFORE_TRAVEL: _("a test before you travel"),
    Condition.TEST_ON_ARRIVAL: _("a test on arrival"),
    Condition.HEALTH_MONITORING: _("watching your health after arrival"),
    Condition.REGISTER_ON_ARRIVAL: _("registering on arrival"),
}

# What whoever travels does about it, and the page on which they can.
STEPS = {
    Condition.TEST_BEFORE_TRAVEL: (
        _("Book a test; your own province knows the result as soon as it is there."),
        "portal:sites",
    ),
    Condition.TEST_ON_ARRIVAL: (
        _("Have a test where you arrive, within a day; show the entry pass, and no papers."),
        "",
    ),
    Condition.HEALTH_MONITORING: (
        _("After arrival say how you are, on the page for that, whenever something is new."),
        "portal:declarations",
    ),
    Condition.REGISTER_ON_ARRIVAL: (
        _("Show the entry pass at a desk where you arrive: that is registering."),
        "",
    ),
}
NOT_NOW = (
    (_("Read on what this rests. If something of it is wrong, contest it."), "portal:status"),
    (_("Ask again when it is over: what does not count any more asks nothing."), ""),
    (_("Whoever needs a doctor, or is on the way home, is let through all the same."), ""),
)

ENTRIES = {
    Entry.ALLOW: _("You may enter"),
    Entry.WITH_CONDITION: _("You may enter, on conditions"),
    Entry.DENY: _("You may not enter for now"),
}

ENTRY_SHAPES = {Entry.ALLOW: "green", Entry.WITH_CONDITION: "yellow", Entry.DENY: "red"}

ADMITS = {
    Admits.ALLOWED: rules.admission("allowed"),
    Admits.ASK: rules.admission("ask"),
    Admits.REFUSED: rules.admission("refused"),
}

VERDICTS = {
    Verdict.ALLOW: _("Let in"),
    Verdict.ASK: _("Let in on conditions"),
    Verdict.REFUSE: _("Not let in here"),
    Verdict.UNREADABLE: _("This code does not count"),
}

FAILURES = {
    "NotAPass": _("This is not a health pass of ours, or only a part of one."),
    "WrongAlgorithm": _("This code is not signed as passes are. Ask for a new one."),
    "UnknownKey": _("The province that signed this is not known here."),
    "Tampered": _("This code was changed after it was signed, or forged."),
    "Untrusted": _("The key that signed this does not count any more. Ask for a new code."),
    "NotYetValid": _("This code counts from a later moment. Check the clock, then scan again."),
    "Expired": _("This code has run out. Ask the person to show a new one."),
    "Withdrawn": _("This code was withdrawn. Ask the person to show a new one."),
}

CAVEATS = {
    Caveat.TRUST_LIST_OVER: _("The list of trusted provinces is too old."),
    Caveat.STATUS_LIST_OVER: _("The list of withdrawn codes is too old."),
    Caveat.STATUS_LIST_MISSING: _(
        "The list of withdrawn codes of that province is not here: the code may be withdrawn."
    ),
}

BECAUSE = {
    "reissued": _("A newer one took its place."),
    "untrue": _("Your status changed, and it was not true any more."),
    "asked": _("You withdrew it."),
    "unposted": _("It was to be posted, and was not."),
}

# Why a letter is not on its way, to whom it is for; what else there is to do is said beside it.
TROUBLES = {
    "": _("It is being made."),
    "registry": _("The identity registry does not answer. It is asked again and again."),
    "short": _("Your status ends before a letter would arrive. It is posted with the next one."),
    "off": _("Codes on paper cannot be made just now. It is tried again and again."),
    "unknown": _("The identity registry does not know your name with your document."),
    "address": _("The identity registry holds no address of yours."),
    "gone": _("Another province is your home now: it gives you your codes."),
}
GIVEN_UP = {
    **TROUBLES,
    "registry": _("The identity registry did not answer for days."),
    "short": _("Your status kept ending before a letter would have arrived."),
    "off": _("Codes on paper could not be made for days."),
}
# What is told of a letter at each step: a headline, and what it means.
TOLD = {
    "telephone": (
        _("A paper code by post was asked for, as you said by telephone."),
        _("If it was not you who rang and read out a code, say so at a desk."),
    ),
    "proxy": (
        _("A paper code by post was asked for by somebody who may act for you."),
        _("Who that was is on My data. If you do not want it, end the mandate."),
    ),
    "posted": (
        _("Your paper code was posted, to the address that the identity registry holds."),
        _("The sheet that you had before counts no more. We do not know the address."),
    ),
    "failed": (
        _("Your paper code could not be posted."),
        _("Why is on the page of the paper code. Any desk prints one."),
    ),
}

ELSEWHERE = _("This entry pass is for another province.")


@dataclass(frozen=True, slots=True)
class Matrix:
    """Where somebody may go: classes of places in words, by what they do."""

    refused: tuple[Any, ...]
    asked: tuple[Any, ...]
    allowed: tuple[Any, ...]
    always: tuple[Any, ...]


def matrix(outcome: Outcome) -> Matrix:
    """Return what a status comes to at every class of places, in words."""

    def named(admits: Admits) -> tuple[Any, ...]:
        return tuple(rules.place(each) for each in PLACES if outcome.places[each] is admits)

    always = tuple(rules.place(each) for each in ALWAYS)
    return Matrix(named(Admits.REFUSED), named(Admits.ASK), named(Admits.ALLOWED), always)


def why(verified: Verified) -> Any:
    """Return why a pass does not count, or ""."""
    if verified.failure:
        return FAILURES[verified.failure]
    return ELSEWHERE if verified.verdict is Verdict.UNREADABLE else ""


def notice(step: str) -> tuple[Any, Any]:
    """Return what a person is told of a paper code by post: a headline, and what that means."""
    headline, meaning = TOLD[step]
    return str(headline), str(meaning)


def trouble(posting: Posting) -> Any:
    """Return why a paper code by post is not on its way yet, or was given up."""
    said = GIVEN_UP if posting.state == Posting.State.FAILED else TROUBLES
    return said[posting.trouble]

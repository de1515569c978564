"""Why offices change, as a closed list: whoever proposes or turns down chooses one."""

from __future__ import annotations

from enum import StrEnum


class Because(StrEnum):
    """Why something is proposed, or turned down."""

    POST_FILLED = "post_filled"
    PROLONGED = "prolonged"
    STANDS_IN = "stands_in"
    LEFT = "left"
    MOVED = "moved"
    NOT_NEEDED = "not_needed"
    MISUSE_SUSPECTED = "misuse_suspected"
    ACCOUNT_LOST = "account_lost"
    UNDER_REVIEW = "under_review"
    CLEARED = "cleared"
    NAMED_BY_DECREE = "named_by_decree"
    CONTACT_CHANGED = "contact_changed"


class Refusal(StrEnum):
    """Why a proposal is turned down."""

    NOT_KNOWN = "not_known"
    TOO_WIDE = "too_wide"
    TOO_LONG = "too_long"
    NO_NEED = "no_need"
    IN_ERROR = "in_error"


# Which reasons go with which kind of change.
REASONS: dict[str, tuple[Because, ...]] = {
    "grant": (Because.POST_FILLED, Because.PROLONGED, Because.STANDS_IN),
    "invite": (Because.POST_FILLED, Because.STANDS_IN),
    "end": (Because.LEFT, Because.MOVED, Because.NOT_NEEDED, Because.MISUSE_SUSPECTED),
    "hand_over": (Because.STANDS_IN, Because.MOVED, Because.LEFT),
    "suspend": (Because.MISUSE_SUSPECTED, Because.ACCOUNT_LOST, Because.UNDER_REVIEW),
    "resume": (Because.CLEARED,),
    "controller": (Because.NAMED_BY_DECREE, Because.CONTACT_CHANGED),
}


class NoReason(ValueError):
    """A reason that is not on the list, or does not go with what is proposed."""


def given(kind: str, because: str) -> Because:
    """Return the reason that is given for a kind of change; raises NoReason."""
    found = next((one for one in REASONS[kind] if one == because), None)
    if found is None:
        raise NoReason(f"{because!r} is no reason to {kind}")
    return found


def refusal(because: str) -> Refusal:
    """Return the reason for which something is turned down; raises NoReason."""
    try:
        return Refusal(because)
    except ValueError:
        raise NoReason(f"{because!r} is no reason to turn something down") from None

"""What somebody may do for another person, why, and for how long: the thinking of mandates."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# Then it is given anew: whoever no longer wants it need not remember to end it.
MOST_DAYS = 365


class Scope(StrEnum):
    """One thing that a mandate allows; the value stands in the ledger for good."""

    SHOW_CODE = "show_code"
    SEE_DETAILS = "see_details"
    BOOK = "book"
    DECLARE = "declare"
    APPEAL = "appeal"


class Kind(StrEnum):
    """For whom a mandate is."""

    CHILD = "child"
    ADULT = "adult"


class Verified(StrEnum):
    """How it was made sure that the person, or their guardian, wants it."""

    SUBJECT = "subject"
    CODE = "code"
    REGISTRY = "registry"
    DESK = "desk"


WORDING: dict[Scope, Promise] = {
    Scope.SHOW_CODE: _("See the status and show the code"),
    Scope.SEE_DETAILS: _("See the reasons, tests and history"),
    Scope.BOOK: _("Book and cancel tests"),
    Scope.DECLARE: _("Declare how they are, and answer questions"),
    Scope.APPEAL: _("Contest the status"),
}
VERIFIED_WORDING: dict[Verified, Promise] = {
    Verified.SUBJECT: _("by the person, signed in"),
    Verified.CODE: _("by a code sent to the person's own contact"),
    Verified.REGISTRY: _("by the identity registry, which names the guardian"),
    Verified.DESK: _("at a desk, the person being present"),
}
# What somebody gets who asks for nothing in particular: the colour and the code, no details.
LEAST = frozenset({Scope.SHOW_CODE})


class NotAChild(ValueError):
    """The person is too old to be acted for by a guardian; they give a mandate themselves."""


def end_of(kind: Kind, *, now: datetime, birth_year: int | None, child_until: int) -> datetime:
    """Return until when a mandate given now may last.

    A guardian's ends with the year before the one in which the child may reach `child_until`
    years, as only the year of birth is kept. Raises NotAChild.
    """
    latest = now + timedelta(days=MOST_DAYS)
    if kind is Kind.ADULT:
        return latest
    if birth_year is None:
        raise NotAChild("nothing says how old the person is")
    grown = datetime(birth_year + child_until, 1, 1, tzinfo=UTC)
    if grown <= now:
        raise NotAChild(f"the person may be {child_until} already")
    return min(latest, grown)

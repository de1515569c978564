"""When the programme ends in a province: from then on no rules are in force, and nobody is held.

The end is that of the term that runs, or ran last. An operator may name an earlier one.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.core.cache import caches

from provinces.tenancy import scope

from .models import ProgrammeTerm

# `[begins, ends)` of terms that follow each other without a gap.
Span = tuple[datetime, datetime]
# A process remembers so long that the programme runs, and never longer than to its end.
KEEP_SECONDS = 60
KEPT, NONE = "rules.programme", "none has begun"


def ends_at(at: datetime) -> datetime | None:
    """Return when the programme ends, or has ended by a moment; None where no term has begun yet.

    That is for the province in scope, which nobody is held in before its first rule set.
    """
    run = run_of(_terms(), at)
    ends = (run[1] if run else None, _named())
    return min((end for end in ends if end is not None), default=None)


def is_over(at: datetime) -> bool:
    """Tell whether the programme has ended by a moment."""
    named = _named()
    if named is not None and at >= named:
        return True
    # A run that was signed is never shortened. The cache's key function has the province in it.
    known: Span | str | None = caches["process"].get(KEPT)
    if known == NONE or (isinstance(known, tuple) and known[0] <= at < known[1]):
        return False
    run = run_of(_terms(), at)
    caches["process"].set(KEPT, run or NONE, KEEP_SECONDS)
    return run is not None and at >= run[1]


def forget() -> None:
    """Have this process know nothing of the programme of the province in scope."""
    caches["process"].delete(KEPT)


def run_of(terms: Iterable[Span], at: datetime) -> Span | None:
    """Return from when until when the programme runs in one that had begun last by a moment.

    A term that follows without a gap counts as soon as it is signed, and one that begins anew
    after a lapse once it has begun: until then the programme is over.
    """
    run: Span | None = None
    for begins, ends in terms:
        if run is not None and begins == run[1]:
            run = (run[0], ends)
        elif run is None or begins <= at:
            run = (begins, ends)
    return run


def _terms() -> Iterable[Span]:
    return ProgrammeTerm.objects.order_by("number").values_list("begins_at", "ends_at")


def _named() -> datetime | None:
    """Return the end that an operator named, if any."""
    said = settings.RULES_PROGRAMME_ENDS.get(scope.current().slug)
    return datetime.fromisoformat(said) if said else None

"""When the programme ends in a province: from then on no rules are in force, and nobody is held.

The end is that of the term that runs, or ran last. An operator may name an earlier one, which is
kept as a row within a minute: from then on it stands, whatever the setting says.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.core.cache import caches
from django.db.models import Min

from provinces.tenancy import scope

from .models import ProgrammeTerm

# `[begins, ends)` of terms that follow each other without a gap.
Span = tuple[datetime, datetime]
# A process remembers so long that the programme runs, and never longer than to its end.
KEEP_SECONDS = 60
KEPT = "rules.programme"
# What an operator named, and the run that is known with it; None where none has begun.
Known = tuple[datetime | None, Span | None]


def ends_at(at: datetime) -> datetime | None:
    """Return when the programme ends, or has ended by a moment; None where no term has begun yet.

    That is for the province in scope, which nobody is held in before its first rule set.
    """
    return _end(*_run(at))


def is_over(at: datetime) -> bool:
    """Tell whether the programme has ended by a moment."""
    named = _named()
    # The cache's key function has the province in it. What was kept elsewhere counts in a minute.
    known: Known | None = caches["process"].get(KEPT)
    if known is not None and known[0] == named:
        if known[1] is None:
            return named is not None and at >= named
        if known[1][0] <= at < known[1][1]:
            return False
    run, earlier = _run(at)
    end = _end(run, earlier)
    caches["process"].set(KEPT, (named, (run[0], end) if run else None), KEEP_SECONDS)
    return end is not None and at >= end


def unkept(at: datetime) -> datetime | None:
    """Return the end that an operator names for the run at a moment, while it is only a setting."""
    if _named() is None:
        return None
    run, earlier = _run(at)
    return earlier if run else None


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


def _run(at: datetime) -> tuple[Span | None, datetime | None]:
    """Return the run as it stands without any setting, and the end that a setting names before.

    Once an early end has come nothing moves it. What was named before a run began, and is not the
    first one's, was about another.
    """
    terms = list(_terms())
    run, named = run_of((term[:2] for term in terms), at), _named()
    if run is None:
        return None, named
    begins, ends = run
    stands = min([ends, *(cut for first, _, cut in terms if cut and begins <= first < ends)])
    is_spent = named is not None and named <= begins and terms[0][0] < begins
    if named is None or is_spent or named >= stands or stands <= at:
        named = None
    return (begins, stands), named


def _end(run: Span | None, earlier: datetime | None) -> datetime | None:
    return earlier or (run[1] if run else None)


def _terms() -> Iterable[tuple[datetime, datetime, datetime | None]]:
    """Return every term's beginning and end, and where it was cut short."""
    terms = ProgrammeTerm.objects.order_by("number").annotate(cut_at=Min("early_ends__ends_at"))
    return terms.values_list("begins_at", "ends_at", "cut_at")


def _named() -> datetime | None:
    """Return the end that an operator named, if any."""
    said = settings.RULES_PROGRAMME_ENDS.get(scope.current().slug)
    return datetime.fromisoformat(said) if said else None

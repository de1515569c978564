"""Whether anything but officials' word connects people with a case, asked of many at once.

Each statement names the people or the cases that it is about, and none asks row by row: of a list
that was just filed the planner knows nothing, and it would take a table of thousands for empty.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from django.db.models import Q

from provinces.evidence.models import Evidence, Origin

# Whoever says it, no official of the province has.
INDEPENDENT = [Origin.REGISTRY, Origin.LABORATORY, Origin.PEER]
RESTS_ON_A_CASE = Q(case__source__in=INDEPENDENT) | Q(case__case__source__in=INDEPENDENT)
# So many are named in one statement; PostgreSQL takes 65,535 parameters.
AT_ONCE = 10_000


class Piece(NamedTuple):
    """A piece of evidence, as far as it matters here: its key, its person, its case if any."""

    key: int
    citizen: int
    case: int | None


def linked(pieces: Iterable[Piece], at: datetime) -> set[int]:
    """Return the keys of those pieces that something but officials' word connects with a case.

    That is a case that a register, a laboratory or another province knows, on which the piece rests
    itself or by another contact's; or such a word about the person that counts at a moment, or one
    that rests on such a case.
    """
    pieces = list(pieces)
    said: set[int] = set()
    contacts: list[tuple[int, int]] = []
    for some in _in_parts({each.citizen for each in pieces}):
        about = Evidence.objects.counting(at).filter(citizen__in=some)
        said.update(about.filter(source__in=INDEPENDENT).values_list("citizen", flat=True))
        rests = about.filter(case__isnull=False).values_list("citizen", "case")
        contacts += [(citizen, case) for citizen, case in rests if case]
    cases = {each.case for each in pieces if each.case} | {case for _citizen, case in contacts}
    rooted = _rooted(cases)
    said.update(citizen for citizen, case in contacts if case in rooted)
    return {each.key for each in pieces if each.citizen in said or each.case in rooted}


def _rooted(cases: set[int]) -> set[int]:
    """Return which cases, or the cases that they rest on, somebody else than officials knows."""
    known = Q(source__in=INDEPENDENT) | Q(case__source__in=INDEPENDENT)
    found: set[int] = set()
    for some in _in_parts(cases):
        found.update(Evidence.objects.filter(known, pk__in=some).values_list("pk", flat=True))
    return found


def _in_parts(keys: set[int]) -> Iterator[list[int]]:
    ordered = sorted(keys)
    for start in range(0, len(ordered), AT_ONCE):
        yield ordered[start : start + AT_ONCE]

"""One cause, many people: whom else it holds, and what would have to be undone for them.

zone:west/Z1@1      whoever met that version of the zone
division:110105     whoever is told to have stayed in that division
case:17             contacts of that case, and whoever is said to have been in its company
contacts:CASE-1     contacts of a case that is kept elsewhere
report:manual/R-7   whoever the same report names
laboratory:, tube:, issuer:    not for this province to undo: their source corrects them
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from provinces.evidence.models import Evidence, Origin
from provinces.facts.models import FactSheet
from provinces.status.models import Outcome
from provinces.zones.models import EffectiveZone

from . import tracing
from .models import Basis, Thing


@dataclass(frozen=True, slots=True)
class Touched:
    """What one cause does to somebody: a piece about them, or something that was observed."""

    citizen: int
    thing: Thing
    piece: int | None = None
    place: str = ""


MET = """
SELECT DISTINCT unnest(citizens) FROM exposure_exposure WHERE zone_id = ANY(%s) ORDER BY 1
"""


def is_reversible(cause: str) -> bool:
    """Tell whether it is for this province to undo what a cause has done."""
    return cause.partition(":")[0] in _FINDERS


def touched(cause: str, *, now: datetime) -> list[Touched]:
    """Return what a cause does to everybody; nothing where its source alone corrects it."""
    kind, _, rest = cause.partition(":")
    finder = _FINDERS.get(kind)
    return finder(rest, now) if finder else []


def _of_zone(rest: str, _now: datetime) -> list[Touched]:
    place, _, version = rest.rpartition("@")
    source, _, reference = place.partition("/")
    zones = EffectiveZone.objects.filter(
        source=source, reference=reference, version=int(version)
    ).values_list("pk", flat=True)
    with connection.cursor() as cursor:
        cursor.execute(MET, [list(zones)])
        return [Touched(row[0], Thing.ZONE, place=place) for row in cursor.fetchall()]


def _of_division(code: str, _now: datetime) -> list[Touched]:
    of_level = [
        FactSheet.objects.filter(divisions_high_code=code),
        FactSheet.objects.filter(divisions_medium_code=code),
    ]
    found = {key for sheets in of_level for key in sheets.values_list("citizen", flat=True)}
    return [Touched(citizen, Thing.DIVISION, place=code) for citizen in sorted(found)]


def _of_case(key: str, now: datetime) -> list[Touched]:
    case = int(key)
    near = FactSheet.objects.filter(companion_evidence=case).order_by("citizen")
    companions = [
        Touched(citizen, Thing.COMPANION, piece=case)
        for citizen in near.values_list("citizen", flat=True)
    ]
    return [*_pieces(now, case=case), *companions]


def _of_contacts(reference: str, now: datetime) -> list[Touched]:
    return _pieces(now, case_reference=reference)


def _of_report(rest: str, now: datetime) -> list[Touched]:
    source, _, reference = rest.partition("/")
    if source in (Origin.LABORATORY, Origin.PEER):
        return []
    return _pieces(now, source=source, source_reference=reference)


def _pieces(now: datetime, **of: object) -> list[Touched]:
    found = Evidence.objects.counting(now).filter(**of)
    found = found.exclude(source__in=[Origin.PEER, Origin.LABORATORY, Origin.SELF])
    rows = found.order_by("citizen", "pk").values_list("citizen", "pk")
    return [Touched(citizen, Thing.PIECE, piece=key) for citizen, key in rows]


_FINDERS: dict[str, Callable[[str, datetime], list[Touched]]] = {
    "zone": _of_zone,
    "division": _of_division,
    "case": _of_case,
    "contacts": _of_contacts,
    "report": _of_report,
}


def basis_of(touch: Touched, like: Basis) -> Basis:
    """Return what touches somebody as a basis, not stored, like that of an appeal of its cause."""
    return Basis(
        thing=touch.thing,
        piece=touch.piece,
        place=touch.place,
        cause=like.cause,
        until=like.until,
        is_weak=like.is_weak,
        is_corrected_elsewhere=False,
    )


def rests_on(outcome: Outcome, cause: str, *, now: datetime) -> bool:
    """Tell whether any ground of a decision rests on a cause."""
    for one in outcome.grounds:
        with suppress(tracing.NoGround):
            if any(
                basis.cause == cause for basis in tracing.trace(outcome, one["ground"], now=now)
            ):
                return True
    return False

"""Reading exposures and questions."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from django.db import connection
from django.db.models import Func, IntegerField, QuerySet, Sum, TextField
from django.db.models.functions import Cast, Coalesce

from provinces.citizens.models import Citizen
from provinces.zones.models import OUT_OF_STEP, EffectiveZone

from . import matching
from .models import Answer, Exposure, Question

SET_MATCHED = """
WITH free AS (SELECT id FROM zones_effectivezone WHERE id = ANY(%s::integer[])
              FOR NO KEY UPDATE SKIP LOCKED)
UPDATE zones_effectivezone z SET matched_at = d.revision
FROM free, unnest(%s::integer[], %s::timestamptz[]) AS d (id, revision)
WHERE z.id = free.id AND z.id = d.id
"""


class Cardinality(Func):
    """How many items an array has."""

    function = "cardinality"
    output_field = IntegerField()


class Listed(NamedTuple):
    """One exposure: in which cell and zone, on which day, whose, for `[started, ended)`."""

    cell: int
    day: int
    zone: int
    certain: bool
    citizen: int
    started: int
    ended: int


def open_questions(citizen: Citizen, at: datetime) -> QuerySet[Question]:
    """Return what a citizen is being asked at a moment, the first to close first."""
    asked = Question.objects.filter(citizen=citizen, answer="", closes_at__gt=at)
    return asked.select_related("zone").order_by("closes_at", "pk")


def said_yes(citizen: Citizen) -> dict[tuple[str, int], int]:
    """Return the questions to which a citizen said yes, by the zone and the day's first minute.

    A zone is named "source/reference", as its source does.
    """
    said = Question.objects.filter(citizen=citizen, answer=Answer.YES).select_related("zone")
    return {(f"{one.zone.source}/{one.zone.reference}", one.day): one.pk for one in said}


def count_open_questions(at: datetime) -> int:
    """Return how many questions are open at a moment."""
    return Question.objects.filter(answer="", closes_at__gt=at).count()


def count() -> int:
    """Return how many exposures there are, the possible ones included."""
    return Exposure.objects.aggregate(count=Coalesce(Sum(Cardinality("citizens")), 0))["count"]


def listed() -> list[Listed]:
    """Return every exposure by itself."""
    with connection.cursor() as cursor:
        cursor.execute(matching.EXPOSURES.format(table="exposure_exposure"))
        return [Listed(*row) for row in cursor.fetchall()]


def any_kept() -> bool:
    """Tell whether there are exposures at all, possible ones included."""
    return Exposure.objects.exists()


def revised_zones() -> list[tuple[int, str]]:
    """Return the effective zones that exposures are not in step with, and their revisions."""
    # Revisions go back to the database as they came, to the microsecond.
    revision = Cast("revised_at", TextField())
    return list(
        EffectiveZone.objects.filter(OUT_OF_STEP).order_by("id").values_list("id", revision)
    )


def set_matched(zones: list[tuple[int, str]]) -> None:
    """Say that exposures are in step with these revisions; a later revision stays open.

    A zone that somebody else is changing is passed over, and matched once more.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            SET_MATCHED,
            [
                [zone for zone, _ in zones],
                [zone for zone, _ in zones],
                [revision for _, revision in zones],
            ],
        )

"""Random cases and stays around a coarse cell, and who is a companion of whom by loops."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from typing import Any

import h3.api.basic_int as h3
import numpy as np
from django.db import connection

from core.db import temporary
from core.db.days import day_of
from core.periods import epoch_minute
from provinces.citizens.models import Citizen
from provinces.evidence.classes import EvidenceClass
from provinces.evidence.models import Evidence
from provinces.exposure import companions
from provinces.presence import cells
from provinces.presence.models import Stay
from provinces.tenancy import scope
from tests import cast
from tests.factories import citizens, road

NOW = cast.NOW
DAY = timedelta(days=1)
_numbers = count(1)

Told = tuple[datetime, int, int, int]


@dataclass(frozen=True)
class Asked:
    """What a rule set asks of companions."""

    resolution: int = 8
    minutes: int = 10
    stay_minutes: int = 60
    lookback_days: int = 14


ASKED = Asked()


def case(
    citizen: Citizen,
    *,
    happened_at: datetime = NOW - DAY,
    of: EvidenceClass = EvidenceClass.CONFIRMED_CASE,
    **values: Any,
) -> Evidence:
    """Have a register say that somebody is a case, for a month."""
    given = {
        "source": "registry",
        "source_reference": f"case {next(_numbers)}",
        "authority": "市疾病预防控制中心",
        "legal_basis": "《传染病防治法》第三十九条",
        "expires_at": happened_at + 30 * DAY,
        "in_force_at": happened_at,
        "state": "in_force",
    }
    return Evidence.objects.create(
        citizen=citizen, evidence_class=of, happened_at=happened_at, **{**given, **values}
    )


def ended(at: datetime, *, noted_at: datetime | None = None) -> dict[str, Any]:
    """Return what evidence says of a case that was discharged."""
    return {"ended_at": at, "end_noted_at": noted_at or at, "ended_because": "discharged"}


def told(
    of: list[Citizen] | None = None,
    asked: Asked | None = ASKED,
    *,
    as_of: datetime = NOW,
    anew: bool = False,
) -> dict[int, Told]:
    """Return the companions among some citizens, by default all, and what is told of each."""
    with connection.cursor() as cursor:
        temporary.ready(cursor, stale="citizen_id integer PRIMARY KEY")
        whose = Citizen.objects.all() if of is None else of
        cursor.execute(
            "INSERT INTO stale SELECT unnest(%s::integer[])", [[each.pk for each in whose]]
        )
        companions.fill(cursor, {}, asked, as_of=as_of, anew=anew)
        cursor.execute(
            "SELECT citizen_id, last_at, minutes, stay_minutes, evidence FROM companionship"
        )
        rows = cursor.fetchall()
    assert len({row[0] for row in rows}) == len(rows)
    return {row[0]: row[1:] for row in rows}


class Crowd:
    """Some people in and around one coarse cell, some of them cases, all at random."""

    def __init__(self, seed: int, *, people: int = 30, cases: int = 5) -> None:
        self.chance = random.Random(seed)  # noqa: S311  not for secrets
        self.people = [citizens.citizen() for _ in range(people)]
        middle = h3.cell_to_parent(road.HERE, 8)
        around = [middle, *sorted(h3.grid_ring(middle, 1))[:2]]
        self.cells = {
            resolution: [
                cell for place in around for cell in sorted(h3.cell_to_children(place, resolution))
            ]
            for resolution in (8, 9, 10, 11)
        }
        self.stays = [stay for person in self.people for stay in self._stays(person)]
        keep(self.stays)
        for person in self.chance.sample(self.people, cases):
            for _ in range(self.chance.choice([1, 1, 2])):
                self._case(person)

    def _stays(self, person: Citizen) -> list[Stay]:
        return [self.stay(person) for _ in range(self.chance.randrange(4, 40))]

    def stay(self, person: Citizen) -> Stay:
        """Return a stay on a kept day, or today beyond now: often in the middle, else around it."""
        zone = scope.current().zone
        on = cast.TODAY - timedelta(days=self.chance.choice([*range(15), *range(4), 14]))
        day = day_of(on, zone)
        started = day.lo + self.chance.randrange(0, 1430, 10)
        resolution = self.chance.choice([8, 9, 10, 11])
        cell = h3.cell_to_parent(road.HERE, resolution)
        if self.chance.random() < 0.4:
            cell = self.chance.choice(self.cells[resolution])
        lasted = self.chance.choice([3, 10, 11, 40, 300])
        return Stay(
            citizen_id=person.pk,
            cell=cell,
            day=day.lo,
            started=started,
            ended=min(day.hi, started + lasted),
        )

    def _case(self, person: Citizen) -> None:
        happened = NOW - timedelta(minutes=self.chance.randrange(-300, 9 * 1440))
        values: dict[str, Any] = {"happened_at": happened}
        draw = self.chance.random
        if draw() < 0.5:
            values["onset_at"] = happened - timedelta(hours=self.chance.randrange(60), seconds=17)
        if draw() < 0.2:
            values |= ended(happened + timedelta(hours=self.chance.randrange(90)))
        if draw() < 0.2:
            values["expires_at"] = happened + timedelta(days=self.chance.choice([1, 3, 5]))
        if draw() < 0.2:
            values["in_force_at"] = happened + timedelta(hours=self.chance.randrange(90))
        case(person, **values)


def keep(stays: list[Stay]) -> None:
    """Store stays as they would be derived, but mark nobody."""
    Stay.objects.bulk_create(stays)
    cells.note(np.array([stay.cell for stay in stays]))


def by_loops(asked: Asked, *, as_of: datetime = NOW) -> dict[int, Told]:
    """Compare everybody with every case, minute by minute."""
    there: dict[int, dict[int, set[int]]] = {}
    zone = scope.current().zone
    first_day = as_of.astimezone(zone).date() - timedelta(days=asked.lookback_days)
    since = day_of(first_day, zone).lo
    for stay in Stay.objects.all():
        fine = h3.get_resolution(stay.cell) >= asked.resolution
        if fine and stay.day >= since and stay.started < epoch_minute(as_of):
            place = h3.cell_to_parent(stay.cell, asked.resolution)
            minutes = there.setdefault(stay.citizen_id, {}).setdefault(place, set())
            minutes |= set(range(stay.started, stay.ended))
    found: dict[int, list[tuple[int, int, int, Told]]] = {}
    for piece in _counting(as_of):
        infectious = _infectious(piece, as_of)
        for place, theirs in there.get(piece.citizen_id, {}).items():
            for citizen in there.keys() - {piece.citizen_id}:
                own = there[citizen].get(place, set())
                shared = {minute for minute in own & theirs if minute in infectious}
                stayed = max(len(own), len(theirs))
                if len(shared) > asked.minutes and stayed > asked.stay_minutes:
                    last = datetime.fromtimestamp((max(shared) + 1) * 60, tz=NOW.tzinfo)
                    row = (last, len(shared), stayed, piece.pk)
                    found.setdefault(citizen, []).append((-max(shared), piece.pk, place, row))
    return {citizen: min(rows)[3] for citizen, rows in found.items()}


def _counting(as_of: datetime) -> list[Evidence]:
    return [
        piece
        for piece in Evidence.objects.filter(
            evidence_class__in=["confirmed_case", "asymptomatic_case"]
        )
        if piece.in_force_at is not None
        and max(piece.in_force_at, piece.happened_at) <= as_of < piece.expires_at
        and not (piece.withdrawn_at and piece.withdrawn_at <= as_of)
    ]


def _infectious(piece: Evidence, as_of: datetime) -> range:
    starts = (piece.onset_at or piece.happened_at) - 2 * DAY
    ends = piece.expires_at
    if piece.ended_at and piece.end_noted_at and piece.end_noted_at <= as_of:
        ends = min(ends, piece.ended_at)
    return range(epoch_minute(starts), epoch_minute(ends))

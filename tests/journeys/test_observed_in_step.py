"""Whatever becomes of cases, lists and stays, companions and stays in divisions stay in step."""

from __future__ import annotations

import random
from datetime import timedelta

import h3.api.basic_int as h3
import pytest

from core.cells.ranges import Ranges
from provinces.citizens.models import Citizen
from provinces.evidence.models import Evidence
from provinces.facts.models import FactSheet
from provinces.presence.models import Stay
from provinces.rules import services as rules
from provinces.status import checking, pipeline, runs, services
from provinces.status.models import Run
from provinces.zones import services as zones
from tests import cast
from tests.factories import areas, citizens, evidence, road, rulesets
from tests.factories import zones as lists

PLACE = h3.cell_to_parent(road.HERE, 8)
NEXT = h3.grid_ring(PLACE, 1)[0]
CELLS = [road.HERE, h3.cell_to_parent(road.HERE, 9), PLACE, h3.cell_to_center_child(NEXT, 10)]
COMPANION = {"resolution": 8, "minutes": 5, "stay_minutes": 30, "lookback_days": 6}
CODE = "110101"


class Story:
    """A province in which cases, lists and stays come and go at random."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311  not for secrets
        self.now = cast.NOW - timedelta(days=4)
        self.people: list[Citizen] = [citizens.citizen() for _ in range(6)]
        parameters = {"dwell_minutes": 10, "companion": COMPANION}
        ruled = self.now - timedelta(days=1)
        rules.publish(rulesets.document(parameters=parameters), now=ruled)
        self.told = 0
        for _ in range(20):
            self.stay()

    def happen(self) -> None:
        """Let one thing happen, then some time pass."""
        things = [self.stay] * 6 + [self.vanish, self.infect, self.infect]
        self.chance.choice([*things, self.recover, self.withdraw, self.list, self.survey])()
        self.now += timedelta(minutes=self.chance.choice([3, 20, 200]))

    def stay(self) -> None:
        # Now and then together: at some hours rather than at any time.
        start = self.now - timedelta(hours=self.chance.choice([1, 2, 4, 25, 26, 50, 73]))
        minutes = self.chance.choice([4, 20, 50])
        local = start + timedelta(hours=8)
        if (local + timedelta(minutes=minutes)).date() == local.date():
            person = self.chance.choice(self.people)
            road.stay(person, at=start, minutes=minutes, cell=self.chance.choice(CELLS))

    def vanish(self) -> None:
        if gone := Stay.objects.order_by("?").first():
            Stay.objects.filter(pk=gone.pk).delete()
            road.mark(gone.citizen_id, day=gone.day, cell=gone.cell, at=self.now)

    def infect(self) -> None:
        happened = self.now - timedelta(hours=self.chance.randrange(1, 60))
        evidence.recorded(
            self.chance.choice(self.people),
            now=self.now,
            happened_at=happened,
            expires_at=self.now + timedelta(hours=self.chance.choice([3, 30, 200])),
            source_reference=str(self.chance.random()),
        )

    def recover(self) -> None:
        if piece := Evidence.objects.filter(ended_at=None, withdrawn_at=None).first():
            self.change(piece, ended_at=self.now, end_noted_at=self.now, ended_because="well")

    def withdraw(self) -> None:
        if piece := Evidence.objects.filter(withdrawn_at=None).last():
            self.change(piece, withdrawn_at=self.now, withdrawn_because="mixed up")

    def change(self, piece: Evidence, **values: object) -> None:
        Evidence.objects.filter(pk=piece.pk).update(**values)
        road.citizens.mark_stale([piece.citizen_id], because=road.Event.EVIDENCE_ENDED, at=self.now)

    def list(self) -> None:
        areas.area(CODE)
        first = self.now.date() - timedelta(days=self.chance.randrange(4))
        last = first + timedelta(days=self.chance.randrange(4))
        level = self.chance.choice(["medium", "high"])
        spell = zones.Spell(2, CODE, "福鼎家园", level, str(first), str(last))
        lists.listed(spell, now=self.now)

    def survey(self) -> None:
        areas.area(CODE)
        middle = self.chance.choice([PLACE, h3.grid_ring(PLACE, 2)[0]])
        zones.set_territory(CODE, Ranges.from_cells(h3.grid_disk(middle, 1), 8).at(11))

    def check(self) -> None:
        """Have what is kept be what a rebuild makes."""
        assert checking.check(as_of=self.now).verdict == "equal"
        sheets = FactSheet.objects.all()
        self.told += sheets.filter(companion_last_at__isnull=False).count()
        self.told += sheets.filter(divisions_high_left_at__isnull=False).count()


@pytest.mark.parametrize("seed", range(3))
def test_after_every_event(north: object, seed: int) -> None:
    story = Story(seed)

    for _ in range(25):
        story.happen()
        pipeline.drain(now=story.now)
        story.check()

    assert story.told > 20


@pytest.mark.parametrize("kind", [Run.Kind.NIGHTLY, Run.Kind.FULL])
@pytest.mark.parametrize("seed", range(10, 12))
def test_after_a_night_of_many_events(north: object, seed: int, kind: Run.Kind) -> None:
    story = Story(seed)
    services.recompute(runs.Plan(as_of=story.now, shards=2), now=story.now)

    for _ in range(4):
        for _ in range(15):
            story.happen()
        services.recompute(runs.Plan(as_of=story.now, kind=kind, shards=3), now=story.now)
        story.check()

    assert story.told > 2


def test_while_nothing_happens_but_days_pass(north: object) -> None:
    story = Story(20)
    for _ in range(60):
        story.happen()

    for _ in range(10):
        story.now += timedelta(hours=20)
        pipeline.drain(now=story.now)
        story.check()

    assert story.told > 2
    assert not FactSheet.objects.filter(companion_last_at__isnull=False).exists()

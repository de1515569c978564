"""Whatever happens in whatever order, the incremental state equals a full rebuild."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest

from provinces.citizens.models import Citizen
from provinces.exposure import services as exposure
from provinces.exposure.models import Answer, Question
from provinces.status import checking, pipeline, runs, services
from provinces.status.models import Current
from provinces.zones.models import EffectiveZone, Level
from tests import cast
from tests.factories import citizens, road

CELLS = road.h3.grid_disk(road.HERE, 2)


class Story:
    """A province in which things happen at random."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311  not for secrets
        self.now = cast.NOW
        self.people: list[Citizen] = [citizens.citizen() for _ in range(5)]
        road.first_ruleset()

    def happen(self) -> None:
        """Let one thing happen, then some time pass."""
        self.chance.choice([self.stay, self.stay, self.declare, self.revise, self.say])()
        self.now += timedelta(minutes=self.chance.randrange(1, 50))

    def stay(self) -> None:
        start = self.now - timedelta(minutes=self.chance.randrange(60, 8 * 1440))
        minutes = self.chance.randrange(3, 40)
        if (start + timedelta(minutes=minutes + 480)).date() != (start + timedelta(hours=8)).date():
            return  # stays end at local midnight
        person = self.chance.choice(self.people)
        road.stay(person, at=start, minutes=minutes, cell=self.chance.choice(CELLS))

    def declare(self) -> None:
        starts = self.now - timedelta(days=self.chance.randrange(0, 9))
        road.zone(
            level=self.chance.choice([Level.MEDIUM, Level.HIGH]),
            cells=self.chance.sample(CELLS, self.chance.randrange(1, 9)),
            starts=starts,
            ends=starts + timedelta(days=self.chance.randrange(1, 9)),
            certain=self.chance.random() < 0.7,
        )

    def revise(self) -> None:
        zone = EffectiveZone.objects.order_by("?").first()
        if zone is not None:
            zone.ends = max(zone.starts, zone.ends - self.chance.randrange(0, 5000))
            zone.revised_at = self.now
            zone.save()
            zone.ranges.update(ends=zone.ends)

    def say(self) -> None:
        question = Question.objects.filter(answer="", closes_at__gt=self.now).first()
        if question is not None:
            said = self.chance.choice([Answer.YES, Answer.NO])
            exposure.answer(question.pk, of=question.citizen, said=said, now=self.now)


@pytest.mark.parametrize("seed", range(3))
def test_after_every_event(north: object, seed: int) -> None:
    story = Story(seed)

    for _ in range(25):
        story.happen()
        pipeline.drain(now=story.now)

        assert checking.check(as_of=story.now).verdict == "equal"


@pytest.mark.parametrize("seed", range(6, 8))
def test_after_a_night_of_many_events(north: object, seed: int) -> None:
    story = Story(seed)
    for _ in range(40):
        story.happen()

    services.recompute(runs.Plan(as_of=story.now, shards=3), now=story.now)

    assert checking.check(as_of=story.now).verdict == "equal"


@pytest.mark.parametrize("seed", range(9, 10))
def test_at_once_or_overnight_comes_to_the_same(north: object, seed: int) -> None:
    story = Story(seed)
    for _ in range(40):
        story.happen()
    pipeline.drain(now=story.now)
    at_once = set(Current.objects.values_list("citizen_id", "status", "until"))

    overnight = services.recompute(runs.Plan(as_of=story.now, shards=2), now=story.now)

    assert overnight.changed == 0
    assert set(Current.objects.values_list("citizen_id", "status", "until")) == at_once

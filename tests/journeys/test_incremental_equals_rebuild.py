"""Whatever happens in whatever order, the incremental state equals a full rebuild."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest

from provinces.citizens.models import Citizen
from provinces.evidence import services as asserting
from provinces.evidence.classes import FORMS, SELF_DECLARED, EvidenceClass
from provinces.evidence.models import Evidence
from provinces.exposure import services as exposure
from provinces.exposure.models import Answer, Question
from provinces.rules import queries as rules
from provinces.rules import services as publishing
from provinces.screening import services as laboratories
from provinces.screening.models import Result
from provinces.status import checking, pipeline, runs, services
from provinces.status.models import Current
from provinces.zones.models import EffectiveZone, Level
from tests import cast
from tests.factories import citizens, evidence, road, screening

CELLS = road.h3.grid_disk(road.HERE, 2)
CLASSES = [of for of in EvidenceClass if of not in SELF_DECLARED]
MINUTES_A_DAY = 1440


class Story:
    """A province in which things happen at random."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311  not for secrets
        self.now = cast.NOW
        self.people: list[Citizen] = [citizens.citizen() for _ in range(5)]
        sichuan = rules.shipped("sichuan")
        publishing.publish(sichuan, by=None, now=cast.NOW - timedelta(days=30))

    def happen(self) -> None:
        """Let one thing happen, then some time pass."""
        observed = [self.stay, self.stay, self.declare, self.revise, self.say]
        told = [self.tell, self.tell, self.lessen, self.test, self.test, self.void]
        self.chance.choice([*observed, *told])()
        self.now += self.some(1, 50)

    def some(self, least: int, most: int) -> timedelta:
        return timedelta(minutes=self.chance.randrange(least, most))

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

    def tell(self) -> None:
        """Have a register tell something, often of a kind that it has told before."""
        of = self.chance.choice(CLASSES[:: self.chance.choice([1, 5])])
        happened = self.now - self.some(1, 5 * MINUTES_A_DAY)
        expires = min(self.now + self.some(2, 600), happened + timedelta(days=7))
        evidence.recorded(
            self.chance.choice(self.people),
            of,
            now=self.now,
            happened_at=happened,
            expires_at=expires,
            ends_at=expires if FORMS[of].has_planned_end else None,
            source_reference=f"R{Evidence.objects.count()}",
        )

    def lessen(self) -> None:
        """Have something that was told end, or be taken back."""
        pieces = list(Evidence.objects.counting(self.now).order_by("pk"))
        if not pieces:
            return
        piece = self.chance.choice(pieces)
        ends = FORMS[EvidenceClass(piece.evidence_class)].ended and piece.ended_at is None
        if ends and self.chance.random() < 0.7:
            at = min(self.now + self.some(-120, 5), piece.expires_at)
            at = max(at, piece.happened_at)
            asserting.end(piece, at=at, by=None, because="over", now=self.now)
        else:
            asserting.withdraw(piece, by=None, because="a mistake", now=self.now)

    def test(self) -> None:
        sampled = self.now - self.some(60, 6 * MINUTES_A_DAY)
        outcome = self.chance.choice(["negative", "negative", "negative", "positive"])
        screening.result(
            self.chance.choice(self.people),
            now=self.now,
            sampled_at=sampled,
            resulted_at=sampled + self.some(1, 60),
            outcome=outcome,
        )

    def void(self) -> None:
        results = list(Result.objects.filter(voided_at=None).order_by("pk"))
        if results:
            result = self.chance.choice(results)
            laboratories.void(result, because="mixed up", source="laboratory:1", now=self.now)


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

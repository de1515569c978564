"""Everything at once, committed, in threads: nothing is lost, said twice, or waits for ever."""

from __future__ import annotations

import random
import threading
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from itertools import count

import pytest
from django.db.models import Count

from core.db.days import day_of
from provinces.citizens.models import StaleMark
from provinces.exposure import services as exposure
from provinces.exposure.models import Answer, Exposure, Question
from provinces.ledger.events import Event
from provinces.ledger.models import Entry, Payload
from provinces.notices.models import Notice
from provinces.presence import services as presence
from provinces.presence.models import Stay
from provinces.status import checking, pipeline, runs, services, verifying
from provinces.status.models import Current, Decision, Outcome, Run
from provinces.tenancy import scope
from provinces.zones.models import EffectiveZone, Level
from tests import cast
from tests.factories import citizens, road

from . import threads
from .threads import at_once, clock, raised

CELLS = road.h3.grid_disk(road.HERE, 2)
PEOPLE, EVENTS, NIGHTS = 24, 120, 5


@pytest.fixture
def many_sessions(in_login_mode: None) -> Iterator[None]:
    with threads.sessions(9):
        yield


class Bustle:
    """What people, phones and officials do while others compute; now and then they wait."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311  not for secrets
        self.numbers = count(1)
        self.people = [citizens.citizen() for _ in range(PEOPLE)]
        road.first_ruleset()
        for _ in range(3):
            self.declare()
        self.is_over, self.walked = threading.Event(), threading.Event()

    def happen(self) -> None:
        """Let everything happen, one thing after the other."""
        often = [self.stay] * 4
        doings = [*often, self.check_in, self.leave, self.declare, self.revise, self.say]
        try:
            for number in range(EVENTS):
                self.chance.choice(doings)()
                if number % 3 == 0:
                    self.walked.clear()
                    self.walked.wait(threads.PATIENCE_SECONDS)
        finally:
            self.is_over.set()

    def stay(self) -> None:
        minutes_ago = next(self.numbers)  # no two stays begin in one minute
        start = cast.NOW - timedelta(days=self.chance.randrange(1, 6), minutes=minutes_ago)
        cell, minutes = self.chance.choice(CELLS), self.chance.randrange(5, 60)
        road.stay(self.chance.choice(self.people), at=start, minutes=minutes, cell=cell)

    def check_in(self) -> None:
        """Check in where a stay may be, and have the whole day be looked at again."""
        at = cast.NOW - timedelta(days=self.chance.randrange(1, 6), minutes=next(self.numbers))
        person, cell = self.chance.choice(self.people), self.chance.choice(CELLS)
        presence.check_in(person, venue="the market", cell=cell, at=at, now=clock())
        zone = scope.current().zone
        day = day_of(at.astimezone(zone).date(), zone).lo
        StaleMark.objects.create(day=day, because=Event.CHECKED_IN, marked_at=clock())

    def leave(self) -> None:
        """Take back a person's stays of a day, as late data sometimes do."""
        if found := Stay.objects.filter(citizen_id=self.chance.choice(self.people).pk).first():
            of_day = Stay.objects.filter(citizen_id=found.citizen_id, day=found.day)
            with pipeline.transaction.atomic():
                for gone in of_day:
                    road.mark(gone.citizen_id, day=gone.day, cell=gone.cell, at=clock())
                of_day.delete()

    def declare(self) -> None:
        with pipeline.transaction.atomic():
            road.zone(
                level=self.chance.choice([Level.MEDIUM, Level.HIGH]),
                cells=self.chance.sample(CELLS, 5),
                starts=cast.NOW - timedelta(days=self.chance.randrange(1, 9)),
                certain=self.chance.random() < 0.6,
            )

    def revise(self) -> None:
        with pipeline.transaction.atomic():
            zone = EffectiveZone.objects.select_for_update().order_by("?").first()
            zone.ends = max(zone.starts, zone.ends - self.chance.randrange(4000))
            zone.revised_at = clock()
            zone.save()
            zone.ranges.update(ends=zone.ends)

    def say(self) -> None:
        for question in Question.objects.filter(answer="").order_by("?")[:3]:
            said = self.chance.choice([Answer.YES, Answer.NO])
            try:
                exposure.answer(question.pk, of=question.citizen, said=said, now=clock())
            except exposure.NotAsked:
                continue  # withdrawn in between

    def drain(self) -> None:
        while not self.is_over.is_set():
            pipeline.drain(now=clock())
            self.walked.set()

    def run_at_night(self) -> None:
        for night in range(NIGHTS):
            kind = Run.Kind.FULL if night == 1 else Run.Kind.NIGHTLY
            services.recompute(runs.Plan(as_of=clock(), kind=kind, shards=3), now=clock())


def shown() -> dict[int, list[Outcome]]:
    """Return the outcomes that were ever published, by citizen, in their order."""
    found: dict[int, list[Outcome]] = {}
    for outcome in Outcome.objects.select_related("decision").order_by("decision_id"):
        found.setdefault(outcome.citizen_id, []).append(outcome)
    return found


def to_be_told(outcomes: list[Outcome]) -> list[int]:
    """Return the decisions that changed what somebody lives under."""
    before = None
    told = []
    for outcome in outcomes:
        says = (outcome.status, outcome.until)
        if says != before:
            told.append(outcome.decision_id)
        before = says
    return told


class TestRoad:
    @pytest.mark.parametrize("seed", [1, 2])
    def test_comes_to_the_same_as_one_thing_after_the_other(
        self, many_sessions: None, seed: int
    ) -> None:
        with scope.province(cast.NORTH):
            bustle = Bustle(seed)
        results = at_once(bustle.happen, bustle.run_at_night, *[bustle.drain] * 4)

        assert raised(results) == []
        with scope.province(cast.NORTH):
            pipeline.drain(now=clock())
            assert checking.check(as_of=clock()).verdict == "equal"
            self.all_is_in_order()

    def all_is_in_order(self) -> None:
        rows = Exposure.objects.values("day", "cell", "zone_id", "certain")
        assert not rows.annotate(rows=Count("pk")).filter(rows__gt=1).exists()
        told: dict[int, list[int | None]] = {}
        for notice in Notice.objects.order_by("pk"):
            told.setdefault(notice.citizen_id, []).append(notice.decision_id)
        expected = {citizen: to_be_told(outcomes) for citizen, outcomes in shown().items()}
        assert told == expected
        for current in Current.objects.all():
            assert shown()[current.citizen_id][-1].decision_id == current.decision_id
        batches = Payload.objects.filter(entry__event=Event.DECISION_MADE).select_related("entry")
        assert all(verifying.is_bound(batch) for batch in batches)
        assert sum(batch.body["count"] for batch in batches) == Decision.objects.count()
        assert Decision.objects.count() > EVENTS / 10


class TestStart:
    def test_is_won_by_exactly_one(self, many_sessions: None) -> None:
        plan = runs.Plan(as_of=cast.NOW)

        results = at_once(*[lambda: runs.start(plan, now=cast.NOW)] * 4)

        assert Counter(map(type, results)) == {Run: 1, runs.AlreadyRunning: 3}
        with scope.province(cast.NORTH):
            assert Run.objects.count() == 1
            assert Entry.objects.filter(event=Event.RUN_STARTED).count() == 1


class TestPublish:
    def test_happens_once_however_many_come_to_it(self, many_sessions: None) -> None:
        with scope.province(cast.NORTH):
            road.first_ruleset()
            road.zone()
            for _ in range(5):
                road.stay(citizens.citizen(), at=cast.NOW - timedelta(days=1))
            run = runs.start(runs.Plan(as_of=cast.NOW), now=cast.NOW)
            while shard := runs.lease(run):
                runs.do(shard)

        results = at_once(*[lambda: runs.publish(run, now=cast.NOW)] * 4)

        assert raised(results) == []
        with scope.province(cast.NORTH):
            assert Notice.objects.count() == Current.objects.count() == 5
            assert Entry.objects.filter(event=Event.RUN_PUBLISHED).count() == 1

    def test_waits_for_whoever_is_deciding(self, many_sessions: None) -> None:
        """Otherwise it could show what a decision in the making has overtaken."""
        with scope.province(cast.NORTH):
            road.first_ruleset()
            zone = road.zone()
            eve = citizens.citizen()
            road.stay(eve, at=cast.NOW - timedelta(days=1))
            run = runs.start(runs.Plan(as_of=cast.NOW), now=cast.NOW)
            while shard := runs.lease(run):
                runs.do(shard)
            zone.ranges.update(ends=zone.starts)
            EffectiveZone.objects.update(ends=zone.starts, revised_at=clock())
        halfway, publishing = threading.Event(), threading.Event()

        def decide() -> None:
            with pipeline.transaction.atomic():
                pipeline.drain(now=clock())
                halfway.set()
                assert not publishing.wait(0.5)

        def publish() -> None:
            halfway.wait(threads.PATIENCE_SECONDS)
            runs.publish(run, now=clock())
            publishing.set()

        results = at_once(decide, publish)

        assert raised(results) == []
        with scope.province(cast.NORTH):
            assert not Current.objects.filter(until__gt=clock()).exists()
            assert checking.check(as_of=clock()).verdict == "equal"


class TestWork:
    def test_is_shared_and_each_shard_done_once(self, many_sessions: None) -> None:
        with scope.province(cast.NORTH):
            bustle = Bustle(3)
            for _ in range(80):
                bustle.stay()
            run = runs.start(runs.Plan(as_of=clock(), shards=8), now=clock())

        results = at_once(*[lambda: runs.work(run)] * 4)

        assert raised(results) == []
        with scope.province(cast.NORTH):
            assert {done.state for done in results} == {Run.State.PUBLISHED}
            outcomes = Outcome.objects.filter(decision__run=run)
            assert outcomes.count() == Current.objects.count() == Notice.objects.count() > 0
            assert checking.check(as_of=run.as_of).verdict == "equal"

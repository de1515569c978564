"""Were you there? Asked where an answer would count, once, and for 72 hours."""

from __future__ import annotations

import copy
import threading
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction

from provinces.citizens.models import Citizen
from provinces.exposure import queries as exposures
from provinces.exposure import services as exposure
from provinces.exposure.models import Answer, Question
from provinces.ledger.events import Event
from provinces.ledger.models import Entry
from provinces.presence import services as presence
from provinces.rules import queries as rules
from provinces.rules import services as publishing
from provinces.status import pipeline, queries, runs, services
from provinces.tenancy import scope
from provinces.zones.models import EffectiveZone, Level
from tests import cast
from tests.factories import citizens, road, rulesets
from tests.provinces.status import threads

NOW, YESTERDAY = cast.NOW, cast.NOW - timedelta(days=1)
CLOSES = NOW + timedelta(hours=72)
NEXT_DOOR: int = road.h3.grid_ring(road.HERE, 1)[0]


def asked(citizen: Citizen) -> Question:
    """Let a citizen have stayed an hour where a zone possibly is, and be asked."""
    road.first_ruleset()
    road.zone(certain=False)
    road.stay(citizen, at=YESTERDAY)
    pipeline.drain(now=NOW)
    return Question.objects.get(citizen=citizen)


def revise(zone: EffectiveZone, *, ends: datetime | None = None, now: datetime) -> None:
    """Revise a zone, and end it where it says so: at its start, it goes."""
    if ends is not None:
        zone.ends = int(ends.timestamp() // 60)
    zone.revised_at = now
    zone.save()
    zone.ranges.update(ends=zone.ends)


def open_to(citizen: Citizen, at: datetime = NOW) -> list[Any]:
    return list(exposures.open_questions(citizen, at))


class TestAnswer:
    def test_that_is_yes_counts_from_then_on(self, eve: Citizen) -> None:
        question = asked(eve)

        exposure.answer(question.pk, of=eve, said=Answer.YES, now=NOW)
        pipeline.drain(now=NOW)

        assert queries.status_of(eve, NOW).status == "red"
        assert Entry.objects.filter(event=Event.QUESTION_ANSWERED).count() == 1

    def test_that_is_no_drops_it(self, eve: Citizen) -> None:
        question = asked(eve)

        exposure.answer(question.pk, of=eve, said=Answer.NO, now=NOW)
        services.recompute(runs.Plan(as_of=NOW, kind="full"), now=NOW)

        assert queries.status_of(eve, NOW).status == "green"
        assert open_to(eve) == []

    @pytest.mark.parametrize("late", [timedelta(0), timedelta(hours=1)])
    def test_comes_too_late_once_the_question_has_closed(
        self, eve: Citizen, late: timedelta
    ) -> None:
        question = asked(eve)

        with pytest.raises(exposure.NotAsked):
            exposure.answer(question.pk, of=eve, said=Answer.YES, now=CLOSES + late)

        assert question.closes_at == CLOSES

    def test_of_nobody_drops_it(self, eve: Citizen) -> None:
        asked(eve)

        services.recompute(runs.Plan(as_of=CLOSES, kind="full"), now=CLOSES)

        assert queries.status_of(eve, CLOSES).status == "green"

    def test_is_for_whoever_was_asked(self, eve: Citizen, finn: Citizen) -> None:
        question = asked(eve)

        with pytest.raises(exposure.NotAsked):
            exposure.answer(question.pk, of=finn, said=Answer.YES, now=NOW)

        question.refresh_from_db()
        assert question.answer == ""

    def test_is_given_once(self, eve: Citizen) -> None:
        question = asked(eve)
        exposure.answer(question.pk, of=eve, said=Answer.NO, now=NOW)

        with pytest.raises(exposure.NotAsked):
            exposure.answer(question.pk, of=eve, said=Answer.YES, now=NOW)

    def test_to_a_question_that_never_was_is_refused(self, eve: Citizen) -> None:
        with pytest.raises(exposure.NotAsked):
            exposure.answer(1, of=eve, said=Answer.YES, now=NOW)


class TestTakeBack:
    def test_frees_whoever_said_yes_and_asks_them_again(self, eve: Citizen) -> None:
        question = asked(eve)
        exposure.answer(question.pk, of=eve, said=Answer.YES, now=NOW)
        pipeline.drain(now=NOW)
        later = NOW + timedelta(hours=1)

        exposure.take_back(question.pk, of=eve, now=later)
        pipeline.drain(now=later)

        assert queries.status_of(eve, later).status == "green"
        [again] = open_to(eve, later)
        assert (again.pk, again.closes_at) == (question.pk, later + timedelta(hours=72))

    def test_leaves_both_words_in_the_ledger(self, eve: Citizen) -> None:
        question = asked(eve)
        exposure.answer(question.pk, of=eve, said=Answer.YES, now=NOW)

        exposure.take_back(question.pk, of=eve, now=NOW)

        assert Entry.objects.filter(event=Event.QUESTION_ANSWERED).count() == 1
        assert Entry.objects.filter(event=Event.ANSWER_TAKEN_BACK).count() == 1

    def test_lets_them_answer_anew(self, eve: Citizen) -> None:
        question = asked(eve)
        exposure.answer(question.pk, of=eve, said=Answer.YES, now=NOW)
        exposure.take_back(question.pk, of=eve, now=NOW)

        exposure.answer(question.pk, of=eve, said=Answer.NO, now=NOW)

        assert open_to(eve) == []

    @pytest.mark.parametrize("said", [Answer.NO, ""])
    def test_is_of_a_yes_alone(self, eve: Citizen, said: str) -> None:
        question = asked(eve)
        if said:
            exposure.answer(question.pk, of=eve, said=Answer(said), now=NOW)

        with pytest.raises(exposure.NotSaid):
            exposure.take_back(question.pk, of=eve, now=NOW)

    def test_is_for_whoever_said_it(self, eve: Citizen, finn: Citizen) -> None:
        question = asked(eve)
        exposure.answer(question.pk, of=eve, said=Answer.YES, now=NOW)

        with pytest.raises(exposure.NotSaid):
            exposure.take_back(question.pk, of=finn, now=NOW)


class TestAsking:
    def test_happens_once_however_often_the_road_is_walked(self, eve: Citizen) -> None:
        question = asked(eve)
        later = NOW + timedelta(hours=1)

        revise(EffectiveZone.objects.get(), now=later)
        road.stay(eve, at=YESTERDAY + timedelta(hours=2))
        pipeline.drain(now=later)
        services.recompute(runs.Plan(as_of=later, kind="full"), now=later)

        assert Question.objects.get() == question

    @pytest.mark.parametrize("said", [Answer.NO, None])
    def test_is_not_repeated_after_a_no_nor_after_silence(
        self, eve: Citizen, said: Answer | None
    ) -> None:
        question = asked(eve)
        if said:
            exposure.answer(question.pk, of=eve, said=said, now=NOW)
        later = CLOSES + timedelta(minutes=1)

        road.stay(eve, at=YESTERDAY + timedelta(hours=2))
        pipeline.drain(now=later)

        assert Question.objects.get() == question
        assert open_to(eve, later) == []

    def test_happens_again_about_another_day(self, eve: Citizen) -> None:
        question = asked(eve)
        exposure.answer(question.pk, of=eve, said=Answer.NO, now=NOW)

        road.stay(eve, at=NOW - timedelta(hours=2))
        pipeline.drain(now=NOW + timedelta(minutes=1))

        assert [one.day for one in open_to(eve)] == [question.day + 1440]

    def test_does_not_happen_where_certain_minutes_suffice(self, eve: Citizen) -> None:
        road.first_ruleset()
        zone = road.zone()
        zone.ranges.create(
            lo=NEXT_DOOR, hi=NEXT_DOOR, starts=zone.starts, ends=zone.ends, certain=False
        )
        road.stay(eve, at=YESTERDAY, minutes=10)
        road.stay(eve, at=YESTERDAY + timedelta(hours=1), cell=NEXT_DOOR)

        pipeline.drain(now=NOW)

        assert open_to(eve) == []
        assert queries.status_of(eve, NOW).status == "red"

    def test_counts_certain_minutes_that_overlap_once(self, eve: Citizen) -> None:
        third = road.h3.grid_ring(road.HERE, 1)[1]
        road.first_ruleset()
        zone = road.zone(cells=[road.HERE, third])
        zone.ranges.create(
            lo=NEXT_DOOR, hi=NEXT_DOOR, starts=zone.starts, ends=zone.ends, certain=False
        )
        road.stay(eve, at=YESTERDAY, minutes=8)
        road.stay(eve, at=YESTERDAY + timedelta(minutes=1), minutes=8, cell=third)
        road.stay(eve, at=YESTERDAY + timedelta(hours=1), cell=NEXT_DOOR)

        pipeline.drain(now=NOW)

        assert len(open_to(eve)) == 1

    def test_counts_possible_minutes_that_overlap_once(self, eve: Citizen) -> None:
        road.first_ruleset()
        road.zone(certain=False, cells=[road.HERE, NEXT_DOOR])
        road.stay(eve, at=YESTERDAY, minutes=8)
        road.stay(eve, at=YESTERDAY + timedelta(minutes=1), minutes=8, cell=NEXT_DOOR)

        pipeline.drain(now=NOW)

        assert open_to(eve) == []

    def test_does_not_happen_before_there_are_rules(self, eve: Citizen) -> None:
        road.zone(certain=False)
        road.stay(eve, at=YESTERDAY)

        pipeline.drain(now=NOW)

        assert open_to(eve) == []

    def test_is_made_up_for_once_there_are_rules(self, eve: Citizen) -> None:
        road.zone(certain=False)
        road.stay(eve, at=YESTERDAY)
        pipeline.drain(now=NOW)
        road.first_ruleset(now=NOW)

        services.recompute(runs.Plan(as_of=NOW), now=NOW)

        assert len(open_to(eve)) == 1

    def test_about_a_check_in_is_made_up_for_as_well(self, eve: Citizen) -> None:
        road.zone(certain=False)
        presence.check_in(eve, venue="the market", cell=road.HERE, at=YESTERDAY, now=NOW)
        pipeline.drain(now=NOW)
        road.first_ruleset(now=NOW)

        services.recompute(runs.Plan(as_of=NOW), now=NOW)

        assert len(open_to(eve)) == 1

    def test_follows_the_dwell_of_new_rules(self, eve: Citizen) -> None:
        road.first_ruleset()
        road.zone(certain=False)
        road.stay(eve, at=YESTERDAY, minutes=6)
        services.recompute(runs.Plan(as_of=NOW), now=NOW)
        stricter = copy.deepcopy(rules.shipped("first")) | {"version": "2"}
        stricter["parameters"]["dwell_minutes"] = 5
        before = open_to(eve)
        publishing.publish(stricter, now=NOW)

        services.recompute(runs.Plan(as_of=NOW), now=NOW)

        assert (len(before), len(open_to(eve))) == (0, 1)

    def test_does_not_happen_about_a_level_that_no_fact_tells_of(self, eve: Citizen) -> None:
        road.first_ruleset()
        road.zone(level=Level.LOW, certain=False)
        road.stay(eve, at=YESTERDAY)

        pipeline.drain(now=NOW)

        assert open_to(eve) == []

    def test_happens_as_far_back_as_a_hold_of_the_level_reaches(self, eve: Citizen) -> None:
        document = rulesets.lasting(2, ground=1)
        publishing.publish(document, now=NOW - timedelta(days=30))
        road.zone(level=Level.MEDIUM, certain=False)
        road.stay(eve, at=NOW - timedelta(days=4))

        pipeline.drain(now=NOW)

        assert open_to(eve) == []


@pytest.mark.usefixtures("in_login_mode")
class TestRace:
    def test_does_not_lose_an_answer_to_a_withdrawal(self) -> None:
        """The answer is given, and not yet committed, while the question stops counting."""
        with threads.sessions(4), scope.province(cast.NORTH):
            eve = citizens.citizen()
            question = asked(eve)
            road.zone(cells=[NEXT_DOOR])
            road.stay(eve, at=YESTERDAY + timedelta(hours=5), cell=NEXT_DOOR)
        answered, withdrawing = threading.Event(), threading.Event()

        def answer() -> None:
            with transaction.atomic():
                exposure.answer(question.pk, of=eve, said=Answer.YES, now=NOW)
                answered.set()
                withdrawing.wait(1)

        def drain() -> None:
            answered.wait(threads.PATIENCE_SECONDS)
            pipeline.drain(now=NOW)

        with threads.sessions(4):
            results = threads.at_once(answer, drain)

        assert threads.raised(results) == []
        with scope.province(cast.NORTH):
            assert Question.objects.get(pk=question.pk).answer == Answer.YES


class TestWithdrawing:
    def test_follows_when_the_zone_goes(self, eve: Citizen) -> None:
        question = asked(eve)
        zone = EffectiveZone.objects.get()

        revise(zone, ends=NOW - timedelta(days=5), now=NOW)
        pipeline.drain(now=NOW)

        assert not Question.objects.exists()
        with pytest.raises(exposure.NotAsked):
            exposure.answer(question.pk, of=eve, said=Answer.YES, now=NOW)

    def test_follows_when_certain_minutes_come_to_suffice(self, eve: Citizen) -> None:
        asked(eve)
        zone = EffectiveZone.objects.get()
        zone.ranges.update(certain=True)

        revise(zone, now=NOW + timedelta(minutes=1))
        pipeline.drain(now=NOW + timedelta(minutes=1))

        assert open_to(eve) == []
        assert queries.status_of(eve, NOW).status == "red"

    def test_follows_when_too_few_minutes_are_left(self, eve: Citizen) -> None:
        asked(eve)

        revise(EffectiveZone.objects.get(), ends=YESTERDAY + timedelta(minutes=9), now=NOW)
        pipeline.drain(now=NOW)

        assert open_to(eve) == []

    def test_leaves_an_answer_and_a_silence_on_record(self, eve: Citizen, finn: Citizen) -> None:
        question = asked(eve)
        road.stay(finn, at=YESTERDAY)
        pipeline.drain(now=NOW)
        exposure.answer(question.pk, of=eve, said=Answer.NO, now=NOW)
        later = CLOSES + timedelta(minutes=1)

        revise(EffectiveZone.objects.get(), ends=NOW - timedelta(days=5), now=later)
        pipeline.drain(now=later)

        assert set(Question.objects.values_list("citizen", "answer")) == {
            (eve.pk, "no"),
            (finn.pk, ""),
        }

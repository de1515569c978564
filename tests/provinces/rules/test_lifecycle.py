"""A rule set's life as the road follows it: judged anew is when, and only when, it counts."""

from __future__ import annotations

from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from provinces.citizens.models import Citizen
from provinces.rules import queries as rules
from provinces.rules import services as rulemaking
from provinces.rules.services import Terms
from provinces.rules.terms import EMERGENCY, NOTICE
from provinces.status import checking, queries, runs, services, tasks
from provinces.status.models import Run
from provinces.tenancy import scope
from provinces.tenancy.connecting import connection
from tests import cast
from tests.factories import road, rulesets
from tests.worlds import World, fresh

NOW = cast.NOW
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LEFT = NOW - DAY + HOUR


def lenient() -> dict[str, Any]:
    """Return what differs from the first rule set: three days for high risk instead of seven."""
    document = rulesets.lasting(3)
    return {part: document[part] for part in ("grounds", "cases")}


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """The clock that tasks and runs read."""
    hands = SimpleNamespace(now=NOW)
    reading = SimpleNamespace(now=lambda: hands.now)
    monkeypatch.setattr(tasks, "timezone", reading)
    monkeypatch.setattr(runs, "timezone", reading)
    return hands


@pytest.fixture(scope="class")
def judged(world: World) -> Citizen:
    """Eve, red under the rules that were set up, and a night that has run."""
    with world.making():
        eve = cast.eve()
        road.first_ruleset()
        road.zone()
        road.stay(eve, at=NOW - DAY)
        services.recompute(runs.Plan(as_of=NOW), now=NOW)
    return eve


@pytest.fixture
def held(north: object, judged: Citizen) -> Citizen:
    return fresh(judged)


def minute(hands: SimpleNamespace, at: datetime) -> None:
    """Let the minute come, and whatever it starts be finished."""
    hands.now = at
    for task in (tasks.minute, tasks.work):
        task("north")
        connection.set_tenant(scope.directory.find("north"))


def until(citizen: Citizen, at: datetime) -> datetime | None:
    return queries.status_of(citizen, at).until


class TestNotice:
    def test_holds_and_frees_nobody(self, held: Citizen, clock: SimpleNamespace) -> None:
        rulesets.signed(version="2", **lenient())

        minute(clock, NOW + HOUR)

        assert Run.objects.count() == 1
        assert until(held, clock.now) == LEFT + 7 * DAY

    def test_ends_with_everybody_judged_anew(self, held: Citizen, clock: SimpleNamespace) -> None:
        newer = rulesets.signed(version="2", **lenient())

        minute(clock, newer.in_force_from - timedelta(minutes=1))
        before = until(held, clock.now)
        minute(clock, newer.in_force_from)

        assert (before, until(held, clock.now)) == (LEFT + 7 * DAY, LEFT + 3 * DAY)
        assert queries.status_of(held, clock.now).ruleset == newer
        assert checking.check(as_of=clock.now).verdict == "equal"

    def test_ends_once(self, held: Citizen, clock: SimpleNamespace) -> None:
        newer = rulesets.signed(version="2", **lenient())
        for minutes in range(3):
            minute(clock, newer.in_force_from + timedelta(minutes=minutes))

        assert [run.ruleset == newer for run in Run.objects.order_by("pk")][1:].count(True) == 1

    def test_of_what_was_withdrawn_ends_in_nothing(
        self, held: Citizen, clock: SimpleNamespace
    ) -> None:
        newer = rulesets.signed(version="2", **lenient())
        signatory = rulesets.signatory()
        rulemaking.withdraw(newer, by=signatory, because="an error", now=NOW + DAY)

        minute(clock, newer.in_force_from + HOUR)

        assert until(held, clock.now) == LEFT + 7 * DAY


class TestRenewal:
    def test_leaves_nobody_without_rules_for_a_moment(
        self, held: Citizen, clock: SimpleNamespace
    ) -> None:
        old = rules.in_force(NOW)
        newer = rulesets.signed(version="2", now=old.expires_at - 3 * DAY)
        rulesets.renewed_programme(now=old.expires_at - 3 * DAY)

        assert newer.in_force_from < old.expires_at
        assert rules.in_force(newer.in_force_from) == newer
        assert rules.in_force(old.expires_at) == newer


class TestEmergency:
    def test_is_followed_at_once_and_only_for_its_time(
        self, held: Citizen, clock: SimpleNamespace
    ) -> None:
        first = rules.in_force(NOW)
        clock.now = NOW + HOUR
        emergency = rulesets.signed(
            version="2", terms=Terms(emergency="outbreak"), now=clock.now, **lenient()
        )

        minute(clock, clock.now)
        during = until(held, clock.now)
        minute(clock, emergency.expires_at)

        assert emergency.expires_at == NOW + HOUR + EMERGENCY
        assert during == LEFT + 3 * DAY
        assert rules.in_force(clock.now) == first
        assert until(held, clock.now) == LEFT + 7 * DAY
        assert checking.check(as_of=clock.now).verdict == "equal"

    def test_of_which_no_run_saw_anything_leaves_nothing_behind(
        self, held: Citizen, clock: SimpleNamespace
    ) -> None:
        rulesets.signed(version="2", terms=Terms(emergency="outbreak"), now=NOW + HOUR, **lenient())

        minute(clock, NOW + HOUR + EMERGENCY + HOUR)

        assert until(held, clock.now) == LEFT + 7 * DAY
        assert checking.check(as_of=clock.now).verdict == "equal"


class TestSigned:
    def test_cannot_be_had_with_less_notice_however_late_it_is_signed(self, north: object) -> None:
        draft = rulesets.submitted(terms=Terms(NOW + 3 * DAY))
        later = NOW + 10 * DAY
        signatory = rulesets.signatory(now=later)

        ruleset = rulemaking.sign(draft, edition=1, by=signatory, now=later)

        assert ruleset.in_force_from == later + NOTICE

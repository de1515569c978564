"""Rule sets come, go and expire: nobody is held by one that is not in force."""

from __future__ import annotations

from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from provinces.citizens.models import Citizen
from provinces.notices.models import Notice
from provinces.rules import services as publishing
from provinces.rules.models import Ruleset
from provinces.status import checking, pipeline, queries, runs, services, tasks
from provinces.status.models import Decision, Run
from provinces.tenancy import scope
from provinces.tenancy.connecting import connection
from provinces.zones.models import Level
from tests import cast
from tests.factories import road, rulesets

NOW, YESTERDAY = cast.NOW, cast.NOW - timedelta(days=1)
LEFT = YESTERDAY + timedelta(minutes=60)


def publish(version: str = "1", *, now: datetime = NOW, **changes: Any) -> Ruleset:
    """Publish the first rule set with some changes; `hold` is of the ground for high risk."""
    emergency = changes.pop("emergency", "")
    document = rulesets.lasting(changes.pop("hold", 7), version=version)
    document["parameters"]["dwell_minutes"] = changes.pop("dwell", 10)
    return publishing.publish({**document, **changes}, now=now, emergency=emergency)


def exposed(citizen: Citizen, *, minutes: int = 60) -> None:
    road.zone(level=Level.HIGH)
    road.stay(citizen, at=YESTERDAY, minutes=minutes)


def kinds(citizen: Citizen) -> list[str]:
    return list(
        Notice.objects.filter(citizen=citizen).order_by("pk").values_list("kind", flat=True)
    )


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """The clock that tasks and runs read."""
    hands = SimpleNamespace(now=NOW)
    reading = SimpleNamespace(now=lambda: hands.now)
    monkeypatch.setattr(tasks, "timezone", reading)
    monkeypatch.setattr(runs, "timezone", reading)
    return hands


def perform(task: Any) -> None:
    """Perform a task in the north, and come back there."""
    task("north")
    connection.set_tenant(scope.directory.find("north"))


class TestExpiry:
    def test_ends_a_hold_that_would_last_longer(self, eve: Citizen) -> None:
        ruleset = publish(now=NOW - timedelta(days=1), days_in_force=3)
        exposed(eve)

        pipeline.drain(now=NOW)

        found = queries.status_of(eve, NOW)
        assert (found.status, found.until) == ("red", ruleset.expires_at)

    def test_reads_as_ended_though_nothing_ran(self, eve: Citizen) -> None:
        ruleset = publish(now=NOW - timedelta(days=1), days_in_force=3)
        exposed(eve)
        pipeline.drain(now=NOW)
        at = ruleset.expires_at

        assert queries.status_of(eve, at - timedelta(seconds=1)).status == "red"
        assert queries.status_of(eve, at).status == "green"
        assert queries.figures(at).by_status == {"green": 1}

    def test_is_told_when_the_minute_comes(self, eve: Citizen) -> None:
        ruleset = publish(now=NOW - timedelta(days=1), days_in_force=3)
        exposed(eve)
        pipeline.drain(now=NOW)

        pipeline.drain(now=ruleset.expires_at)

        assert kinds(eve) == ["began", "ended"]
        assert checking.check(as_of=ruleset.expires_at).verdict == "equal"

    def test_to_the_fraction_of_a_second_decides_once(self, eve: Citizen) -> None:
        publish(now=NOW - timedelta(days=1, microseconds=-300_700), days_in_force=3)
        exposed(eve)
        pipeline.drain(now=NOW)

        again = services.recompute(runs.Plan(as_of=NOW, kind=Run.Kind.FULL), now=NOW, check=True)

        assert (again.changed, again.check) == (0, "equal")

    def test_in_mid_run_lets_the_run_finish_and_nobody_be_held(
        self, eve: Citizen, clock: SimpleNamespace
    ) -> None:
        ruleset = publish(now=NOW - timedelta(days=1), days_in_force=2)
        exposed(eve)
        run = runs.start(runs.Plan(as_of=NOW), now=NOW)
        runs.do(runs.lease(run))
        clock.now = ruleset.expires_at + timedelta(minutes=1)

        runs.work(run)

        assert set(Decision.objects.values_list("ruleset_id", flat=True)) == {ruleset.pk}
        assert queries.status_of(eve, clock.now).status == "green"

        perform(tasks.minute)
        perform(tasks.work)
        assert checking.check(as_of=clock.now).verdict == "equal"


def unreadable(
    version: str = "2", *, now: datetime = NOW, days: Any = 7.0, **changes: Any
) -> Ruleset:
    """Put a rule set in force past the gate, as an older program might have taken it."""
    document = rulesets.lasting(7, version=version)
    document["grounds"][0]["phases"][0]["days"] = days
    return Ruleset.objects.create(
        name="unread",
        version=version,
        document={**document, **changes},
        digest="0" * 64,
        notice_at=now,
        in_force_from=now,
        expires_at=now + timedelta(days=90),
    )


class TestLawOf:
    @pytest.mark.parametrize(
        "changes",
        [{"days": 7.5}, {"days": None}, {"grounds": 1}, {"statuses": {}}, {"schema": 1}],
    )
    def test_holds_nobody_by_what_cannot_be_read(
        self, north: object, caplog: pytest.LogCaptureFixture, changes: dict[str, Any]
    ) -> None:
        found = pipeline.law_of(unreadable(**changes))

        assert (found.ruleset, found.verdicts) == (None, pipeline.LAWLESS)
        assert "unread 2: the rule set in force cannot be read; it holds nobody" in caplog.text


class TestUnreadableRules:
    def test_stop_no_road_and_hold_nobody(self, eve: Citizen, clock: SimpleNamespace) -> None:
        publish("1", now=NOW - timedelta(days=3))
        exposed(eve)
        services.recompute(runs.Plan(as_of=NOW), now=NOW)
        held = queries.status_of(eve, NOW).status
        clock.now = NOW + timedelta(hours=1)
        unreadable(now=clock.now)

        perform(tasks.minute)
        perform(tasks.work)
        pipeline.drain(now=clock.now)

        assert (held, queries.status_of(eve, clock.now).status) == ("red", "green")
        assert kinds(eve) == ["began", "ended"]
        assert checking.check(as_of=clock.now).verdict == "equal"

    def test_that_another_program_reads_are_followed_by_everybody(
        self, eve: Citizen, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        publish("1", now=NOW - timedelta(days=3))
        exposed(eve)

        def unread(*_: Any) -> Any:
            raise KeyError("a field of later times")

        with monkeypatch.context() as older:
            older.setattr(pipeline, "compile_ruleset", unread)
            services.recompute(runs.Plan(as_of=NOW), now=NOW)

        assert queries.status_of(eve, NOW).status == "green"
        assert services.run_is_due(NOW)


class TestPublishing:
    def test_has_the_minute_come_at_once(
        self, north: object, django_capture_on_commit_callbacks: Any
    ) -> None:
        publish("1")  # which also begins the programme, and publishes that
        with django_capture_on_commit_callbacks() as nudges:
            publish("2")

        assert [nudge.args[:2] for nudge in nudges] == [
            ("provinces.ledger.tasks.seal", "north"),
            ("provinces.status.tasks.minute", "north"),
        ]


class TestNewRules:
    def test_are_followed_within_the_minute(self, eve: Citizen, clock: SimpleNamespace) -> None:
        publish("1", now=NOW - timedelta(days=3))
        exposed(eve)
        services.recompute(runs.Plan(as_of=NOW), now=NOW)
        clock.now = NOW + timedelta(hours=1)
        publish("2", now=clock.now, hold=3)

        perform(tasks.minute)
        perform(tasks.work)

        found = queries.status_of(eve, clock.now)
        assert found.until == LEFT + timedelta(days=3)
        assert found.ruleset.version == "2"
        assert kinds(eve) == ["began", "changed"]
        assert checking.check(as_of=clock.now).verdict == "equal"

    def test_are_followed_once(self, eve: Citizen, clock: SimpleNamespace) -> None:
        publish("1", now=NOW - timedelta(days=3))
        exposed(eve)
        services.recompute(runs.Plan(as_of=NOW), now=NOW)
        clock.now = NOW + timedelta(hours=1)
        publish("2", now=clock.now, hold=3)
        for _ in range(3):
            perform(tasks.minute)
            perform(tasks.work)
            clock.now += timedelta(minutes=1)

        assert Run.objects.count() == 2
        assert Decision.objects.count() == 2

    def test_that_say_the_same_change_nothing(self, eve: Citizen) -> None:
        publish("1", now=NOW - timedelta(days=3))
        exposed(eve)
        services.recompute(runs.Plan(as_of=NOW), now=NOW)
        publish("2", now=NOW)

        again = services.recompute(runs.Plan(as_of=NOW), now=NOW)

        assert again.changed == 0

    def test_ask_for_another_dwell(self, eve: Citizen) -> None:
        publish("1", now=NOW - timedelta(days=3), dwell=10)
        exposed(eve, minutes=6)
        services.recompute(runs.Plan(as_of=NOW), now=NOW)
        publish("2", now=NOW, dwell=5)

        done = services.recompute(runs.Plan(as_of=NOW), now=NOW, check=True)

        assert queries.status_of(eve, NOW).status == "red"
        assert done.check == "equal"

    def test_after_a_time_without_any_hold_whom_they_concern(
        self, eve: Citizen, clock: SimpleNamespace
    ) -> None:
        exposed(eve)
        pipeline.drain(now=NOW)
        without = queries.status_of(eve, NOW).status
        publish("1", now=NOW)

        perform(tasks.minute)
        perform(tasks.work)

        assert (without, queries.status_of(eve, NOW).status) == ("green", "red")

    def test_in_mid_run_wait_for_the_next_one(self, eve: Citizen, clock: SimpleNamespace) -> None:
        old = publish("1", now=NOW - timedelta(days=3))
        exposed(eve)
        run = runs.start(runs.Plan(as_of=NOW), now=NOW)
        runs.do(runs.lease(run))
        clock.now = NOW + timedelta(minutes=5)
        publish("2", now=NOW, hold=3)  # as early as the run's own moment

        runs.work(run)

        assert set(Decision.objects.values_list("ruleset_id", flat=True)) == {old.pk}
        perform(tasks.minute)
        perform(tasks.work)
        assert queries.status_of(eve, clock.now).until == LEFT + timedelta(days=3)

    def test_are_due_before_the_first_run_too(self, north: object) -> None:
        assert services.run_is_due(NOW)


class TestRulesThatCameAndWent:
    def test_between_two_runs_leave_nothing_behind(self, eve: Citizen) -> None:
        publish("1", now=NOW - timedelta(days=3), dwell=10)
        road.zone()
        services.recompute(runs.Plan(as_of=NOW), now=NOW)
        publish("2", now=NOW + timedelta(minutes=1), dwell=120, emergency="outbreak")
        road.stay(eve, at=YESTERDAY)
        pipeline.drain(now=NOW + timedelta(minutes=2))
        later = NOW + timedelta(days=4)

        services.recompute(runs.Plan(as_of=later), now=later)

        assert queries.status_of(eve, later).status == "red"
        assert checking.check(as_of=later).verdict == "equal"

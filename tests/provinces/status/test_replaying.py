"""A decision comes out again from its facts and its rules, and whatever was changed is told."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection

from core.db import temporary
from provinces.citizens.models import Citizen
from provinces.evidence.classes import EvidenceClass
from provinces.facts import snapshot
from provinces.ledger import services as ledger
from provinces.ledger.events import Event
from provinces.ledger.models import Payload
from provinces.rules import queries as rules
from provinces.rules import services as publishing
from provinces.status import deciding, differing, pipeline, replaying, runs, services
from provinces.status.models import Outcome, Run
from provinces.tenancy.addresses import as_owner
from provinces.zones.models import Level
from tests import cast
from tests.factories import evidence, road
from tests.factories import ledger as ledgers
from tests.provinces.facts.crowds import Crowd

NOW, YESTERDAY = cast.NOW, cast.NOW - timedelta(days=1)
SHIPPED = ("first", "sichuan", "henan", "guangdong", "beijing", "tianjin", "hebei")
# What any change to the facts comes to, however it is covered up.
UNCOMMITTED = "commitment"


def publish(name: str) -> pipeline.Law:
    """Put a rule set in force as it ships."""
    publishing.publish(rules.shipped(name), now=NOW - timedelta(days=30))
    return pipeline.law_at(NOW)


def decide_about_sheets(law: pipeline.Law, *, as_of: datetime) -> None:
    """Decide about everybody from the sheets as they are, and show it, as a drain does."""
    values = {"lo": 0, "hi": 2**31 - 1, "ahead": as_of}
    with connection.cursor() as cursor:
        temporary.ready(cursor, **pipeline.TABLES)
        cursor.execute(pipeline.EVERYBODY_KNOWN, values)
        deciding.judge(cursor, law.verdicts, as_of=as_of)
        batch = deciding.write(
            cursor, law.verdicts, as_of=as_of, now=as_of, run=None, ruleset=law.key
        )
        deciding.publish_changed(cursor)
    ledger.record(Event.DECISION_MADE, by=None, about=None, at=as_of, body=asdict(batch))


def outcomes() -> list[Outcome]:
    return list(Outcome.objects.select_related("decision__ruleset", "citizen").order_by("pk"))


def held(citizen: Citizen, *, level: Level = Level.HIGH) -> Outcome:
    """Return the decision about somebody who left a zone yesterday, an hour after noon."""
    road.first_ruleset()
    road.zone(level=level)
    road.stay(citizen, at=YESTERDAY)
    pipeline.drain(now=NOW)
    return outcomes()[-1]


def replayed(outcome: Outcome, at: datetime = NOW) -> replaying.Replayed:
    return replaying.replay(outcome, at=at)


def different(outcome: Outcome) -> set[str]:
    return {difference.what for difference in replayed(outcome).differences}


def unguarded(statement: str, *values: Any) -> None:
    """Do what nobody can do: change rows behind the triggers' backs."""
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(statement, values)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """The clock that runs read."""
    hands = SimpleNamespace(now=NOW)
    monkeypatch.setattr(runs, "timezone", SimpleNamespace(now=lambda: hands.now))
    return hands


class TestReplay:
    @pytest.mark.parametrize("name", SHIPPED)
    def test_equals_what_was_decided_about_a_crowd_for_days(self, north: object, name: str) -> None:
        law = publish(name)
        Crowd(17, size=25).assemble()
        for hours in (0, 1, 30, 100, 200, 400):
            decide_about_sheets(law, as_of=NOW + timedelta(hours=hours))

        told = [replayed(outcome) for outcome in outcomes()]

        assert len(told) > 15
        assert {one.verdict for one in told} == {"equal"}

    def test_equals_what_a_run_decided_and_what_ended(
        self, eve: Citizen, clock: SimpleNamespace
    ) -> None:
        held(eve)
        for days in (2, 9):
            clock.now = NOW + timedelta(days=days)
            services.recompute(runs.Plan(as_of=clock.now, kind=Run.Kind.FULL), now=clock.now)

        told = [(one.outcome.status, one.verdict) for one in map(replayed, outcomes())]

        assert told == [("red", "equal"), ("green", "equal")]

    def test_equals_under_rules_that_end_sooner_than_the_hold(self, eve: Citizen) -> None:
        law = road.first_ruleset(now=NOW - timedelta(days=88, microseconds=-7))
        road.zone()
        road.stay(eve, at=YESTERDAY)
        pipeline.drain(now=NOW)

        done = replayed(outcomes()[0])

        assert done.verdict == "equal"
        assert done.said is not None
        assert done.said.until == law.expires_at.replace(microsecond=0)

    def test_says_what_was_shown_then(self, eve: Citizen) -> None:
        outcome = held(eve)

        shown = [
            replayed(outcome, NOW + timedelta(days=days)).read.status for days in (0, 6, 7, 30)
        ]

        assert shown == ["red", "red", "green", "green"]

    def test_says_what_the_rules_said_then_though_nobody_had_decided(self, eve: Citizen) -> None:
        law = publish("hebei")
        outcome = decided_about_contact(eve, law)

        done = replayed(outcome, NOW + timedelta(days=6))

        assert (done.read.status, done.ruled and done.ruled.status) == ("green", "yellow")


def decided_about_contact(citizen: Citizen, law: pipeline.Law) -> Outcome:
    """Return the decision about a close contact of yesterday."""
    evidence.recorded(citizen, EvidenceClass.CLOSE_CONTACT, expires_at=NOW + timedelta(days=20))
    pipeline.drain(now=NOW)
    assert law.ruleset is not None
    return outcomes()[-1]


class TestDifferences:
    @pytest.mark.parametrize(
        ("field", "value", "told"),
        [
            ("status", "green", "status"),
            ("since", NOW - timedelta(days=3), UNCOMMITTED),
            ("until", NOW + timedelta(days=60), "until"),
            ("due_at", NOW + timedelta(days=60), "due_at"),
            ("outlook", "", "outlook"),
            ("grounds", [], "ground stayed_in_high_risk_zone"),
            ("grounds", [{"ground": "other"}], "grounds"),
            ("facts_digest", bytes(32), "facts, digest"),
            ("facts_digest", None, "facts, digest"),
            ("salt", bytes(16), UNCOMMITTED),
            ("citizen_id", 0, UNCOMMITTED),
        ],
    )
    def test_tell_of_a_field_of_the_outcome(
        self, eve: Citizen, field: str, value: Any, told: str
    ) -> None:
        outcome = held(eve)
        if field == "citizen_id":
            with ledgers.tampering():
                Outcome.objects.update(citizen=cast.finn())
        else:
            with ledgers.tampering():
                Outcome.objects.update(**{field: value})

        assert different(outcomes()[0]) == {told}
        assert different(outcome) == set()

    @pytest.mark.parametrize(
        ("key", "value", "told"),
        [
            ("evidence", {"zone": 1, "minutes": 5}, "evidence"),
            ("status", "green", "status"),
            ("rank", 0, "rank"),
            ("since", "2026-11-01T00:00:00+00:00", "since"),
            ("until", "2026-12-01T00:00:00+00:00", "until"),
        ],
    )
    def test_tell_of_a_field_of_a_ground(
        self, eve: Citizen, key: str, value: Any, told: str
    ) -> None:
        outcome = held(eve)
        outcome.grounds[0][key] = value

        assert different(outcome) == {f"ground stayed_in_high_risk_zone, {told}"}

    def test_tell_of_facts_that_were_changed(self, eve: Citizen) -> None:
        outcome = held(eve)
        outcome.facts["exposures"]["high"]["left_at"] = "2026-11-01T05:00:00Z"

        found = different(outcome)

        assert {"facts, digest", "status", "until", UNCOMMITTED} <= found

    def test_tell_of_facts_that_were_changed_with_their_digest(self, eve: Citizen) -> None:
        outcome = held(eve)
        outcome.facts["exposures"]["high"]["minutes"] = 61
        outcome.facts_digest = snapshot.digest(outcome.facts)

        assert different(outcome) == {"ground stayed_in_high_risk_zone, evidence", UNCOMMITTED}

    @pytest.mark.parametrize("left_at", ["no moment", 7, ["2026"], {"at": 1}])
    def test_tell_of_facts_that_are_none(self, eve: Citizen, left_at: Any) -> None:
        outcome = held(eve)
        outcome.facts["exposures"]["high"]["left_at"] = left_at

        assert "facts, digest" in different(outcome)

    def test_tell_of_an_outcome_of_somebody_without_facts(self, eve: Citizen) -> None:
        outcome = held(eve)
        outcome.facts, outcome.facts_digest = {}, None

        assert {"status", UNCOMMITTED} <= different(outcome)

    @pytest.mark.parametrize(
        ("change", "told"),
        [
            (
                "UPDATE rules_ruleset SET document = jsonb_set(document,"
                " '{grounds,0,phases,0,days}', '30')",
                {"rule set, document", "until", "commitment"},
            ),
            (
                "UPDATE rules_ruleset SET document = '[]', digest = 'as if'",
                {"rule set, document", "rule set, digest", "judgement"},
            ),
            (
                "UPDATE rules_ruleset SET expires_at = now() + interval '3 days'",
                {"rule set, expires_at"},
            ),
            ("UPDATE ledger_payload SET by = 'x' WHERE about LIKE 'rules.%%'",
             {"rule set, publication"}),
        ],
    )  # fmt: skip
    def test_tell_of_a_rule_set_that_was_changed(
        self, eve: Citizen, change: str, told: set[str]
    ) -> None:
        held(eve)
        unguarded(change)

        assert told <= different(outcomes()[0])

    def test_tell_that_the_decision_was_changed(self, eve: Citizen) -> None:
        held(eve)
        unguarded("UPDATE status_decision SET commitment = %s", bytes(32))

        assert different(outcomes()[0]) == {UNCOMMITTED, "ledger"}

    def test_tell_that_the_ledger_has_nothing_of_it(self, eve: Citizen) -> None:
        outcome = held(eve)
        with as_owner():
            Payload.objects.filter(entry__event=Event.DECISION_MADE).delete()

        assert different(outcome) == {"ledger"}

    def test_say_what_was_kept_and_what_came_out(self, eve: Citizen) -> None:
        outcome = held(eve)
        outcome.status = "green"

        (difference,) = replayed(outcome).differences

        assert str(difference) == "status: kept green, replayed red"


class TestInForce:
    def test_is_what_was_shown_at_the_moment(self, eve: Citizen) -> None:
        held(eve)
        pipeline.drain(now=NOW + timedelta(days=8))

        found = [replaying.in_force(eve, NOW + timedelta(days=days)) for days in (-1, 0, 7, 8, 20)]

        assert [one and one.status for one in found] == [None, "red", "red", "green", "green"]

    def test_is_what_a_run_decided_once_that_is_published(
        self, eve: Citizen, clock: SimpleNamespace
    ) -> None:
        road.first_ruleset()
        road.zone()
        road.stay(eve, at=YESTERDAY)
        run = runs.start(runs.Plan(as_of=NOW), now=NOW)
        clock.now = NOW + timedelta(minutes=2)
        while shard := runs.lease(run):
            runs.do(shard)

        before = replaying.in_force(eve, NOW + timedelta(minutes=5))
        runs.publish(run, now=NOW + timedelta(minutes=3))

        assert before is None
        found = [replaying.in_force(eve, NOW + timedelta(minutes=minutes)) for minutes in (2, 3)]
        assert [one and one.status for one in found] == [None, "red"]

    def test_is_nobody_elses(self, eve: Citizen, finn: Citizen) -> None:
        held(eve)

        assert replaying.in_force(finn, NOW) is None


class TestErased:
    def test_outcome_leaves_the_decision_in_the_ledger(self, eve: Citizen) -> None:
        decision = held(eve).decision
        with as_owner():
            Outcome.objects.all().delete()

        assert replaying.in_force(eve, NOW) is None
        assert replaying.may_be_erased(NOW)
        assert differing.is_recorded(decision)

    def test_decision_that_was_changed_is_no_longer_recorded(self, eve: Citizen) -> None:
        decision = held(eve).decision
        with as_owner():
            Outcome.objects.all().delete()
        unguarded("UPDATE status_decision SET commitment = %s", bytes(32))

        assert not differing.is_recorded(decision)

    def test_is_nothing_where_nothing_was_decided(self, eve: Citizen) -> None:
        held(eve)

        assert not replaying.may_be_erased(NOW)

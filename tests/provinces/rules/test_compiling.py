"""Grounds become SQL, or are refused with the path of the fault."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from core.db import temporary
from provinces.citizens.models import Citizen
from provinces.facts.models import FactSheet
from provinces.rules import laying, queries, reading
from provinces.rules.compiling import NotUnderstood, compile_ruleset, condition
from provinces.rules.document import Companion
from tests.provinces.rules import documents
from tests.provinces.rules.documents import ZONE, at, contact

HIGH, MEDIUM = "exposures.high", "exposures.medium"
TESTS = {"count": 2, "within_days": 3, "hours_apart": 24, "clock": "sample"}


def compiled_condition(expression: Any) -> str:
    document = documents.ruleset(documents.ground(when=expression))
    return condition(reading.read(document).grounds[0])


class TestCondition:
    @pytest.mark.parametrize(
        ("expression", "holds"),
        [
            ({"!": [{"!": [{"var": f"{HIGH}.left_at"}]}]}, True),
            ({"!": [{"var": f"{MEDIUM}.left_at"}]}, True),
            ({">=": [{"var": f"{HIGH}.minutes"}, 30]}, True),
            ({"<": [30, {"var": f"{HIGH}.minutes"}, 45]}, False),
            (
                {"and": [{"var": f"{MEDIUM}.left_at"}, {">": [{"var": f"{HIGH}.minutes"}, 1]}]},
                False,
            ),
            ({"<": [{"var": f"{MEDIUM}.minutes"}, 5]}, None),
            ({"!": [{"<": [{"var": f"{MEDIUM}.minutes"}, 5]}]}, None),
            ({"===": [{"var": f"{HIGH}.answered"}, True]}, True),
            ({"in": [{"var": "divisions.high.code"}, ["110000", "it's 100%"]]}, True),
            (
                {
                    "after": [
                        {"plusTime": [{"var": f"{HIGH}.left_at"}, 7, "day"]},
                        {"plusTime": ["2026-11-20", 0, "day"]},
                    ]
                },
                True,
            ),
        ],
    )
    def test_holds_over_the_fact_sheet_as_the_language_says(
        self, north: object, expression: Any, holds: bool | None
    ) -> None:
        person = documents.nested(
            exposures__high__left_at=at(14),
            exposures__high__minutes=45,
            exposures__high__answered=True,
            divisions__high__code="it's 100%",
        )

        with laying.laid([person]), connection.cursor() as cursor:
            sql = compiled_condition(expression)
            cursor.execute(f"SELECT {sql} FROM facts_factsheet f WHERE %s", [True])
            assert cursor.fetchone() == (holds,)


class TestCompileRuleset:
    def test_compiles_the_one_that_ships(self) -> None:
        verdicts = compile_ruleset(queries.shipped("first"), ZONE)

        assert (verdicts.default, verdicts.dwell, verdicts.companion) == ("green", 10, None)
        assert verdicts.reach == {
            "exposures.high.left_at": timedelta(days=7),
            "exposures.medium.left_at": timedelta(days=7),
        }

    def test_says_who_counts_as_a_companion(self) -> None:
        companion = {"resolution": 8, "minutes": 10, "stay_minutes": 1800, "lookback_days": 14}
        document = documents.ruleset(parameters={"dwell_minutes": 0, "companion": companion})

        assert compile_ruleset(document, ZONE).companion == Companion(8, 10, 1800, 14)

    @pytest.mark.parametrize(
        ("changes", "message"),
        [
            ({"when": {"var": "bank.deposit"}}, '0.when: "bank.deposit" is not in the vocabulary'),
            ({"when": {"or": []}}, '0.when: unrecognised operator: "or"'),
            ({"when": {">": [{"var": documents.CONTACT}, 3]}}, r"0\.when\.>\.0: .* is a moment"),
            ({"anchor": {"fact": "x.y", "counting": "exact"}}, "'x.y' is not in the vocabulary"),
            ({"evidence": {"a": "x.y"}}, "'x.y' is not in the vocabulary"),
            ({"phases": [{"status": "blue", "days": 7}]}, "0.phases: 'blue' is none of the stat"),
            ({"phases": [{"status": "red", "days": 91}]}, "0.phases.0.days: a phase lasts 1 to 90"),
        ],
    )
    def test_refuses_what_it_does_not_understand(
        self, changes: dict[str, Any], message: str
    ) -> None:
        with pytest.raises(NotUnderstood, match=message):
            compile_ruleset(documents.ruleset(documents.ground(**changes)), ZONE)

    def test_holds_nobody_without_grounds(self, north: object) -> None:
        verdicts = compile_ruleset(documents.ruleset(grounds=[]), ZONE)

        (judged,) = laying.judge(verdicts, [(contact(at(1)), at(2))])

        assert (judged.status, judged.grounds) == ("green", ())


class TestSelect:
    def test_tells_of_each_citizen_in_question_what_holds(
        self, eve: Citizen, finn: Citizen
    ) -> None:
        for citizen in (eve, finn):
            FactSheet.objects.create(
                citizen=citizen,
                exposures_high_left_at=at(14, hour=9),
                exposures_high_minutes=45,
                exposures_high_zone=7,
                digest=b"",
            )

        with connection.cursor() as cursor:
            temporary.ready(cursor, **laying.DECIDING)
            cursor.execute("INSERT INTO deciding VALUES (%s)", [eve.pk])
            verdicts = compile_ruleset(queries.shipped("first"), ZONE)
            cursor.execute(verdicts.select, {"as_of": at(15)})
            names = [column.name for column in cursor.description]
            rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

        (row,) = rows
        evidence = row.pop("evidence")
        assert row == {
            "citizen_id": eve.pk,
            "ground": "stayed_in_high_risk_zone",
            "status": "red",
            "rank": 2,
            "since": at(14, hour=9),
            "until": at(21, hour=9),
        }
        assert evidence == '{"zone": 7, "left_at": "2026-11-14T01:00:00Z", "minutes": 45}'

    @pytest.mark.parametrize("zone", ["UTC", "Asia/Shanghai", "Europe/Paris", "America/Havana"])
    @pytest.mark.parametrize("counting", ["exact", "inclusive", "exclusive"])
    def test_does_not_go_by_the_clock_of_the_session(
        self, north: object, zone: str, counting: str
    ) -> None:
        # In Paris clocks were put back on 25 October, in Havana on 1 November.
        person = contact(
            at(-10, hour=23),
            tests__negatives__sampled=[at(-8), at(-6)],
            tests__negatives__resulted=[at(-8), at(25)],
        )
        anchor = {"fact": documents.CONTACT, "counting": counting}
        phases = [{"status": "red", "days": 20, "clears": [{"tests": TESTS}]}]
        ground = documents.ground(anchor=anchor, phases=phases)
        select = compile_ruleset(documents.ruleset(ground), ZONE).select

        with laying.laid([person]), connection.cursor() as cursor:
            cursor.execute("INSERT INTO deciding VALUES (0)")
            cursor.execute("SELECT set_config('timezone', %s, true)", [zone])
            seconds = "extract(epoch FROM since)::bigint, extract(epoch FROM until)::bigint"
            told = f"SELECT {seconds}, evidence ->> 'last_contact' FROM ({select}) AS said"
            cursor.execute(told, {"as_of": at(1)})
            row = cursor.fetchone()

        until = {"exact": at(10, hour=23), "inclusive": at(10, hour=0), "exclusive": at(11, hour=0)}
        assert row == (
            int(at(-10, hour=23).timestamp()),
            int(until[counting].timestamp()),
            "2026-10-21T15:00:00Z",
        )

    def test_keeps_quotation_marks_and_signs_harmless(self, north: object) -> None:
        evidence = {"it's 100% \\ {}": documents.CONTACT}
        verdicts = compile_ruleset(documents.ruleset(documents.ground(evidence=evidence)), ZONE)

        (judged,) = laying.judge(verdicts, [(contact(at(1)), at(2))])

        assert dict(judged.grounds[0].evidence) == {"it's 100% \\ {}": "2026-11-01T04:00:00Z"}

    def test_begins_nothing_before_its_test_though_others_would_clear_it(
        self, north: object
    ) -> None:
        tests = {"count": 1, "within_days": 3, "clock": "result"}
        anchor = {"test": 2, "after": documents.CONTACT, "clock": "sample", "counting": "exact"}
        phases = [{"status": "red", "days": 14, "clears": [{"tests": tests}]}]
        ground = documents.ground(anchor=anchor, phases=phases)
        person = contact(
            at(1), tests__negatives__sampled=[at(2)], tests__negatives__resulted=[at(5)]
        )

        (judged,) = laying.judge(
            compile_ruleset(documents.ruleset(ground), ZONE), [(person, at(3))]
        )

        assert judged.grounds == ()

    def test_is_quick_with_many_tests(self, north: object) -> None:
        # 28 daily tests, of which any five may clear: chains are followed, not all tried.
        days = [at(1) + timedelta(hours=12 * half) for half in range(56)]
        person = contact(
            at(1), tests__negatives__sampled=days, tests__negatives__resulted=[at(28)] * 56
        )
        tests = {"count": 5, "within_days": 14, "hours_apart": 0, "clock": "sample"}
        phases = [{"status": "red", "days": 60, "clears": [{"tests": tests}]}]
        verdicts = compile_ruleset(documents.ruleset(documents.ground(phases=phases)), ZONE)

        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = '5s'")
            (judged,) = laying.judge(verdicts, [(person, at(2))])

        assert judged.until == at(28)


class TestReach:
    def reach(self, **changes: Any) -> dict[str, timedelta]:
        document = documents.ruleset(documents.ground(**changes))
        return dict(compile_ruleset(document, ZONE).reach)

    @pytest.mark.parametrize(
        ("counting", "longer"),
        [
            ("exact", timedelta()),
            ("inclusive", timedelta(hours=1)),
            ("exclusive", timedelta(days=1, hours=1)),
        ],
    )
    def test_is_as_long_as_all_phases(self, counting: str, longer: timedelta) -> None:
        anchor = {"fact": documents.CONTACT, "counting": counting}

        assert self.reach(anchor=anchor) == {documents.CONTACT: timedelta(days=21) + longer}

    def test_is_the_longest_of_several_grounds(self) -> None:
        shorter = documents.ground("other", phases=[{"status": "red", "days": 3}])

        verdicts = compile_ruleset(documents.ruleset(documents.ground(), shorter), ZONE)

        assert verdicts.reach == {documents.CONTACT: timedelta(days=21)}

    def test_is_as_long_as_a_fact_is_kept_where_it_is_no_anchor(self) -> None:
        when = {
            "and": [
                documents.known(documents.CONTACT),
                {">": [{"var": f"{HIGH}.minutes"}, 10]},
            ]
        }

        reach = self.reach(when=when)

        assert reach[f"{HIGH}.left_at"] == timedelta(days=14)
        assert reach[documents.CONTACT] == timedelta(days=21)

    def test_is_that_too_where_the_hold_begins_with_a_test(self) -> None:
        anchor = {"test": 1, "after": documents.CONTACT, "clock": "sample", "counting": "exact"}

        assert self.reach(anchor=anchor)[documents.CONTACT] == timedelta(days=60)


def test_nothing_is_read_of_a_moment_that_is_yet_to_come(north: object) -> None:
    """A case's day is a day: whoever is contacted tomorrow waits until then."""
    verdicts = compile_ruleset(documents.ruleset(), ZONE)
    moments: list[datetime] = [at(3), at(5), at(6)]

    judged = laying.judge(verdicts, [(contact(at(5)), moment) for moment in moments])

    assert [(one.status, one.until) for one in judged] == [
        ("green", at(5)),
        ("red", at(19)),
        ("red", at(19)),
    ]

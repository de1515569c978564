"""One person is judged from what is known of them, and told step by step why."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from provinces.rules import judging, reading
from provinces.rules.judging import Explained, Held, Judged, Prepared
from provinces.rules.phases import EndedBy
from tests.provinces.rules import documents
from tests.provinces.rules.documents import ZONE, at, contact, known

HIGH = "exposures.high.left_at"
STAYED = documents.ground(
    "stayed",
    HIGH,
    rests_on=["zone_exposure"],
    phases=[{"status": "yellow", "days": 7}],
    evidence={"left_at": HIGH, "zone": "exposures.high.zone"},
)


def prepared(*grounds: dict[str, Any], ends_at: datetime | None = None) -> Prepared:
    document = documents.ruleset(*(grounds or [documents.ground(), STAYED]))
    return judging.prepare(reading.read(document), ZONE, ends_at=ends_at)


def judged(facts: dict[str, Any], day: int, **changes: Any) -> Judged:
    return judging.judge(prepared(**changes), facts, at(day))


class TestJudge:
    def test_says_the_default_where_nothing_holds(self) -> None:
        assert judged({}, 10) == Judged("green", None, ())

    @pytest.mark.parametrize(
        ("day", "status", "until"),
        [(1, "red", at(15)), (14, "red", at(15)), (15, "yellow", at(22)), (22, "green", None)],
    )
    def test_says_the_phase_of_the_day(self, day: int, status: str, until: datetime | None) -> None:
        found = judged(contact(at(1)), day)

        assert (found.status, found.until) == (status, until)

    def test_says_which_phase_it_is_and_on_what_evidence(self) -> None:
        (held,) = judged(contact(at(1)), 16).grounds

        assert held == Held(
            ground="close_contact",
            status="yellow",
            rank=1,
            since=at(15),
            until=at(22),
            evidence={"last_contact": "2026-11-01T04:00:00Z"},
            phase=2,
        )

    def test_has_the_gravest_ground_first(self) -> None:
        facts = contact(at(1), exposures__high__left_at=at(9), exposures__high__zone=7)

        red, yellow = judged(facts, 10).grounds

        assert (red.ground, yellow.ground) == ("close_contact", "stayed")
        assert yellow.evidence == {"left_at": "2026-11-09T04:00:00Z", "zone": 7}

    def test_has_the_longest_first_among_equals(self) -> None:
        facts = contact(at(1), exposures__high__left_at=at(14))
        later = judged(facts, 16)
        facts["exposures"]["high"]["left_at"] = documents.text(at(16))

        assert [held.ground for held in later.grounds] == ["close_contact", "stayed"]
        assert [held.ground for held in judged(facts, 16).grounds] == ["stayed", "close_contact"]

    def test_waits_for_an_anchor_that_is_yet_to_come(self) -> None:
        found = judged(contact(at(12)), 10)

        assert (found.status, found.until) == ("green", at(12))
        assert [(held.ground, held.phase) for held in found.grounds] == [("close_contact", 0)]

    def test_holds_nobody_by_a_condition_that_ends_in_an_error(self) -> None:
        many = documents.ground(when={">": [{"var": "tests.negatives.count"}, 2]})

        found = judging.judge(prepared(many), contact(at(1)), at(2))

        assert found.grounds == ()

    def test_ends_with_the_rules(self) -> None:
        rules = prepared(ends_at=at(12))

        until = [judging.judge(rules, contact(at(1)), at(day)).until for day in (10, 11, 12)]

        assert until == [at(12), at(12), None]

    def test_pauses_in_a_phase_that_is_as_good_as_none(self) -> None:
        pause = documents.ground(
            phases=[{"status": "green", "days": 2}, {"status": "yellow", "days": 3}]
        )

        paused = judging.judge(prepared(pause), contact(at(1)), at(2))

        assert (paused.status, paused.until, len(paused.grounds)) == ("green", at(3), 1)


class TestExplain:
    def explained(self, facts: dict[str, Any], day: int, *grounds: dict[str, Any]) -> Explained:
        return judging.explain(prepared(*grounds), facts, at(day))[0]

    def test_tells_the_condition_step_by_step(self) -> None:
        found = self.explained(contact(at(1)), 10)

        assert found.is_met
        assert (found.step.operator, found.step.value) == ("!", True)
        assert found.step.operands[0].operands[0].about == documents.CONTACT

    def test_tells_the_anchor_and_every_phase_with_what_ended_it(self) -> None:
        early = documents.ground(
            phases=[
                {"status": "red", "days": 14, "clears": [{"event": "contacts.close.released_at"}]},
                {"status": "yellow", "days": 7},
            ]
        )
        facts = contact(
            at(1), contacts__close__released_at=at(8), contacts__close__expires_at=at(20)
        )

        found = self.explained(facts, 10, early)

        assert (found.anchor, found.expires_at) == (at(1), at(20))
        assert [(part.status, part.until, part.ended_by) for part in found.parts] == [
            ("red", at(8), EndedBy.EVENT),
            ("yellow", at(20), EndedBy.EVIDENCE),
        ]
        assert found.held == judging.judge(prepared(early), facts, at(10)).grounds[0]

    def test_tells_what_was_known_of_each_fact_that_counts(self) -> None:
        tests = {"count": 1, "within_days": 3, "clock": "sample"}
        asks = documents.ground(
            when={"and": [known(documents.CONTACT), {"var": "contacts.close.released_at"}]},
            phases=[{"status": "red", "days": 14, "clears": [{"tests": tests}]}],
            evidence={"evidence": "contacts.close.evidence"},
        )
        facts = contact(
            at(1),
            contacts__close__evidence=5,
            tests__negatives__sampled=[at(2)],
            tests__negatives__resulted=[at(3)],
        )

        found = self.explained(facts, 10, asks)

        assert found.values == {
            documents.CONTACT: "2026-11-01T04:00:00Z",
            "contacts.close.released_at": None,
            "contacts.close.evidence": 5,
            "tests.negatives.sampled": ["2026-11-02T04:00:00Z"],
            "tests.negatives.resulted": ["2026-11-03T04:00:00Z"],
        }
        assert not found.is_met
        assert found.held is None

    def test_tells_of_every_ground_in_the_order_of_the_rules(self) -> None:
        found = judging.explain(prepared(), {}, at(10))

        assert [(each.ground, each.is_met, each.parts) for each in found] == [
            ("close_contact", False, ()),
            ("stayed", False, ()),
        ]

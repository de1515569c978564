"""When a ground holds somebody: counting, clearing, and passing from phase to phase."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from itertools import combinations, pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from provinces.rules import phases, reading
from provinces.rules.document import ClearedByTests, Clock, Counting, Ground
from provinces.rules.phases import EndedBy
from tests.provinces.rules import documents
from tests.provinces.rules.documents import ZONE, at, contact

RED = {"status": "red", "days": 14}
YELLOW = {"status": "yellow", "days": 7}


def ground(**changes: Any) -> Ground:
    (read,) = reading.read(documents.ruleset(documents.ground(**changes))).grounds
    return read


def parts(facts: dict[str, Any], **changes: Any) -> list[tuple[Any, ...]]:
    """Return each part as of the 10th: its status, beginning, end and what ended it."""
    found = phases.parts(ground(**changes), facts, ZONE, default="green", as_of=at(10))
    return [(part.status, part.since, part.until, part.ended_by) for part in found]


class TestCounted:
    @pytest.mark.parametrize(
        ("counting", "end"),
        [
            (Counting.EXACT, at(22, hour=9, minute=30)),
            (Counting.INCLUSIVE, at(22, hour=0)),
            # Beijing: in on the 1st, 21 full days, out at midnight before the 23rd.
            (Counting.EXCLUSIVE, at(23, hour=0)),
        ],
    )
    def test_ends_as_the_rule_says(self, counting: Counting, end: datetime) -> None:
        anchor = at(1, hour=9, minute=30)

        assert phases.counted(anchor, 21, counting, ZONE) == end

    def test_takes_the_day_from_the_provinces_clock(self) -> None:
        late = datetime(2026, 11, 1, 16, 30, tzinfo=UTC)  # 00:30 on the 2nd in Beijing

        assert phases.counted(late, 1, Counting.INCLUSIVE, ZONE) == at(3, hour=0)


class TestMidnight:
    @pytest.mark.parametrize(
        ("zone", "day", "moment"),
        [
            ("Asia/Shanghai", date(2026, 11, 2), datetime(2026, 11, 1, 16, tzinfo=UTC)),
            # At midnight it is one o'clock at once.
            ("Asia/Beirut", date(2026, 3, 29), datetime(2026, 3, 28, 22, tzinfo=UTC)),
            # At one it is midnight again: that day begins twice.
            ("America/Havana", date(2026, 11, 1), datetime(2026, 11, 1, 5, tzinfo=UTC)),
        ],
    )
    def test_is_one_moment_on_any_clock(self, zone: str, day: date, moment: datetime) -> None:
        assert phases.midnight(day, ZoneInfo(zone)) == moment


class TestParts:
    def test_follow_each_other_and_count_from_the_anchor(self) -> None:
        assert parts(contact(at(1))) == [
            ("red", at(1), at(15), EndedBy.DAYS),
            ("yellow", at(15), at(22), EndedBy.DAYS),
        ]

    def test_are_none_without_an_anchor(self) -> None:
        assert parts({}) == []

    def test_wait_for_an_anchor_that_is_yet_to_come(self) -> None:
        found = parts(contact(at(12)))

        assert found[:2] == [
            ("green", at(10), at(12), EndedBy.BEGINNING),
            ("red", at(12), at(26), EndedBy.DAYS),
        ]

    def test_begin_early_where_the_one_before_ends_early(self) -> None:
        facts = contact(at(1), contacts__close__released_at=at(5))
        early = RED | {"clears": [{"event": "contacts.close.released_at"}]}

        assert parts(facts, phases=[early, YELLOW]) == [
            ("red", at(1), at(5), EndedBy.EVENT),
            ("yellow", at(5), at(22), EndedBy.DAYS),
        ]

    def test_are_passed_over_where_they_would_end_before_they_begin(self) -> None:
        facts = contact(at(1), contacts__close__released_at=at(5))
        cleared = YELLOW | {"clears": [{"event": "contacts.close.released_at"}]}
        last = {"status": "yellow", "days": 3}

        assert parts(facts, phases=[RED, cleared, last]) == [
            ("red", at(1), at(15), EndedBy.DAYS),
            ("yellow", at(15), at(25), EndedBy.DAYS),
        ]

    def test_end_with_the_evidence(self) -> None:
        facts = contact(at(1), contacts__close__expires_at=at(18))

        assert parts(facts) == [
            ("red", at(1), at(15), EndedBy.DAYS),
            ("yellow", at(15), at(18), EndedBy.EVIDENCE),
        ]
        assert parts(contact(at(1), contacts__close__expires_at=at(12))) == [
            ("red", at(1), at(12), EndedBy.EVIDENCE),
        ]

    def test_hold_from_their_beginning_until_just_before_their_end(self) -> None:
        part = phases.Part(1, "red", at(1), at(15), EndedBy.DAYS)

        held = [part.holds(moment) for moment in (at(1), at(15) - timedelta(minutes=1), at(15))]

        assert held == [True, True, False]


class TestEvents:
    EVENT = [RED | {"clears": [{"event": "contacts.close.released_at"}]}]

    def test_before_the_anchor_clear_nothing(self) -> None:
        facts = contact(at(3), contacts__close__released_at=at(2))

        assert parts(facts, phases=self.EVENT) == [("red", at(3), at(17), EndedBy.DAYS)]

    def test_may_be_yet_to_come(self) -> None:
        facts = contact(at(1), contacts__close__released_at=at(13))

        assert parts(facts, phases=self.EVENT) == [("red", at(1), at(13), EndedBy.EVENT)]

    def test_count_where_they_are_at_the_anchor_and_leave_nothing(self) -> None:
        assert parts(contact(at(3), contacts__close__released_at=at(3)), phases=self.EVENT) == []

    def test_later_than_the_days_change_nothing(self) -> None:
        facts = contact(at(1), contacts__close__released_at=at(16))

        assert parts(facts, phases=self.EVENT) == [("red", at(1), at(15), EndedBy.DAYS)]


def sampled(*moments: tuple[datetime, datetime]) -> dict[str, Any]:
    """Return the facts about a contact of the 1st who was tested: sampled and known when."""
    return contact(
        at(1),
        tests__negatives__sampled=[sampled for sampled, _ in moments],
        tests__negatives__resulted=[resulted for _, resulted in moments],
    )


def taken(*days: int | datetime) -> dict[str, Any]:
    """Return the facts about a contact whose tests were known six hours after the sample."""
    samples = [day if isinstance(day, datetime) else at(day) for day in days]
    return sampled(*((sample, sample + timedelta(hours=6)) for sample in samples))


def cleared(facts: dict[str, Any], count: int, within: int, apart: int, **more: Any) -> Any:
    """Return when the phase of 14 days ends, and by what."""
    tests = {"count": count, "within_days": within, "hours_apart": apart, "clock": "sample"} | more
    found = parts(facts, phases=[RED | {"clears": [{"tests": tests}]}])
    return found[0][2:] if found else None


BY_DAYS = (at(15), EndedBy.DAYS)


class TestTests:
    def test_clear_when_the_last_one_is_known(self) -> None:
        assert cleared(taken(2, 3), 2, 3, 24) == (at(3, hour=18), EndedBy.TESTS)

    def test_must_be_enough(self) -> None:
        assert cleared(taken(2), 2, 3, 24) == BY_DAYS
        assert cleared(contact(at(1)), 1, 3, 0) == BY_DAYS

    @pytest.mark.parametrize(("apart", "by"), [(24, EndedBy.TESTS), (25, EndedBy.DAYS)])
    def test_must_be_far_enough_apart(self, apart: int, by: EndedBy) -> None:
        assert cleared(taken(2, 3), 2, 3, apart)[1] is by

    @pytest.mark.parametrize(("within", "by"), [(4, EndedBy.TESTS), (3, EndedBy.DAYS)])
    def test_must_be_near_enough_to_each_other(self, within: int, by: EndedBy) -> None:
        assert cleared(taken(2, 6), 2, within, 24)[1] is by

    def test_count_from_the_anchor_on(self) -> None:
        assert cleared(taken(at(1, hour=11), 3), 2, 3, 24) == BY_DAYS
        assert cleared(taken(at(1), 3), 2, 3, 24)[1] is EndedBy.TESTS

    def test_count_from_another_fact_on_where_that_is_said(self) -> None:
        facts = taken(2, 3, 6, 7)
        facts["contacts"]["close"]["released_at"] = documents.text(at(4))

        end = cleared(facts, 2, 3, 24, since="contacts.close.released_at")

        assert end == (at(7, hour=18), EndedBy.TESTS)

    def test_count_not_at_all_where_that_fact_is_not_known(self) -> None:
        assert cleared(taken(2, 3), 2, 3, 24, since="contacts.close.released_at") == BY_DAYS

    def test_may_leave_some_out_that_are_too_near(self) -> None:
        days = [at(2), at(2, hour=20), at(3), at(3, hour=23), at(4)]

        assert cleared(taken(*days), 3, 3, 24) == (at(4, hour=18), EndedBy.TESTS)

    def test_need_not_be_known_in_the_order_they_were_taken(self) -> None:
        facts = sampled((at(2), at(9)), (at(3), at(3, hour=18)), (at(4), at(4, hour=18)))

        assert cleared(facts, 2, 3, 24) == (at(4, hour=18), EndedBy.TESTS)

    def test_go_by_when_they_were_known_where_that_is_said(self) -> None:
        facts = sampled((at(2), at(3)), (at(3), at(3, hour=20)), (at(4), at(4, hour=12)))

        assert cleared(facts, 2, 3, 24, clock="result") == (at(4, hour=12), EndedBy.TESTS)

    def test_at_the_same_moment_are_as_many_as_they_are(self) -> None:
        assert cleared(taken(2, 2), 2, 1, 0) == (at(2, hour=18), EndedBy.TESTS)
        assert cleared(taken(2), 2, 1, 0) == BY_DAYS

    @pytest.mark.parametrize("count", [1, 2, 3, 4, 5])
    def test_may_be_up_to_five(self, count: int) -> None:
        assert cleared(taken(2, 3, 4, 5, 6), count, 14, 24)[0] == at(1 + count, hour=18)


class TestClearedAt:
    """Every way to choose the tests counts, and none is tried one by one."""

    @pytest.mark.parametrize("seed", range(300))
    def test_is_the_earliest_of_all_ways_to_choose_the_tests(self, seed: int) -> None:
        chance = random.Random(seed)  # noqa: S311
        rule = clearing(chance)
        taken = sorted(at(2) + timedelta(hours=chance.randrange(96)) for _ in range(8))
        known = [moment + timedelta(hours=chance.randrange(48)) for moment in taken]
        facts = contact(at(1), tests__negatives__sampled=taken, tests__negatives__resulted=known)

        assert phases.cleared_at(rule, facts, at(1)) == by_trying(rule, taken, known)

    def test_is_told_at_once_of_very_many_tests(self) -> None:
        taken = [at(2) + timedelta(hours=6 * number) for number in range(200)]
        rule = ClearedByTests(5, 5, 30, Clock.SAMPLE, documents.CONTACT)
        facts = contact(at(1), tests__negatives__sampled=taken, tests__negatives__resulted=taken)

        assert phases.cleared_at(rule, facts, at(1)) == at(7)


def clearing(chance: random.Random) -> ClearedByTests:
    return ClearedByTests(
        count=chance.randrange(1, 6),
        within_days=chance.randrange(1, 4),
        hours_apart=chance.choice([0, 1, 6, 12, 24]),
        clock=chance.choice(list(Clock)),
        since=documents.CONTACT,
    )


def by_trying(
    rule: ClearedByTests, taken: list[datetime], known: list[datetime]
) -> datetime | None:
    """Return when enough tests are known, by trying every way to choose them."""
    tests = sorted(zip(taken if rule.clock is Clock.SAMPLE else known, known, strict=True))
    chosen = (
        chain
        for chain in combinations(tests, rule.count)
        if chain[-1][0] - chain[0][0] <= timedelta(days=rule.within_days)
        and all(b[0] - a[0] >= timedelta(hours=rule.hours_apart) for a, b in pairwise(chain))
    )
    return min((max(known for _, known in chain) for chain in chosen), default=None)


class TestAnchor:
    ANCHOR = {"test": 2, "after": documents.CONTACT, "clock": "sample", "counting": "exact"}

    def anchored(self, facts: dict[str, Any], **anchor: Any) -> datetime | None:
        return phases.anchor_of(ground(anchor=self.ANCHOR | anchor).anchor, facts)

    def test_is_the_nth_test_at_or_after_a_fact(self) -> None:
        assert self.anchored(taken(at(1, hour=11), at(1), 3, 4)) == at(3)

    def test_goes_by_the_clock_that_is_said(self) -> None:
        assert self.anchored(taken(2, 3), clock="result") == at(3, hour=18)

    def test_is_not_known_before_that_many_tests(self) -> None:
        assert self.anchored(taken(2)) is None
        assert self.anchored({}) is None

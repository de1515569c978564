"""How many tests are missing, from when they count, and by when."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from itertools import combinations, pairwise
from typing import Any

import pytest

from provinces.rules.document import ClearedByTests, Clock
from provinces.rules.phases import cleared_at
from provinces.rules.vocabulary import written
from provinces.status.explaining import Missing, missing

NOW = datetime(2026, 11, 15, 4, 0, tzinfo=UTC)
SINCE = "companion.last_at"
HOUR = timedelta(hours=1)


def clearing(count: int = 2, **values: Any) -> ClearedByTests:
    given = {"within_days": 3, "hours_apart": 24, "clock": Clock.SAMPLE, "since": SINCE}
    return ClearedByTests(count, **{**given, **values})


def facts(
    *hours: float, since: datetime | None = NOW - 100 * HOUR, takes: float = 6
) -> dict[str, Any]:
    """Return what is known after tests so many hours ago, each known `takes` hours later."""
    sampled = sorted(NOW - hour * HOUR for hour in hours)
    return {
        "companion": {"last_at": written(since)} if since else {},
        "tests": {
            "negatives": {
                "sampled": [written(at) for at in sampled],
                "resulted": [written(at + takes * HOUR) for at in sampled],
            }
        },
    }


def ago(hours: float) -> datetime:
    return NOW - hours * HOUR


class TestMissing:
    def test_is_all_where_there_is_no_test(self) -> None:
        assert missing(clearing(), facts(), NOW) == Missing(2)

    def test_is_one_more_a_day_after_the_first_and_within_the_window(self) -> None:
        found = missing(clearing(), facts(10), NOW)

        assert found == Missing(1, after=ago(10), not_before=ago(-14), not_after=ago(-62))

    def test_goes_on_from_the_test_that_may_be_followed_soonest(self) -> None:
        found = missing(clearing(), facts(23, 15), NOW)

        assert found == Missing(1, after=ago(23), not_before=ago(-1), not_after=ago(-49))

    def test_goes_on_of_those_from_the_one_that_leaves_most_time(self) -> None:
        found = missing(clearing(), facts(40, 30, 20), NOW)

        assert found == Missing(1, after=ago(30), not_before=ago(6), not_after=ago(-42))

    def test_goes_on_from_the_longest_chain_that_can_be_completed(self) -> None:
        found = missing(clearing(3, within_days=4), facts(60, 30, 10), NOW)

        assert found == Missing(1, after=ago(30), not_before=ago(6), not_after=ago(-36))

    def test_passes_over_a_chain_whose_window_has_closed(self) -> None:
        assert missing(clearing(), facts(80), NOW) == Missing(2)

    def test_passes_over_tests_from_before_they_count(self) -> None:
        known = facts(10, since=ago(5))

        assert missing(clearing(), known, NOW) == Missing(2)

    def test_is_counted_from_a_moment_to_come(self) -> None:
        assert missing(clearing(), facts(since=ago(-5)), NOW) == Missing(2, not_before=ago(-5))

    def test_is_by_the_clock_of_the_rules(self) -> None:
        found = missing(clearing(clock=Clock.RESULT), facts(10, takes=6), NOW)

        assert found == Missing(1, after=ago(4), not_before=ago(-20), not_after=ago(-68))

    def test_is_nothing_that_can_be_told_where_nothing_says_since_when(self) -> None:
        assert missing(clearing(), facts(10, since=None), NOW) is None

    @pytest.mark.parametrize("seed", range(300))
    def test_is_the_least_of_all_ways_to_choose_the_tests(self, seed: int) -> None:
        chance = random.Random(seed)  # noqa: S311
        rule = clearing(
            chance.randrange(1, 6),
            within_days=chance.choice([3, 7]),
            hours_apart=chance.choice([0, 6, 24, 30]),
        )
        hours = sorted((chance.randrange(99) for _ in range(chance.randrange(9))), reverse=True)

        assert missing(rule, facts(*hours), NOW) == by_trying(rule, [ago(hour) for hour in hours])

    def test_is_told_at_once_of_very_many_tests(self) -> None:
        rule = clearing(5, within_days=5, hours_apart=30)
        known = facts(*(hour / 2 for hour in range(199)))

        assert missing(rule, known, NOW) == Missing(
            1, after=ago(9), not_before=ago(-21), not_after=ago(-21)
        )


def by_trying(rule: ClearedByTests, tests: list[datetime]) -> Missing:
    """Return what is missing, by trying every way to choose the tests."""
    apart, within = timedelta(hours=rule.hours_apart), timedelta(days=rule.within_days)
    for count in range(rule.count - 1, 0, -1):
        can_go_on = [
            (max(NOW, chain[-1] + apart), NOW - chain[0], chain[-1])
            for chain in combinations(tests, count)
            if all(later - earlier >= apart for earlier, later in pairwise(chain))
            and max(NOW, chain[-1] + apart) + (rule.count - count - 1) * apart <= chain[0] + within
        ]
        if can_go_on:
            _, ago, last = min(can_go_on)
            return Missing(rule.count - count, last, last + apart, NOW - ago + within)
    return Missing(rule.count)


class TestMissingTests:
    """What is missing suffices, and nothing less does."""

    @pytest.mark.parametrize("seed", range(150))
    def test_clear_when_they_come_as_soon_as_they_may(self, seed: int) -> None:
        rule, known, left = _drawn(random.Random(seed))  # noqa: S311
        apart = timedelta(hours=rule.hours_apart)
        at = max(NOW, left.not_before or NOW)
        come = [at + place * apart for place in range(left.count)]

        assert left.not_after is None or come[-1] <= left.not_after
        assert cleared_at(rule, _with(known, come), NOW) is not None

    @pytest.mark.parametrize("seed", range(150))
    def test_do_not_clear_while_one_is_missing(self, seed: int) -> None:
        chance = random.Random(seed)  # noqa: S311
        rule, known, left = _drawn(chance)

        for _ in range(20):
            come = [NOW + chance.randrange(1, 120) * HOUR for _ in range(left.count - 1)]
            assert cleared_at(rule, _with(known, come), NOW) is None

    @pytest.mark.parametrize("seed", range(150))
    def test_do_not_clear_when_they_come_too_soon(self, seed: int) -> None:
        rule, known, left = _drawn(random.Random(seed))  # noqa: S311
        if left.not_before is None or left.not_before <= NOW or left.count > 1:
            return
        come = [left.not_before - timedelta(minutes=1)]

        assert cleared_at(rule, _with(known, come), NOW) is None


def _drawn(chance: random.Random) -> tuple[ClearedByTests, dict[str, Any], Missing]:
    """Return a rule, and facts by which it has not cleared, with what is missing."""
    while True:
        rule = clearing(
            chance.randrange(1, 5),
            within_days=chance.choice([3, 7, 14]),
            hours_apart=chance.choice([0, 24, 48]),
            clock=chance.choice(list(Clock)),
        )
        if rule.hours_apart * (rule.count - 1) > rule.within_days * 24:
            continue  # no tests ever clear by such a rule
        known = facts(*(chance.randrange(7, 120) for _ in range(chance.randrange(5))))
        left = missing(rule, known, NOW)
        if cleared_at(rule, known, NOW) is None and left is not None:
            return rule, known, left


def _with(known: dict[str, Any], moments: list[datetime]) -> dict[str, Any]:
    """Return facts with more tests, known as soon as they are sampled."""
    negatives = known["tests"]["negatives"]
    pairs = [*zip(negatives["sampled"], negatives["resulted"], strict=True)]
    pairs = sorted([*pairs, *((written(at), written(at)) for at in moments)])
    sampled, resulted = [one for one, _ in pairs], [other for _, other in pairs]
    return {**known, "tests": {"negatives": {"sampled": sampled, "resulted": resulted}}}

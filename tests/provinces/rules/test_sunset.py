"""When the programme ends: by its signed terms, or by an operator's earlier word."""

from __future__ import annotations

from datetime import timedelta

import pytest
from pytest_django import Settings

from provinces.rules import queries, services, sunset
from tests import cast
from tests.factories import road
from tests.statements import run_by

NOW = cast.NOW
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
FIRST = (NOW, NOW + 90 * DAY)
FOLLOWING = (NOW + 90 * DAY, NOW + 120 * DAY)
ANEW = (NOW + 200 * DAY, NOW + 230 * DAY)


class TestRunOf:
    @pytest.mark.parametrize(
        ("terms", "days", "run"),
        [
            ((), 0, None),
            ((FIRST,), -1, FIRST),
            ((FIRST,), 91, FIRST),
            ((FIRST, FOLLOWING), 1, (FIRST[0], FOLLOWING[1])),
            ((FIRST, ANEW), 150, FIRST),
            ((FIRST, ANEW), 200, ANEW),
            ((FIRST, FOLLOWING, ANEW), 121, (FIRST[0], FOLLOWING[1])),
        ],
    )
    def test_is_the_one_that_began_last(
        self, terms: tuple[sunset.Span, ...], days: int, run: sunset.Span | None
    ) -> None:
        assert sunset.run_of(terms, NOW + days * DAY) == run


@pytest.mark.usefixtures("north")
class TestEndsAt:
    def test_is_none_before_the_first_rule_set(self) -> None:
        assert sunset.ends_at(NOW) is None
        assert not sunset.is_over(NOW + 1000 * DAY)

    def test_is_90_days_after_the_first_rule_set(self) -> None:
        road.first_ruleset(now=NOW)

        assert sunset.ends_at(NOW) == NOW + 90 * DAY

    def test_is_no_later_for_another_rule_set(self) -> None:
        road.first_ruleset(now=NOW)
        road.shipped_ruleset("beijing", now=NOW + 80 * DAY)

        assert queries.in_force(NOW + 90 * DAY - DAY) is not None
        assert queries.in_force(NOW + 90 * DAY) is None

    @pytest.mark.parametrize(("said", "ends"), [(10, 10), (90, 90), (1000, 90)])
    def test_is_as_an_operator_says_and_no_later(
        self, said: int, ends: int, settings: Settings
    ) -> None:
        road.first_ruleset(now=NOW)
        settings.RULES_PROGRAMME_ENDS = {cast.NORTH: (NOW + said * DAY).isoformat()}

        assert sunset.ends_at(NOW) == NOW + ends * DAY


@pytest.mark.usefixtures("north")
class TestIsOver:
    def test_is_remembered_to_the_end_and_no_longer(self) -> None:
        road.first_ruleset(now=NOW)
        assert not sunset.is_over(NOW)

        assert run_by(lambda: sunset.is_over(NOW + 90 * DAY - HOUR)) == []
        assert sunset.is_over(NOW + 90 * DAY)

    def test_asks_an_operator_each_time(self, settings: Settings) -> None:
        road.first_ruleset(now=NOW)
        assert not sunset.is_over(NOW)

        settings.RULES_PROGRAMME_ENDS = {cast.NORTH: NOW.isoformat()}

        assert sunset.is_over(NOW)

    def test_is_as_the_row_says_without_the_setting(self, settings: Settings) -> None:
        road.first_ruleset(now=NOW)
        settings.RULES_PROGRAMME_ENDS = {cast.NORTH: (NOW + DAY).isoformat()}
        services.keep_early_end(now=NOW)
        settings.RULES_PROGRAMME_ENDS = {}

        assert not sunset.is_over(NOW + DAY - HOUR)
        assert run_by(lambda: sunset.is_over(NOW + DAY - HOUR)) == []
        assert sunset.is_over(NOW + DAY)
        assert queries.in_force(NOW + DAY) is None

"""Whoever drafts rules is warned before those in force end with none to follow."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from provinces.console import waiting as lines
from provinces.console.rules import waiting
from provinces.rules import queries as rules
from provinces.rules import services
from tests import cast
from tests.factories import road, rulesets

DAY = timedelta(days=1)


@pytest.fixture
def end(north: object) -> datetime:
    """When the rules in force end."""
    road.first_ruleset()
    current = rules.in_force(cast.NOW)
    assert current is not None
    return current.expires_at


class TestEnding:
    def test_is_told_a_week_ahead(self, end: datetime) -> None:
        assert waiting.ending(end - 8 * DAY) is None
        assert waiting.ending(end - 6 * DAY) == end

    def test_is_not_told_where_others_took_their_place(self, end: datetime) -> None:
        services.publish(rulesets.lasting(1, version="2026-9"), now=end - 7 * DAY)

        assert waiting.ending(end - 6 * DAY) is None

    def test_waits_with_its_clock(self, end: datetime) -> None:
        found = lines.rules_that_end(None, end - DAY)

        assert (found.number, found.due) == (1, end)
        assert lines.rules_that_end(None, end - 30 * DAY).number == 0

"""The sample's programme goes on while it is set up in time, and is not begun anew."""

from __future__ import annotations

from datetime import timedelta

import pytest

from provinces.rules import programme, sunset
from sample import rulemaking
from sample.entering import DRAFTER, SIGNER
from tests import cast
from tests.factories import areas, offices, road, rulesets, users

NOW = cast.NOW
END = NOW + timedelta(days=90)
DAY = timedelta(days=1)


@pytest.mark.usefixtures("north")
class TestEnsureProgramme:
    def test_renews_it_once_it_may(self) -> None:
        road.first_ruleset(now=NOW)
        late = END - 20 * DAY
        for name, role, unit in (
            (DRAFTER, "rule_drafter", rulesets.COMMISSION),
            (SIGNER, "high_reviewer", rulesets.COMMAND),
        ):
            offices.office(users.user(name), areas.area("110000"), role, unit=unit, now=late)

        rulemaking.ensure_programme(now=NOW)
        assert sunset.ends_at(NOW) == END
        for _ in range(2):
            rulemaking.ensure_programme(now=late)

        assert programme.terms().count() == 2
        assert sunset.ends_at(late) == END + 90 * DAY

    def test_renews_nothing_that_is_over(self) -> None:
        road.first_ruleset(now=NOW)

        rulemaking.ensure_programme(now=END)

        assert programme.terms().count() == 1

"""A shape in which people are counted is recorded, and not too many are."""

from __future__ import annotations

from typing import Any

import pytest

from provinces.accounts.models import User
from provinces.citizens import budgets
from provinces.ledger import queries as ledger
from provinces.zones import services
from tests import cast
from tests.factories import areas, zones

NOW = cast.NOW


def tried(by: User) -> None:
    zones.ground()
    found = services.preview(zones.circle(), "wgs84")
    services.note_trial(found, area=areas.area("110101"), by=by, now=NOW)


class TestNoteTrial:
    def test_records_where_how_large_and_by_whom(self, ada: User) -> None:
        tried(ada)

        told = ledger.about(areas.area("110101"))[0]
        assert told.entry.event == "zone.tried"
        assert told.body["fine_cells"] > 100
        assert told.body["centre"] == ["116.400", "39.900"]
        assert told.body["office"] == "city health office"

    def test_needs_the_power_in_the_area(self, cleo: User) -> None:
        with pytest.raises(services.NotAllowed):
            tried(cleo)

    def test_is_done_so_often_a_day(self, ada: User, settings: Any) -> None:
        limits = {**settings.CITIZENS_BUDGETS["zone"], "actor": 1}
        settings.CITIZENS_BUDGETS = {**settings.CITIZENS_BUDGETS, "zone": limits}
        tried(ada)

        with pytest.raises(budgets.OverBudget):
            tried(ada)

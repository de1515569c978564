"""Who used my data, as Estonia's Data Tracker protocol has it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from provinces.citizens import queries as citizens
from provinces.citizens.models import Citizen
from provinces.citizens.purposes import Purpose
from tests.cast import NOW
from tests.client import ProvinceClient
from tests.factories import zones
from tests.pages import address, noon, reader

__all__ = ["noon"]

pytestmark = pytest.mark.usefixtures("noon")
HOUR = timedelta(hours=1)


@pytest.fixture
def read(eve: Citizen) -> None:
    """An officer has read Eve's record three times, hour by hour."""
    by = zones.official("case_officer", unit="city health office")
    for hours in range(3):
        at = NOW - hours * HOUR
        citizens.read_record(eve, by=by, purpose=Purpose.TRACING, at=at)


def asked(of: Citizen, page: str = "api:find-usage", **more: Any) -> Any:
    query = {"userCode": of.reference, **more}
    return reader(of.user).get(address(page), query)


@pytest.mark.usefixtures("read")
class TestFindUsage:
    def test_tells_when_what_for_and_by_whom(self, eve: Citizen) -> None:
        records = asked(eve).json()

        assert len(records) == 3
        assert set(records[0]) == {
            "logtime",
            "action",
            "receiverCode",
            "receiverName",
            "receiverSystem",
        }
        assert records[0]["receiverCode"] == "city health office"
        assert records[0]["receiverSystem"] == "concord/north"
        assert records[0]["action"].startswith("Your record was read.")

    def test_keeps_to_a_period_and_a_page(self, eve: Citizen) -> None:
        start, end = (NOW - HOUR).isoformat(), NOW.isoformat()

        assert len(asked(eve, periodStart=start, periodEnd=end).json()) == 1
        assert len(asked(eve, limit=2).json()) == 2
        assert len(asked(eve, offset=2).json()) == 1

    def test_tells_nobody_of_another(self, eve: Citizen, finn: Citizen) -> None:
        answer = reader(finn.user).get(address("api:find-usage"), {"userCode": eve.reference})

        assert answer.status_code == 404

    @pytest.mark.parametrize("page", ["api:find-usage", "api:usage-period"])
    @pytest.mark.parametrize("name", ["periodStart", "periodEnd"])
    @pytest.mark.parametrize("moment", ["0001-01-01T00:00:00", "0001-01-01"])
    def test_refuses_a_period_of_another_age(
        self, eve: Citizen, page: str, name: str, moment: str
    ) -> None:
        more: dict[str, Any] = {name: moment}

        answer = asked(eve, page, **more)

        assert answer.status_code == 400
        assert [each["parameter"] for each in answer.json()["errors"]] == [name]

    def test_refuses_more_than_a_page(self, eve: Citizen) -> None:
        assert asked(eve, limit=1001).status_code == 400
        assert asked(eve, offset=2**63).status_code == 400


@pytest.mark.usefixtures("read")
class TestUsagePeriod:
    def test_is_from_the_first_to_the_last_use(self, eve: Citizen) -> None:
        told = asked(eve, "api:usage-period").json()

        assert told["periodStart"]
        assert told["periodEnd"]

    def test_is_empty_where_nobody_looked(self, finn: Citizen) -> None:
        assert asked(finn, "api:usage-period").json() == {"periodStart": None, "periodEnd": None}


class TestHeartbeat:
    def test_answers_everybody(self, north: object) -> None:
        answer = ProvinceClient().get(address("api:usage-heartbeat"))

        assert answer.json()["heartbeat"] == "ok"

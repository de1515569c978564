"""While the ledger cannot be sealed, officials wait and citizens do not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from provinces.accounts.models import User
from provinces.citizens.models import Citizen
from provinces.ledger.models import Entry
from provinces.ledger.services import SealingLags
from provinces.status import pipeline
from provinces.zones import services as zoning
from provinces.zones.models import State, Version
from tests import cast
from tests.factories import ledger, road, zones
from tests.pages import address, reader, words


@pytest.fixture
def behind(north: object) -> None:
    """Have an entry wait for longer than is borne."""
    ledger.recorded()
    ledger.waits(datetime.now(UTC) - timedelta(hours=5))


@pytest.mark.usefixtures("behind")
class TestClosed:
    @pytest.mark.parametrize("page", ["console:home", "console:zones", "console:runs"])
    def test_stops_officials_from_reading(self, ada: User, page: str) -> None:
        response = reader(ada).get(address(page))

        assert response.status_code == 503
        assert response["Retry-After"] == "60"
        assert "no-store" in response["Cache-Control"]
        assert "Closed for officials This province’s ledger has not been sealed" in words(response)
        assert "工作人员页面暂停使用" in words(response)

    def test_still_refuses_whoever_has_no_office(self, eve: Citizen) -> None:
        assert reader(eve.user).get(address("console:home")).status_code == 403

    def test_opens_again_by_itself(self, ada: User) -> None:
        ledger.seal()

        assert reader(ada).get(address("console:home")).status_code == 200

    def test_lets_citizens_see_their_last_status(self, eve: Citizen) -> None:
        road.first_ruleset()
        pipeline.drain(now=cast.NOW)

        response = reader(eve.user).get(address("portal:home"), follow=True)

        assert response.status_code == 200
        assert "Green" in words(response)


class TestDeciding:
    def test_stops_and_nothing_is_half_done(self, ada: User, ben: User) -> None:
        version = zones.declared(by=ada)
        ledger.waits(datetime.now(UTC) - timedelta(hours=5))
        before = Entry.objects.count()

        with pytest.raises(SealingLags):
            zoning.countersign(version, by=ben, now=cast.NOW)
        assert Version.objects.get().state == State.AWAITING
        assert Entry.objects.count() == before

    def test_that_comes_to_a_stop_in_a_page_is_told_there(
        self, ada: User, ben: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        version = zones.declared(by=ada)

        def too_late(*_args: Any, **_rest: Any) -> None:
            ledger.waits(datetime.now(UTC) - timedelta(hours=5))
            zoning.refuse(version, by=ben, reason="an error", now=cast.NOW)

        monkeypatch.setattr("provinces.console.zones.Version.get_context_data", too_late)
        page = address("console:zone", version.pk)

        assert reader(ben).get(page).status_code == 503

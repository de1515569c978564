"""By time travel: a sample that nobody came back to in time says so, and is served as it is."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from provinces.citizens.models import Citizen
from provinces.ledger.events import Event
from provinces.ledger.models import Entry
from provinces.status.models import Current
from provinces.tenancy import services as tenancy
from sample import ground, resting, setting_up
from sample.management.commands import demo
from sample.plan import BEIJING
from tests import cast
from tests.client import ProvinceClient
from tests.factories import passes, road, rulesets
from tests.pages import address, words

NOW = cast.NOW
DAY = timedelta(days=1)
END = NOW + 90 * DAY
ERASED = END + 30 * DAY


@pytest.fixture
def held(eve: Citizen) -> Citizen:
    """Eve is held in a programme that began now."""
    road.first_ruleset(now=NOW)
    passes.exposed(eve)
    return eve


def first_page() -> str:
    return words(ProvinceClient(headers={"accept-language": "en"}).get(address("portal:home")))


class TestRest:
    def test_lets_a_programme_run_to_its_end(self, held: Citizen) -> None:
        assert resting.rest(now=END - timedelta(hours=1)) is None
        assert Current.objects.exists()

    def test_frees_everybody_and_says_when_and_what_follows(
        self, held: Citizen, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(timezone, "now", lambda: END + DAY)

        over = resting.rest(now=END + DAY)

        assert over == resting.Over(cast.NORTH, END, ERASED)
        assert f"ended on {END:%Y-%m-%d}" in str(over)
        assert f"erased on {ERASED:%Y-%m-%d}" in str(over)
        assert not Current.objects.exists()
        assert Entry.objects.filter(event=Event.PROGRAMME_LAPSED).count() == 1
        assert "The programme has ended" in first_page()

    def test_leaves_nothing_of_anybody_a_month_later(
        self, held: Citizen, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(timezone, "now", lambda: ERASED)

        over = resting.rest(now=ERASED)

        assert "nothing is kept" in str(over)
        assert not Citizen.objects.exists()
        assert "All that was kept of anybody has been erased." in first_page()

    def test_tells_nothing_into_a_programme_that_officials_began_anew(self, held: Citizen) -> None:
        resting.rest(now=ERASED)
        term = rulesets.renewed_programme(now=ERASED)

        over = resting.rest(now=term.begins_at)

        assert over is not None
        assert over.ended_at == ERASED


class TestDemo:
    @pytest.fixture
    def told(self, held: Citizen, monkeypatch: pytest.MonkeyPatch) -> Any:
        """The command, where the sample's province is the north and its programme is over."""
        north = demo.PROVINCES[0].__class__(cast.NORTH, BEIJING.code, "北", "North", 1.0)
        monkeypatch.setattr(demo, "PROVINCES", (north,))
        monkeypatch.setattr(tenancy, "prepare_node", lambda: None)
        monkeypatch.setattr(setting_up.enrolment, "enrol", None)
        monkeypatch.setattr(ground, "ensure_ground", None)
        monkeypatch.setattr(timezone, "now", lambda: END + DAY)
        output = StringIO()
        call_command("demo", "--json", stdout=output, stderr=StringIO())
        return output.getvalue().splitlines()

    def test_says_in_one_line_what_ended_when_and_how_to_start_afresh(self, told: Any) -> None:
        assert told[0].startswith(f"{cast.NORTH}: the programme ended on {END:%Y-%m-%d}")
        assert "CONCORD_VAR=var/fresh make run" in told[2]
        assert '"over": {"north"' in told[3]

"""An earlier end that an operator names stands: nothing puts it off, and it is nobody's secret."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from pytest_django import Settings

from provinces.citizens.models import Citizen
from provinces.ledger.events import Event
from provinces.ledger.models import Entry, FeedEntry
from provinces.retention import services as retention
from provinces.retention import tasks
from provinces.rules import services, sunset
from provinces.rules.models import EarlyEnd, ProgrammeTerm
from tests import cast
from tests.client import ProvinceClient
from tests.factories import passes, road, rulesets
from tests.pages import address, words

NOW = cast.NOW
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
CUT = NOW + 10 * DAY
END = NOW + 90 * DAY


@pytest.fixture(autouse=True)
def begun(north: object) -> None:
    """The programme has begun."""
    road.first_ruleset(now=NOW)


def kept(settings: Settings, at: datetime, *, now: datetime = NOW) -> EarlyEnd | None:
    """Have an operator name an end, the worker keep it, and the setting be gone again."""
    settings.RULES_PROGRAMME_ENDS = {cast.NORTH: at.isoformat()}
    made = services.keep_early_end(now=now)
    settings.RULES_PROGRAMME_ENDS = {}
    sunset.forget()
    return made


class TestKeepEarlyEnd:
    def test_has_it_stand_without_the_setting(self, settings: Settings) -> None:
        kept(settings, CUT)

        assert sunset.ends_at(NOW) == CUT
        assert sunset.ends_at(END) == CUT
        assert not sunset.is_over(CUT - HOUR)
        assert sunset.is_over(CUT)

    def test_keeps_nothing_where_no_end_is_named(self) -> None:
        assert services.keep_early_end(now=NOW) is None

    def test_keeps_it_once(self, settings: Settings) -> None:
        kept(settings, CUT)

        assert kept(settings, CUT, now=NOW + HOUR) is None
        assert EarlyEnd.objects.count() == 1

    @pytest.mark.parametrize("later", [CUT + DAY, END, END + DAY])
    def test_puts_off_no_end(self, later: datetime, settings: Settings) -> None:
        kept(settings, CUT)

        assert kept(settings, later, now=NOW + HOUR) is None
        assert sunset.ends_at(NOW) == CUT

    def test_lets_an_earlier_one_take_its_place(self, settings: Settings) -> None:
        kept(settings, CUT)
        kept(settings, CUT - DAY, now=NOW + HOUR)

        assert sunset.ends_at(NOW) == CUT - DAY

    def test_keeps_one_of_the_past_as_of_now(self, settings: Settings, eve: Citizen) -> None:
        now = NOW + 40 * DAY
        settings.RULES_PROGRAMME_ENDS = {cast.NORTH: (NOW - 365 * DAY).isoformat()}

        services.keep_early_end(now=now)

        assert sunset.ends_at(now) == now
        assert retention.purge_all(now=now + HOUR) == {}
        assert Citizen.objects.filter(pk=eve.pk).exists()

    def test_stands_once_it_has_come_whatever_is_named_then(self, settings: Settings) -> None:
        kept(settings, CUT)
        settings.RULES_PROGRAMME_ENDS = {cast.NORTH: NOW.isoformat()}

        assert services.keep_early_end(now=CUT + DAY) is None
        assert sunset.ends_at(CUT + DAY) == CUT

    def test_is_no_end_of_a_lapse(self, settings: Settings) -> None:
        assert kept(settings, END + DAY, now=END + 2 * DAY) is None

    def test_is_in_the_ledger_and_the_feed(self, settings: Settings) -> None:
        kept(settings, CUT)

        entry = Entry.objects.get(event=Event.PROGRAMME_CUT_SHORT)
        said = {"number": 1, "ends": CUT.strftime("%Y-%m-%dT%H:%M:%SZ")}
        assert entry.payload.body == said
        assert FeedEntry.objects.filter(kind="programme.end").count() == 1
        page = ProvinceClient(headers={"accept-language": "en"}).get(address("portal:rules"))
        assert "the operator cut it short from" in words(page)

    def test_stands_against_a_renewal(self, settings: Settings) -> None:
        kept(settings, END - DAY)

        rulesets.renewed_programme(now=END - 20 * DAY)

        assert sunset.ends_at(END - 20 * DAY) == END - DAY
        assert sunset.is_over(END)

    def test_has_no_say_once_two_offices_begin_anew(self, settings: Settings) -> None:
        settings.RULES_PROGRAMME_ENDS = {cast.NORTH: CUT.isoformat()}
        services.keep_early_end(now=NOW)
        late = CUT + 30 * DAY
        retention.lapse(now=CUT)
        retention.purge_all(now=late)

        term = rulesets.renewed_programme(now=late)

        assert sunset.is_over(late)
        assert not sunset.is_over(term.begins_at)
        assert sunset.ends_at(term.begins_at) == term.ends_at
        assert services.keep_early_end(now=term.begins_at) is None

    def test_is_of_no_past_in_the_table_either(self) -> None:
        term = ProgrammeTerm.objects.get()

        with pytest.raises(IntegrityError, match="of_the_past"), transaction.atomic():
            EarlyEnd.objects.create(term=term, ends_at=NOW - HOUR, kept_at=NOW)


class TestWorker:
    def test_keeps_it_within_a_minute_and_frees_everybody(
        self, eve: Citizen, settings: Settings, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        passes.exposed(eve)
        settings.RULES_PROGRAMME_ENDS = {cast.NORTH: CUT.isoformat()}
        monkeypatch.setattr(tasks.timezone, "now", lambda: NOW)
        tasks.lapse(cast.NORTH)
        settings.RULES_PROGRAMME_ENDS = {}

        monkeypatch.setattr(tasks.timezone, "now", lambda: CUT)
        tasks.lapse(cast.NORTH)

        assert Entry.objects.filter(event=Event.PROGRAMME_LAPSED).exists()

"""Whoever is held by a zone reads what both provinces say of the place, and who decides."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.cells.classes import FINE
from core.cells.lookup import cell_for
from provinces.citizens.models import Citizen
from provinces.status import pipeline
from provinces.tenancy import scope
from provinces.zones.models import Level
from tests import cast
from tests.factories import road
from tests.federation.borders import border
from tests.federation.borders.conftest import rivals
from tests.pages import address, reader, words

__all__ = ["rivals"]

NOW = cast.NOW
SOON = NOW + timedelta(hours=3)
TITLE = "Two provinces speak of this place"


def page(citizen: Citizen, language: str = "en") -> str:
    return words(reader(citizen.user, language).get(address("portal:status")))


@pytest.fixture
def eve(rivals: None) -> Citizen:
    """Somebody of the north who has been on the ground that both call their own."""
    eve = cast.eve()
    longitude, latitude = border.AT_THE_BORDER
    road.first_ruleset()
    road.stay(eve, at=NOW, minutes=75, cell=cell_for(latitude, longitude, FINE))
    return eve


def judged() -> None:
    border.exchange(now=SOON)
    pipeline.drain(now=SOON)


class TestOnStatus:
    def test_explains_both_where_two_provinces_speak(self, eve: Citizen) -> None:
        border.zone(level=Level.HIGH, starts_at=NOW)
        with scope.province(cast.SOUTH):
            border.zone(level=Level.MEDIUM, starts_at=NOW)
        judged()

        said = page(eve)

        assert TITLE in said
        assert "South treats this as medium risk." in said
        assert "North treats this as high risk." in said
        assert "There South decides for you, because no other rule parts them" in said
        assert "What North says has no effect there: the other is less restrictive." in said
        assert "在该地由南省为您决定" in page(eve, "zh-hans")

    def test_says_nothing_where_one_province_speaks(self, eve: Citizen) -> None:
        border.zone(level=Level.HIGH, starts_at=NOW)
        judged()

        said = page(eve)

        assert "My status Red" in said
        assert TITLE not in said

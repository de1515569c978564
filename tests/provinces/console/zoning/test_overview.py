"""All zones of my areas at a moment."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from provinces.accounts.models import User
from provinces.console.zoning import overview
from provinces.zones.models import Level
from tests import cast
from tests.factories import zones
from tests.pages import address, reader, words
from tests.provinces.console.zoning.saying import document, moment
from tests.statements import run_by

NOW = cast.NOW


def shown(user: User, **asked: Any) -> Any:
    return reader(user).get(address("console:zone-map"), asked)


def at(when: datetime, **others: Any) -> dict[str, Any]:
    return {"at": moment(when), **others}


class TestOverview:
    def test_shows_what_is_in_effect_now(self, ada: User, cleo: User) -> None:
        zones.in_force()

        assert "Fuding Garden High risk" in words(shown(ada))
        assert "No zone is in effect in my areas at that moment." in words(shown(cleo))

    def test_shows_the_past_and_what_is_to_come(self, ada: User) -> None:
        version = zones.in_force(starts_at=NOW + timedelta(days=1))

        assert "Fuding Garden" not in words(shown(ada))
        assert "Fuding Garden" in words(shown(ada, **at(version.starts_at)))
        assert "Fuding Garden" not in words(shown(ada, **at(version.ends_at)))

    @pytest.mark.parametrize("when", ["9999-12-31T23:59:59-12:00", "0001-01-01T00:00+14:00"])
    def test_shows_now_for_a_moment_beyond_ours(self, ada: User, when: str) -> None:
        zones.in_force()

        assert "Fuding Garden High risk" in words(shown(ada, at=when))

    def test_can_be_narrowed(self, ada: User) -> None:
        zones.in_force(name_en="Grave Court")
        zones.in_force(name_en="Light Street", level=Level.LOW, unit="street")

        assert "Grave Court" not in words(shown(ada, level="1"))
        assert "Light Street" in words(shown(ada, unit="street"))

    def test_shows_those_that_await_a_signature_where_asked(self, ada: User) -> None:
        zones.declared(ada)

        assert "Fuding Garden" not in words(shown(ada))
        assert "Fuding Garden Awaits signature" in words(shown(ada, waiting="on"))

    def test_tells_the_map_the_gravest_last(self, ada: User) -> None:
        high, low = zones.in_force(), zones.in_force(level=Level.LOW)

        features = document(shown(ada), "zones-document")["features"]

        assert [one["properties"]["version"] for one in features] == [low.pk, high.pk]
        assert features[0]["geometry"]["type"] == "MultiPolygon"

    def test_says_where_there_are_more(self, ada: User, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(overview, "MOST_DRAWN", 1)
        zones.in_force(name_en="Grave Court")
        zones.in_force(name_en="Light Street", level=Level.LOW)

        response = shown(ada)

        assert "More than 1: the gravest are shown." in words(response)
        assert len(document(response, "zones-document")["features"]) == 1

    @pytest.mark.parametrize("when", ["yesterday", "2026-13-45T00:00", ""])
    def test_shows_now_for_what_is_no_moment(self, ada: User, when: str) -> None:
        zones.in_force()

        assert "Fuding Garden" in words(shown(ada, at=when))

    def test_takes_as_many_statements_however_many_zones(self, ada: User) -> None:
        zones.in_force()
        shown(ada)  # what is looked up once for good
        one = run_by(lambda: shown(ada))
        for _ in range(3):
            zones.in_force()

        assert len(run_by(lambda: shown(ada))) == len(one)


class TestGround:
    def test_tells_the_borders_and_my_areas(self, ada: User) -> None:
        zones.ground()
        zones.ground("110101", zones.NORTH_BOX)
        zones.ground("south", zones.SOUTH_BOX)
        zones.ground("110201", zones.SOUTH_BOX)
        zones.area("110101"), zones.area("110201")

        told = reader(ada).get(address("console:zone-ground")).json()

        kinds = [feature["properties"]["kind"] for feature in told["features"]]
        assert sorted(kinds) == ["area", "border", "neighbour"]

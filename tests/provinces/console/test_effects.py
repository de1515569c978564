"""Before the second signature an official sees how many people it concerns, never whom."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import h3.api.basic_int as h3
import pytest

from provinces.accounts.models import User
from provinces.console import effects
from provinces.status import pipeline
from provinces.status.whatif import TookTooLong
from provinces.zones.models import Version
from tests import cast
from tests.factories import citizens, road, zones
from tests.pages import address, reader, words

LAT, LON = h3.cell_to_latlng(road.HERE)


def declared(ada: User, *, stayed: int) -> Version:
    """Declare a zone in which so many people stayed yesterday."""
    road.first_ruleset()
    for _ in range(stayed):
        road.stay(citizens.citizen(), at=cast.NOW - timedelta(days=1))
    pipeline.drain(now=cast.NOW)
    return zones.declared(by=ada, geometry=zones.circle((LON, LAT), 450))


def page(user: User, version: Version) -> str:
    return words(reader(user).get(address("console:zone", version.pk)))


class TestOf:
    def test_is_told_where_it_can_be_signed(self, ada: User, ben: User) -> None:
        version = declared(ada, stayed=12)

        said = page(ben, version)

        assert "Certainly there 12 people" in said
        assert "Asked whether they were 0 people" in said
        assert "Green → Red 12 people" in said
        assert "Sign: put the zone into force and change 12 people's statuses" in said

    def test_tells_by_area_and_age_and_on_a_map(self, ada: User, ben: User) -> None:
        version = declared(ada, stayed=12)
        zones.ground("110101", (116.35, 39.85, 116.45, 39.95))

        answer = reader(ben).get(address("console:zone", version.pk))

        said = words(answer)
        assert "Area 110101 Green → Red 12" in said
        assert "Not known Green → Red 12" in said
        assert '<path class="area" fill="url(#people-2)"' in answer.content.decode()

    def test_tells_no_small_number(self, ada: User, ben: User) -> None:
        said = page(ben, declared(ada, stayed=3))

        assert "Green → Red fewer than 10 people" in said
        assert "Sign: put the zone into force and change people's statuses" in said

    def test_says_where_nobodys_status_would_change(self, ada: User, ben: User) -> None:
        said = page(ben, declared(ada, stayed=0))

        assert "Statuses Nobody's changes today." in said
        assert "Sign: put the zone into force" in said

    def test_is_not_told_to_whoever_cannot_sign(self, ada: User) -> None:
        assert "What your signature does" not in page(ada, declared(ada, stayed=12))

    def test_changes_nothing(self, ada: User, ben: User) -> None:
        version = declared(ada, stayed=12)

        page(ben, version)

        version.refresh_from_db()
        assert version.state == "awaiting"
        assert page(ben, version) == page(ben, version)

    def test_does_not_keep_the_page_waiting(
        self, ada: User, ben: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def for_long(*_given: Any, **_options: Any) -> None:
            raise TookTooLong

        version = declared(ada, stayed=1)
        monkeypatch.setattr(effects.whatif, "zone", for_long)

        said = page(ben, version)

        assert "could not be counted while you wait" in said
        assert "Sign: put the zone into force" in said

"""Zones as officials see them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from provinces.accounts.models import User
from provinces.console import zones as page
from provinces.jurisdictions.powers import Power
from provinces.zones import queries, services
from provinces.zones.models import Level
from tests import cast
from tests.factories import zones
from tests.pages import address, reader, words

NOW = cast.NOW


def shown(user: User, name: str, *values: Any) -> str:
    return words(reader(user).get(address(name, *values)))


class TestZones:
    def test_lists_those_of_the_officials_areas(self, ada: User, cleo: User) -> None:
        zones.declared(by=ada)

        assert "Fuding Garden v1 Awaits signature High risk" in shown(ada, "console:zones")
        assert "Fuding Garden" not in shown(cleo, "console:zones")

    def test_names_first_what_awaits_the_officials_signature(self, ada: User, ben: User) -> None:
        zones.declared(by=ada, now=cast.NOW - timedelta(hours=3))
        waiting = "Waits for me Zone Level Area Declared by Waiting for Fuding Garden High risk"

        said = shown(ben, "console:zones")

        assert f"{waiting} Area 110101 city health office 3 hours" in said
        assert "Waits for me" not in shown(ada, "console:zones")

    def test_turns_pages(self, ada: User, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(page, "ON_A_PAGE", 1)
        zones.declared(by=ada)
        zones.declared(by=ada, name_en="Second Garden")

        first = shown(ada, "console:zones")

        assert "Page 1 of 2 Next" in first
        assert "2 versions in my areas" in first


class TestVersion:
    def test_says_all_that_was_declared(self, ada: User) -> None:
        version = zones.declared(by=ada)

        said = shown(ada, "console:zone", version.pk)

        assert "case 2026-1115-03" in said
        assert "Residential compound" in said
        assert f"hectares ({version.fine_cells} cells)" in said
        assert "Declared by city health office" in said

    def test_is_drawn_on_the_page_itself(self, ada: User) -> None:
        version = zones.declared(by=ada)

        drawn = reader(ada).get(address("console:zone", version.pk)).content.decode()

        assert '<path class="inside" fill-rule="evenodd" d="M' in drawn
        assert " 100 m" in words(reader(ada).get(address("console:zone", version.pk)))
        assert 'class="outside"' not in drawn

    def test_draws_what_lies_beyond_the_border_apart(self, ada: User) -> None:
        at_the_border = zones.circle((116.4995, 39.90))
        version = zones.declared(by=ada, geometry=at_the_border)

        said = reader(ada).get(address("console:zone", version.pk)).content.decode()

        assert 'class="outside"' in said
        assert "beyond the border of the province" in said

    def test_outside_the_officials_areas_is_not_found(self, ada: User, cleo: User) -> None:
        version = zones.declared(by=ada)

        assert reader(cleo).get(address("console:zone", version.pk)).status_code == 404

    def test_offers_the_decision_to_another_office_only(self, ada: User, ben: User) -> None:
        version = zones.declared(by=ada)

        assert "It waits for the signature of another office." in shown(
            ada, "console:zone", version.pk
        )
        assert "Sign: put the zone into force" in shown(ben, "console:zone", version.pk)

    def test_says_who_signed(self, ada: User) -> None:
        version = zones.in_force(by=ada)

        assert "Signed by signing office" in shown(ada, "console:zone", version.pk)


def read(user: User, version: Any, at: datetime = NOW) -> Any:
    """Return how a version's state reads, as an official of its area finds it."""
    found = queries.visible_to(user, Power.VIEW_FIGURES, NOW)
    return page.reads(found.get(pk=version.pk), at)


class TestReads:
    def test_before_its_start_as_signed(self, ada: User) -> None:
        version = zones.in_force(by=ada, starts_at=NOW + timedelta(hours=1))

        assert read(ada, version) == page.TO_COME

    def test_between_start_and_end_as_in_effect(self, ada: User) -> None:
        version = zones.in_force(by=ada)

        assert read(ada, version) == page.IN_EFFECT
        assert read(ada, version, version.ends_at) == page.OVER

    def test_once_lifted_as_lifted(self, ada: User) -> None:
        version = zones.in_force(by=ada)
        services.lift(version.zone, at=NOW, by=ada, now=NOW)

        assert read(ada, version) == page.LIFTED

    def test_once_refused_as_refused(self, ada: User, ben: User) -> None:
        version = services.refuse(zones.declared(by=ada), by=ben, reason="too large", now=NOW)

        assert read(ada, version) == page.REFUSED

    def test_once_a_later_version_began_as_replaced(self, ada: User) -> None:
        version = zones.in_force(by=ada)
        changes = services.Changes(level=Level.MEDIUM, starts_at=NOW)
        later = services.revise(version.zone, changes, by=ada, now=NOW)
        assert read(ada, version) == page.IN_EFFECT

        services.countersign(later, by=version.signed_by, now=NOW)

        assert read(ada, version) == page.REPLACED
        assert read(ada, version, NOW - timedelta(hours=1)) == page.IN_EFFECT
        assert read(ada, later) == page.IN_EFFECT
        assert "Other versions version 2" in shown(ada, "console:zone", version.pk)


class TestRefused:
    def test_shows_who_refused_when_and_why(self, ada: User, ben: User) -> None:
        version = services.refuse(zones.declared(by=ada), by=ben, reason="证据不足", now=cast.NOW)

        said = shown(ada, "console:zone", version.pk)

        assert "Refused · 证据不足" in said
        assert (ben.full_name or ben.username) in said

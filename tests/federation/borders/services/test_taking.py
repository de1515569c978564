"""Entries are taken in once, in any order; what cannot be read is kept, named, without effect."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.db import transaction

from federation.borders import queries, services
from federation.borders.entries import Entry
from federation.borders.models import Held, Offer, PeerMap
from provinces.ledger.kinds import Kind
from provinces.tenancy import scope
from tests import cast
from tests.federation.borders import border

NOW = cast.NOW


@pytest.fixture
def told(neighbours: None) -> Entry:
    """What the south says of a zone over the border."""
    with scope.province(cast.SOUTH):
        border.zone()
        return border.entries()[0]


def taken(*entries: Entry) -> services.Taken:
    with transaction.atomic():
        return services.take(entries, now=NOW)


@pytest.mark.usefixtures("neighbours")
class TestTake:
    def test_takes_an_entry_once(self, told: Entry) -> None:
        assert taken(told, told) == services.Taken(held=1, offers=1, ignored=1)
        assert taken(told) == services.Taken(held=0, offers=0, ignored=1)
        assert Held.objects.count() == Offer.objects.count() == 1

    def test_ignores_what_says_nothing_about_zones(self, told: Entry) -> None:
        entry = replace(told, kind="weather.forecast", index=9)

        assert taken(entry) == services.Taken(held=0, offers=0, ignored=1)

    @pytest.mark.parametrize(
        ("body", "flaw"),
        [
            ({"reference": 5}, "reference is not a text"),
            ({"version": True}, "version is not a whole number"),
            ({"level": "3"}, "level is not a whole number"),
            ({"declared_at": "yesterday"}, "declared_at is not a moment"),
            ({"cells": {"sha256": "00", "bytes": 1}}, "blob of cells is missing"),
            ({"cells": "none"}, "no reference"),
            ({"name_en": "a\x00b"}, "cannot be kept"),
        ],
    )
    def test_keeps_what_it_cannot_read_without_effect(
        self, told: Entry, body: dict[str, Any], flaw: str
    ) -> None:
        found = taken(replace(told, body={**told.body, **body}))

        assert (found.held, found.offers) == (1, 0)
        assert flaw in queries.unreadable().get().flaw
        assert services.resolve_now(now=NOW).effective == 0

    @pytest.mark.parametrize(
        "blob",
        [
            b"",
            b"[]",
            b'{"ranges":[["8b","8c"]],"resolution":11}',
            b'{"ranges": [], "resolution": 11}',
            b'{"ranges":[["8b2a1072b59ffff","8b2a1072b59ffff"]],"resolution":11}',
        ],
    )
    def test_keeps_cells_that_are_none_without_effect(self, told: Entry, blob: bytes) -> None:
        name = told.body["cells"]["sha256"]
        reference = {"sha256": name, "bytes": len(blob)}
        entry = replace(
            told, body={**told.body, "cells": reference}, blobs={**told.blobs, name: blob}
        )

        taken(entry)

        assert bool(queries.unreadable()) or services.resolve_now(now=NOW).effective == 0

    @pytest.mark.parametrize(
        "body",
        [
            {"reference": "x" * 5000},
            {"version": 2**40},
            {"level": 9},
            {"starts": 5, "ends": 4},
            {"ends": 2**50},
        ],
    )
    def test_offers_nothing_the_resolution_would_not_count(
        self, told: Entry, body: dict[str, Any]
    ) -> None:
        found = taken(replace(told, body={**told.body, **body}))

        assert (found.held, found.offers) == (1, 0)
        mapped = services.resolve_now(now=NOW)
        assert (mapped.effective, mapped.rejected) == (0, 1)

    def test_lets_no_peer_speak_in_this_provinces_name(self, told: Entry) -> None:
        with pytest.raises(services.ForgedOrigin):
            taken(replace(told, origin=cast.NORTH))

        assert not Held.objects.exists()

    def test_believes_nobody_who_is_no_member(self, told: Entry) -> None:
        taken(replace(told, origin="east"))

        mapped = services.resolve_now(now=NOW)
        assert (mapped.effective, mapped.rejected) == (0, 1)

    @pytest.mark.parametrize(
        "body",
        [
            {},
            {"id": "0" * 64},
            {"id": "0" * 64, "terms": {}},
            {"id": "0" * 64, "at_minute": "soon"},
        ],
    )
    @pytest.mark.parametrize("kind", [Kind.TREATY_PROPOSED, Kind.TREATY_SIGNED, Kind.TREATY_ENDED])
    def test_keeps_a_treaty_it_cannot_read_without_effect(
        self, kind: Kind, body: dict[str, Any]
    ) -> None:
        taken(Entry(cast.SOUTH, 3, kind, NOW, body))

        assert queries.unreadable().count() == 1
        services.resolve_now(now=NOW)

    def test_notes_what_map_a_peer_came_to(self, told: Entry) -> None:
        taken(told)
        services.resolve_now(now=NOW)
        ours = queries.latest_map()
        assert ours is not None
        body = {"algorithm": 1, "digest": "0" * 64, "sizes": ours.sizes, "as_of": "x"}

        taken(Entry(cast.SOUTH, 7, Kind.MAP_RESOLVED, NOW, body))

        assert PeerMap.objects.count() == 1
        (found,) = queries.discrepancies()
        assert (found.origin, found.theirs, found.ours) == (cast.SOUTH, "0" * 64, ours.digest)

    def test_keeps_a_map_once_that_is_told_again(self) -> None:
        body = {"digest": "0" * 64, "sizes": {cast.SOUTH: 3}}
        told = [Entry(cast.SOUTH, number, Kind.MAP_RESOLVED, NOW, body) for number in range(3)]

        taken(*told[:2])
        taken(told[2])

        assert PeerMap.objects.count() == 1

    @pytest.mark.parametrize(
        "body", [{}, {"digest": "0", "sizes": {}}, {"digest": "0" * 64, "sizes": {"\0": 1}}]
    )
    def test_keeps_no_map_that_it_cannot_read(self, body: dict[str, Any]) -> None:
        good = {"digest": "1" * 64, "sizes": {}}

        taken(*(Entry(cast.SOUTH, 7, Kind.MAP_RESOLVED, NOW, each) for each in (body, good)))

        assert PeerMap.objects.get().digest == "1" * 64


@pytest.mark.usefixtures("neighbours")
class TestTakeOwn:
    def test_holds_what_is_sealed_of_the_own_feed_once(self) -> None:
        border.zone()
        border.entries()

        assert services.take_own(now=NOW).held == 1
        assert services.take_own(now=NOW).held == 0
        assert not Offer.objects.exists()


class TestTransaction:
    def test_is_the_importers_own(self, in_login_mode: None) -> None:
        with scope.province(cast.NORTH), pytest.raises(services.NotInATransaction):
            services.take([], now=NOW)

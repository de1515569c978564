"""What the feed says of own zones: enough for a neighbour to hold them, and always as they are."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from core.cells.ranges import Ranges
from core.cells.snapping import snap_circle
from core.periods import epoch_minute
from core.signing.canonical import parsed
from provinces.accounts.models import User
from provinces.ledger import queries as ledger
from provinces.ledger.models import Blob, FeedEntry
from provinces.zones import publishing, services
from provinces.zones.models import EffectiveZone
from tests import cast
from tests.factories import ledger as ledgers
from tests.factories import zones

NOW = cast.NOW
LATER = NOW + timedelta(hours=2)
BORDER = (116.4999, 39.95)


def published() -> list[tuple[str, dict[str, Any]]]:
    found = FeedEntry.objects.filter(kind__startswith="zone.").order_by("pk")
    return [(entry.kind, json.loads(entry.data)["body"]) for entry in found]


def last() -> tuple[str, dict[str, Any]]:
    return published()[-1]


def cells(reference: dict[str, Any]) -> Ranges:
    """Return the cells of a blob, as a receiver reads them."""
    content = ledger.blob(reference["sha256"])
    assert len(content) == reference["bytes"]
    read = parsed(content)
    pairs = [[int(end, 16) for end in pair] for pair in read["ranges"]]
    return Ranges.from_pairs(pairs, read["resolution"])


class TestTakingEffect:
    def test_is_published_with_what_a_neighbour_needs(self, ada: User) -> None:
        version = zones.in_force(geometry=zones.circle(BORDER))

        ((kind, body),) = published()

        assert kind == "zone.effective"
        assert cells(body.pop("cells")) == Ranges.from_pairs(version.cells, 11)
        assert cells(body.pop("spill")) == Ranges.from_pairs(version.spill, 11)
        assert body == {
            "reference": version.zone.reference,
            "version": 1,
            "level": 3,
            "unit": "compound",
            "name_zh": "福鼎家园小区",
            "name_en": "Fuding Garden",
            "starts": epoch_minute(version.starts_at),
            "ends": epoch_minute(version.ends_at),
            "area": "110101",
            "authority": "市疾病预防控制中心",
            "case_evidence": "case 2026-1115-03",
            "declared_at": "2026-11-15T04:00:00Z",
            "declared_unit": "declaring office",
            "signed_unit": "signing office",
            "finest": 11,
        }

    def test_without_spill_says_so(self, ada: User) -> None:
        zones.in_force()

        assert last()[1]["spill"] is None

    def test_waits_for_the_second_signature(self, ada: User) -> None:
        zones.declared()

        assert published() == []

    def test_says_nothing_of_colours(self, ada: User) -> None:
        zones.in_force()

        assert not {"colour", "color", "status"} & last()[1].keys()


class TestChanging:
    def test_publishes_anew_what_a_later_version_cuts_off(self, ada: User) -> None:
        version = zones.in_force()
        changes = services.Changes(starts_at=NOW)
        later = services.revise(version.zone, changes, by=ada, now=NOW)
        by = zones.official("high_reviewer", unit="signing office")
        services.countersign(later, by=by, now=NOW)

        _, (_, cut), (_, new) = published()

        assert (cut["version"], cut["ends"]) == (1, epoch_minute(NOW))
        assert (new["version"], new["starts"]) == (2, epoch_minute(NOW))
        assert cut["cells"] == new["cells"]
        assert Blob.objects.count() == 1

    def test_ends_what_a_later_version_corrects_away(self, ada: User) -> None:
        version = zones.in_force()
        changes = services.Changes(starts_at=version.starts_at - timedelta(days=1))
        later = services.revise(version.zone, changes, by=ada, now=NOW)
        by = zones.official("high_reviewer", unit="signing office")
        services.countersign(later, by=by, now=NOW)

        assert [kind for kind, _ in published()] == [
            "zone.effective",
            "zone.ended",
            "zone.effective",
        ]
        assert published()[1][1] == {"reference": version.zone.reference, "version": 1}

    def test_publishes_anew_what_is_lifted(self, ada: User) -> None:
        version = zones.in_force()

        services.lift(version.zone, at=NOW, by=ada, now=LATER)

        (_, first), (kind, body) = published()
        assert kind == "zone.effective"
        assert body == {**first, "ends": epoch_minute(NOW)}

    def test_ends_what_is_lifted_at_its_start(self, ada: User) -> None:
        version = zones.in_force()

        services.lift(version.zone, at=version.starts_at, by=ada, now=NOW)

        assert last() == ("zone.ended", {"reference": version.zone.reference, "version": 1})

    def test_says_nothing_of_a_neighbours_zones(self, ada: User) -> None:
        services.receive_effective("south", [], now=NOW)

        assert published() == []


class TestMany:
    def test_are_published_each(self, ada: User, ben: User) -> None:
        zones.ground()
        places = [(116.35, 39.85), (116.40, 39.90), BORDER]
        drafts = [
            services.SnappedZone(
                zones.draft(geometry=zones.circle(at, 200)), snap_circle(at[1], at[0], 200)
            )
            for at in places
        ]

        services.effect_many(drafts, by=ada, signed_by=ben, now=NOW)

        references = [body["reference"] for _, body in published()]
        assert references == list(
            EffectiveZone.objects.order_by("pk").values_list("reference", flat=True)
        )
        assert [bool(body["spill"]) for _, body in published()] == [False, False, True]

    def test_cost_as_many_statements_as_one(
        self, ada: User, ben: User, django_assert_max_num_queries: Any
    ) -> None:
        zones.ground()
        place = (116.40, 39.90)
        zone = services.SnappedZone(
            zones.draft(geometry=zones.circle(place, 200)), snap_circle(place[1], place[0], 200)
        )
        effective = services.effect_many([zone] * 40, by=ada, signed_by=ben, now=NOW)
        with django_assert_max_num_queries(4):
            publishing.publish_changed(effective, now=NOW)


class TestPublishUnpublished:
    def test_publishes_what_was_in_effect_before_there_was_a_feed(self, ada: User) -> None:
        version = zones.in_force()
        before = published()
        ledgers.tampered("DELETE FROM ledger_feedentry")

        assert services.publish_unpublished(now=LATER) == 1
        assert published() == before
        assert version.zone.reference == before[0][1]["reference"]

    def test_publishes_nothing_twice(self, ada: User) -> None:
        zones.in_force()

        assert services.publish_unpublished(now=LATER) == 0
        assert len(published()) == 1

    def test_leaves_out_what_was_corrected_away(self, ada: User) -> None:
        version = zones.in_force()
        services.lift(version.zone, at=version.starts_at, by=ada, now=NOW)
        ledgers.tampered("DELETE FROM ledger_feedentry")

        assert services.publish_unpublished(now=LATER) == 0


class TestBlobOf:
    @pytest.mark.parametrize("pairs", [[], [[0x8B283082A000FFF, 0x8B283082A001FFF]] * 2])
    def test_is_canonical(self, pairs: list[list[int]]) -> None:
        read = parsed(publishing.blob_of(pairs))

        assert read["resolution"] == 11
        assert [[int(end, 16) for end in pair] for pair in read["ranges"]] == pairs
        assert all(len(end) == 15 for pair in read["ranges"] for end in pair)

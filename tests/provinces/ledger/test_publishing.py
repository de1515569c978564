"""Publishing: with the change, once for all, and never changed."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from core.signing.canonical import NotCanonical
from provinces.ledger import services
from provinces.ledger.kinds import Kind
from provinces.ledger.models import Blob, Cosignature, FeedEntry, Unsealed
from provinces.tenancy import directory, scope
from tests import cast
from tests.cast import NOW
from tests.factories import ledger


def published(body: dict[str, Any], **rest: Any) -> FeedEntry:
    return services.publish(Kind.FIGURES_PUBLISHED, body, at=NOW, **rest)


class TestPublish:
    def test_is_refused_outside_a_transaction(self, in_login_mode: None) -> None:
        with scope.province(cast.NORTH), pytest.raises(services.NotInATransaction):
            published({})

    def test_goes_with_its_transaction(self, north: directory.Entry) -> None:
        with transaction.atomic():
            published({}, blobs=[b"x"])
            transaction.set_rollback(True)

        assert not FeedEntry.objects.exists()
        assert not Blob.objects.exists()
        assert not Unsealed.objects.exists()

    def test_works_with_the_provinces_own_login(self, in_login_mode: None) -> None:
        with scope.province(cast.NORTH):
            ledger.published(2, blobs=[b"x"])

            assert Unsealed.objects.filter(log="feed").count() == 2

    def test_says_whose_it_is(self, south: directory.Entry) -> None:
        made = published({"people": 3})

        assert json.loads(made.data) == {
            "at": "2026-11-15T04:00:00Z",
            "body": {"people": 3},
            "kind": "figures.published",
            "origin": "south",
            "v": 1,
        }

    def test_keeps_a_blob_once(self, north: directory.Entry) -> None:
        for _ in range(2):
            published({"document": services.reference_to(b"x")}, blobs=[b"x", b"x"])

        kept = Blob.objects.get()
        assert kept.sha256 == services.reference_to(b"x")["sha256"]
        assert bytes(kept.content) == b"x"

    def test_refuses_what_does_not_fit_a_leaf(self, north: directory.Entry) -> None:
        published({"text": "x" * 59_000})

        with pytest.raises(services.TooLarge, match="60000"):
            published({"text": "x" * 60_000})

    @pytest.mark.parametrize("body", [{"share": 0.5}, {"at": NOW}])
    def test_refuses_what_is_not_plain_json(
        self, north: directory.Entry, body: dict[str, Any]
    ) -> None:
        with pytest.raises(NotCanonical):
            published(body)

    def test_refuses_a_kind_there_is_not(self, north: directory.Entry) -> None:
        with pytest.raises(ValueError, match="made\\.up"):
            services.publish("made.up", {}, at=NOW)


class TestPublishMany:
    def test_keeps_the_order(self, north: directory.Entry) -> None:
        made = ledger.published(3)

        assert [json.loads(each.data)["body"]["people"] for each in made] == [0, 1, 2]
        assert [each.pk for each in made] == sorted(each.pk for each in made)

    def test_of_nothing_is_nothing(self, north: directory.Entry) -> None:
        assert services.publish_many(Kind.ZONE_ENDED, [], at=NOW) == []

    def test_queues_them_with_one_statement(
        self, north: directory.Entry, django_assert_num_queries: Any
    ) -> None:
        Unsealed.objects.exists()  # the province is entered

        with django_assert_num_queries(1):
            services.publish_many(Kind.FIGURES_PUBLISHED, [{}] * 50, at=NOW)

        assert Unsealed.objects.filter(log="feed").count() == 50


class TestFeedEntry:
    def test_names_a_kind_by_its_shape(self, north: directory.Entry) -> None:
        with pytest.raises(IntegrityError, match="a_feed_entry_names_a_kind"), transaction.atomic():
            FeedEntry.objects.create(kind="Any Thing", published_at=NOW, data=b"{}")


class TestTakeCosignature:
    def test_is_told_of_the_head(self, north: directory.Entry) -> None:
        ledger.published(3)
        ledger.seal()

        services.take_cosignature("feed", 3, witness="south", line="— south x", now=NOW)

        assert Cosignature.objects.get().line == "— south x"

    def test_keeps_the_first_of_each_witness(self, north: directory.Entry) -> None:
        ledger.seal()
        for line in ("first", "second"):
            services.take_cosignature("feed", 0, witness="south", line=line, now=NOW)

        assert Cosignature.objects.get().line == "first"

    def test_refuses_a_head_there_is_not(self, north: directory.Entry) -> None:
        with pytest.raises(services.UnknownHead):
            services.take_cosignature("feed", 3, witness="south", line="x", now=NOW)

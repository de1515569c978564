"""Rule sets are published to everybody, document and all."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta
from typing import Any

from provinces.accounts.models import User
from provinces.ledger import queries as ledger
from provinces.ledger.models import FeedEntry
from provinces.rules import services
from provinces.tenancy import directory
from tests import cast
from tests.factories import ledger as ledgers
from tests.factories import rulesets

NOW = cast.NOW


def published() -> list[tuple[str, dict[str, Any]]]:
    found = FeedEntry.objects.filter(kind__startswith="ruleset.").order_by("pk")
    return [(each.kind, json.loads(each.data)["body"]) for each in found]


class TestPublish:
    def test_shows_the_document_to_everybody(self, north: directory.Entry) -> None:
        ruleset = services.publish(rulesets.document(), now=NOW)

        ((kind, body),) = published()

        content = ledger.blob(body["document"]["sha256"])
        assert kind == "ruleset.published"
        assert json.loads(content) == ruleset.document
        assert body["digest"] == ruleset.digest == hashlib.sha256(content).hexdigest()
        assert (body["id"], body["version"]) == (ruleset.name, ruleset.version)
        assert body["in_force_from"] == "2026-11-15T04:00:00Z"


class TestSign:
    def test_shows_a_version_in_notice(self, ada: User) -> None:
        ruleset = rulesets.signed()

        kind, body = published()[-1]

        assert kind == "ruleset.published"
        assert body["in_force_from"] == ruleset.in_force_from.strftime("%Y-%m-%dT%H:%M:%SZ")
        assert body["expires"] == ruleset.expires_at.strftime("%Y-%m-%dT%H:%M:%SZ")


class TestWithdraw:
    def test_is_published(self, ada: User) -> None:
        ruleset = rulesets.signed()

        services.withdraw(
            ruleset,
            by=rulesets.signatory(),
            because="an error",
            now=NOW + timedelta(minutes=1),
        )

        kind, body = published()[-1]
        assert kind == "ruleset.withdrawn"
        assert (body["id"], body["version"]) == (ruleset.name, ruleset.version)
        assert "because" not in body


class TestPublishUnpublished:
    def test_publishes_what_was_signed_before_there_was_a_feed(self, ada: User) -> None:
        rulesets.signed()
        before = published()
        ledgers.tampered("DELETE FROM ledger_feedentry")

        assert services.publish_unpublished(now=NOW) == len(before)
        assert published() == before

    def test_publishes_nothing_twice(self, ada: User) -> None:
        rulesets.signed()

        assert services.publish_unpublished(now=NOW) == 0

    def test_leaves_out_what_is_over(self, north: directory.Entry) -> None:
        services.publish(rulesets.document(), now=NOW)
        ledgers.tampered("DELETE FROM ledger_feedentry")

        assert services.publish_unpublished(now=NOW + timedelta(days=91)) == 0

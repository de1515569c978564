"""Everybody reads that something is held, and what became of it; of whom it is, nobody."""

from __future__ import annotations

import json
from typing import Any

import pytest

from provinces.accounts.models import User
from provinces.evidence import services
from provinces.evidence.models import Hold
from provinces.ledger.models import FeedEntry
from tests import cast
from tests.factories import citizens, evidence

NOW = cast.NOW


@pytest.fixture
def releaser(north: object) -> User:
    return evidence.official("high_reviewer", "110000", unit="command")


def published(kind: str) -> list[dict[str, Any]]:
    found = FeedEntry.objects.filter(kind=kind).order_by("pk")
    return [json.loads(bytes(entry.data))["body"] for entry in found]


def listed(by: User, count: int, digest: str = "0") -> None:
    people = [citizens.citizen() for _ in range(count)]
    evidence.listed(people, by=by, digest=digest * 64)


class TestHeld:
    def test_is_told_in_tens(self, ada: User, settings: Any) -> None:
        settings.EVIDENCE_UNLINKED_DAY = 20

        listed(ada, 27)

        assert published("evidence.held") == [
            {
                "hold": Hold.objects.get().pk,
                "office": "city health office",
                "area": "110101",
                "why": ["shared", "unlinked"],
                "count": 20,
                "pulled_back": None,
                "opened_at": "2026-11-15T04:00:00+00:00",
            }
        ]

    def test_is_told_again_each_time_that_it_has_doubled(self, ada: User, settings: Any) -> None:
        settings.EVIDENCE_UNLINKED_DAY = 10
        listed(ada, 14)

        for _ in range(20):
            services.propose(evidence.claim(), by=ada, now=NOW)

        assert [each["count"] for each in published("evidence.held")] == [10, 10, 30]

    def test_tells_no_small_number_and_nobody(self, ada: User, settings: Any) -> None:
        settings.EVIDENCE_UNLINKED_DAY = 1
        person = citizens.citizen()

        evidence.listed([person, citizens.citizen()], by=ada, source_reference="depositors")

        (told,) = published("evidence.held")
        assert told["count"] is None
        assert person.reference not in str(told)
        assert "depositors" not in str(told)


class TestDecided:
    @pytest.mark.parametrize(
        ("decide", "outcome"),
        [(services.release, "released"), (services.refuse_hold, "refused")],
    )
    def test_is_told_with_the_office_that_decided(
        self, ada: User, releaser: User, settings: Any, decide: Any, outcome: str
    ) -> None:
        settings.EVIDENCE_UNLINKED_DAY = 10
        listed(ada, 12)

        decide(Hold.objects.get(), by=releaser, because="papers seen", now=NOW)

        (told,) = published("evidence.decided")
        assert (told["outcome"], told["count"]) == (outcome, 10)
        assert (told["office"], told["second_office"]) == ("city health office", "command")

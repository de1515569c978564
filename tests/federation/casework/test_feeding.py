"""What other provinces' feeds say that concerns casework."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from federation.casework import queries, services
from federation.casework.models import HoldElsewhere, PeerScore
from federation.peers import instants
from provinces.tenancy import directory
from tests import cast
from tests.federation.casework import feeds
from tests.federation.casework.stories import NOW

KINDS = (
    "assertions.held",
    "assertions.released",
    "assertion.suspended",
    "conformance.scored",
    "purposes.listed",
)


def held(**changes: Any) -> dict[str, Any]:
    """Return what the south publishes of what it holds of the north."""
    return {
        "hold": str(uuid.UUID(int=7)),
        "issuer": cast.NORTH,
        "count": 3,
        "remote": 2,
        "why": ["one_source"],
        "opened_at": instants.text(NOW),
        **changes,
    }


def take(kind: str, *bodies: Any, first: int = 0) -> None:
    found = feeds.entries(cast.SOUTH, kind, bodies)
    services.take(
        [feeds.Imported(each.origin, each.index + first, each.kind, each.body) for each in found],
        now=NOW,
    )


def score(*, sealed: bool) -> dict[str, Any]:
    return {
        "checks": {"ledger_is_sealed": sealed, "rows_stay": True},
        "scored_at": instants.text(NOW),
    }


class TestHolds:
    def test_of_ours_are_shown_with_their_latest_count(self, north: directory.Entry) -> None:
        take("assertions.held", held(), held(count=9))

        assert queries.held_elsewhere().get().count == 9

    def test_of_ours_are_shown_with_their_outcome(self, north: directory.Entry) -> None:
        told = {"outcome": "refused", "decided_at": instants.text(NOW)}
        take("assertions.held", held())
        take("assertions.released", held(**told))

        assert HoldElsewhere.objects.get().outcome == "refused"

    def test_of_others_are_not_ours(self, north: directory.Entry) -> None:
        take("assertions.held", held(issuer="east"))

        assert not HoldElsewhere.objects.exists()

    def test_are_not_taken_over_by_another_province(self, north: directory.Entry) -> None:
        take("assertions.held", held())
        services.take(feeds.entries("east", "assertions.held", [held(count=99)]), now=NOW)

        assert HoldElsewhere.objects.get().count == 3

    def test_of_one_batch_are_the_first_teller_s(self, north: directory.Entry) -> None:
        first = feeds.entries(cast.SOUTH, "assertions.held", [held()])
        second = feeds.entries("east", "assertions.held", [held(count=99)])
        services.take([*first, *second], now=NOW)

        assert (HoldElsewhere.objects.get().peer, HoldElsewhere.objects.get().count) == (
            cast.SOUTH,
            3,
        )

    def test_keep_the_last_word_that_can_be_read(self, north: directory.Entry) -> None:
        take("assertions.held", held(count=4), held(count="many"))

        assert HoldElsewhere.objects.get().count == 4

    def test_may_say_odd_things(self, north: directory.Entry) -> None:
        take("assertions.held", held(why=["\0", "x" * 99]))
        take("conformance.scored", score(sealed=True) | {"checks": {"\0": False}})

        assert HoldElsewhere.objects.get().why == ["", "x" * 40]


class TestScores:
    def test_are_kept_the_latest_one(self, north: directory.Entry) -> None:
        take("conformance.scored", score(sealed=False), score(sealed=True))
        take("conformance.scored", score(sealed=False))

        assert PeerScore.objects.get().failed == []
        assert not queries.is_failing(cast.SOUTH, NOW)

    def test_that_fail_are_known(self, north: directory.Entry) -> None:
        take("conformance.scored", score(sealed=False))

        assert queries.is_failing(cast.SOUTH, NOW)

    def test_count_checks_and_not_what_is_said_of_them(self, north: directory.Entry) -> None:
        take("conformance.scored", {**score(sealed=False), "passed": 2, "of": 2})

        assert queries.is_failing(cast.SOUTH, NOW)


class TestTake:
    @pytest.mark.parametrize("kind", KINDS)
    @given(body=st.dictionaries(st.sampled_from([*held(), "checks"]), st.integers() | st.text()))
    @settings(
        deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture]
    )
    def test_is_stopped_by_no_body(
        self, north: directory.Entry, kind: str, body: dict[str, Any]
    ) -> None:
        take(kind, body, {**held(), **body})

    def test_lets_other_kinds_be(self, north: directory.Entry) -> None:
        take("zone.effective", {})

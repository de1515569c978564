"""A province's officials see which of the others have read of a version of its rules."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest

from federation.console import noticing
from provinces.ledger import queries as feed
from provinces.ledger import services as ledger
from provinces.tenancy import scope
from tests import cast
from tests.factories import federations, feeds

NOW = cast.NOW
LATER = NOW + timedelta(minutes=3)
WITNESS = "concord/south"


def told(index: int | None) -> Mapping[str, Any] | None:
    published = None if index is None else {"index": index, "size": 9}
    return noticing.on_notice({"now": NOW, "published": published})


@pytest.fixture
def member(north: object, in_one_transaction: object) -> None:
    federations.founded()


class TestOnNotice:
    def test_names_who_has_not_read_it_yet(self, member: None) -> None:
        with scope.province(cast.NORTH):
            found = told(0)

        assert found is not None
        (reader,) = found["readers"]
        assert reader["read_at"] is None

    def test_says_when_a_peer_cosigned_a_head_that_holds_it(self, member: None) -> None:
        with scope.province(cast.NORTH):
            feeds.published(2)
            size = feed.size("feed")
            ledger.take_cosignature("feed", size, witness=WITNESS, line="—", now=LATER)

            last, beyond = told(size - 1), told(size)

        assert last is not None
        assert beyond is not None
        assert last["readers"][0]["read_at"] == LATER
        assert beyond["readers"][0]["read_at"] is None

    def test_is_nothing_before_it_is_sealed(self, member: None) -> None:
        with scope.province(cast.NORTH):
            assert told(None) is None

"""The tasks nudge; who is to be asked stands in the database."""

from __future__ import annotations

from typing import Any

import pytest

from federation.sync import queries, tasks
from federation.sync.models import Hint
from provinces.ledger import sealing
from provinces.tenancy import scope
from tests import cast
from tests.factories import federations, feeds
from tests.pages import noon  # noqa: F401  a fixture


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The visits that were sent for."""
    found: list[Any] = []
    monkeypatch.setattr(
        tasks.sync_peer, "apply_async", lambda args, more, expires: found.append((*args, more))
    )
    return found


@pytest.mark.usefixtures("north", "noon", "in_one_transaction")
class TestSyncProvince:
    def test_sends_for_each_peer_that_is_due(self, sent: list[Any]) -> None:
        federations.founded()

        tasks.sync_province("north")

        assert sent == [("north", {"peer": "south"})]

    def test_sends_for_nobody_outside_a_federation(self, sent: list[Any]) -> None:
        tasks.sync_province("north")

        assert sent == []


@pytest.mark.usefixtures("north", "noon", "in_one_transaction")
class TestSyncPeer:
    def test_pulls_it(self, sent: list[Any]) -> None:
        federations.founded()
        with scope.province("south"):
            feeds.published(3)
            sealing.seal(now=cast.NOW)
        tasks.sync_province("north")

        tasks.sync_peer("north", peer="south")

        with scope.province("north"):
            assert queries.sizes("south")["feed"] >= 3
            assert queries.due(cast.NOW) == ["south"]


@pytest.mark.usefixtures("north", "noon", "in_one_transaction")
class TestHintPeers:
    def test_tells_them_of_what_is_sealed(self) -> None:
        federations.founded()
        feeds.published(3)

        tasks.hint_peers("north")

        with scope.province("north"):
            assert Hint.objects.filter(peer="south").exists()


class TestSync:
    def test_goes_to_every_province(self, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
        gone: list[str] = []
        monkeypatch.setattr(tasks.sync_province, "delay", gone.append)

        tasks.sync()

        assert gone == ["north", "south"]

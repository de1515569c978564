"""Pulling as in production: each province with its own login, rows committed, no transaction."""

from __future__ import annotations

import pytest
from django.utils import timezone

from federation.sync import queries, syncing, verifying
from provinces.ledger import queries as ledger
from provinces.ledger import sealing
from provinces.tenancy import scope
from tests import cast
from tests.factories import federations, feeds
from tests.pages import noon  # noqa: F401  a fixture

NOW = cast.NOW


@pytest.fixture
def two_provinces(in_login_mode: None, noon: None) -> None:  # noqa: F811
    """The north and the south in one federation; nobody is in either."""
    federations.founded()
    for slug, count in ((cast.NORTH, 300), (cast.SOUTH, 3)):
        with scope.province(slug):
            feeds.published(count, blobs=(b"rules",))


def go_round(slug: str) -> None:
    with scope.province(slug):
        sealing.seal(now=NOW)
        done = syncing.sync(
            now=NOW,
            only_due=False,
            road=lambda peer: syncing.roads.to(peer, clock=timezone.now),
        )
        assert done.is_well


@pytest.mark.usefixtures("two_provinces")
class TestSync:
    def test_brings_two_provinces_to_the_same_view(self) -> None:
        for _ in range(4):
            for slug in federations.HOSTED:
                go_round(slug)

        with scope.province("south"):
            published = [entry.data for entry in ledger.entries(0, ledger.size("feed"))]
        with scope.province("north"):
            read = [bytes(entry.data) for entry in queries.imported("south")]
            assert verifying.verify_held(now=NOW) == []
            assert ledger.cosigned("feed", ledger.size("feed"))
        assert len(published) >= 3
        assert read == published

"""What provinces use data for travels by the feeds; what is new is seen before it counts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from federation.casework import queries as casework
from federation.casework.models import PeerPurposes
from federation.peers import instants
from federation.sync import pulling, queries, syncing
from provinces.ledger import announcing, purposes, sealing
from provinces.ledger.purposes import NOTICE
from provinces.tenancy import scope
from tests import cast
from tests.client import ProvinceClient
from tests.factories import federations, listings
from tests.federation.sync.stories import Story, leaf
from tests.pages import address, noon, words  # noqa: F401  a fixture

NOW = cast.NOW
LATER = NOW + timedelta(minutes=1)

pytestmark = pytest.mark.usefixtures("north", "noon", "in_one_transaction")


@pytest.fixture(autouse=True)
def _in_a_federation(north: object) -> Iterator[None]:
    """Be in a federation; let the register be as it is committed after each test."""
    federations.founded()
    yield
    purposes.listed.cache_clear()


def told(at: Any = NOW) -> None:
    """Have the south publish its list, and the north read its feed."""
    with scope.province(cast.SOUTH):
        announcing.publish_purposes(now=at)
        sealing.seal(now=at)
    with scope.province(cast.NORTH):
        syncing.sync(now=at, road=lambda to: syncing.roads.to(to, clock=timezone.now))


def counts_from() -> dict[str, str]:
    held = casework.purposes_of_peers()[cast.SOUTH]
    return {f"{each['list']} {each['key']}": each["counts_from"] for each in held.purposes}


class TestPurposes:
    def test_of_the_first_list_count_at_once(self) -> None:
        told()

        assert set(counts_from().values()) == {instants.text(NOW)}
        assert len(counts_from()) == len(purposes.listed())

    def test_that_are_new_count_after_48_hours(self, monkeypatch: pytest.MonkeyPatch) -> None:
        told()
        key = listings.with_one_more(monkeypatch)

        told(LATER)

        assert counts_from()[f"read {key}"] == instants.text(LATER + NOTICE)
        assert counts_from()["read care"] == instants.text(NOW)

    def test_are_read_by_everybody_the_new_ones_first(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        told()
        listings.with_one_more(monkeypatch)
        told(LATER)

        browser = ProvinceClient(headers={"accept-language": "en"})
        said = words(browser.get(address("together:purposes")))

        assert said.index("New, and not in use yet") < said.index("To offer you a vaccination")
        assert said.index("To offer you a vaccination") < said.index("What is in use")


class TestHostileList:
    def read(self, *entries: bytes) -> Any:
        story = Story(cast.SOUTH, federations.ledger_key(cast.SOUTH), entries=list(entries))
        pulling.pull(cast.SOUTH, now=NOW, transport=story)
        return PeerPurposes.objects.filter(peer=cast.SOUTH).first()

    def entry(self, **changes: Any) -> bytes:
        document = {**purposes.document(cast.SOUTH), **changes}
        body = {"document": document, "digest": purposes.digest(document)}
        return leaf(cast.SOUTH, kind="purposes.listed", body=body)

    def test_is_not_kept_and_what_was_told_before_stays(self) -> None:
        rows, edition = (purposes.document(cast.SOUTH)[name] for name in ("purposes", "edition"))
        taxed = [{**rows[0], "serves": "taxation"}, *rows[1:]]

        held = self.read(self.entry(), self.entry(edition=edition + 1, purposes=taxed))

        assert held.edition == edition
        assert queries.sizes(cast.SOUTH)["feed"] == 2

    @pytest.mark.parametrize(
        "changes",
        [
            {"host": cast.NORTH},
            {"v": 2},
            {"edition": 0},
            {"edition": True},
            {"purposes": []},
            {"purposes": ["care"]},
            {"more": 1},
        ],
    )
    def test_stops_no_import(self, changes: dict[str, Any]) -> None:
        assert self.read(self.entry(**changes)) is None
        assert queries.sizes(cast.SOUTH)["feed"] == 1

    def test_has_to_be_the_one_that_was_signed(self) -> None:
        body = {"document": purposes.document(cast.SOUTH), "digest": "0" * 64}

        assert self.read(leaf(cast.SOUTH, kind="purposes.listed", body=body)) is None

    def test_of_a_kind_that_is_not_known_is_kept_and_says_nothing(self) -> None:
        assert self.read(leaf(cast.SOUTH, kind="purposes.weighed", body={})) is None
        assert [each.kind for each in queries.imported(cast.SOUTH)] == ["purposes.weighed"]

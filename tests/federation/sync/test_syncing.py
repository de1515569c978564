"""Rounds with the peers: two provinces on one node, over the loopback, and one that is away."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from core.signing import notes
from federation.peers import queries as membership
from federation.peers import services as peers
from federation.peers import transport as roads
from federation.peers.listing import Member
from federation.peers.transport import Answer, Transport
from federation.sync import queries, services, syncing
from federation.sync.models import Cursor, Hint
from federation.sync.syncing import Round
from provinces.ledger import queries as ledger
from provinces.ledger import sealing
from provinces.ledger import services as ledgers
from provinces.ledger.kinds import Kind
from provinces.tenancy import scope
from tests import cast
from tests.factories import federations, feeds
from tests.federation.sync.stories import Story, leaves
from tests.pages import noon  # noqa: F401  a fixture

NOW = cast.NOW

pytestmark = pytest.mark.usefixtures("federated", "noon", "in_one_transaction")


class Away:
    """A peer that does not answer."""

    def get(self, path: str, *, most: int) -> Answer:
        return Answer(503, {}, b"")

    def post(self, path: str, body: bytes, headers: Any = None) -> Answer:
        return Answer(503, {}, b"")


def road(slug: str) -> Transport:
    return roads.to(slug, clock=timezone.now) if slug in federations.HOSTED else Away()


class Liar:
    """The real road to a peer, on which answers to paths with some ending are changed."""

    def __init__(self, ending: str, lie: Callable[[bytes], bytes]) -> None:
        self.ending, self.lie = ending, lie
        self.honest = roads.to("south", clock=timezone.now)

    def get(self, path: str, *, most: int) -> Answer:
        told = self.honest.get(path, most=most)
        if not path.endswith(self.ending):
            return told
        return Answer(told.status, told.headers, self.lie(told.body))

    def post(self, path: str, body: bytes, headers: Any = None) -> Answer:
        return self.honest.post(path, body, headers)


def go_round(slug: str, *, at: datetime = NOW, only_due: bool = False) -> Round:
    """Have a province seal what is new and go once round its peers."""
    with scope.province(slug):
        sealing.seal(now=at)
        return syncing.sync(now=at, only_due=only_due, road=road)


def rounds(count: int) -> list[Round]:
    """Have both provinces go round so often, one after the other."""
    return [
        go_round(slug, at=NOW + timedelta(seconds=20 * number))
        for number in range(count)
        for slug in federations.HOSTED
    ]


def own(slug: str) -> list[bytes]:
    with scope.province(slug):
        return [entry.data for entry in ledger.entries(0, ledger.size("feed"))]


def held(slug: str, *, of: str) -> list[bytes]:
    with scope.province(slug):
        return [bytes(entry.data) for entry in queries.imported(of)]


class TestSync:
    def test_brings_each_province_what_the_other_published(self) -> None:
        for slug, count in ((cast.NORTH, 300), (cast.SOUTH, 5)):
            with scope.province(slug):
                feeds.published(count, blobs=(b"rules",))

        rounds(2)

        assert held("south", of="north")[:300] == own("north")[:300]
        assert held("north", of="south")[:5] == own("south")[:5]

    def test_comes_to_an_end(self) -> None:
        for slug in federations.HOSTED:
            with scope.province(slug):
                feeds.published(5)
        rounds(6)

        last = rounds(1)

        assert [each.imported for done in last for each in done.pulled] == [0, 0, 0, 0]
        assert held("south", of="north") == own("north")
        assert held("north", of="south") == own("south")

    def test_has_each_cosign_what_the_other_sealed(self) -> None:
        for slug in federations.HOSTED:
            with scope.province(slug):
                feeds.published(5)

        rounds(3)

        key = federations.ledger_key("north").verifier
        with scope.province("south"):
            head = ledger.head("feed")
            note = notes.with_lines(head.note, ledger.cosigned("feed", head.size))
        assert notes.cosigners(note, [key]).keys() == {"concord/north"}

    def test_goes_on_with_the_others_when_one_is_away(self) -> None:
        with scope.province("south"):
            feeds.published(5)
            sealing.seal(now=NOW)

        done = go_round("north")

        told = {each.peer: each for each in done.pulled}
        assert told["south"].imported == 5
        assert "503" in told["east"].trouble
        assert not done.is_well

    def test_asks_only_those_who_are_due(self) -> None:
        with scope.province("south"):
            feeds.published(5)
        go_round("north")

        done = go_round("north", at=NOW + timedelta(seconds=10), only_due=True)

        assert [each.peer for each in done.pulled] == ["south"]

    def test_asks_nobody_whose_imports_are_suspended(self) -> None:
        with scope.province("south"):
            feeds.published(5)
        peers.suspend("south", by="user:1", because="an inquiry", now=NOW)

        done = go_round("north")

        assert [each.peer for each in done.pulled] == ["east"]
        assert held("north", of="south") == []

    def test_takes_up_again_when_a_peer_is_resumed(self) -> None:
        with scope.province("south"):
            feeds.published(5)
        peers.suspend("south", by="user:1", because="an inquiry", now=NOW)
        go_round("north")
        peers.resume("south", by="user:1", because="settled", now=NOW)

        go_round("north", at=NOW + timedelta(seconds=20))

        assert len(held("north", of="south")) == 5

    def test_asks_nobody_who_left_the_federation(self) -> None:
        federations.amended({"east": left})

        done = go_round("north")

        assert [each.peer for each in done.pulled] == ["south"]

    def test_takes_a_newer_membership_from_a_peer(self) -> None:
        federations.amended({}, taken_by=("south",))

        go_round("north")

        with scope.province("north"):
            assert membership.membership_version() == 3

    def test_hints_that_there_is_more(self) -> None:
        with scope.province("north"):
            feeds.published(5)

        done = go_round("north")

        assert done.hinted == ("south",)
        assert Hint.objects.get(peer="south").size == 5

    def test_hints_once_and_to_whoever_was_away_again_later(self) -> None:
        with scope.province("north"):
            feeds.published(5)
        go_round("north")

        done = go_round("north", at=NOW + timedelta(seconds=5))

        assert done.hinted == ()
        hint = Hint.objects.get(peer="east")
        assert (hint.size, hint.failures) == (0, 1)
        assert hint.next_try_at == NOW + timedelta(seconds=20)

    def test_hints_first_to_whoever_took_the_last_one(self) -> None:
        with scope.province("north"):
            feeds.published(5)
            services.hints_due(["east", "south"], size=0, now=NOW)
            Hint.objects.filter(peer="east").update(failures=1)

            due = services.hints_due(["east", "south"], size=5, now=NOW)

        assert [hint.peer for hint in due] == ["south", "east"]


def left(member: Member | None) -> Member:
    assert member is not None
    return replace(member, left_at=federations.FOUNDED)


def another_digit(note: bytes) -> bytes:
    return note.replace(b"\n5\n", b"\n6\n")


class TestVisit:
    @pytest.mark.parametrize(
        ("ending", "lie", "code"),
        [
            ("feed/checkpoint", another_digit, "bad-signature"),
            ("tile/entries/000.p/5", lambda told: told[:-1], "truncated-page"),
            ("tile/entries/000.p/5", lambda told: told.replace(b"2", b"3"), "bad-leaf"),
            (hashlib.sha256(b"rules").hexdigest(), lambda _told: b"other", "bad-blob"),
        ],
    )
    def test_refuses_what_is_changed_on_the_way(
        self, ending: str, lie: Callable[[bytes], bytes], code: str
    ) -> None:
        with scope.province("south"), transaction.atomic():
            bodies = [{"document": ledgers.reference_to(b"rules")}, *({"n": n} for n in range(4))]
            ledgers.publish_many(Kind.FIGURES_PUBLISHED, bodies, at=NOW, blobs=[b"rules"])
        with scope.province("south"):
            sealing.seal(now=NOW)
        services.start(["south"], now=NOW)

        done = syncing.visit("south", now=NOW, road=lambda _slug: Liar(ending, lie))

        assert done.pulled.refused == (code,)
        assert held("north", of="south") == []

    def test_is_somebody_elses_who_was_first(self) -> None:
        services.start(["south"], now=NOW)
        services.claim("south", now=NOW)

        assert syncing.visit("south", now=NOW, road=road) is None

    def test_records_a_membership_that_is_not_signed_and_pulls_all_the_same(self) -> None:
        told = Story("south", federations.ledger_key("south"), leaves("south", 3))
        told.documents[""] = {"province": "south", "versions": [1], "membership": 3}
        told.documents["v1/membership/3"] = {"signed": {}, "signatures": []}
        told.documents["v1/witnessed"] = {"witnessed": []}
        services.start(["south"], now=NOW)

        done = syncing.visit("south", now=NOW, road=lambda _: told)

        assert done is not None
        assert done.pulled.imported == 3
        assert [each.code for each in queries.refusals()] == ["bad-signature"]
        assert [path for path, _ in told.posts] == ["v1/feed/cosignatures"]

    def test_keeps_a_cosignature_that_the_peer_did_not_take(self) -> None:
        with scope.province("south"):
            feeds.published(3)
        services.start(["south"], now=NOW)
        syncing.visit("south", now=NOW, road=lambda slug: roads.to(slug, clock=years_ago))

        assert {each.log for each in queries.unposted("south")} == {"feed", "audit"}

        syncing.visit("south", now=NOW, road=road)

        assert queries.unposted("south") == []


def years_ago() -> datetime:
    return NOW - timedelta(days=20)


class TestHinted:
    def test_is_asked_at_once(self) -> None:
        go_round("south")
        with scope.province("south"):
            Cursor.objects.filter(peer="north").update(next_try_at=NOW + timedelta(hours=1))
        with scope.province("north"):
            feeds.published(5)
        go_round("north")

        done = go_round("south", at=NOW + timedelta(seconds=5), only_due=True)

        assert {each.peer: each.imported for each in done.pulled}.get("north") == 5

"""Sealing: every committed entry gets its place, once, whatever happens meanwhile."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction

from core.db import locks
from core.merkle.checkpoints import Checkpoint, parse
from core.merkle.frontier import Frontier
from core.merkle.hashing import EMPTY, leaf_hash
from core.signing import notes
from provinces.ledger import queries, sealing, verifying
from provinces.ledger.models import Entry, HashTile, Leaf, Log, TreeHead, Unsealed
from provinces.ledger.services import commit
from provinces.tenancy import directory, keys, scope
from provinces.tenancy.credentials import CredentialMissing
from provinces.tenancy.keys import KeyRole
from tests import cast, database
from tests.cast import NOW
from tests.factories import ledger


def places(log: str) -> list[tuple[int, int]]:
    return list(Leaf.objects.filter(log=log).order_by("index").values_list("index", "entry_id"))


class TestSeal:
    def test_places_both_logs_without_gaps_in_order_of_id(self, north: directory.Entry) -> None:
        recorded, published = ledger.recorded(3), ledger.published(2)

        assert ledger.seal() == {"feed": 2, "audit": 3}
        assert places("audit") == [(at, each.pk) for at, each in enumerate(recorded)]
        assert places("feed") == [(at, each.pk) for at, each in enumerate(published)]
        assert not Unsealed.objects.exists()

    def test_goes_on_where_it_ended(self, north: directory.Entry) -> None:
        ledger.recorded(3)
        ledger.seal()
        ledger.recorded(2)
        ledger.seal()

        assert [index for index, _ in places("audit")] == [0, 1, 2, 3, 4]
        assert [head.size for head in queries.heads("audit")] == [5, 3]

    def test_signs_what_the_leaves_make(self, north: directory.Entry) -> None:
        ledger.published(300)
        ledger.seal()

        leaves = [leaf_hash(entry.data) for entry in queries.entries(0, 300)]
        head = queries.head("feed")
        root = Frontier.empty().appended(leaves).root()
        note = notes.opened(head.note, keys.verifiers(KeyRole.LEDGER))
        assert parse(note.text) == Checkpoint("concord/north/feed", 300, root)
        assert note.signers == ("concord/north",)
        assert bytes(head.root) == root

    def test_comes_to_the_same_in_any_batches(self, north: directory.Entry) -> None:
        ledger.recorded_in_bulk(700)
        while sealing.seal_batch(Log.AUDIT, now=NOW, most=123):
            pass

        hashes = [
            bytes(each) for each in Leaf.objects.order_by("index").values_list("hash", flat=True)
        ]
        assert len(hashes) == 700
        for head in queries.heads("audit"):
            assert bytes(head.root) == Frontier.empty().appended(hashes[: head.size]).root()
        assert list(HashTile.objects.order_by("number").values_list("level", "number")) == [
            (0, 0),
            (0, 1),
        ]
        assert bytes(HashTile.objects.get(number=1).hashes) == b"".join(hashes[256:512])

    def test_makes_tiles_of_tiles(self, north: directory.Entry) -> None:
        ledger.recorded_in_bulk(256 * 256 + 10)
        ledger.seal()

        assert HashTile.objects.filter(level=0).count() == 256
        upper = HashTile.objects.get(level=1)
        roots = HashTile.objects.filter(level=0).order_by("number").values_list("root", flat=True)
        assert bytes(upper.hashes) == b"".join(map(bytes, roots))

    def test_leaves_what_is_not_committed_for_later(self, in_login_mode: None) -> None:
        with scope.province(cast.NORTH):
            with database.session_of(directory.login_of(cast.NORTH)) as other:
                other.autocommit = False
                late = _recorded_by(other)
                (early,) = ledger.recorded()
                assert early.pk > late

                assert ledger.seal()["audit"] == 1
                other.commit()

            assert ledger.seal()["audit"] == 1
            assert places("audit") == [(0, early.pk), (1, late)]

    def test_is_one_at_a_time(self, in_login_mode: None) -> None:
        with scope.province(cast.NORTH):
            ledger.recorded()
            number = locks.number("sealing", "audit")
            with database.session_of(directory.login_of(cast.NORTH)) as other:
                other.autocommit = False
                other.execute("SELECT pg_try_advisory_xact_lock(%s)", [number])

                assert ledger.seal() == {"feed": 0, "audit": 0}
            assert ledger.seal()["audit"] == 1

    def test_that_looked_at_the_clock_before_the_last_one_is_no_older(
        self, north: directory.Entry
    ) -> None:
        ledger.recorded()
        sealing.seal(now=NOW)
        ledger.recorded()

        sealing.seal(now=NOW - timedelta(seconds=2))

        moments = TreeHead.objects.filter(log=Log.AUDIT).values_list("signed_at", flat=True)
        assert set(moments) == {NOW}
        assert verifying.verify_own(NOW) == []

    def test_that_breaks_off_leaves_whole_batches(
        self, north: directory.Entry, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        ledger.recorded_in_bulk(20)
        sealing.seal_batch(Log.AUDIT, now=NOW, most=8)
        with monkeypatch.context() as broken:
            broken.setattr(sealing, "_sign", _killed)
            with pytest.raises(RuntimeError, match="killed"):
                sealing.seal_batch(Log.AUDIT, now=NOW, most=8)

        assert (len(places("audit")), Unsealed.objects.count()) == (8, 12)
        assert ledger.seal()["audit"] == 12
        assert [index for index, _ in places("audit")] == list(range(20))

    def test_signs_an_empty_log_and_a_quiet_one_every_hour(self, north: directory.Entry) -> None:
        ledger.seal(NOW)
        ledger.seal(NOW + timedelta(minutes=59))
        assert [bytes(head.root) for head in queries.heads("feed")] == [EMPTY]

        ledger.seal(NOW + timedelta(minutes=60))

        assert [head.size for head in queries.heads("feed")] == [0, 0]
        assert queries.head("feed").signed_at == NOW + timedelta(minutes=60)

    def test_costs_nothing_where_nothing_is_new(
        self, north: directory.Entry, django_assert_max_num_queries: Any
    ) -> None:
        ledger.seal()

        with django_assert_max_num_queries(10):  # savepoints included
            ledger.seal()

    def test_signs_with_the_key_before_until_it_is_retired(
        self, north: directory.Entry, own_keys: None
    ) -> None:
        before = keys.verifiers(KeyRole.LEDGER)
        keys.rotate(KeyRole.LEDGER)
        ledger.recorded()
        ledger.seal()
        assert notes.opened(queries.head("audit").note, before).signers

        keys.retire(KeyRole.LEDGER)
        ledger.recorded()
        ledger.seal()

        with pytest.raises(notes.BadNote):
            notes.opened(queries.head("audit").note, before)

    def test_stops_without_a_key_and_loses_nothing(
        self, north: directory.Entry, settings: Any, tmp_path: Any
    ) -> None:
        ledger.recorded()
        settings.CREDENTIALS_FILE = str(tmp_path / "none.json")

        with pytest.raises(CredentialMissing), transaction.atomic():
            ledger.seal()
        assert not TreeHead.objects.exists()
        assert Unsealed.objects.filter(log="audit").count() == 1

    def test_keeps_provinces_apart(self, north: directory.Entry) -> None:
        ledger.recorded(2)
        with scope.province(cast.SOUTH):
            ledger.recorded(1)
            assert ledger.seal()["audit"] == 1
            assert queries.head("audit").note.startswith("concord/south/audit\n1\n")

        assert ledger.seal()["audit"] == 2

    @pytest.mark.parametrize(("make", "nudged"), [("published", ["any.task"]), ("recorded", [])])
    def test_tells_whoever_waits_for_the_feed(
        self,
        north: directory.Entry,
        settings: Any,
        django_capture_on_commit_callbacks: Any,
        make: str,
        nudged: list[str],
    ) -> None:
        settings.LEDGER_ON_SEALED = ["any.task"]
        getattr(ledger, make)()

        with django_capture_on_commit_callbacks() as on_commit:
            ledger.seal()

        assert [each.args[0] for each in on_commit] == nudged


class TestQueue:
    def test_takes_what_anybody_adds(self, north: directory.Entry) -> None:
        statement = (
            "INSERT INTO ledger_entry (event, recorded_at, commitment)"
            " SELECT 'decision.made', now(), decode('00', 'hex') FROM generate_series(1, 5)"
        )
        with connection.cursor() as cursor:
            cursor.execute(statement)

        assert set(Unsealed.objects.values_list("entry_id", flat=True)) == set(
            Entry.objects.values_list("pk", flat=True)
        )


def _recorded_by(session: Any) -> int:
    found = session.execute(
        "INSERT INTO ledger_entry (event, recorded_at, commitment) VALUES (%s, now(), %s)"
        " RETURNING id",
        ["office.granted", commit(b"", json.loads("{}"))],
    )
    return int(found.fetchone()[0])


def _killed(*_args: Any) -> None:
    raise RuntimeError("killed")

"""Whoever changes the ledger behind its back is found out, and where."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from core.db import planning
from core.merkle.hashing import leaf_hash
from provinces.ledger import queries
from provinces.ledger.models import HashTile, Leaf, Log, Payload, TreeHead
from provinces.ledger.verifying import entries, verify_own
from provinces.ledger.verifying.heads import why_not_signed
from provinces.tenancy import credentials, directory, keys
from provinces.tenancy.addresses import as_owner
from provinces.tenancy.keys import KeyRole
from tests.cast import NOW
from tests.factories import ledger


def faults() -> set[str]:
    return {str(found.fault) for found in verify_own(NOW)}


def findings() -> list[tuple[str, str]]:
    return [(str(found.fault), found.place) for found in verify_own(NOW)]


@pytest.fixture
def kept(north: directory.Entry) -> None:
    """A ledger of three heads in each log, with tiles, payloads, a blob, and two signing keys."""
    for count in (3, 257, 40):
        ledger.recorded(count)
        ledger.published(count, blobs=[ledger.BLOB])
        ledger.seal()
        if count == 3:
            keys.rotate(KeyRole.LEDGER)
    ledger.recorded(2)


@pytest.fixture(autouse=True)
def own_keys(settings: Any, tmp_path: Any, north: directory.Entry) -> None:
    """Rotate keys of this test's own only."""
    settings.CREDENTIALS_FILE = str(tmp_path / "credentials.json")
    credentials.ensure_key("north")
    keys.ensure("north")


class TestVerifyOwn:
    def test_finds_nothing_in_a_ledger_that_was_kept(self, kept: None) -> None:
        assert verify_own(NOW) == []

    def test_finds_nothing_in_a_new_one(self, north: directory.Entry) -> None:
        assert verify_own(NOW) == []

    def test_finds_nothing_where_a_key_was_retired(self, kept: None) -> None:
        keys.retire(KeyRole.LEDGER)

        assert verify_own(NOW) == []

    def test_finds_nothing_where_a_payload_was_erased(self, kept: None) -> None:
        with as_owner():
            Payload.objects.filter(about="accounts.user:2").delete()

        assert verify_own(NOW) == []

    def test_says_that_sealing_lags(self, north: directory.Entry) -> None:
        ledger.recorded()
        ledger.waits(timezone.now() - timedelta(hours=5))

        assert findings() == [("sealing-lags", "ledger")]

    def test_says_that_the_key_is_missing(self, kept: None, settings: Any, tmp_path: Any) -> None:
        settings.CREDENTIALS_FILE = str(tmp_path / "none.json")

        assert faults() == {"key-missing"}


# A statement of the owner's, and what is found after it.
TAMPERING = {
    "an entry removed": (
        "DELETE FROM ledger_entry WHERE id = {entry}",
        {"entry-removed"},
    ),
    "an entry of the feed removed": (
        "DELETE FROM ledger_feedentry WHERE id = {feed}",
        {"entry-removed"},
    ),
    "an entry and its leaf removed": (
        "WITH gone AS (DELETE FROM ledger_entry WHERE id = {entry})"
        " DELETE FROM ledger_leaf WHERE log = 'audit' AND entry_id = {entry}",
        {"entry-removed", "gap", "head-of-another-tree"},
    ),
    "the last leaf removed": (
        "DELETE FROM ledger_leaf WHERE log = 'audit' AND index = 299",
        {"entry-not-queued", "gap", "head-of-another-tree"},
    ),
    "an entry that nobody will seal": (
        "DELETE FROM ledger_unsealed",
        {"entry-not-queued"},
    ),
    "an entry removed before it was sealed": (
        "DELETE FROM ledger_entry WHERE id = (SELECT max(id) FROM ledger_entry)",
        {"entry-removed"},
    ),
    "a moment changed": (
        "UPDATE ledger_entry SET recorded_at = recorded_at + interval '1 microsecond'"
        " WHERE id = {entry}",
        {"entry-changed"},
    ),
    "another event": (
        "UPDATE ledger_entry SET event = 'office.ended' WHERE id = {entry}",
        {"entry-changed", "payload-swapped"},
    ),
    "two payloads swapped": (
        "UPDATE ledger_payload SET body = other.body FROM ledger_payload other"
        " WHERE ledger_payload.entry_id = {entry} AND other.entry_id = {entry} + 1",
        {"payload-swapped"},
    ),
    "two payloads swapped, salt and all": (
        "UPDATE ledger_payload SET entry_id = 2 * {entry} + 1 - entry_id + 1000000"
        " WHERE entry_id IN ({entry}, {entry} + 1);"
        "UPDATE ledger_payload SET entry_id = entry_id - 1000000 WHERE entry_id > 1000000",
        {"payload-swapped"},
    ),
    "a payload with a number that nothing commits to": (
        "UPDATE ledger_payload SET body = '{{\"people\": 1e400}}' WHERE entry_id = {entry}",
        {"payload-swapped"},
    ),
    "another kind": (
        "UPDATE ledger_feedentry SET kind = 'zone.ended' WHERE id = {feed}",
        {"entry-changed"},
    ),
    "an entry in another one's place": (
        "UPDATE ledger_leaf SET entry_id = CASE entry_id WHEN {entry} THEN {entry} + 1"
        " ELSE {entry} END + 1000000 WHERE log = 'audit' AND entry_id IN ({entry}, {entry} + 1);"
        "UPDATE ledger_leaf SET entry_id = entry_id - 1000000 WHERE entry_id > 1000000",
        {"entry-changed"},
    ),
    "another place": (
        "UPDATE ledger_leaf SET index = index + 4096 WHERE log = 'audit' AND index = 11",
        {"gap", "head-of-another-tree", "leaf-not-signed"},
    ),
    "a hash of another length": (
        "UPDATE ledger_leaf SET hash = '\\x00' WHERE log = 'audit' AND index = 11",
        {"entry-changed", "tile-changed", "head-of-another-tree"},
    ),
    "a tile removed": (
        "DELETE FROM ledger_hashtile WHERE log = 'feed'",
        {"tile-missing"},
    ),
    "a tile of leaves there are not": (
        "INSERT INTO ledger_hashtile SELECT log, level, 7, hashes, root FROM ledger_hashtile"
        " WHERE log = 'audit'",
        {"tile-too-many"},
    ),
    "a head removed and its leaves signed by nobody": (
        "DELETE FROM ledger_treehead WHERE size = 300 AND log = 'feed'",
        {"leaf-not-signed"},
    ),
    "a head in the future": (
        "UPDATE ledger_treehead SET signed_at = signed_at + interval '1 hour' WHERE size = 300",
        {"head-changed"},
    ),
    "a head that goes back": (
        "UPDATE ledger_treehead SET signed_at = signed_at - interval '1 hour' WHERE size = 260",
        {"head-changed"},
    ),
    "a head of another size": (
        "UPDATE ledger_treehead SET size = 261 WHERE size = 260 AND log = 'feed'",
        {"head-not-signed", "head-of-another-tree"},
    ),
    "a blob removed": (
        "DELETE FROM ledger_blob",
        {"blob-missing"},
    ),
}  # fmt: skip


@pytest.mark.usefixtures("kept")
class TestTampering:
    @pytest.mark.parametrize("what", TAMPERING)
    def test_is_found_out(self, what: str) -> None:
        statement, expected = TAMPERING[what]
        entry = Leaf.objects.get(log="audit", index=11).entry_id
        feed = Leaf.objects.get(log="feed", index=7).entry_id

        for each in statement.format(entry=entry, feed=feed).split(";"):
            assert ledger.tampered(each)

        assert faults() == expected

    def test_is_found_where_it_was(self) -> None:
        entry = Leaf.objects.get(log="audit", index=11).entry_id
        ledger.tampered("UPDATE ledger_entry SET commitment = '\\x00' WHERE id = %s", entry)

        assert findings() == [
            ("entry-changed", "audit 11"),
            ("payload-swapped", f"payload of entry {entry}"),
        ]

    def test_with_all_rewritten_but_the_heads_is_found_out(self) -> None:
        """Somebody changes an entry and its leaf alike, and has no key to sign a head with."""
        leaf = Leaf.objects.get(log="feed", index=299)
        (entry,) = queries.entries(299, 300)
        data = entry.data.replace(b'"people":39', b'"people":93')
        ledger.tampered("UPDATE ledger_feedentry SET data = %s WHERE id = %s", data, leaf.entry_id)
        ledger.tampered(
            "UPDATE ledger_leaf SET hash = %s WHERE log = 'feed' AND index = 299", leaf_hash(data)
        )

        assert faults() == {"head-of-another-tree"}

    def test_with_a_feed_of_nonsense_is_found_out(self) -> None:
        leaf = Leaf.objects.get(log="feed", index=299)
        for data in (b"{", b"[]", b"{}"):
            ledger.tampered(
                "UPDATE ledger_feedentry SET data = %s WHERE id = %s", data, leaf.entry_id
            )
            ledger.tampered(
                "UPDATE ledger_leaf SET hash = %s WHERE log = 'feed' AND index = 299",
                leaf_hash(data),
            )

            assert faults() == {"entry-changed", "head-of-another-tree"}


# Every column of which a bit may flip, but for what others signed.
BYTES = [
    ("ledger_entry", "commitment", "id"),
    ("ledger_payload", "salt", "entry_id"),
    ("ledger_feedentry", "data", "id"),
    ("ledger_blob", "content", "sha256"),
    ("ledger_leaf", "hash", "index"),
    ("ledger_hashtile", "hashes", "number"),
    ("ledger_hashtile", "root", "number"),
    ("ledger_treehead", "root", "id"),
    ("ledger_treehead", "peaks", "id"),
]
TEXTS = [
    ("ledger_payload", "by", "entry_id"),
    ("ledger_payload", "about", "entry_id"),
    ("ledger_treehead", "note", "id"),
    ("ledger_blob", "sha256", "sha256"),
]


@pytest.mark.usefixtures("kept")
class TestFlippedBits:
    @pytest.mark.parametrize(("table", "column", "key"), BYTES)
    def test_of_bytes_are_found(self, table: str, column: str, key: str) -> None:
        """Three bits at random, each set right again."""
        random = Random(f"{table} {column}")  # noqa: S311
        for _ in range(3):
            row = _any_row(random, table, column, key)
            bit = random.randrange(8 * len(bytes(row[1])))
            flip = (
                f"UPDATE {table} SET {column} = set_bit({column}, %s, 1 - get_bit({column}, %s))"
                f" WHERE {key} = %s AND {column} = %s"
            )
            assert ledger.tampered(flip, bit, bit, *row)
            assert verify_own(NOW), f"bit {bit} of {row[0]}"

            changed = bytearray(bytes(row[1]))
            changed[bit // 8] ^= 1 << bit % 8
            assert ledger.tampered(flip, bit, bit, row[0], bytes(changed))
        assert verify_own(NOW) == []

    @pytest.mark.parametrize(("table", "column", "key"), TEXTS)
    def test_of_texts_are_found(self, table: str, column: str, key: str) -> None:
        random = Random(f"{table} {column}")  # noqa: S311
        for _ in range(3):
            number, text = _any_row(random, table, f'"{column}"', key)
            place = random.randrange(len(text) or 1)
            other = text[:place] + chr(ord(text[place : place + 1] or "@") ^ 1) + text[place + 1 :]
            change = f'UPDATE {table} SET "{column}" = %s WHERE {key} = %s'
            assert ledger.tampered(change, other, number)
            assert verify_own(NOW), f"character {place} of {text}"

            assert ledger.tampered(change, text, other if key == column else number)
        assert verify_own(NOW) == []

    def test_of_every_character_of_a_note_are_found(self) -> None:
        head = TreeHead.objects.filter(log="audit").latest("pk")
        verifiers = keys.verifiers(KeyRole.LEDGER)
        change = "UPDATE ledger_treehead SET note = %s WHERE id = %s"
        for place in range(len(head.note)):
            other = head.note[:place] + chr(ord(head.note[place]) ^ 1) + head.note[place + 1 :]
            ledger.tampered(change, other, head.pk)

            changed = TreeHead.objects.get(pk=head.pk)
            assert why_not_signed(head.log, changed, verifiers), (
                f"character {place}: {head.note[place]!r}"
            )


def _any_row(random: Random, table: str, column: str, key: str) -> tuple[Any, Any]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {key}, {column} FROM {table} ORDER BY {key}")
        sealed: list[tuple[Any, Any]] = cursor.fetchall()
    # The two entries that are not sealed yet are nowhere committed to.
    return random.choice(sealed[:-2] if table == "ledger_entry" else sealed)


class TestStatisticsOfAnEmptyTable:
    def test_have_nothing_gone_through_for_each_leaf(self, kept: None) -> None:
        # As they are when they were taken while a long batch was being written.
        table = entries.TABLES[Log.AUDIT]
        statement = entries.PLACED.format(table=table, columns=entries.COLUMNS[Log.AUDIT])
        with as_owner(), connection.cursor() as cursor:
            for each in (table, "ledger_leaf"):
                cursor.execute(
                    "SELECT pg_restore_relation_stats('schemaname', current_schema()::text,"
                    " 'relname', %s::text, 'relpages', 9::integer, 'reltuples', 0::real)",
                    [each],
                )
            with planning.by_index(cursor):
                cursor.execute(f"EXPLAIN {statement}", [str(Log.AUDIT), 300])
                plan = "\n".join(line for (line,) in cursor.fetchall())

        assert "Index Cond: (id = l.entry_id)" in plan
        assert "Join Filter" not in plan


class TestMany:
    @pytest.mark.battery
    def test_are_read_to_the_end(self, north: directory.Entry) -> None:
        ledger.recorded_in_bulk(70_000)
        ledger.seal()
        assert verify_own(NOW) == []
        tile = HashTile.objects.get(level=1)

        ledger.tampered(
            "UPDATE ledger_hashtile SET root = %s WHERE level = 1", bytes(tile.root)[::-1]
        )

        assert findings() == [("tile-changed", "audit, tile 1/0")]

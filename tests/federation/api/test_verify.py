"""`manage.py federation verify --json` names what was tampered with, and the place.

Each tampering is an owner's, with all triggers off.
"""

from __future__ import annotations

import hashlib
import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from federation.sync import syncing
from federation.sync.models import Cursor, Imported, Witnessed
from provinces.ledger.models import Cosignature, Leaf, Payload, TreeHead
from provinces.tenancy import scope
from tests import cast
from tests.factories import federations, ledger
from tests.federation.conftest import connection_kept
from tests.pages import noon  # noqa: F401  a fixture
from tests.worlds import World

NOW = cast.NOW
RULES = b"rules"
COUNT = 260

pytestmark = pytest.mark.usefixtures("north", "noon", "in_one_transaction")


@pytest.fixture(scope="class")
def shared(world: World) -> None:
    """The north and the south have read and cosigned each other's logs, of a tile and more."""
    with world.making(now=NOW), connection_kept():
        _read_and_cosigned()


def _read_and_cosigned() -> None:
    federations.founded()
    for slug in federations.HOSTED:
        with scope.province(slug):
            ledger.recorded(COUNT)
            ledger.published(COUNT, blobs=[RULES])
            ledger.seal()
    for slug in (*federations.HOSTED, *federations.HOSTED):
        with scope.province(slug):
            syncing.sync(
                now=NOW,
                only_due=False,
                road=lambda peer: syncing.roads.to(peer, clock=timezone.now),
            )


def verified() -> list[tuple[str, str]]:
    """Return fault and place of whatever is found in the north, as the command tells it."""
    out, status = StringIO(), 0
    try:
        call_command("federation", "verify", "--province", "north", "--json", stdout=out)
    except SystemExit as ended:
        status = int(ended.code or 0)
    report = json.loads(out.getvalue().splitlines()[-1])["north"]
    assert report["is_well"] == (report["findings"] == []) == (status == 0)
    return [(each["fault"], each["place"]) for each in report["findings"]]


def flipped(column: str, bit: int = 9) -> str:
    return f"{column} = set_bit({column}, {bit}, 1 - get_bit({column}, {bit}))"


def replaced(column: str, place: int) -> str:
    return (
        f"{column} = overlay({column} placing chr(ascii(substr({column}, {place}, 1)) # 1)"
        f" from {place})"
    )


NAMED = hashlib.sha256(RULES).hexdigest()
LATEST = "id = (SELECT max(id) FROM {table} WHERE log = 'feed')"
FEED, SOUTH = "concord/north/feed", "concord/south/feed"

# What is done to a table, and what is found where. {entry} and {feed} are the entries of leaf 11
# of the audit log and of leaf 7 of the feed, {size} how long the feed is.
TAMPERING: dict[str, tuple[str, list[tuple[str, str]]]] = {
    "a bit of a leaf": (
        f"UPDATE ledger_leaf SET {flipped('hash')} WHERE log = 'feed' AND index = 7",
        [("entry-changed", "feed 7"), ("tile-changed", "feed, tile 0/0"),
         ("head-of-another-tree", "feed, head {head} of size {size}")],
    ),
    "a bit of an entry": (
        f"UPDATE ledger_feedentry SET {flipped('data')} WHERE id = {{feed}}",
        [("entry-changed", "feed 7")],
    ),
    "a bit of a commitment": (
        f"UPDATE ledger_entry SET {flipped('commitment')} WHERE id = {{entry}}",
        [("entry-changed", "audit 11"), ("payload-swapped", "payload of entry {entry}")],
    ),
    "a bit of a salt": (
        f"UPDATE ledger_payload SET {flipped('salt')} WHERE entry_id = {{entry}}",
        [("payload-swapped", "payload of entry {entry}")],
    ),
    "a bit of a tile": (
        f"UPDATE ledger_hashtile SET {flipped('hashes')} WHERE log = 'audit' AND level = 0",
        [("tile-changed", "audit, tile 0/0")],
    ),
    "a bit of a tile's root": (
        f"UPDATE ledger_hashtile SET {flipped('root')} WHERE log = 'audit' AND level = 0",
        [("tile-changed", "audit, tile 0/0")],
    ),
    "a checkpoint's signature": (
        f"UPDATE ledger_treehead SET {replaced('note', 110)} WHERE {LATEST}",
        [("head-not-signed", "feed, head {head} of size {size}")],
    ),
    "a checkpoint's text": (
        f"UPDATE ledger_treehead SET {replaced('note', 3)} WHERE {LATEST}",
        [("head-not-signed", "feed, head {head} of size {size}"), ("cosignature-differs", FEED)],
    ),
    "an entry removed": (
        "DELETE FROM ledger_entry WHERE id = {entry}",
        [("entry-removed", "audit 11"), ("entry-removed", "payload of entry {entry}")],
    ),
    "an entry of the feed removed": (
        "DELETE FROM ledger_feedentry WHERE id = {feed}",
        [("entry-removed", "feed 7")],
    ),
    "two payloads swapped": (
        "UPDATE ledger_payload p SET salt = q.salt, \"by\" = q.\"by\", about = q.about,"
        " body = q.body FROM ledger_payload q WHERE p.entry_id IN ({entry}, {entry} + 1)"
        " AND q.entry_id IN ({entry}, {entry} + 1) AND p.entry_id <> q.entry_id",
        [("payload-swapped", "payload of entry {entry}"),
         ("payload-swapped", "payload of entry {next}")],
    ),
    "a cosignature forged": (
        "UPDATE ledger_cosignature SET line = translate(line, 'ABCDEFGH', 'BCDEFGHA')"
        " WHERE log = 'feed'",
        [("cosignature-differs", FEED)],
    ),
    "a cosignature by another name": (
        "UPDATE ledger_cosignature SET witness = 'concord/east' WHERE log = 'feed'",
        [("cosignature-differs", FEED)],
    ),
    "a blob altered": (
        f"UPDATE ledger_blob SET {flipped('content')} WHERE sha256 = '{NAMED}'",
        [("blob-changed", f"blob {NAMED}")],
    ),
    "a bit of an imported entry": (
        f"UPDATE sync_imported SET {flipped('data')} WHERE index = 7",
        [("entry-differs", f"{SOUTH}/7"), ("root-differs", SOUTH)],
    ),
    "a bit of an imported entry's hash": (
        f"UPDATE sync_imported SET {flipped('leaf_hash')} WHERE index = 7",
        [("entry-differs", f"{SOUTH}/7")],
    ),
    "an imported entry of another kind": (
        "UPDATE sync_imported SET kind = 'zone.ended' WHERE index = 7",
        [("entry-differs", f"{SOUTH}/7")],
    ),
    "an imported entry removed": (
        "DELETE FROM sync_imported WHERE index = 7",
        [("entry-missing", f"{SOUTH}/7")],
    ),
    "an imported blob altered": (
        f"UPDATE sync_importedblob SET {flipped('data')} WHERE sha256 = '{NAMED}'",
        [("blob-differs", f"blob {NAMED}")],
    ),
    "a peer's checkpoint": (
        f"UPDATE sync_cursor SET {replaced('note', 110)} WHERE log = 'feed'",
        [("bad-signature", SOUTH)],
    ),
    "a bit of a cursor's frontier": (
        f"UPDATE sync_cursor SET {flipped('frontier', 99)} WHERE log = 'feed'",
        [("cursor-differs", SOUTH)],
    ),
    "our own cosignature": (
        "UPDATE sync_witnessed SET line = translate(line, 'ABCDEFGH', 'BCDEFGHA')"
        " WHERE log = 'feed'",
        [("cosignature-differs", SOUTH)],
    ),
    "a bit of the root that we cosigned": (
        f"UPDATE sync_witnessed SET {flipped('root')} WHERE log = 'feed'",
        [("cosignature-differs", SOUTH)],
    ),
    "the membership": (
        "UPDATE peers_membership SET document = replace(document, '110000', '120000')",
        [("membership-differs", "membership 1")],
    ),
    "the membership's end": (
        "UPDATE peers_membership SET expires_at = expires_at + interval '1 day'",
        [("membership-differs", "membership 1")],
    ),
    "a fork's evidence": (
        "INSERT INTO sync_fork (id, peer, log, first, second, told_by, found_at)"
        " SELECT 7, 'south', 'feed', note, overlay(note placing 'x' from 3), '', now()"
        " FROM sync_cursor WHERE log = 'feed'",
        [("fork-differs", f"fork 7 of {SOUTH}")],
    ),
}  # fmt: skip


@pytest.mark.usefixtures("shared")
class TestVerify:
    def test_finds_nothing_where_nobody_tampered(self) -> None:
        assert Imported.objects.filter(peer="south").count() >= COUNT
        assert Witnessed.objects.filter(peer="south").count() == 2
        assert Cosignature.objects.exists()
        assert verified() == []

    @pytest.mark.parametrize("what", TAMPERING)
    def test_names_the_fault_and_the_place(self, what: str) -> None:
        statement, expected = TAMPERING[what]
        entry = Leaf.objects.get(log="audit", index=11).entry_id
        head = TreeHead.objects.filter(log="feed").latest("pk")
        names: dict[str, Any] = {
            "entry": entry,
            "next": entry + 1,
            "feed": Leaf.objects.get(log="feed", index=7).entry_id,
            "head": head.pk,
            "size": head.size,
            "table": statement.split()[1],
        }

        assert ledger.tampered(statement.format(**names))

        found = verified()
        assert sorted(set(found)) == sorted(
            (fault, place.format(**names)) for fault, place in expected
        )

    def test_names_nothing_that_was_put_right_again(self) -> None:
        flip = f"UPDATE ledger_feedentry SET {flipped('data')}"

        ledger.tampered(flip)
        assert len(verified()) == Leaf.objects.filter(log="feed").count()
        ledger.tampered(flip)

        assert verified() == []

    def test_does_not_miss_what_was_erased_rightly(self) -> None:
        with ledger.tampering():
            Payload.objects.filter(about="accounts.user:2").delete()

        assert verified() == []

    def test_tells_of_a_cursor_that_goes_on_from_elsewhere(self) -> None:
        Cursor.objects.filter(log="feed").update(note_root=bytes(32))

        assert verified() == [("cursor-differs", SOUTH)]

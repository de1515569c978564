"""Peers that lie: each lie is called by its name, and nothing of it is imported."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import h3
import pytest

from core.cells.classes import FINE
from core.cells.ranges import Ranges
from core.merkle import tiles
from core.signing import keys
from federation.borders import blobs
from federation.peers.listing import ListedKey, Member
from federation.peers.transport import Answer
from federation.sync import fetching, pulling, queries, services
from federation.sync.models import Cursor, Imported, ImportedBlob, Witnessed
from federation.sync.pulling import Pulled
from federation.sync.services import refusing
from federation.sync.violations import Violated, Violation
from provinces.ledger.events import Event
from provinces.ledger.models import Entry
from provinces.tenancy.keys import KeyRole
from provinces.zones import services as zones
from tests import cast
from tests.factories import federations
from tests.federation.sync.stories import Story, leaf, leaves, reference

NOW = cast.NOW

pytestmark = pytest.mark.usefixtures("federated")

CENTRE = h3.latlng_to_cell(40.0, 116.4, FINE)
DISK = sorted(h3.str_to_int(cell) for cell in h3.grid_disk(CENTRE, 2))


def pull(story: Story, *, after: int = 0) -> Pulled:
    return pulling.pull("south", now=NOW + timedelta(seconds=after), transport=story)


def forged_origin(story: Story) -> None:
    story.entries.append(leaf("north"))


def colour(story: Story) -> None:
    story.entries.append(leaf("south", body={"assertion": {"colour": "red"}}))


def bad_leaf(story: Story) -> None:
    story.entries.append(b"no entry")


def another_leaf(story: Story) -> None:
    told = tiles.bundle([*story.entries[:-1], leaf("south", body={"number": 99})])
    story.lies["entries/000.p/5"] = lambda _told: Answer(200, {}, told)


def too_large(story: Story) -> None:
    story.entries.append(leaf("south", body={"a": "x" * 60_000}))


def too_large_blob(story: Story) -> None:
    name = {**reference(b"x"), "bytes": fetching.MOST_BLOB + 1}
    story.entries.append(leaf("south", body={"document": name}))


def blob_without_end(story: Story) -> None:
    story.entries.append(leaf("south", body={"document": reference(b"rules")}))
    story.blobs[reference(b"rules")["sha256"]] = b"rules and more"


def note_without_end(story: Story) -> None:
    story.lies["feed/checkpoint"] = lambda told: Answer(200, {}, told.body * 9_999)


def missing_blob(story: Story) -> None:
    story.entries.append(leaf("south", body={"document": reference(b"gone")}))


def bad_blob(story: Story) -> None:
    story.entries.append(leaf("south", body={"document": reference(b"rules")}))
    story.blobs[reference(b"rules")["sha256"]] = b"other"


def unreadable_blob(story: Story) -> None:
    story.entries.append(leaf("south", kind="zone.effective", body={"cells": reference(b"{")}))
    story.holding(b"{")


def foreign_zone(story: Story) -> None:
    zones.set_territory("north", Ranges.from_cells(DISK[:9]))
    zones.set_territory("south", Ranges.from_cells(DISK[9:]))
    blob = blobs.packed(Ranges.from_cells(DISK))
    body = {"reference": "S-1", "version": 1, "cells": reference(blob)}
    story.holding(blob).entries.append(leaf("south", kind="zone.effective", body=body))


def truncated_bundle(story: Story) -> None:
    told = tiles.bundle(story.entries[:-1])
    story.lies["entries/000.p/5"] = lambda _told: Answer(200, {}, told)


def withheld_bundle(story: Story) -> None:
    story.lies["entries/000.p/5"] = lambda _told: Answer(404, {}, b"")


def bad_root(story: Story) -> None:
    other = Story("south", story.key, leaves("south", 5, start=100)).note()
    story.lies["feed/checkpoint"] = lambda _told: Answer(200, {}, other.encode())
    hashes = Story("south", story.key, story.entries).get("v1/feed/tile/0/000.p/5", most=160)
    story.lies["tile/0/000.p/5"] = lambda _told: hashes


def bad_signature(story: Story) -> None:
    story.key = keys.generate("concord/south")


def another_log(story: Story) -> None:
    told = Story("south", story.key, audit=story.entries).note("audit")
    story.lies["feed/checkpoint"] = lambda _told: Answer(200, {}, told.encode())


def nul_for_a_note(story: Story) -> None:
    story.lies["feed/checkpoint"] = lambda _told: Answer(200, {}, b"\0\n\n\0\n")


def no_unicode(story: Story) -> None:
    number = b'{"\\ud800\\u0000":99999999999999999999}'
    story.entries.append(leaf("south").replace(b'"body":{}', b'"body":' + number))


LIES: list[tuple[Callable[[Story], None], Violation]] = [
    (forged_origin, Violation.FORGED_ORIGIN),
    (another_log, Violation.FORGED_ORIGIN),
    (colour, Violation.COLOUR_IN_PAYLOAD),
    (bad_leaf, Violation.BAD_LEAF),
    (no_unicode, Violation.BAD_LEAF),
    (nul_for_a_note, Violation.BAD_SIGNATURE),
    (another_leaf, Violation.BAD_LEAF),
    (too_large, Violation.TOO_LARGE),
    (too_large_blob, Violation.TOO_LARGE),
    (blob_without_end, Violation.TOO_LARGE),
    (note_without_end, Violation.TOO_LARGE),
    (missing_blob, Violation.MISSING_BLOB),
    (bad_blob, Violation.BAD_BLOB),
    (unreadable_blob, Violation.BAD_BLOB),
    (foreign_zone, Violation.FOREIGN_ZONE),
    (truncated_bundle, Violation.TRUNCATED_PAGE),
    (withheld_bundle, Violation.TRUNCATED_PAGE),
    (bad_root, Violation.BAD_ROOT),
    (bad_signature, Violation.BAD_SIGNATURE),
]


Told = tuple[Callable[[Story], None], Violation]
# Each lie with each other one; by default with the one that follows it.
PAIRS = [
    pytest.param(one, other, marks=[] if far == 1 else [pytest.mark.battery])
    for place, one in enumerate(LIES)
    for far, other in enumerate(LIES[place + 1 :], 1)
]
# What lies about what an address serves say where the feed is longer by another lie.
SPOILT = {Violation.BAD_ROOT, Violation.BAD_LEAF, Violation.TRUNCATED_PAGE, Violation.FOREIGN_ZONE}


# Those that are no lie of a single pull, and where they are tried.
ELSEWHERE = {
    Violation.EXPIRED_KEY,  # TestKey
    Violation.REVOKED_KEY,  # TestKey
    Violation.ROLLBACK,  # TestRollback
    Violation.REWRITTEN_HISTORY,  # TestFork
    Violation.SPLIT_VIEW,  # test_witnessing
    Violation.REPLAYED_REQUEST,  # tests of the door federation.api
}


def test_every_violation_is_tried() -> None:
    assert {code for _, code in LIES} | ELSEWHERE == set(Violation)


class TestLie:
    @pytest.mark.parametrize(("lie", "code"), LIES, ids=lambda each: getattr(each, "__name__", ""))
    def test_is_named_and_nothing_is_imported(
        self, story: Story, lie: Callable[[Story], None], code: Violation
    ) -> None:
        story.entries += leaves("south", 5)
        lie(story)

        done = pull(story)

        assert (set(done.refused), done.imported) == ({code}, 0)
        assert not Imported.objects.exists()
        assert not ImportedBlob.objects.exists()
        assert not Witnessed.objects.filter(log="feed").exists()
        assert queries.cursor("south", "feed").size == 0

    @pytest.mark.parametrize(
        ("one", "other"), PAIRS, ids=lambda each: getattr(each[0], "__name__", "")
    )
    def test_hides_behind_no_other_lie(self, story: Story, one: Told, other: Told) -> None:
        """Two lies at once: one of them is named, and nothing of either is imported."""
        story.entries += leaves("south", 5)
        for lie, _ in (one, other):
            lie(story)

        done = pull(story)

        assert set(done.refused) <= {one[1], other[1], *SPOILT}
        assert (len(done.refused) >= 1, done.imported) == (True, 0)
        assert not Imported.objects.exists()
        assert not ImportedBlob.objects.exists()
        assert not Witnessed.objects.filter(log="feed").exists()
        assert queries.cursor("south", "feed").size == 0

    def test_is_recorded_once_however_often_it_is_told(self, story: Story) -> None:
        forged_origin(story)
        for number in range(3):
            pull(story, after=100 * number)

        (refusal,) = queries.refusals("south")
        assert (refusal.code, refusal.times, refusal.log) == ("forged-origin", 3, "feed")
        assert Entry.objects.filter(event=Event.PEER_VIOLATED).count() == 1

    def test_fills_no_table_however_it_varies(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(refusing, "MOST", 2)
        for number in range(5):
            lie = Violated(Violation.FORGED_ORIGIN, f"entry {number}", {"index": number})
            services.refuse("south", lie, now=NOW)
        services.refuse("south", Violated(Violation.BAD_LEAF, "entry 5"), now=NOW)

        found = [(each.code, each.times) for each in queries.refusals("south")]
        assert sorted(found) == [("bad-leaf", 1), ("forged-origin", 1), ("forged-origin", 4)]

    def test_has_the_liar_asked_later(self, story: Story) -> None:
        forged_origin(story)

        pull(story)

        cursor = queries.cursor("south", "feed")
        assert cursor.state == Cursor.State.FOLLOWING
        assert cursor.next_try_at == NOW + timedelta(seconds=20)
        assert "forged-origin" in cursor.trouble

    def test_leaves_the_other_log_alone(self, story: Story) -> None:
        forged_origin(story)
        story.audit += [b"one"]

        assert pull(story).sizes["audit"] == 1


class TestNote:
    def test_is_kept_and_passed_on_without_what_others_added(self, story: Story) -> None:
        story.entries += leaves("south", 5)
        junk = "".join(f"— somebody-{number} AAAAAAAA\n" for number in range(127))
        story.lies["feed/checkpoint"] = lambda told: Answer(200, {}, told.body + junk.encode())

        assert pull(story).imported == 5

        assert queries.cursor("south", "feed").note == story.note()
        (told,) = queries.witnessed_by_us()
        assert len(told["note"].splitlines()) == 6


class TestRollback:
    def test_is_refused_and_kept(self, story: Story) -> None:
        story.entries += leaves("south", 5)
        pull(story)
        first = story.note()
        del story.entries[3:]

        done = pull(story, after=20)

        assert done.refused == ("rollback",)
        (refusal,) = queries.refusals()
        assert refusal.evidence == {"first": first, "second": story.note()}
        assert queries.cursor("south", "feed").size == 5


class TestFork:
    @pytest.mark.parametrize("more", [0, 1, 300])
    @pytest.mark.parametrize("log", ["feed", "audit"])
    def test_is_kept_with_both_notes(self, story: Story, log: str, more: int) -> None:
        told = story.entries if log == "feed" else story.audit
        told += leaves("south", 5)
        pull(story)
        first = story.note(log)
        told[3:] = leaves("south", 2 + more, start=50)

        done = pull(story, after=20)

        assert done.refused == ("rewritten-history",)
        (fork,) = queries.forks("south")
        assert (fork.first, fork.second, fork.log) == (first, story.note(log), log)
        assert Entry.objects.filter(event=Event.PEER_FORKED).count() == 1

    def test_stops_the_imports_of_that_peer(self, story: Story) -> None:
        story.entries += leaves("south", 5)
        pull(story)
        honest = list(story.entries)
        story.entries[3:] = leaves("south", 2, start=50)
        pull(story, after=20)
        story.entries[:] = [*honest, *leaves("south", 3, start=5)]
        story.asked.clear()

        done = pull(story, after=40)

        assert (done.imported, story.asked) == (0, [])
        assert [bytes(each.data) for each in queries.imported("south")] == honest
        assert Witnessed.objects.filter(log="feed").count() == 1


class TestKey:
    """The key of the south is listed with an end, or revoked, and another one beside it."""

    def listed_again(self, change: Callable[[ListedKey], ListedKey]) -> None:
        def changed(member: Member | None) -> Member:
            assert member is not None
            (held,) = member.keys[KeyRole.LEDGER]
            fresh = ListedKey(keys.generate("concord/south").verifier.text, held.since)
            return replace(member, keys={**member.keys, KeyRole.LEDGER: (change(held), fresh)})

        federations.amended({"south": changed})

    def test_that_is_over_signs_nothing_more(self, story: Story) -> None:
        story.entries += leaves("south", 5)
        self.listed_again(lambda key: key.ended(NOW - timedelta(minutes=1)))

        assert pull(story).refused == ("expired-key", "expired-key")
        assert not Imported.objects.exists()

    def test_counts_to_its_end(self, story: Story) -> None:
        story.entries += leaves("south", 5)
        self.listed_again(lambda key: key.ended(NOW + timedelta(minutes=1)))

        assert pull(story).imported == 5

    def test_that_is_revoked_signs_nothing_at_all(self, story: Story) -> None:
        story.entries += leaves("south", 5)
        self.listed_again(lambda key: replace(key, is_revoked=True))

        assert pull(story).refused == ("revoked-key", "revoked-key")
        assert not Imported.objects.exists()

    def test_counts_no_longer_than_the_membership(self, story: Story) -> None:
        story.entries += leaves("south", 5)

        assert pull(story, after=200 * 86_400).refused == ("expired-key", "expired-key")

"""A peer that lost some of what it had published is followed from what both histories share."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import h3
import pytest

from core.cells.classes import FINE
from core.cells.ranges import Ranges
from core.periods import epoch_minute
from federation.borders import blobs
from federation.borders import services as borders
from federation.borders.models import Held
from federation.peers import documents, restorations
from federation.peers import queries as peers
from federation.peers.models import Restored
from federation.peers.restorations import BadRestoration, Restoration
from federation.sync import queries, services, verifying
from federation.sync.models import Cursor, Imported, Witnessed
from federation.sync.services import NotForked, NotInCommon
from provinces.ledger.events import Event
from provinces.ledger.models import Entry
from provinces.zones import queries as zones
from provinces.zones import services as grounds
from tests import cast
from tests.federation.sync.losses import KEPT, held, pull, restore, said, signed
from tests.federation.sync.stories import Story, leaf, leaves, reference

NOW = cast.NOW
DAY = timedelta(days=1)
GROUND = Ranges.from_cells(
    sorted(h3.str_to_int(cell) for cell in h3.grid_disk(h3.latlng_to_cell(39.9, 116.5, FINE), 5))
)

pytestmark = pytest.mark.usefixtures("federated")


def a_zone(cells: dict[str, Any]) -> dict[str, Any]:
    return {
        "reference": "S-1",
        "version": 1,
        "level": 2,
        "unit": "compound",
        "name_zh": "区",
        "name_en": "zone",
        "starts": epoch_minute(NOW - DAY),
        "ends": epoch_minute(NOW + DAY),
        "finest": FINE,
        "declared_at": "2026-11-15T03:00:00Z",
        "cells": cells,
        "spill": None,
    }


def grounds_of(source: str) -> list[str]:
    """Return the zones of a province that are in effect here."""
    found = zones.active(NOW).filter(source=source)
    return list(found.values_list("reference", flat=True))


class TestRestore:
    def test_reads_on_from_what_is_kept(self, story: Story, forked: list[bytes]) -> None:
        assert restore(signed(said(forked))) == ["feed"]

        done = pull(story, after=40)

        assert (done.imported, done.is_well) == (4, True)
        assert held() == story.entries
        assert queries.cursor("south", "feed").history == 1
        assert pull(story, after=60).is_well

    def test_keeps_what_is_given_up_for_ever(self, story: Story, forked: list[bytes]) -> None:
        note = queries.cursor("south", "feed").note

        restore(signed(said(forked)))
        pull(story, after=40)

        kept = Imported.with_given_up.filter(history=0).order_by("index")
        assert [bytes(each.data) for each in kept] == forked
        row = Restored.objects.get()
        assert (row.note, row.size, row.history) == (note, KEPT, 1)
        assert row.line.startswith("— concord/north ")
        assert len(queries.forks("south")) == 1
        assert Entry.objects.filter(event=Event.PEER_RESTORED).count() == 1

    def test_unsays_what_was_said_in_it(self, story: Story, forked: list[bytes]) -> None:
        assert Held.objects.filter(origin="south").count() == 1

        restore(signed(said(forked)))

        assert not Held.objects.filter(origin="south").exists()
        assert Held.with_given_up.filter(origin="south").count() == 1

    def test_takes_its_zones_off_the_map(self, story: Story) -> None:
        data = blobs.packed(GROUND)
        grounds.set_territory("south", GROUND)
        zone = leaf("south", kind="zone.effective", body=a_zone(reference(data)))
        story.holding(data).entries += [*leaves("south", KEPT), zone]
        first = list(story.entries)
        pull(story)
        borders.resolve_now(now=NOW)
        story.entries[KEPT:] = leaves("south", 2, start=50)
        pull(story, after=20)
        while_forked = grounds_of("south")

        restore(signed(said(first)))

        assert (while_forked, grounds_of("south")) == (["S-1"], [])

    def test_hears_what_is_said_in_the_same_place_now(
        self, story: Story, forked: list[bytes]
    ) -> None:
        zone = {"reference": "S-2", "version": 1}
        story.entries[5] = leaf("south", kind="zone.ended", body=zone)

        restore(signed(said(forked)))
        pull(story, after=40)

        (row,) = Held.objects.filter(origin="south")
        assert (row.index, row.history, row.body["reference"]) == (5, 1, "S-2")

    def test_cosigns_what_goes_on(self, story: Story, forked: list[bytes]) -> None:
        restore(signed(said(forked)))
        assert not Witnessed.objects.filter(log="feed").exists()

        pull(story, after=40)

        assert Witnessed.objects.get(log="feed").size == len(story.entries)

    def test_can_be_done_again_for_another_loss(self, story: Story, forked: list[bytes]) -> None:
        restore(signed(said(forked)))
        pull(story, after=40)
        second = list(story.entries)
        story.entries[2:] = leaves("south", 9, start=90)
        assert pull(story, after=60).refused == ("rewritten-history",)

        restore(signed(said(second, size=2)))
        pull(story, after=80)

        assert held() == story.entries
        assert queries.cursor("south", "feed").history == 2
        assert Imported.with_given_up.count() == 6 + 4 + 9
        assert verifying.verify_held(now=NOW) == []

    def test_is_of_the_audit_log_as_well(self, story: Story) -> None:
        story.audit += [b"one", b"two", b"three", b"four"]
        pull(story)
        first = list(story.audit)
        story.audit[KEPT:] = [b"other", b"five"]
        assert pull(story, after=20).refused == ("rewritten-history",)

        restore(signed(said(first, log="audit")))

        assert pull(story, after=40).sizes["audit"] == 5

    def test_takes_no_further_who_had_not_read_as_far(self, story: Story) -> None:
        story.entries += leaves("south", 2)
        pull(story)
        story.entries[1:] = leaves("south", 4, start=50)
        pull(story, after=20)
        whole = [*leaves("south", 2), *leaves("south", 3, start=2)]

        restore(signed(said(whole, size=5)))

        assert queries.cursor("south", "feed").size == 2
        assert pull(story, after=40).refused == ("rewritten-history",)


class TestHeldBack:
    """A statement that its peer kept for later says nothing of what we cosigned since."""

    LATER = 24 * 60 * 60

    @pytest.fixture
    def declared(self, story: Story) -> Restoration:
        """A statement signed by all, and five entries more that were read and cosigned after it."""
        story.entries += leaves("south", KEPT)
        story.audit += [b"one", b"two"]
        statement = signed(said(story.entries))
        story.entries += leaves("south", 5, start=70)
        assert pull(story, after=self.LATER).imported == 8
        return statement

    def test_cannot_unsay_it(self, story: Story, declared: Restoration) -> None:
        first = list(story.entries)
        story.entries[KEPT:] = leaves("south", 7, start=50)
        assert pull(story, after=self.LATER + 20).refused == ("rewritten-history",)

        restore(declared)

        assert pull(story, after=self.LATER + 40).refused == ("rewritten-history",)
        assert queries.cursor("south", "feed").state == Cursor.State.FORKED
        assert Witnessed.objects.get(log="feed").size == len(first)

    def test_goes_on_where_the_peer_stands_by_it(self, story: Story, declared: Restoration) -> None:
        first = list(story.entries)
        story.entries[KEPT:] = leaves("south", 7, start=50)
        pull(story, after=self.LATER + 20)
        restore(declared)
        story.entries[:] = [*first, *leaves("south", 1, start=99)]

        assert pull(story, after=self.LATER + 40).is_well

        assert held() == story.entries
        assert verifying.verify_held(now=NOW + 2 * DAY) == []

    def test_cannot_unsay_the_audit_log(self, story: Story) -> None:
        story.audit += [b"one", b"two", b"three"]
        statement = signed(said(story.audit, log="audit"))
        story.audit += [b"four"]
        pull(story, after=self.LATER)
        story.audit[KEPT:] = [b"other", b"five"]
        assert pull(story, after=self.LATER + 20).refused == ("rewritten-history",)

        restore(statement)

        cursor = queries.cursor("south", "audit")
        assert (cursor.size, cursor.note_size) == (4, 4)
        assert pull(story, after=self.LATER + 40).refused == ("rewritten-history",)


class TestStatement:
    """Who must have signed it, and what must be so."""

    def refused(self, statement: Restoration, why: str) -> None:
        with pytest.raises(BadRestoration, match=why):
            restore(statement)
        assert queries.cursor("south", "feed").state == Cursor.State.FORKED
        assert not Restored.objects.exists()

    def test_of_the_peer_alone_does_not_count(self, forked: list[bytes]) -> None:
        self.refused(signed(said(forked), ["south"]), "signed by 1 members instead of 2")

    def test_without_the_peer_does_not_count(self, forked: list[bytes]) -> None:
        self.refused(signed(said(forked), ["north"]), "south has not signed it itself")

    def test_that_was_changed_after_it_was_signed_does_not_count(self, forked: list[bytes]) -> None:
        before = signed(said(forked))

        self.refused(said(forked, size=2, signatures=before.signatures), "not signed it itself")

    @pytest.mark.parametrize(
        ("other", "why"),
        [
            ({"federation": "Other"}, "instead of Test"),
            ({"peer": "west"}, "no member"),
            ({"at": NOW + DAY}, "yet to come"),
        ],
    )
    def test_of_something_else_does_not_count(
        self, forked: list[bytes], other: dict[str, Any], why: str
    ) -> None:
        self.refused(signed(said(forked, **other)), why)

    def test_does_not_count_without_a_membership_in_force(self, forked: list[bytes]) -> None:
        with pytest.raises(BadRestoration, match="in force"):
            services.restore(signed(said(forked)), by="operator", now=NOW + 999 * DAY)

    def test_of_entries_that_were_not_read_here_is_refused(self, forked: list[bytes]) -> None:
        with pytest.raises(NotInCommon, match="the first 3 entries"):
            restore(signed(said(leaves("south", 5, start=7))))

        assert queries.cursor("south", "feed").size == 6
        assert not Restored.objects.exists()

    def test_is_needed_for_who_told_two_histories_alone(self, story: Story) -> None:
        story.entries += leaves("south", 5)
        pull(story)

        with pytest.raises(NotForked):
            restore(signed(said(story.entries)))

        assert len(held()) == 5

    def test_counts_once(self, story: Story, forked: list[bytes]) -> None:
        statement = signed(said(forked))
        restore(statement)
        pull(story, after=40)
        story.entries[-1:] = leaves("south", 1, start=77)
        pull(story, after=60)

        with pytest.raises(BadRestoration, match="counts already"):
            restore(statement)

    def test_is_read_as_it_was_written(self, forked: list[bytes]) -> None:
        statement = signed(said(forked))

        assert restorations.opened(statement.to_bytes()) == statement

    @pytest.mark.parametrize(
        "change",
        [
            (b'"size":3', b'"size":-3'),
            (b'"size":3', b'"size":3,"more":1'),
            (b'"feed"', b'"weather"'),
            (b'"because":"restored', b'"because":" ",  "x":"'),
            (b"concord-restoration", b"root"),
            (b'"at":"2026', b'"at":"someday'),
            (b"{", b"["),
        ],
    )
    def test_is_refused_in_any_other_form(
        self, forked: list[bytes], change: tuple[bytes, bytes]
    ) -> None:
        data = signed(said(forked)).to_bytes()

        with pytest.raises(BadRestoration):
            restorations.opened(data.replace(*change, 1))

    def test_is_no_membership(self, forked: list[bytes]) -> None:
        """What signs for one is never taken for the other."""
        document = peers.held()
        assert document is not None

        with pytest.raises(BadRestoration):
            restorations.opened(document.to_bytes())
        with pytest.raises(documents.BadMembership):
            documents.opened(signed(said(forked)).to_bytes())

"""Comparing what a peer was shown of the others with what we were shown."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from core.signing import keys
from federation.peers.transport import Answer
from federation.sync import pulling, queries, witnessing
from federation.sync.fetching import Remote, Unreachable
from federation.sync.models import Cursor, Heard
from provinces.ledger import queries as ledger
from provinces.ledger.events import Event
from provinces.ledger.models import Entry
from tests import cast
from tests.factories import federations
from tests.factories.feeds import published
from tests.federation.sync.stories import Story, leaves

NOW = cast.NOW

pytestmark = pytest.mark.usefixtures("federated")


@pytest.fixture
def east(east_key: keys.SigningKey) -> Story:
    """A third province, of whose feed we have read ten entries."""
    told = Story("east", east_key, entries=leaves("east", 10), audit=[b"one", b"two"])
    assert pulling.pull("east", now=NOW, transport=told).is_well
    return told


def hear(story: Story, *notes: str, east: Story, peer: str = "east", log: str = "feed") -> Any:
    """Hear from the south that it was shown these notes."""
    told = [{"peer": peer, "log": log, "size": 1, "note": note} for note in notes]
    story.documents["v1/witnessed"] = {"witnessed": told}
    return witnessing.exchange(Remote("south", story), now=NOW, road=lambda _slug: east)


def other(east: Story, *, begin: int, size: int) -> Story:
    """Return what the third province tells somebody else: the same beginning, then not."""
    entries = [*east.entries[:begin], *leaves("east", size - begin, start=500)]
    return Story("east", east.key, entries=entries)


class TestExchange:
    @pytest.mark.parametrize("size", [1, 7, 8, 10])
    def test_notes_what_agrees(self, story: Story, east: Story, size: int) -> None:
        assert hear(story, east.note(size=size), east=east) == ()

        assert Heard.objects.get().size == size

    def test_compares_each_word_once(self, story: Story, east: Story) -> None:
        note = east.note(size=7)
        hear(story, note, east=east)
        east.asked.clear()

        hear(story, note, east=east)

        assert east.asked == []

    @pytest.mark.parametrize(("begin", "size"), [(9, 10), (0, 10), (6, 7), (6, 8), (0, 1)])
    def test_proves_a_split_view(self, story: Story, east: Story, begin: int, size: int) -> None:
        note = other(east, begin=begin, size=size).note()

        assert hear(story, note, east=east) == ("east",)

        (fork,) = queries.forks("east")
        assert (fork.first, fork.second, fork.told_by) == (east.note(), note, "south")
        assert [each.code for each in queries.refusals("east")] == ["split-view"]
        assert Entry.objects.filter(event=Event.PEER_FORKED).count() == 1

    def test_stops_the_imports_of_the_one_that_split(self, story: Story, east: Story) -> None:
        hear(story, other(east, begin=9, size=10).note(), east=east)
        east.entries += leaves("east", 3, start=10)

        done = pulling.pull("east", now=NOW + timedelta(seconds=20), transport=east)

        assert done.imported == 0
        assert queries.cursor("east", "feed").state == Cursor.State.FORKED

    def test_leaves_the_one_that_told_alone(self, story: Story, east: Story) -> None:
        hear(story, other(east, begin=9, size=10).note(), east=east)
        story.entries += leaves("south", 3)

        assert pulling.pull("south", now=NOW, transport=story).imported == 3

    def test_waits_for_what_is_ahead_of_us(self, story: Story, east: Story) -> None:
        ahead = other(east, begin=9, size=12)
        assert hear(story, ahead.note(), east=east) == ()

        east.entries += leaves("east", 5, start=10)
        pulling.pull("east", now=NOW + timedelta(seconds=20), transport=east)

        assert hear(story, ahead.note(), east=east) == ("east",)

    def test_compares_audit_logs_too(self, story: Story, east: Story) -> None:
        split = Story("east", east.key, audit=[b"one", b"three"])

        assert hear(story, split.note("audit"), east=east, log="audit") == ("east",)

    def test_believes_nothing_that_is_not_signed(self, story: Story, east: Story) -> None:
        forged = Story("east", keys.generate("concord/east"), entries=leaves("east", 10, start=9))

        assert hear(story, forged.note(), east=east) == ()

        assert queries.refusals() == []

    def test_ignores_provinces_that_it_does_not_know(self, story: Story, east: Story) -> None:
        assert hear(story, east.note(), east=east, peer="west") == ()

    def test_does_not_mind_that_the_third_is_away(self, story: Story, east: Story) -> None:
        east.lies[""] = lambda _told: Answer(503, {}, b"")

        assert hear(story, east.note(size=7), east=east) == ()

        assert not Heard.objects.exists()

    @pytest.mark.parametrize("size", [1, 3])
    def test_knows_its_own_history(self, story: Story, east: Story, size: int) -> None:
        published(3)
        entries = [entry.data for entry in ledger.entries(0, size)]
        own = Story("north", federations.ledger_key("north"), entries=entries)

        assert hear(story, own.note(), east=east, peer="north") == ()

    @pytest.mark.parametrize(
        ("size", "code"), [(2, "split-view"), (3, "split-view"), (9, "rollback")]
    )
    def test_raises_the_alarm_over_another_history_in_its_own_name(
        self, story: Story, east: Story, size: int, code: str
    ) -> None:
        published(3)
        key = federations.ledger_key("north")
        own = Story("north", key, entries=leaves("north", size, start=70))

        assert hear(story, own.note(), east=east, peer="north") == ("north",)

        assert [(each.peer, each.code) for each in queries.refusals()] == [("north", code)]

    @pytest.mark.parametrize(
        "document",
        [
            [],
            {},
            {"witnessed": 1},
            {"witnessed": [1, {}, {"peer": 1, "log": "feed", "note": "x"}]},
            {"witnessed": [{"peer": "east", "log": "other", "note": "x"}]},
            {"witnessed": [{"peer": "east", "log": "feed", "note": 1}]},
        ],
    )
    def test_ignores_what_it_cannot_read(self, story: Story, document: Any) -> None:
        story.documents["v1/witnessed"] = document

        assert witnessing.exchange(Remote("south", story), now=NOW, road=lambda _: story) == ()

    def test_raises_where_it_is_no_canonical_json(self, story: Story) -> None:
        story.documents["v1/witnessed"] = {}
        story.lies["v1/witnessed"] = lambda _told: Answer(200, {}, b"{ }")

        with pytest.raises(Unreachable, match="canonical"):
            witnessing.exchange(Remote("south", story), now=NOW, road=lambda _: story)

    def test_raises_where_the_peer_says_nothing(self, story: Story) -> None:
        with pytest.raises(Unreachable):
            witnessing.exchange(Remote("south", story), now=NOW, road=lambda _: story)

"""Pulling a peer's logs: all of it verified, or nothing of it stored."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from pytest_django import Settings

from core.merkle import tiles
from core.merkle.frontier import Frontier
from federation.peers.transport import Answer, NotAnswered
from federation.sync import fetching, patience, pulling, queries
from federation.sync.models import Cursor, Imported, Witnessed
from federation.sync.pulling import Pulled
from provinces.ledger.events import Event
from provinces.ledger.models import Entry
from tests import cast
from tests.federation.sync.stories import Story, leaf, leaves, reference, root

NOW = cast.NOW

pytestmark = pytest.mark.usefixtures("federated")


def pull(story: Story, *, after: int = 0) -> Pulled:
    return pulling.pull("south", now=NOW + timedelta(seconds=after), transport=story)


def held() -> list[bytes]:
    return [bytes(entry.data) for entry in queries.imported("south")]


class TestPull:
    def test_imports_entries_byte_for_byte(self, story: Story) -> None:
        story.entries += leaves("south", 5)

        done = pull(story)

        assert (done.imported, done.sizes["feed"], done.is_well) == (5, 5, True)
        assert held() == story.entries

    def test_moves_the_cursor_to_the_signed_root(self, story: Story) -> None:
        story.entries += leaves("south", 5)

        pull(story)

        cursor = queries.cursor("south", "feed")
        assert (cursor.size, cursor.note_size) == (5, 5)
        assert bytes(cursor.root) == bytes(cursor.note_root) == root(story.entries)
        assert Frontier.from_bytes(bytes(cursor.frontier)).root() == root(story.entries)

    def test_goes_on_from_where_it_stopped(self, story: Story) -> None:
        story.entries += leaves("south", 300)
        pull(story)
        story.entries += leaves("south", 250, start=300)
        story.asked.clear()

        done = pull(story, after=20)

        assert done.imported == 250
        assert held() == story.entries
        assert "v1/feed/tile/entries/000" not in story.asked

    def test_does_nothing_where_nothing_is_new(self, story: Story) -> None:
        story.entries += leaves("south", 5)
        pull(story)
        story.asked.clear()
        recorded = Entry.objects.count()

        done = pull(story, after=20)

        assert (done.imported, done.is_well) == (0, True)
        assert story.asked == ["v1/feed/checkpoint", "v1/audit/checkpoint"]
        assert Entry.objects.count() == recorded

    def test_takes_a_long_feed_in_batches_that_end_at_tiles(self, story: Story) -> None:
        story.entries += leaves("south", 2100)

        done = pull(story)

        assert done.imported == 2100
        assert held() == story.entries
        events = Entry.objects.filter(event=Event.FEED_IMPORTED).count()
        assert events == 2

    def test_keeps_the_batches_before_the_one_that_is_refused(self, story: Story) -> None:
        story.entries += [*leaves("south", 2000), leaf("north")]

        done = pull(story)

        assert done.refused == ("forged-origin",)
        assert done.sizes["feed"] == 7 * tiles.WIDTH
        assert len(held()) == 7 * tiles.WIDTH

    def test_resumes_when_the_peer_mends(self, story: Story) -> None:
        story.entries += leaves("south", 5)
        story.lies["tile/entries/000.p/5"] = lambda told: Answer(200, {}, told.body[:-1])
        pull(story)
        story.lies.clear()

        done = pull(story, after=20)

        assert (done.imported, done.is_well) == (5, True)
        assert queries.cursor("south", "feed").failures == 0

    def test_reads_no_leaves_of_the_audit_log(self, story: Story) -> None:
        story.audit += [b"one", b"two", b"three"]

        done = pull(story)

        assert (done.imported, done.sizes["audit"]) == (0, 3)
        assert bytes(queries.cursor("south", "audit").root) == root(story.audit)
        assert not [path for path in story.asked if "entries" in path]

    def test_proves_that_the_audit_log_only_grew(self, story: Story) -> None:
        story.audit += [b"%d" % number for number in range(300)]
        pull(story)
        story.audit += [b"%d" % number for number in range(300, 700)]

        assert pull(story, after=20).sizes["audit"] == 700

    def test_brings_the_blobs(self, story: Story) -> None:
        story.entries += [leaf("south", body={"document": reference(b"rules")})]
        story.holding(b"rules")

        pull(story)

        assert list(queries.blobs([reference(b"rules")["sha256"]]).values()) == [b"rules"]

    def test_asks_once_for_a_blob_that_is_named_twice(self, story: Story) -> None:
        story.entries += [leaf("south", body={"n": n, "x": reference(b"rules")}) for n in range(2)]
        story.holding(b"rules")
        pull(story)
        story.entries += [leaf("south", body={"n": 2, "x": reference(b"rules")})]

        pull(story, after=20)

        assert len([path for path in story.asked if "blob" in path]) == 1
        assert len(held()) == 3

    def test_keeps_what_it_does_not_understand(self, story: Story) -> None:
        story.entries += [leaf("south", kind="weather.foretold", body={"rain": 1})]

        pull(story)

        assert Imported.objects.get().kind == "weather.foretold"

    def test_cosigns_what_it_has_read_to_the_end(self, story: Story) -> None:
        story.entries += leaves("south", 5)
        story.audit += [b"one"]

        pull(story)

        assert set(Witnessed.objects.values_list("log", "size")) == {("feed", 5), ("audit", 1)}

    def test_records_no_cosignature_of_an_audit_log(self, story: Story) -> None:
        story.audit += [b"one"]

        pull(story)

        assert not Entry.objects.filter(event=Event.CHECKPOINT_COSIGNED).exists()

    def test_imports_where_its_own_key_is_missing(
        self, story: Story, settings: Settings, tmp_path: Path
    ) -> None:
        kept = json.loads(Path(settings.CREDENTIALS_FILE).read_text())
        del kept["signing"]["north"]
        settings.CREDENTIALS_FILE = str(tmp_path / "credentials.json")
        Path(settings.CREDENTIALS_FILE).write_text(json.dumps(kept))
        story.entries += leaves("south", 5)

        assert pull(story).imported == 5

        assert not Witnessed.objects.exists()

    def test_puts_off_a_peer_that_is_away(self, story: Story) -> None:
        story.lies["checkpoint"] = lambda _told: Answer(503, {}, b"")

        done = pull(story)

        assert "503" in done.trouble
        cursor = queries.cursor("south", "feed")
        assert (cursor.failures, cursor.next_try_at) == (1, NOW + timedelta(seconds=20))
        assert queries.refusals() == []

    @pytest.mark.parametrize("path", ["feed/checkpoint", "tile/entries/000.p/5"])
    def test_puts_off_a_peer_that_cannot_be_reached(self, story: Story, path: str) -> None:
        story.entries += leaves("south", 5)
        story.lies[path] = unanswered

        done = pull(story)

        assert "no answer" in done.trouble
        assert (done.imported, queries.cursor("south", "feed").failures) == (0, 1)

    def test_puts_off_a_peer_whose_checkpoint_is_no_text(self, story: Story) -> None:
        story.lies["feed/checkpoint"] = lambda _told: Answer(200, {}, b"\xff")

        assert "no text" in pull(story).trouble

    def test_waits_longer_each_time_and_never_gives_up(self, story: Story) -> None:
        story.lies["checkpoint"] = lambda _told: Answer(503, {}, b"")
        for _ in range(12):
            pull(story)

        cursor = queries.cursor("south", "feed")
        assert cursor.next_try_at == NOW + timedelta(hours=1)
        assert cursor.state == Cursor.State.FOLLOWING

    def test_leaves_a_batch_whole_or_not_at_all(
        self, story: Story, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        story.entries += leaves("south", 5)
        with monkeypatch.context() as patched:
            patched.setattr("federation.casework.services.take", die)
            with pytest.raises(Died):
                pull(story)
        assert held() == []

        done = pull(story, after=20)

        assert done.imported == 5

    def test_holds_no_more_of_large_entries_than_a_bundle_at_once(
        self, story: Story, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(fetching, "MOST_LEAVES", 10_000)
        story.entries += leaves("south", 600)

        done = pull(story)

        assert (done.imported, held()) == (600, story.entries)
        assert Entry.objects.filter(event=Event.FEED_IMPORTED).count() == 3

    def test_lets_no_peer_hold_it_for_ever(
        self, story: Story, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Every answer comes in its time, and all of them together do not."""
        blobs = [b"blob %d" % number for number in range(10)]
        story.holding(*blobs)
        story.entries += [leaf("south", body={"document": reference(blob)}) for blob in blobs]
        seconds = slow_answers(story, monkeypatch, 60.0)

        done = pull(story)

        assert "took too long" in done.trouble
        assert (done.imported, seconds.now < 3 * patience.SECONDS) == (0, True)

    def test_asks_for_less_at_once_where_that_was_too_much(
        self, story: Story, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(pulling, "MOST_AT_ONCE", 64)
        blobs = [b"blob %d" % number for number in range(10)]
        story.holding(*blobs)
        story.entries += [leaf("south", body={"document": reference(blob)}) for blob in blobs]
        slow_answers(story, monkeypatch, 25.0)

        done = [pull(story, after=4000 * number) for number in range(18)]

        assert done[0].trouble
        assert held() == story.entries

    def test_goes_on_at_the_next_visit_where_one_gets_long(
        self, story: Story, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(fetching, "MOST_LEAVES", 10_000)
        story.entries += leaves("south", 900)
        slow_answers(story, monkeypatch, 20.0)

        done = [pull(story, after=20 * number) for number in range(5)]

        assert [each.is_well for each in done] == [True] * 5
        assert 0 < done[0].imported < 900
        assert held() == story.entries

    def test_takes_large_blobs_a_few_at_a_time(
        self, story: Story, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(pulling, "MOST_AT_ONCE", 25)
        blobs = [b"ten bytes%d" % number for number in range(7)]
        story.holding(*blobs)
        story.entries += [leaf("south", body={"document": reference(blob)}) for blob in blobs]

        done = pull(story)

        assert (done.imported, held()) == (7, story.entries)
        assert Entry.objects.filter(event=Event.FEED_IMPORTED).count() == 4

    def test_leaves_alone_what_another_worker_has_read_meanwhile(self, story: Story) -> None:
        story.entries += leaves("south", 5)
        first = Story("south", story.key, list(story.entries))

        def read_first(told: Answer) -> Answer:
            pull(first)
            return told

        story.lies["entries/000.p/5"] = read_first

        done = pull(story)

        assert (done.imported, done.sizes["feed"], done.is_well) == (0, 5, True)
        assert held() == story.entries


class Seconds:
    """A clock that counts from the start, and goes on when it is told to."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def slow_answers(story: Story, monkeypatch: pytest.MonkeyPatch, each: float) -> Seconds:
    """Have every answer take so many seconds of a clock of its own, which is returned."""
    clock = Seconds()

    def slowly(told: Answer) -> Answer:
        clock.now += each
        return told

    monkeypatch.setattr(patience, "monotonic", clock)
    story.lies[""] = slowly
    return clock


def unanswered(_told: Answer) -> Answer:
    raise NotAnswered("no answer")


class Died(Exception):
    """The process ends while a batch is stored."""


def die(*_args: object, **_kwargs: object) -> None:
    raise Died

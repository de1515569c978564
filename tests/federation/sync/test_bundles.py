"""Blobs fetched in bundles from peers that serve them, and one by one from those that do not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from federation.peers import services as peers
from federation.peers.transport import Answer
from federation.sync import bundling, pulling, queries
from federation.sync.models import Imported, ImportedBlob
from federation.sync.pulling import Pulled
from federation.sync.violations import Violation
from tests import cast
from tests.federation.sync.stories import Story, leaf, reference

NOW = cast.NOW
COUNT = 100
BLOBS = [b"blob %d" % number for number in range(COUNT)]

pytestmark = pytest.mark.usefixtures("federated")


@pytest.fixture
def told(story: Story) -> Story:
    """A feed with a hundred blobs, of a peer that speaks the version with bundles."""
    peers.speaks("south", version=2, now=NOW)
    story.holding(*BLOBS)
    story.entries += [leaf("south", body={"document": reference(blob)}) for blob in BLOBS]
    return story


def pull(story: Story, *, after: int = 0) -> Pulled:
    return pulling.pull("south", now=NOW + timedelta(seconds=after), transport=story)


def asked(story: Story) -> dict[str, int]:
    return {
        kind: sum(path.startswith(kind) for path in story.asked) for kind in ("v1/blob/", "v2/")
    }


class TestBundles:
    def test_bring_many_blobs_in_few_answers(self, told: Story) -> None:
        assert pull(told).imported == COUNT

        assert asked(told) == {"v1/blob/": 0, "v2/": 3}
        assert sorted(data for _, data in queries.every_blob()) == sorted(BLOBS)

    def test_are_not_asked_of_a_peer_that_speaks_of_none(self, told: Story) -> None:
        peers.speaks("south", version=1, now=NOW)

        assert pull(told).imported == COUNT

        assert asked(told) == {"v1/blob/": COUNT, "v2/": 0}

    def test_may_be_missing_all_the_same(self, told: Story) -> None:
        lie_about_bundles(told, lambda _answer: Answer(404, {}, b""))

        assert pull(told).imported == COUNT

        assert asked(told) == {"v1/blob/": COUNT, "v2/": 3}

    def test_leave_large_blobs_to_themselves(self, told: Story) -> None:
        large = b"x" * (bundling.LARGE + 1)
        told.holding(large).entries.append(leaf("south", body={"document": reference(large)}))

        assert pull(told).imported == COUNT + 1

        assert asked(told) == {"v1/blob/": 1, "v2/": 3}

    def test_name_a_blob_that_is_withheld(self, told: Story) -> None:
        gone = reference(BLOBS[7])["sha256"]
        del told.blobs[gone]

        assert pull(told).refused == ("missing-blob",)

        (refusal,) = queries.refusals("south")
        assert refusal.evidence == {"sha256": gone}
        assert not Imported.objects.exists()

    def test_hold_the_empty_blob_as_any_other(self, told: Story) -> None:
        told.holding(b"").entries.append(leaf("south", body={"document": reference(b"")}))

        assert pull(told).imported == COUNT + 1

        assert queries.blobs([reference(b"")["sha256"]]) == {reference(b"")["sha256"]: b""}

    def test_ask_once_for_what_many_entries_name(self, told: Story) -> None:
        told.entries += [
            leaf("south", body={"number": n, "document": reference(BLOBS[0])}) for n in range(60)
        ]

        assert pull(told).imported == COUNT + 60

        assert asked(told) == {"v1/blob/": 0, "v2/": 3}


class TestLength:
    """A reference with a false length is caught, whatever else names the blob rightly."""

    @pytest.mark.parametrize("is_false_first", [True, False])
    @pytest.mark.parametrize("is_bundled", [True, False])
    def test_of_one_of_two_references(
        self, story: Story, is_false_first: bool, is_bundled: bool
    ) -> None:
        peers.speaks("south", version=2 if is_bundled else 1, now=NOW)
        right, false = reference(BLOBS[0]), {**reference(BLOBS[0]), "bytes": 9}
        told = [false, right] if is_false_first else [right, false]
        story.holding(BLOBS[0], BLOBS[1]).entries += [
            leaf("south", body={"document": each}) for each in (*told, reference(BLOBS[1]))
        ]

        assert pull(story).refused in {("bad-blob",), ("too-large",)}

        assert not Imported.objects.exists()

    def test_of_a_blob_that_is_held(self, story: Story) -> None:
        story.holding(BLOBS[0]).entries.append(leaf("south", body={"a": reference(BLOBS[0])}))
        pull(story)
        right, false = reference(BLOBS[0]), {**reference(BLOBS[0]), "bytes": 9}
        story.entries.append(leaf("south", body={"b": false, "c": right}))

        assert pull(story, after=20).refused == ("bad-blob",)

        assert Imported.objects.count() == 1


def lie_about_bundles(story: Story, lie: Callable[[Answer], Answer]) -> None:
    for group in bundling.grouped(pulled_references()):
        story.lies[bundling.named(each.sha256 for each in group)] = lie


def pulled_references() -> list[bundling.BlobReference]:
    told = [reference(blob) for blob in BLOBS]
    return [bundling.BlobReference(each["sha256"], each["bytes"]) for each in told]


def with_one_altered(answer: Answer) -> Answer:
    first, *others = bundling.opened(answer.body)
    return Answer(200, {}, bundling.packed([first[:-1] + b"!", *others]))


def with_two_swapped(answer: Answer) -> Answer:
    first, *others, last = bundling.opened(answer.body)
    return Answer(200, {}, bundling.packed([last, *others, first]))


def with_one_less(answer: Answer) -> Answer:
    return Answer(200, {}, bundling.packed(bundling.opened(answer.body)[:-1]))


def cut_off(answer: Answer) -> Answer:
    return Answer(200, {}, answer.body[:-1])


def lengthened(answer: Answer) -> Answer:
    return Answer(200, {}, answer.body + bundling.packed([b"more"]))


def with_a_length_without_end(answer: Answer) -> Answer:
    return Answer(200, {}, b"\xff\xff\xff\xff" + answer.body[4:])


LIES = [
    (with_one_altered, Violation.BAD_BLOB),
    (with_two_swapped, Violation.BAD_BLOB),
    (with_one_less, Violation.TRUNCATED_PAGE),
    (cut_off, Violation.TRUNCATED_PAGE),
    (with_a_length_without_end, Violation.TRUNCATED_PAGE),
    (lengthened, Violation.TOO_LARGE),
]


class TestLie:
    @pytest.mark.parametrize(("lie", "code"), LIES, ids=lambda each: getattr(each, "__name__", ""))
    def test_is_named_and_nothing_is_imported(
        self, told: Story, lie: Callable[[Answer], Answer], code: Violation
    ) -> None:
        lie_about_bundles(told, lie)

        done = pull(told)

        assert (done.refused, done.imported) == ((code,), 0)
        assert not Imported.objects.exists()
        assert not ImportedBlob.objects.exists()

    def test_is_forgiven_once_the_peer_mends(self, told: Story) -> None:
        lie_about_bundles(told, with_one_altered)
        pull(told)
        told.lies.clear()

        assert pull(told, after=20).imported == COUNT

"""The version that two provinces speak with one another."""

from __future__ import annotations

import json

import pytest

from federation.peers import versions
from federation.peers.exchanging import Answer, Unreachable
from federation.peers.models import Peer
from federation.peers.negotiating import negotiate
from federation.peers.transport import Road
from federation.peers.versions import NoCommonVersion

from .founding import NOW


class TestCommon:
    @pytest.mark.parametrize(
        ("theirs", "common"), [([1], 1), ([1, 2], 2), ([3, 1], 1), ([1, 1], 1), ([2, 3], 2)]
    )
    def test_is_the_highest_of_both(self, theirs: list[int], common: int) -> None:
        assert versions.common(theirs) == common

    @pytest.mark.parametrize("theirs", [[], [3, 4]])
    def test_is_none_where_there_is_none(self, theirs: list[int]) -> None:
        with pytest.raises(NoCommonVersion):
            versions.common(theirs)


def saying(body: bytes, status: int = 200) -> Road:
    """Return the way to a peer that says something of its versions."""
    return Road("south", "https://south.example/", lambda *_: Answer(status, {}, body))


@pytest.mark.usefixtures("federation")
class TestNegotiate:
    def test_notes_what_is_spoken(self) -> None:
        road = saying(json.dumps({"province": "south", "versions": [1, 3, "2"]}).encode())

        assert negotiate("south", now=NOW, road=lambda _slug: road) == 1

        peer = Peer.objects.get(pk="south")
        assert (peer.version_spoken, peer.last_heard_at) == (1, NOW)

    def test_notes_nothing_where_there_is_no_common_one(self) -> None:
        road = saying(b'{"versions": [3]}')

        with pytest.raises(NoCommonVersion):
            negotiate("south", now=NOW, road=lambda _slug: road)

        assert Peer.objects.get(pk="south").version_spoken is None

    @pytest.mark.parametrize("body", [b"", b"[]", b"{}", b'{"versions": 1}', b"\xff", b"[" * 4000])
    def test_refuses_an_answer_that_does_not_say(self, body: bytes) -> None:
        with pytest.raises(Unreachable, match="does not say"):
            negotiate("south", now=NOW, road=lambda _slug: saying(body))

    def test_refuses_a_refusal(self) -> None:
        with pytest.raises(Unreachable, match="answers 503"):
            negotiate("south", now=NOW, road=lambda _slug: saying(b"", 503))

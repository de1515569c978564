"""Lists are read if their issuer signed them, and a withdrawn pass is found in its place."""

from __future__ import annotations

import zlib
from typing import Any

import pytest
from cwt import COSE, COSEKey
from hypothesis import given
from hypothesis import strategies as st

from core.signing.p256 import PassKey, fresh_secret
from provinces.passes.codec import (
    BadList,
    StatusList,
    StatusReference,
    TrustedKey,
    TrustList,
    Withdrawn,
    cbor,
    cose,
    lists,
)
from tests.provinces.passes.codec.made import KEY, NOW, TRUSTED

OTHER = PassKey("concord/south", fresh_secret())


def trust(**changes: Any) -> TrustList:
    """Return a trust list of north, with some of it changed."""
    made: dict[str, Any] = {
        "issuer": "north",
        "issued_at": NOW,
        "expires_at": NOW + 86_400,
        "ttl": 300,
        "keys": (TRUSTED, TrustedKey("south", OTHER.verifier, NOW, NOW + 9)),
        "names": {"north": ("北省", "North")},
    }
    return TrustList(**made | changes)


def status(withdrawn: list[int], **changes: Any) -> StatusList:
    """Return a status list of north with room for 64 passes."""
    made: dict[str, Any] = {
        "issuer": "north",
        "number": 3,
        "issued_at": NOW,
        "expires_at": NOW + 86_400,
        "ttl": 60,
        "bits": lists.bits_of(withdrawn, 64),
    }
    return StatusList(**made | changes)


def tampered(data: bytes) -> bytes:
    """Return a list whose signature has another last bit."""
    return data[:-1] + bytes([data[-1] ^ 1])


class TestTrustList:
    def test_is_read_as_it_was_written(self) -> None:
        data = lists.trust_list(trust(), KEY)

        assert lists.read_trust_list(data, KEY.verifier) == trust()

    def test_is_the_same_bytes_each_time(self) -> None:
        assert lists.trust_list(trust(), KEY) == lists.trust_list(trust(), KEY)

    def test_gives_keys_by_id(self) -> None:
        assert trust().known[OTHER.verifier.key_id][0].issuer == "south"

    @pytest.mark.parametrize(
        "data",
        [
            lists.trust_list(trust(), OTHER),
            tampered(lists.trust_list(trust(), KEY)),
            lists.status_list(status([]), KEY),
            cose.signed(b"\xa0", KEY, of_type=lists.TRUST),
            b"",
        ],
        ids=["another key", "tampered", "another list", "other claims", "nothing"],
    )
    def test_is_refused_otherwise(self, data: bytes) -> None:
        with pytest.raises(BadList):
            lists.read_trust_list(data, KEY.verifier)

    @pytest.mark.parametrize(
        "changed",
        [{-70011: 1}, {-70011: [["south"]]}, {-70011: [[1, "a", b"", 0, None]]}, {-70012: {1: []}}],
        ids=["no list", "no key", "no name", "no names"],
    )
    def test_is_refused_where_it_says_something_else(self, changed: dict[int, Any]) -> None:
        claims = {1: "north", 4: NOW + 1, 6: NOW, 65534: 1, -70011: [], -70012: {}}

        data = cose.signed(cbor.encoded(claims | changed), KEY, of_type=lists.TRUST)

        with pytest.raises(BadList):
            lists.read_trust_list(data, KEY.verifier)


class TestStatusList:
    @given(st.sets(st.integers(0, 63)))
    def test_tells_who_is_withdrawn(self, withdrawn: set[int]) -> None:
        data = lists.status_list(status(sorted(withdrawn)), KEY)

        read = lists.read_status_list(data, [TRUSTED])

        for index in range(64):
            if index in withdrawn:
                with pytest.raises(Withdrawn):
                    read.check(StatusReference(3, index))
            else:
                read.check(StatusReference(3, index))

    def test_has_no_place_beyond_its_end(self) -> None:
        with pytest.raises(Withdrawn):
            status([]).check(StatusReference(3, 64))

    def test_is_as_the_draft_shows_it(self) -> None:
        # draft-ietf-oauth-status-list §4.1: sixteen statuses of one bit are 0xb9 0xa3.
        shown = [1, 0, 0, 1, 1, 1, 0, 1, 1, 1, 0, 0, 0, 1, 0, 1]

        bits = lists.bits_of([place for place, bit in enumerate(shown) if bit], 16)

        assert bits.hex() == "b9a3"

    def test_is_verified_by_an_independent_reader(self) -> None:
        point = KEY.verifier.uncompressed
        kid = KEY.verifier.key_id
        peer = COSEKey.new({1: 2, 2: kid, 3: -7, -1: 1, -2: point[1:33], -3: point[33:]})

        payload = COSE.new().decode(lists.status_list(status([5]), KEY), peer)

        assert zlib.decompress(cbor.decoded(payload)[65533]["lst"])[0] == 1 << 5

    def test_is_believed_of_its_issuer_alone(self) -> None:
        data = lists.status_list(status([], issuer="south"), KEY)

        with pytest.raises(BadList, match="does not count"):
            lists.read_status_list(data, [TRUSTED])

    def test_is_refused_where_it_would_fill_the_memory(self) -> None:
        data = lists.status_list(status([], bits=bytes((1 << 20) + 1)), KEY)

        with pytest.raises(BadList, match="bytes of bits"):
            lists.read_status_list(data, [TRUSTED])

    @pytest.mark.parametrize(
        "told", [{}, {"bits": 2, "lst": b""}, {"bits": 1, "lst": b"x"}, {"bits": 1, "lst": 1}]
    )
    def test_is_refused_where_it_says_something_else(self, told: dict[str, Any]) -> None:
        claims = {1: "north", 2: "0", 4: NOW + 1, 6: NOW, 65533: told, 65534: 1}

        data = cose.signed(cbor.encoded(claims), KEY, of_type=lists.STATUS)

        with pytest.raises(BadList):
            lists.read_status_list(data, [TRUSTED])

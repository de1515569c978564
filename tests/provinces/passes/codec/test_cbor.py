"""CBOR is read in one form only, and nothing of it builds objects."""

from __future__ import annotations

from typing import Any

import cbor2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from provinces.passes.codec import cbor

NUMBERS = st.integers(0, 23) | st.integers(-(1 << 40), -70_000)
VALUES = st.recursive(
    st.none() | st.integers(-(1 << 64), (1 << 64) - 1) | st.binary(max_size=300) | st.text(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(NUMBERS, inner, max_size=4)
        | st.dictionaries(st.text(max_size=30), inner, max_size=4)
    ),
    max_leaves=6,
)


def depth(value: Any) -> int:
    """Return how many lists and maps are within one another."""
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return 1 + max(map(depth, inner), default=0)


class TestDecoded:
    @given(VALUES.filter(lambda value: depth(value) <= 6))
    def test_reads_what_encoded_wrote(self, value: Any) -> None:
        assert cbor.decoded(cbor.encoded(value)) == value

    @given(st.binary(max_size=60))
    def test_reads_nothing_that_is_written_otherwise(self, data: bytes) -> None:
        try:
            value = cbor.decoded(data)
        except ValueError:
            return
        assert cbor.encoded(value) == data or not _is_ordered_alike(value)

    @pytest.mark.parametrize(
        "data",
        [
            "",
            "1800",  # 0 in two bytes
            "1b00000000ffffffff",
            "62c328",  # no UTF-8
            "4361",
            "1a00",
            "a2016101",
            "a201000100",  # a key twice
            "a202000100",  # keys out of order
            "a1800 1".replace(" ", ""),
            "a14100 00".replace(" ", ""),  # bytes as a key
            "9f00ff",  # of no length
            "5f4100ff",
            "f4",
            "fb3ff0000000000000",
            "c11a00000000",  # a date
            "d82348285b612b5d2b29",  # a pattern
            "c5821b7fffffffffffffff01",  # more than any memory holds
            "d81c80",
            "5bffffffffffffffff",
            "9bffffffffffffffff",
            "81818181818180",
            "0000",
        ],
    )
    def test_refuses_everything_else(self, data: str) -> None:
        with pytest.raises(ValueError, match=r"CBOR|codec"):
            cbor.decoded(bytes.fromhex(data))

    def test_reads_as_an_independent_reader_does(self) -> None:
        value = {1: "north", 4: [1, -2, None, b"x"], -70_001: {0: {}}}

        assert cbor2.loads(cbor.encoded(value)) == cbor.decoded(cbor.encoded(value))


def _is_ordered_alike(value: Any) -> bool:
    """Tell whether cbor2, which sorts shorter keys first, would sort a map's keys as we do."""
    if isinstance(value, list):
        return all(map(_is_ordered_alike, value))
    if not isinstance(value, dict):
        return True
    written = [cbor2.dumps(key) for key in value]
    return written == sorted(written, key=lambda key: (len(key), key)) and all(
        map(_is_ordered_alike, value.values())
    )

"""Base45 is written and read as RFC 9285 has it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provinces.passes.codec import base45

# RFC 9285 §4.3 and §4.4.
PUBLISHED = {
    b"AB": "BB8",
    b"Hello!!": "%69 VD92EX0",
    b"base-45": "UJCLQE7W581",
    b"ietf!": "QED8WEX0",
}


class TestEncoded:
    @pytest.mark.parametrize(("data", "text"), PUBLISHED.items())
    def test_writes_as_published(self, data: bytes, text: str) -> None:
        assert base45.encoded(data) == text
        assert base45.decoded(text) == data


class TestDecoded:
    @given(st.binary(max_size=200))
    def test_reads_what_encoded_wrote(self, data: bytes) -> None:
        assert base45.decoded(base45.encoded(data)) == data

    # RFC 9285 §6: GGW is 65,535, GGX would be 65,536; three colons are the largest of all.
    @pytest.mark.parametrize("text", ["GGX", ":::", "::", "A", "AAAA", "aaa", "A,A", "AA\u4e2d"])
    def test_refuses_what_no_bytes_are_written_as(self, text: str) -> None:
        with pytest.raises(ValueError, match="Base45"):
            base45.decoded(text)

    @given(st.text("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:", max_size=30))
    def test_has_one_text_for_each_value(self, text: str) -> None:
        try:
            data = base45.decoded(text)
        except ValueError:
            return
        assert base45.encoded(data) == text

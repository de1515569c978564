"""A value has one base64 text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.signing import base64_text


class TestDecoded:
    @given(st.binary())
    def test_reads_what_was_written(self, data: bytes) -> None:
        assert base64_text.decoded(base64_text.encoded(data)) == data

    @pytest.mark.parametrize(
        "text", ["AA", "AA=", "AB==", "A===", "AA==\n", "A A=", "AA==AA==", "é"]
    )
    def test_refuses_another_text_of_it(self, text: str) -> None:
        with pytest.raises(ValueError, match="base64"):
            base64_text.decoded(text)

"""Texts that people read as they are written, and values told in a few words."""

from __future__ import annotations

import pytest

from provinces.rules.shapes import LONGEST_TEXT, told, unfit


class TestUnfit:
    @pytest.mark.parametrize(
        "text", ["", "红码，14 天。", "Ct < 35 → green <3", "é", "x" * LONGEST_TEXT]
    )
    def test_is_nothing_of_what_reads_as_it_is_written(self, text: str) -> None:
        assert unfit(text) == ""

    @pytest.mark.parametrize(
        ("text", "why"),
        [
            ("a\u202eb", "this has a character (U+202E) that is not printed: write it without"),
            ("x\u2066y", "this has a character (U+2066) that is not printed: write it without"),
            ("a\x07b", "this has a character (U+0007) that is not printed: write it without"),
            ("a\nb", "this has a character (U+000A) that is not printed: write it without"),
            ("\u200b", "this has a character (U+200B) that is not printed: write it without"),
            ("\u3164 \u2800", "there is nothing to read in this"),
            ("<script>alert(1)</script>", "this has markup: write it in words"),
            ("x" * 601, "this has 601 characters, and 600 at most are read"),
        ],
    )
    def test_says_what_could_mislead(self, text: str, why: str) -> None:
        assert unfit(text) == why


class TestTold:
    def test_is_short_whatever_was_given(self) -> None:
        assert told("x" * 200_000) == f"'{'x' * 199}…"

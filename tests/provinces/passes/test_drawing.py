"""Codes that we draw are read by a reader that is not ours."""

from __future__ import annotations

import numpy as np
import zxingcpp

from provinces.passes import drawing
from tests.provinces.passes.codec.made import VECTORS

TEXT = VECTORS["passes"][0]["text"]


def seen(rows: list[list[bool]], quiet: int = drawing.QUIET) -> str:
    """Return what a reader sees in modules, four points each."""
    dark = np.pad(np.array(rows, bool), quiet)
    image = np.where(np.kron(dark, np.ones((4, 4), bool)), 0, 255).astype(np.uint8)
    (found,) = zxingcpp.read_barcodes(image)
    return found.text


class TestModules:
    def test_are_read_by_another(self) -> None:
        assert seen(drawing.modules(TEXT)) == TEXT

    def test_are_read_with_a_crease(self) -> None:
        rows = drawing.modules(TEXT)
        rows[len(rows) // 2] = [False] * len(rows)

        assert seen(rows) == TEXT


class TestSvg:
    def test_is_black_on_white_without_styles(self) -> None:
        drawn = drawing.svg(TEXT)

        assert drawn.startswith("<svg")
        assert "style" not in drawn
        assert 'fill="#fff"' in drawn
        assert len(drawn) < 16_000

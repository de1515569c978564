"""A pass drawn as a QR code: as SVG for pages without JavaScript, as squares for paper."""

from __future__ import annotations

import segno
from segno import QRCode

# Choosing the best of eight masks takes nine tenths of the time, and any of them can be read.
_MASK = 3
QUIET = 4  # modules around a code (ISO/IEC 18004 §6.3.8)


def svg(text: str) -> str:
    """Return a code as SVG to be put into a page: black on white whatever the page's colours."""
    code: str = _made(text, "m").svg_inline(
        border=QUIET, dark="#000", light="#fff", svgclass="qr", lineclass=None, omitsize=True
    )
    return code


def modules(text: str) -> list[list[bool]]:
    """Return a code's modules, row by row, true where one is black; for paper, which is folded."""
    return [[bool(module) for module in row] for row in _made(text, "q").matrix]


def _made(text: str, level: str) -> QRCode:
    return segno.make_qr(text, error=level, mask=_MASK, boost_error=False)

"""Text stands out from what it is written on, by day and by night (WCAG 2.2, 1.4.3 and 1.4.11)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

STYLES = (Path(__file__).resolve().parents[3] / "core/web/static/web/concord.css").read_text()
DAY, NIGHT = STYLES.split("@media (prefers-color-scheme: dark)")[0:2]
TEXT = [
    ("ink", "paper"), ("ink", "wash"), ("ink-soft", "paper"), ("ink-soft", "wash"),
    ("link", "paper"), ("link", "wash"), ("link-hover", "paper"), ("error", "paper"),
    ("on-brand", "brand"), ("on-brand", "desk"), ("on-press", "press"), ("on-press", "press-hover"),
    ("on-green", "green"), ("on-yellow", "yellow"), ("on-red", "red"), ("on-grey", "grey"),
    ("focus-ink", "focus"),
]  # fmt: skip
SIGNS = [("field", "paper"), ("press", "paper"), ("brand-edge", "brand"), ("notice", "wash")]


def colours(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", block.split("}", maxsplit=1)[0]))


BY_DAY = colours(DAY)
SCHEMES = {"day": BY_DAY, "night": {**BY_DAY, **colours(NIGHT)}}


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, as WCAG defines it."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    channels = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", SCHEMES)
class TestContrast:
    @pytest.mark.parametrize(("ink", "paper"), TEXT)
    def test_of_text_is_four_and_a_half(self, scheme: str, ink: str, paper: str) -> None:
        assert contrast(SCHEMES[scheme][ink], SCHEMES[scheme][paper]) >= 4.5

    @pytest.mark.parametrize(("sign", "ground"), SIGNS)
    def test_of_signs_is_three(self, scheme: str, sign: str, ground: str) -> None:
        assert contrast(SCHEMES[scheme][sign], SCHEMES[scheme][ground]) >= 3

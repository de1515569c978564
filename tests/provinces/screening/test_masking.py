"""Names masked."""

from __future__ import annotations

import pytest

from provinces.screening.masking import masked


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("王小明", "王＊＊"),
        ("王明", "王＊"),
        ("王", "王＊"),
        ("Ada Lovelace", "A. L."),
        ("ada", "A."),
        (" ", ""),
    ],
)
def test_leaves_too_little_to_look_for(name: str, shown: str) -> None:
    assert masked(name) == shown

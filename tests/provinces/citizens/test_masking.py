"""Names masked."""

from __future__ import annotations

import pytest

from provinces.citizens.masking import masked, masked_number


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


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("110101194203070023", "＊＊＊＊23"),
        ("13800000007", "＊＊＊＊07"),
        ("eve@example.org", "＊＊＊＊rg"),
        ("1234", "＊＊＊＊"),
        ("", ""),
    ],
)
def test_leaves_the_end_of_a_number_alone(number: str, shown: str) -> None:
    assert masked_number(number) == shown

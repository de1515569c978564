"""A password that is too short is refused in the reader's language."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from provinces.accounts.passwords import LongEnough


class TestLongEnough:
    @pytest.mark.parametrize(
        ("language", "said"),
        [("en", "it needs 15 characters or more"), ("zh-hans", "密码太短，至少需要 15 个字符。")],
    )
    def test_says_how_many_are_asked_for(self, language: str, said: str) -> None:
        with translation.override(language), pytest.raises(ValidationError, match=said):
            LongEnough(15).validate("a" * 14)

    def test_takes_as_many(self) -> None:
        LongEnough(15).validate("a" * 15)

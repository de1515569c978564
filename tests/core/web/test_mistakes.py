"""A form says what to do about what is missing, in the language of the page."""

from __future__ import annotations

from typing import Any

import pytest
from django import forms
from django.utils import translation


class Asked(forms.Form):
    """One field of each kind that pages ask for."""

    word = forms.CharField()
    one = forms.ChoiceField(choices=[("a", "A")])
    some = forms.MultipleChoiceField(choices=[("a", "A")])
    box = forms.BooleanField()
    file = forms.FileField()
    day = forms.DateField()
    moment = forms.DateTimeField()


def mistakes(said: dict[str, Any], language: str = "en") -> dict[str, str]:
    with translation.override(language):
        return {name: str(told[0]) for name, told in Asked(said).errors.items()}


class TestWhatIsMissing:
    def test_says_what_to_do(self) -> None:
        told = mistakes({})

        assert told == {
            "word": "Fill this in. It cannot be left empty.",
            "one": "Choose one of the answers.",
            "some": "Choose at least one of the answers.",
            "box": "Tick the box if it is so. Nothing is done without it.",
            "file": "Choose a file.",
            "day": "Give a day, such as 2026-11-20.",
            "moment": "Give a day and a time, such as 2026-11-20 13:30.",
        }

    def test_says_it_in_chinese_too(self) -> None:
        told = mistakes({}, "zh-hans")

        assert told["word"] == "请填写，此项不能留空。"
        assert told["box"] == "情况属实请勾选；不勾选则不予办理。"


class TestWhatCannotBeRead:
    @pytest.mark.parametrize(
        ("said", "told"),
        [
            ({"one": "b"}, "Choose one of the answers shown: what was sent is not among them."),
            ({"some": ["b"]}, "Choose one of the answers shown: what was sent is not among them."),
            ({"day": "soon"}, "Give a day, such as 2026-11-20."),
            ({"moment": "soon"}, "Give a day and a time, such as 2026-11-20 13:30."),
        ],
    )
    def test_says_what_can_be(self, said: dict[str, Any], told: str) -> None:
        (field,) = said

        assert mistakes(said)[field] == told

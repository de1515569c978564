"""Half a character is found wherever in a message it is."""

from __future__ import annotations

import json
from typing import Any

import pytest

from core.texts import HalfACharacter, require_whole

HALF = "\ud800"


class TestRequireWhole:
    @pytest.mark.parametrize(
        "value",
        [None, 7, "", "张", "🙈", {"张": ["🙈", {"a": None}]}, json.loads(r'"\ud83d\ude48"')],
    )
    def test_takes_whole_texts(self, value: Any) -> None:
        require_whole(value)

    @pytest.mark.parametrize(
        ("value", "where"),
        [
            (HALF, "$ has half"),
            ({"a": [{}, {"b": f"x{HALF}"}]}, "$.a[1].b has half"),
            ({"a": {HALF: 1}}, "a name in $.a has half"),
            ([HALF, f"{HALF}2"], "$[0] has half"),
            ({"a" * 300: "\udc00"}, f"$.{'a' * 199} has half"),
        ],
    )
    def test_says_where_one_is_half(self, value: Any, where: str) -> None:
        with pytest.raises(HalfACharacter) as refused:
            require_whole(value)

        assert str(refused.value).startswith(where)
        assert str(refused.value).encode()

    def test_looks_as_deep_as_a_message_goes(self) -> None:
        value: Any = HALF
        for _ in range(10_000):
            value = [value]

        with pytest.raises(HalfACharacter):
            require_whole(value)

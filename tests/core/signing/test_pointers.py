"""Walking a JSON value, and saying where one is."""

from __future__ import annotations

from core.signing import pointers

VALUE = {"a": [{"b": "x"}, "y", 3, None], "c": {"d": {"e": "z"}}}


class TestMembers:
    def test_are_found_however_deep(self) -> None:
        found = list(pointers.members(VALUE))

        assert found == [
            ("/a", "a"), ("/a/0/b", "b"), ("/c", "c"), ("/c/d", "d"), ("/c/d/e", "e")
        ]  # fmt: skip

    def test_of_a_plain_value_are_none(self) -> None:
        assert list(pointers.members("a")) == []


class TestTexts:
    def test_are_values_and_names(self) -> None:
        found = {text for _, text in pointers.texts(VALUE)}

        assert found == {"a", "b", "c", "d", "e", "x", "y", "z"}

    def test_say_where_they_are(self) -> None:
        assert ("/a/1", "y") in list(pointers.texts(VALUE))

    def test_of_a_text_are_the_text(self) -> None:
        assert list(pointers.texts("a")) == [("", "a")]

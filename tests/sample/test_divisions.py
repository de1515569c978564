"""The divisions of the sample: complete, named in two languages, each below its parent."""

from __future__ import annotations

from collections import Counter

from sample.divisions import counties_of, divisions_of
from sample.plan import BEIJING, HEBEI, PROVINCES, TIANJIN


class TestDivisionsOf:
    def test_lists_every_level(self) -> None:
        levels = {p.slug: Counter(d.level for d in divisions_of(p.code)) for p in PROVINCES}

        assert levels == {
            "beijing": {1: 1, 2: 1, 3: 16},
            "tianjin": {1: 1, 2: 1, 3: 16},
            "hebei": {1: 1, 2: 11, 3: 167},
        }

    def test_puts_parents_first(self) -> None:
        known: set[str | None] = {None}

        for division in divisions_of(HEBEI.code):
            assert division.parent in known
            known.add(division.code)

    def test_names_each_in_chinese_and_english(self) -> None:
        by_code = {d.code: d for p in PROVINCES for d in divisions_of(p.code)}

        assert (by_code["131082"].name_zh, by_code["131082"].name_en) == ("三河市", "Sanhe")
        assert (by_code["110105"].name_zh, by_code["110105"].name_en) == (
            "朝阳区",
            "Chaoyang District",
        )
        assert all(d.name_zh and d.name_en.isascii() for d in by_code.values())

    def test_has_an_outline_of_each(self) -> None:
        assert all(d.outline.exists() for d in divisions_of(TIANJIN.code))


class TestCountiesOf:
    def test_are_the_lowest_level(self) -> None:
        assert {county.level for county in counties_of(BEIJING.code)} == {3}

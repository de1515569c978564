"""Sets of ranges and one cell after another come to the same, whatever was signed."""

from __future__ import annotations

from collections import defaultdict

import pytest
from hypothesis import given, settings

from core.cells.classes import FINE
from federation.borders.resolution import Claim, Key, Resolution, Treaty, explain, resolve
from tests.federation.borders.resolution import oracle
from tests.federation.borders.resolution.worlds import (
    AS_OF,
    CELLS,
    MINUTES,
    SIZES,
    TERRITORIES,
    worlds,
)

World = tuple[list[Claim], list[Treaty]]


def resolved(world: World) -> Resolution:
    return resolve(world[0], TERRITORIES, world[1], as_of=AS_OF, sizes=SIZES)


def in_effect(world: World) -> dict[tuple[int, int], set[tuple[Key, int]]]:
    """Return which claims are in effect, and how grave, cell by cell and minute by minute."""
    found: dict[tuple[int, int], set[tuple[Key, int]]] = defaultdict(set)
    for each in resolved(world).effective:
        for cell in each.cells.cells():
            for minute in range(each.starts, each.ends):
                found[cell, minute].add((each.key, each.level))
    return found


def expected(world: World) -> dict[tuple[int, int], frozenset[tuple[Key, int]]]:
    """Return what the oracle says is in effect, where anything is."""
    told = oracle.everywhere(*world).items()
    return {place: answer.levels for place, answer in told if answer.in_effect}


class TestResolve:
    @given(worlds())
    def test_finds_on_every_cell_at_every_minute_what_the_oracle_finds(self, world: World) -> None:
        assert in_effect(world) == expected(world)

    @pytest.mark.battery
    @settings(max_examples=3000)
    @given(worlds())
    def test_finds_it_in_thousands_of_worlds(self, world: World) -> None:
        assert in_effect(world) == expected(world)

    @given(worlds())
    def test_opens_the_cases_the_oracle_finds(self, world: World) -> None:
        cases: dict[tuple[object, ...], set[int]] = {}
        for (cell, _), answer in oracle.everywhere(*world).items():
            if answer.tied:
                cases.setdefault(tuple(sorted(answer.tied)), set()).add(cell)

        found = {tie.claims: set(tie.cells.cells()) for tie in resolved(world).conflicts}

        assert found == cases

    @given(worlds())
    def test_says_a_cell_and_minute_of_a_claim_once(self, world: World) -> None:
        seen: set[tuple[object, int, int]] = set()
        for each in resolved(world).effective:
            assert each.cells.resolution == FINE
            places = {
                (each.key, cell, minute)
                for cell in each.cells.cells()
                for minute in range(each.starts, each.ends)
            }
            assert not places & seen
            seen |= places


class TestExplain:
    @given(worlds())
    def test_names_who_decides_by_which_rule_and_everybody_who_lost(self, world: World) -> None:
        result = resolved(world)
        everywhere = oracle.everywhere(*world)
        standing = list(oracle.counted(set(world[0]), set())[0].values())

        for cell in CELLS[::3]:
            for minute in MINUTES[::2]:
                told, known = explain(result, cell, minute), everywhere[cell, minute]
                claimed = {
                    claim.key
                    for claim in standing
                    if claim.starts <= minute < claim.ends and cell in oracle.whole_of(claim)
                }
                assert set(told.in_effect) == known.in_effect
                assert told.rule == known.rule
                assert {loser.key for loser in told.losers} == claimed - known.in_effect
                assert (told.decider in known.in_effect) == bool(known.in_effect)

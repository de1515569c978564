"""The judgement on what a watch has seen: that it would find what must not be."""

from __future__ import annotations

from typing import Any

import pytest

from tests.journeys.nodes.test_faults import worse_meanwhile

WHO = ("beijing", "b1")


def rank(value: int, source: str) -> dict[str, Any]:
    return {"rank": value, "source": source}


CASES = {
    "as before": (rank(1, "hebei"), rank(1, "hebei"), rank(1, "hebei"), False),
    "better meanwhile": (rank(2, "hebei"), rank(2, "hebei"), rank(-1, ""), False),
    "the outcome already": (rank(-1, ""), rank(2, "hebei"), rank(2, "hebei"), False),
    "worse than the outcome": (rank(1, "hebei"), rank(1, "hebei"), rank(2, "hebei"), True),
    "by whom nobody asks in the end": (
        rank(1, "hebei"),
        rank(2, "hebei"),
        rank(2, "tianjin"),
        True,
    ),
    "worse for a moment only": (rank(-1, ""), rank(-1, ""), rank(0, "hebei"), True),
    "by the own province": (rank(-1, ""), rank(1, "beijing"), rank(1, "beijing"), False),
    "by the own, and gone again": (rank(-1, ""), rank(-1, ""), rank(1, "beijing"), True),
}


class TestWorseMeanwhile:
    @pytest.mark.parametrize("what", CASES)
    def test_finds_what_must_not_be(self, what: str) -> None:
        before, outcome, meanwhile, is_found = CASES[what]
        change = (WHO[0], {"person": WHO[1], **meanwhile})

        assert bool(worse_meanwhile({WHO: before}, {WHO: outcome}, [change])) is is_found

"""What counts of the input, and by which name the rest is ignored."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from core.cells.ranges import Ranges
from federation.borders.resolution import Claim, Ended, Flaw, Resolution, Treaty, resolve
from tests.federation.borders.resolution.worlds import (
    AS_OF,
    CELLS,
    SIZES,
    TERRITORIES,
    A,
    B,
    answer,
    of,
    some,
    treaty,
    zone,
)

COARSE = Ranges(np.array([1]), np.array([2]), 9)


def resolved(*claims: Claim, treaties: tuple[Treaty, ...] = ()) -> Resolution:
    return resolve(claims, TERRITORIES, treaties, as_of=AS_OF, sizes=SIZES)


class TestSift:
    @pytest.mark.parametrize(
        ("values", "flaw"),
        [
            ({"origin": "zz"}, Flaw.UNKNOWN_ORIGIN),
            ({"origin": ["aa"]}, Flaw.UNKNOWN_ORIGIN),
            ({"index": -1}, Flaw.BAD_INDEX),
            ({"index": True}, Flaw.BAD_INDEX),
            ({"reference": ""}, Flaw.BAD_REFERENCE),
            ({"reference": "x" * 35}, Flaw.BAD_REFERENCE),
            ({"reference": "z~2"}, Flaw.BAD_REFERENCE),
            ({"reference": "a\nb"}, Flaw.BAD_REFERENCE),
            ({"version": 0}, Flaw.BAD_VERSION),
            ({"version": 2**31}, Flaw.BAD_VERSION),
            ({"level": 4}, Flaw.BAD_LEVEL),
            ({"level": "3"}, Flaw.BAD_LEVEL),
            ({"finest": 16}, Flaw.BAD_EVIDENCE),
            ({"starts": 9, "ends": 8}, Flaw.BAD_PERIOD),
            ({"ends": 2**31}, Flaw.BAD_PERIOD),
            ({"declared_at": 0.5}, Flaw.BAD_PERIOD),
            ({"declared_at": AS_OF + 6}, Flaw.FROM_THE_FUTURE),
            ({"cells": COARSE}, Flaw.BAD_CELLS),
            ({"spill": None}, Flaw.BAD_CELLS),
            ({"cells": some(), "spill": some()}, Flaw.NO_CELLS),
        ],
    )
    def test_ignores_a_bad_zone_by_name(self, values: dict[str, Any], flaw: Flaw) -> None:
        result = resolved(replace(zone(A, of(A)), **values))

        assert result.effective == ()
        assert [each.flaw for each in result.rejected] == [flaw]

    @pytest.mark.parametrize(
        ("values", "flaw"),
        [
            ({"of_origin": "zz"}, Flaw.UNKNOWN_ORIGIN),
            ({"origin": A}, Flaw.OWN_OFFER),
            ({"cells": COARSE}, Flaw.BAD_CELLS),
            ({"answered_at": AS_OF + 6}, Flaw.FROM_THE_FUTURE),
            ({"answered_at": None}, Flaw.BAD_PERIOD),
            ({"answered_at": -6}, Flaw.ANSWERED_EARLY),
            ({"level": 0}, Flaw.BAD_LEVEL),
            ({"lowered_to": 0}, Flaw.BAD_LEVEL),
            ({"level": 2, "lowered_to": 3}, Flaw.BAD_LEVEL),
            ({"lowered_to": "1"}, Flaw.BAD_LEVEL),
        ],
    )
    def test_ignores_a_bad_answer_by_name(self, values: dict[str, Any], flaw: Flaw) -> None:
        claim = zone(A, of(B))
        result = resolved(claim, replace(answer(B, claim), **values))

        assert result.effective == ()
        assert [each.flaw for each in result.rejected] == [flaw]

    @pytest.mark.parametrize(
        ("values", "flaw"),
        [
            ({"parties": frozenset({A, "zz"})}, Flaw.UNKNOWN_ORIGIN),
            ({"parties": frozenset({A})}, Flaw.BAD_PARTIES),
            ({"decider": "cc"}, Flaw.BAD_PARTIES),
            ({"kind": "conquest"}, Flaw.NOT_A_RECORD),
            ({"kind": []}, Flaw.NOT_A_RECORD),
            ({"parties": [A, B]}, Flaw.NOT_A_RECORD),
            ({"settles": frozenset({"z"})}, Flaw.NOT_A_RECORD),
            ({"id": 7}, Flaw.NOT_A_RECORD),
            ({"starts": 9, "ends": 8}, Flaw.BAD_PERIOD),
            ({"strip": COARSE}, Flaw.BAD_CELLS),
        ],
    )
    def test_ignores_a_bad_treaty_by_name(self, values: dict[str, Any], flaw: Flaw) -> None:
        result = resolved(zone(A, of(B)), treaties=(replace(treaty(A, B), **values),))

        assert result.effective == ()
        assert [each.flaw for each in result.rejected] == [flaw]

    def test_reports_what_is_no_record_at_all(self) -> None:
        result = resolved("a zone")

        assert [(each.what, each.flaw) for each in result.rejected] == [("str", Flaw.NOT_A_RECORD)]

    def test_lets_a_later_word_replace_an_earlier_one(self) -> None:
        result = resolved(zone(A, of(A), index=4, ends=7), zone(A, of(A), index=5, ends=8))

        assert [each.ends for each in result.effective] == [8]

    def test_lets_a_version_be_corrected_away_and_told_again(self) -> None:
        first, gone = zone(A, of(A), index=1), Ended(A, 2, "z", 1)

        assert resolved(first, gone).effective == ()
        assert resolved(first, gone, replace(first, index=3)).effective != ()

    def test_believes_no_leaf_that_says_two_things(self) -> None:
        result = resolved(zone(A, of(A), level=1), zone(A, of(A), level=2))

        assert result.effective == ()
        assert {each.flaw for each in result.rejected} == {Flaw.TOLD_TWICE}

    def test_believes_no_treaty_told_in_two_ways(self) -> None:
        result = resolved(
            zone(A, of(B)), treaties=(treaty(A, B), treaty(A, B, strip=some(CELLS[:1])))
        )

        assert result.effective == ()
        assert {each.flaw for each in result.rejected} == {Flaw.TOLD_TWICE}

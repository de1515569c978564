"""What has to go and what has to come."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from provinces.presence.changes import difference

Row = tuple[int, int, int]

# Few values, so that rows differ in one column only.
rows = st.sets(st.tuples(st.integers(0, 2), st.sampled_from([7, 1 << 60]), st.integers(0, 2)))


def columns(of: list[Row]) -> list[np.ndarray]:
    return [np.array([row[place] for row in of], np.int64) for place in range(3)]


class TestDifference:
    @given(rows, rows)
    def test_is_that_of_sets(self, kept: set[Row], wanted: set[Row]) -> None:
        have, want = list(kept), list(wanted)

        gone, come = difference(columns(have), columns(want))

        assert {row for row, flag in zip(have, gone, strict=True) if flag} == kept - wanted
        assert {row for row, flag in zip(want, come, strict=True) if flag} == wanted - kept

"""A small world around a border: some cells, whose they are, and claims on them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import h3.api.basic_int as h3
from hypothesis import strategies as st

from core.cells.classes import FINE
from core.cells.ranges import Ranges
from federation.borders.resolution import (
    Acceptance,
    Claim,
    Ended,
    Key,
    Treaty,
    TreatyKind,
    ZoneClaim,
)

# Side by side are the grounds of three provinces, a strip two of them claim, and a sliver that is
# nobody's; far from there, a fourth province's ground with nobody's beside it.
_NEAR = h3.grid_disk(h3.latlng_to_cell(39.90, 116.50, FINE), 4)
_FAR = h3.grid_disk(h3.latlng_to_cell(39.90, 117.50, FINE), 1)
A, B, C, D = "aa", "bb", "cc", "dd"
OWNERS: dict[int, frozenset[str]] = {}
for _place, _cell in enumerate(sorted(_NEAR)):
    _owner = "aaabbbaabbccab-aacbb-"[_place * 21 // 61]
    OWNERS[_cell] = frozenset({_owner * 2} - {"--"})
    if _place % 11 == 5:
        OWNERS[_cell] = frozenset({A, B})
for _place, _cell in enumerate(sorted(_FAR)):
    OWNERS[_cell] = frozenset({D}) if _place < 4 else frozenset()
CELLS = sorted(OWNERS)
NAMES = (A, B, C, D)
TERRITORIES = {
    name: Ranges.from_cells([c for c in CELLS if name in OWNERS[c]], FINE) for name in NAMES
}
MINUTES = range(10)
AS_OF = 5000
LATE = 2000  # more than a day after any declaration
SIZES = dict.fromkeys(NAMES, 100)


def some(cells: Iterable[int] = ()) -> Ranges:
    """Return a set of fine cells."""
    return Ranges.from_cells(list(cells), FINE)


def of(*owners: str) -> list[int]:
    """Return the cells whose owners are exactly these."""
    return [cell for cell in CELLS if OWNERS[cell] == frozenset(owners)]


def zone(origin: str = A, cells: Iterable[int] = (), **values: Any) -> ZoneClaim:
    """Return a claim on cells, by default grave, for all minutes of this world."""
    whole = some(cells)
    own = whole & TERRITORIES[origin]
    given: dict[str, Any] = {
        "index": 0,
        "reference": "z",
        "version": 1,
        "level": 3,
        "starts": 0,
        "ends": 10,
        "declared_at": 0,
        "finest": 11,
        "cells": own,
        "spill": whole - own,
    }
    return ZoneClaim(origin, **{**given, **values})


def answer(by: str, claim: ZoneClaim, **values: Any) -> Acceptance:
    """Return an owner's answer to a claim: by default all of it is accepted as it is."""
    given: dict[str, Any] = {
        "index": 1000 + claim.index,
        "of_origin": claim.origin,
        "reference": claim.reference,
        "version": claim.version,
        "cells": claim.whole,
        "level": claim.level,
        "starts": claim.starts,
        "ends": claim.ends,
        "answered_at": claim.declared_at + 60,
        "is_accepted": True,
    }
    return Acceptance(by, **{**given, **values})


def treaty(decider: str, other: str, **values: Any) -> Treaty:
    """Return a treaty on all cells and minutes of this world, signed by both."""
    parties = frozenset({decider, other})
    given: dict[str, Any] = {
        "id": "t",
        "kind": TreatyKind.STRIP,
        "parties": parties,
        "strip": some(CELLS),
        "decider": decider,
        "starts": 0,
        "ends": 10,
        "signed_by": parties,
    }
    return Treaty(**{**given, **values})


names = st.sampled_from(NAMES)
periods = st.tuples(st.sampled_from(MINUTES), st.integers(1, 10)).map(
    lambda p: (p[0], min(10, p[0] + p[1]))
)
# A stretch of the world, so that claims often meet.
stretches = st.tuples(st.integers(0, len(CELLS) - 1), st.integers(1, 40)).map(
    lambda s: frozenset(CELLS[s[0] : s[0] + s[1]])
)


@st.composite
def zones(draw: st.DrawFn) -> ZoneClaim:
    """Claims of few references, so that some are told anew."""
    starts, ends = draw(periods)
    return zone(
        draw(names),
        draw(stretches),
        index=draw(st.integers(0, 30)),
        reference=draw(st.sampled_from("xy")),
        version=draw(st.integers(1, 2)),
        level=draw(st.integers(1, 3)),
        starts=starts,
        ends=ends,
        declared_at=draw(st.integers(0, 2)),
        finest=draw(st.integers(10, 11)),
    )


@st.composite
def answers(draw: st.DrawFn, claims: list[ZoneClaim]) -> Acceptance:
    """Answers, in time or late, to claims there are, by those who may and those who may not."""
    claim = draw(st.sampled_from(claims))
    starts, ends = draw(st.sampled_from([(claim.starts, claim.ends), (2, 8)]))
    level = draw(st.integers(1, 3))
    return answer(
        draw(names.filter(lambda name: name != claim.origin)),
        claim,
        index=draw(st.integers(31, 60)),
        cells=draw(st.sampled_from([claim.whole, some(draw(stretches))])),
        level=level,
        lowered_to=draw(st.sampled_from([None, *range(1, level + 1)])),
        starts=starts,
        ends=ends,
        answered_at=draw(st.sampled_from([0, 60, 60, 1440, LATE])),
        is_accepted=draw(st.sampled_from([True, True, True, False])),
    )


@st.composite
def treaties(draw: st.DrawFn, claims: list[ZoneClaim]) -> Treaty:
    """Treaties and settlements, some without a signature."""
    decider, other = draw(st.permutations(NAMES[:3]))[:2]
    starts, ends = draw(periods)
    signed = draw(st.sampled_from([(decider, other), (decider, other), (decider,)]))
    keys = [claim.key for claim in claims if claim.origin in {decider, other}]
    kind = draw(st.sampled_from(TreatyKind))
    return treaty(
        decider,
        other,
        id=draw(st.sampled_from("tuvw")),
        kind=kind,
        strip=some(draw(stretches)),
        starts=starts,
        ends=ends,
        settles=frozenset(draw(st.lists(st.sampled_from(keys), max_size=4)) if keys else ()),
        signed_by=frozenset(signed),
    )


@st.composite
def worlds(draw: st.DrawFn) -> tuple[list[Claim], list[Treaty]]:
    """All that has been signed."""
    said = draw(st.lists(zones(), min_size=1, max_size=8))
    claims: list[Claim] = [*said, *draw(st.lists(answers(said), max_size=8))]
    claims += [
        Ended(key.origin, draw(st.integers(0, 30)), key.reference, key.version)
        for key in draw(st.lists(st.sampled_from([c.key for c in said]), max_size=1))
    ]
    return claims, draw(st.lists(treaties(said), max_size=4))


def key(origin: str, reference: str = "z", version: int = 1) -> Key:
    """Return a key."""
    return Key(origin, reference, version)

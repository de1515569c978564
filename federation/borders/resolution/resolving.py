"""From a set of signed claims to the zones in effect: one pure function, the same everywhere."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from core.cells.ranges import Ranges

from .atoms import atoms
from .claims import Claim, Key, Treaty
from .ground import Ground, overlapping, without
from .outcome import Contest, Effective, Resolution, Tie, digest_of
from .sifting import sift
from .standing import Basis, Rank, Standing, standing
from .weighing import Verdict, weigh

# A claim, the level that it has there, and its period.
Piece = tuple[Key, int, int, int]


def resolve(
    claims: Iterable[Claim],
    territories: Mapping[str, Ranges],
    treaties: Iterable[Treaty] = (),
    *,
    as_of: int,
    sizes: Mapping[str, int],
    is_complete: bool = True,
) -> Resolution:
    """Return which claims are in effect where and when, from all that provinces have signed.

    `as_of` is the minute it is judged at; `sizes` are the logs' sizes the inputs were read to,
    which the digest binds. While a member's territory is not known they are not `is_complete`:
    what seems to be nobody's may be that province's, and gives nobody a right. Input in any
    order, repeated or late, gives the same result; invalid input is ignored and reported. All is
    weighed cell by cell, but only where claims of several provinces meet or treaties reach:
    elsewhere a claim is taken as a whole.
    """
    ground = Ground(territories, is_complete=is_complete)
    sifted = sift(claims, treaties, origins=ground.names, as_of=as_of)
    found = standing(sifted, ground, as_of=as_of)
    weighed = _weighed(found)
    effective = tuple(
        Effective(key, level, starts, ends, Ranges.union_of(cells))
        for (key, level, starts, ends), cells in sorted(weighed.pieces.items(), key=_place)
    )
    return Resolution(
        effective=effective,
        rejected=sifted.rejected,
        conflicts=weighed.ties(),
        digest=digest_of(effective, sizes),
        contests=weighed.contests(),
        powerless=found.powerless,
        grounds=tuple(
            (basis.claim.key, basis.cells, basis.rule)
            for basis in found.bases
            if basis.rank != Rank.TREATY
        ),
    )


@dataclass(slots=True)
class _Weighed:
    """What comes of weighing, gathered: cells by claim and period, contests, ties."""

    pieces: dict[Piece, list[Ranges]] = field(default_factory=lambda: defaultdict(list))
    _weighed: dict[Verdict, list[Ranges]] = field(default_factory=lambda: defaultdict(list))

    def add(self, cells: Ranges, verdicts: Iterable[Verdict]) -> None:
        """Take in what was found for some cells, in order of time."""
        open_until: dict[tuple[Key, int], tuple[int, int]] = {}
        for verdict in verdicts:
            for each in zip(verdict.deciders, verdict.levels, strict=True):
                starts, ends = open_until.get(each, (verdict.starts, verdict.starts))
                if ends != verdict.starts:
                    self.pieces[*each, starts, ends].append(cells)
                    starts = verdict.starts
                open_until[each] = starts, verdict.ends
            self._weighed[verdict].append(cells)
        for each, (starts, ends) in open_until.items():
            self.pieces[*each, starts, ends].append(cells)

    def contests(self) -> tuple[Contest, ...]:
        """Return every verdict with the cells it holds on."""
        found = (
            Contest(
                Ranges.union_of(cells),
                verdict.starts,
                verdict.ends,
                verdict.deciders,
                verdict.rule,
                verdict.losers,
            )
            for verdict, cells in self._weighed.items()
        )
        return tuple(sorted(found, key=_order))

    def ties(self) -> tuple[Tie, ...]:
        """Return the cases: the same claims tie in one, wherever and whenever they do."""
        cases: dict[tuple[Key, ...], list[tuple[Verdict, Ranges]]] = defaultdict(list)
        for verdict, places in self._weighed.items():
            if verdict.tied:
                cases[verdict.tied] += ((verdict, cells) for cells in places)
        return tuple(
            Tie(
                claims=claims,
                chosen=min(verdict.deciders for verdict, _ in found),
                cells=Ranges.union_of(cells for _, cells in found),
                starts=min(verdict.starts for verdict, _ in found),
            )
            for claims, found in sorted(cases.items())
        )


def _place(piece: tuple[Piece, list[Ranges]]) -> tuple[Key, int, int, int]:
    key, level, starts, ends = piece[0]
    return key, starts, ends, level


def _order(contest: Contest) -> tuple[Any, ...]:
    return (
        contest.starts,
        contest.ends,
        contest.deciders,
        contest.rule,
        tuple((loser.key, loser.reason) for loser in contest.losers),
        contest.cells.digest(),
    )


def _weighed(found: Standing) -> _Weighed:
    weighed = _Weighed()
    busy = _busy(found)
    contested: list[Basis] = []
    for basis in found.bases:
        meets = basis.cells & busy
        if meets:
            contested.append(basis)
        calm = without(basis.cells, meets) if meets else basis.cells
        if calm:
            at_level = basis.claim.key, basis.claim.level
            weighed.pieces[*at_level, basis.starts, basis.ends].append(calm)
    _weigh_atoms(contested, found, busy, weighed)
    return weighed


def _busy(found: Standing) -> Ranges:
    """Return the cells where there is something to weigh."""
    by_origin: dict[str, list[Ranges]] = defaultdict(list)
    for basis in found.bases:
        by_origin[basis.claim.origin].append(basis.cells)
    met = overlapping(Ranges.union_of(cells) for cells in by_origin.values())
    treated = [basis.cells for basis in found.bases if basis.rank == Rank.TREATY]
    return Ranges.union_of([met, *treated, *(each.ground for each in found.settlements)])


def _weigh_atoms(contested: list[Basis], found: Standing, busy: Ranges, weighed: _Weighed) -> None:
    grounds = [each.ground & busy for each in found.settlements]
    sets = [*(basis.cells & busy for basis in contested), *grounds]
    for members, cells in atoms(sets):
        bases = [contested[n] for n in members if n < len(contested)]
        treaties = [
            found.settlements[n - len(contested)].treaty for n in members if n >= len(contested)
        ]
        if bases:
            weighed.add(cells, weigh(bases, treaties))

"""The rules again, one cell and one minute after another, with plain sets of cells."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache

import h3.api.basic_int as h3

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
from tests.federation.borders.resolution.worlds import CELLS, MINUTES, NAMES, OWNERS

DAY = 1440
ORDER = ["settlement", "owner", "treaty", "later-and-finer", "less-restrictive"]
Place = tuple[int, int]


@dataclass
class Answer:
    """What holds on a cell at a minute."""

    in_effect: frozenset[Key]
    rule: str
    levels: frozenset[tuple[Key, int]] = frozenset()
    lost: frozenset[Key] = field(default_factory=frozenset)
    tied: frozenset[Key] = field(default_factory=frozenset)


def everywhere(claims: Iterable[Claim], treaties: Iterable[Treaty]) -> dict[Place, Answer]:
    """Return what holds on every cell at every minute."""
    zones, answers, agreed = counted(set(claims), set(treaties))
    return {
        (cell, minute): answer
        for cell in CELLS
        for minute, answer in through_time(cell, zones, answers, agreed)
    }


def counted(
    claims: set[Claim], treaties: set[Treaty]
) -> tuple[dict[Key, ZoneClaim], dict[tuple[str, Key], Acceptance], list[Treaty]]:
    clean = [
        claim
        for claim in claims
        if not any(
            other != claim and (other.origin, other.index) == (claim.origin, claim.index)
            for other in claims
        )
    ]
    zones: dict[Key, ZoneClaim] = {}
    for claim in sorted(clean, key=lambda c: c.index):
        if isinstance(claim, ZoneClaim):
            zones[claim.key] = claim
        elif isinstance(claim, Ended):
            zones.pop(claim.key, None)
    answers: dict[tuple[str, Key], Acceptance] = {}
    for claim in sorted(clean, key=lambda c: c.index):
        if isinstance(claim, Acceptance) and claim.about in zones:
            after = claim.answered_at - zones[claim.about].declared_at
            if not claim.is_accepted or -5 <= after <= DAY:
                answers[claim.origin, claim.about] = claim
    by_id: dict[str, list[Treaty]] = defaultdict(list)
    for treaty in treaties:
        by_id[treaty.id].append(treaty)
    agreed = [
        drafts[0]
        for drafts in by_id.values()
        if len({d.terms for d in drafts}) == 1
        and drafts[0].parties <= {name for d in drafts for name in d.signed_by}
    ]
    return zones, answers, agreed


@lru_cache(4096)
def cells_of(cells: Ranges) -> frozenset[int]:
    return frozenset(cells.cells())


@lru_cache(4096)
def whole_of(claim: ZoneClaim) -> frozenset[int]:
    return cells_of(claim.cells) | cells_of(claim.spill)


def borders(name: str, cell: int) -> bool:
    around = h3.grid_disk(h3.cell_to_parent(cell, 9), 1)
    return any(name in OWNERS[other] and h3.cell_to_parent(other, 9) in around for other in CELLS)


BORDERED = {
    cell: frozenset(name for name in NAMES if borders(name, cell))
    for cell in CELLS
    if not OWNERS[cell]
}


def binds(treaty: Treaty, cell: int) -> bool:
    holders = OWNERS[cell] or BORDERED[cell]
    return cell in cells_of(treaty.strip) and bool(holders) and holders <= treaty.parties


def right(
    claim: ZoneClaim,
    cell: int,
    minute: int,
    answers: dict[tuple[str, Key], Acceptance],
    treaties: list[Treaty],
) -> tuple[int, str] | None:
    """Return by what right a claim stands, the best first, or None."""
    if not (claim.starts <= minute < claim.ends and cell in whole_of(claim)):
        return None
    owners = OWNERS[cell]
    if claim.origin in owners:
        return 1, "own-ground" if len(owners) == 1 else "shared-ground"
    for treaty in treaties:
        if (
            treaty.kind == TreatyKind.STRIP
            and treaty.decider == claim.origin
            and treaty.starts <= minute < treaty.ends
            and binds(treaty, cell)
        ):
            return 2, "under-treaty"
    if not owners:
        return (3, "shared-ground") if claim.origin in BORDERED[cell] else None
    if len(owners) == 1:
        given = answers.get((*owners, claim.key))
        if (
            given is not None
            and given.is_accepted
            and cell in cells_of(given.cells)
            and claim.level <= given.level
            and given.starts <= minute < given.ends
        ):
            return 3, "accepted"
    return None


def at_its_level(
    claim: ZoneClaim, cell: int, rule: str, answers: dict[tuple[str, Key], Acceptance]
) -> ZoneClaim:
    """Return a claim as grave as it is on a cell: the owner may have lowered what it accepted."""
    if rule != "accepted":
        return claim
    (owner,) = OWNERS[cell]
    lowered = answers[owner, claim.key].lowered_to
    return claim if lowered is None else replace(claim, level=min(claim.level, lowered))


def through_time(
    cell: int,
    zones: dict[Key, ZoneClaim],
    answers: dict[tuple[str, Key], Acceptance],
    treaties: list[Treaty],
) -> Iterator[tuple[int, Answer]]:
    beaten: dict[tuple[Key, Key], str] = {}  # by loser and winner, the rule
    for minute in MINUTES:
        here = {
            key: found
            for key, claim in zones.items()
            if (found := right(claim, cell, minute, answers, treaties))
        }
        settled = [
            t
            for t in treaties
            if t.kind == TreatyKind.SETTLEMENT and t.starts <= minute < t.ends and binds(t, cell)
        ]
        out, forgiven = settle(here.keys(), settled, beaten)
        barred = {k for k in here for w in zones if (k, w) in beaten.keys() - forgiven} - out
        alive = {k: r for k, r in here.items() if k not in out | barred}
        there = {k: at_its_level(zones[k], cell, here[k][1], answers) for k in here}
        origin, rule, tied = winner(alive, there)
        winners = frozenset(k for k in alive if k.origin == origin)
        lost = alive.keys() - winners
        for loser in lost:
            for w in winners:
                beaten.setdefault((loser, w), rule)
        rules = {
            beaten[k, w] for k in here.keys() - out - winners for w in winners if (k, w) in beaten
        }
        rules |= {"settlement"} if out else set()
        rule = min(rules, key=ORDER.index, default=rule)
        if here:
            levels = frozenset((key, there[key].level) for key in winners)
            yield minute, Answer(winners, rule, levels, frozenset(here.keys() - winners), tied)
        else:
            yield minute, Answer(frozenset(), "nobody")


def settle(
    here: Collection[Key], settled: list[Treaty], beaten: dict[tuple[Key, Key], str]
) -> tuple[set[Key], set[tuple[Key, Key]]]:
    """Return who gives way to settlements, and which defeats they undo; note new defeats."""
    pairs = {
        (loser, k)
        for t in settled
        for loser in t.settles
        for k in t.settles
        if k.origin == t.decider != loser.origin
    }
    out = {k for t in settled for k in t.settles if k in here and k.origin != t.decider}
    for loser, k in pairs:
        if loser in here and k in here:
            beaten.setdefault((loser, k), "settlement")
    return out, {(k, loser) for loser, k in pairs}


def winner(
    alive: dict[Key, tuple[int, str]], zones: dict[Key, ZoneClaim]
) -> tuple[str, str, frozenset[Key]]:
    none = frozenset[Key]()
    origins = {key.origin for key in alive}
    if len(origins) <= 1:
        worst = min(alive, key=lambda k: (-zones[k].level, k), default=None)
        return (worst.origin, alive[worst][1], none) if worst else ("", "nobody", none)
    top = min(rank for rank, _ in alive.values())
    best = {key.origin for key in alive if alive[key][0] == top}
    if len(best) == 1:
        return best.pop(), "owner" if top == 1 else "treaty", none
    word = {
        origin: max(
            (zones[k].declared_at, zones[k].finest)
            for k in alive
            if k.origin == origin and alive[k][0] == top
        )
        for origin in best
    }
    for origin in list(best):
        if any(w[0] > word[origin][0] and w[1] > word[origin][1] for w in word.values()):
            best.discard(origin)
    if len(best) == 1:
        return best.pop(), "later-and-finer", none
    tied = frozenset(key for key in alive if key.origin in best)

    def burden(origin: str) -> tuple[int, int, list[str]]:
        mine = [zones[key] for key in alive if key.origin == origin]
        return (
            max(claim.level for claim in mine),
            max(claim.ends for claim in mine),
            sorted(claim.digest() for claim in mine),
        )

    return min(best, key=burden), "less-restrictive", tied

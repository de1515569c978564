"""Claims on one cell, minute by minute: whose is in effect, by which rule, and who lost.

What loses on a cell does not come back there when the winner ends: the end of a relaxation
worsens nobody's status. Whoever wants it back declares a new version, or both sides settle it.

    HIGH of the neighbour, accepted     ├───────┤· · · · · · · · ┤   lost, and stays away
    LOW of the owner                            ├───────┤
    in effect                           │ HIGH  │  LOW  │  none
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from .claims import Key, Treaty, ZoneClaim
from .outcome import Loser, Reason, Rule
from .standing import Basis, Rank

REASONS = {
    Rule.SETTLEMENT: Reason.SETTLED,
    Rule.OWNER: Reason.OWNER,
    Rule.TREATY: Reason.TREATY,
    Rule.LATER_AND_FINER: Reason.LATER_AND_FINER,
    Rule.LESS_RESTRICTIVE: Reason.LESS_RESTRICTIVE,
}
ORDER = tuple(REASONS)
"""The rules in their order: what comes first decides."""

Ranked = Mapping[Key, Basis]
# Which claims beat a claim so far, and the rule by which each first did.
Beaten = dict[Key, dict[Key, Rule]]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is in effect for `[starts, ends)`, by which rule, who lost, and which claims tie.

    `levels` are those that the deciders have there, in their order.
    """

    starts: int
    ends: int
    deciders: tuple[Key, ...]
    levels: tuple[int, ...]
    rule: Rule
    losers: tuple[Loser, ...]
    tied: tuple[Key, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """The province whose claims are in effect, by which rule, and the provinces that tie."""

    origin: str
    rule: Rule
    tied: tuple[str, ...] = ()


def weigh(bases: Sequence[Basis], settlements: Sequence[Treaty]) -> Iterator[Verdict]:
    """Yield what is in effect on a cell, in order of time, from all that stands there."""
    beaten: Beaten = defaultdict(dict)
    for starts, ends in pairwise(_moments(bases, settlements)):
        ranked = _ranked(bases, starts)
        if ranked:
            standing = [each for each in settlements if each.starts <= starts < each.ends]
            yield _verdict(ranked, standing, beaten, (starts, ends))


def _moments(bases: Iterable[Basis], settlements: Iterable[Treaty]) -> list[int]:
    ends = {end for each in bases for end in (each.starts, each.ends)}
    return sorted(ends | {end for each in settlements for end in (each.starts, each.ends)})


def _ranked(bases: Iterable[Basis], at: int) -> dict[Key, Basis]:
    """Return the claims that stand at a minute, each with its best right."""
    found: dict[Key, Basis] = {}
    for basis in bases:
        if basis.starts <= at < basis.ends:
            before = found.get(basis.claim.key)
            if before is None or basis.rank < before.rank:
                found[basis.claim.key] = basis
    return found


def _verdict(
    ranked: Ranked, settlements: Sequence[Treaty], beaten: Beaten, period: tuple[int, int]
) -> Verdict:
    settled = {key for key in ranked if _gives_way(key, settlements)}
    barred = {key for key in ranked if beaten[key].keys() - _pardons(key, settlements)} - settled
    alive = {key: ranked[key] for key in ranked.keys() - settled - barred}
    choice = choose(alive)
    deciders = {key for key in alive if key.origin == choice.origin}
    _note(alive.keys() - deciders, deciders, choice.rule, beaten)
    for key in settled:
        others = {other for other in ranked if _gives_way(key, settlements, to=other)}
        _note({key}, others, Rule.SETTLEMENT, beaten)
    lost_by = {
        key: min((rule for by, rule in beaten[key].items() if by in deciders), key=_order)
        for key in ranked.keys() - settled - deciders
        if beaten[key].keys() & deciders
    } | dict.fromkeys(settled, Rule.SETTLEMENT)
    losers = sorted(ranked.keys() - deciders)
    return Verdict(
        *period,
        deciders=tuple(sorted(deciders)),
        levels=tuple(ranked[key].claim.level for key in sorted(deciders)),
        rule=min(lost_by.values(), key=_order, default=choice.rule),
        losers=tuple(Loser(key, _reason(lost_by.get(key))) for key in losers),
        tied=tuple(sorted(key for key in alive if key.origin in choice.tied)),
    )


def _note(losers: Iterable[Key], winners: Iterable[Key], rule: Rule, beaten: Beaten) -> None:
    for key in losers:
        for winner in winners:
            beaten[key].setdefault(winner, rule)


def _order(rule: Rule) -> int:
    return ORDER.index(rule)


def _reason(rule: Rule | None) -> Reason:
    return Reason.LOST_BEFORE if rule is None else REASONS[rule]


def _gives_way(key: Key, settlements: Iterable[Treaty], *, to: Key | None = None) -> bool:
    """Tell whether a settlement has a claim give way, to a certain other one if that is asked."""
    return any(
        key in each.settles
        and key.origin != each.decider
        and (to is None or (to in each.settles and to.origin == each.decider))
        for each in settlements
    )


def _pardons(key: Key, settlements: Iterable[Treaty]) -> set[Key]:
    """Return the claims that beat one, and no longer do, by a settlement in its favour."""
    pardoned: set[Key] = set()
    for each in settlements:
        if key in each.settles and key.origin == each.decider:
            pardoned |= {other for other in each.settles if other.origin != each.decider}
    return pardoned


def choose(alive: Ranked) -> Choice:
    """Return whose claims are in effect among those that stand on a cell at a minute.

    The owner's, else those a treaty names, else those of who spoke last and on finer evidence,
    else the less restrictive: of the lower level, of the nearer end, of the smaller digest.
    """
    if not alive:
        return Choice("", Rule.NOBODY)
    by_origin: dict[str, list[Basis]] = defaultdict(list)
    for basis in alive.values():
        by_origin[basis.claim.origin].append(basis)
    if len(by_origin) == 1:
        chief = min(alive.values(), key=lambda b: (-b.claim.level, b.claim.key))
        return Choice(chief.claim.origin, chief.rule)
    top = min(basis.rank for basis in alive.values())
    first = {
        origin: [b.claim for b in bases if b.rank == top]
        for origin, bases in by_origin.items()
        if any(b.rank == top for b in bases)
    }
    if len(first) == 1:
        return Choice(next(iter(first)), Rule.OWNER if top == Rank.OWNER else Rule.TREATY)
    return _by_evidence({o: [b.claim for b in by_origin[o]] for o in first}, first)


def _by_evidence(
    claims: Mapping[str, list[ZoneClaim]], first: Mapping[str, list[ZoneClaim]]
) -> Choice:
    """Choose among provinces with equal rights; `first` are the claims that give them those."""
    words = {o: max((c.declared_at, c.finest) for c in said) for o, said in first.items()}
    unbeaten = sorted(
        origin
        for origin, (at, finest) in words.items()
        if not any(later > at and finer > finest for later, finer in words.values())
    )
    if len(unbeaten) == 1:
        return Choice(unbeaten[0], Rule.LATER_AND_FINER)
    return Choice(_mildest(claims, unbeaten), Rule.LESS_RESTRICTIVE, tuple(unbeaten))


def _mildest(claims: Mapping[str, list[ZoneClaim]], origins: Sequence[str]) -> str:
    def burden(origin: str) -> tuple[int, int]:
        return max(c.level for c in claims[origin]), max(c.ends for c in claims[origin])

    least = min(map(burden, origins))
    mild = [origin for origin in origins if burden(origin) == least]
    if len(mild) == 1:
        return mild[0]
    return min(mild, key=lambda origin: sorted(c.digest() for c in claims[origin]))

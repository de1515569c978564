"""Where a claim stands: on which cells and for how long it may have an effect, and by what right.

its own ground       always; there it outranks all others
a treaty's strip     while the treaty stands, where no third province has a say
nobody's ground      always, if the province borders it
another's ground     what the owner accepted, for as long as it was offered, and at the level
                     that it was offered at, or that the owner lowered it to
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum

from core.cells.ranges import Ranges

from .claims import Acceptance, Key, Treaty, TreatyKind, ZoneClaim
from .ground import Ground, without
from .outcome import Powerless, Reason, Rule
from .sifting import OFFER_LASTS, Sifted


class Rank(IntEnum):
    """By what right a claim stands on a cell: the lower outranks the higher."""

    OWNER = 1
    TREATY = 2
    OTHER = 3


@dataclass(frozen=True, slots=True)
class Basis:
    """Cells on which a claim stands for `[starts, ends)`, and by what right.

    The claim's level is the one that it has there.
    """

    claim: ZoneClaim
    rank: Rank
    rule: Rule
    cells: Ranges
    starts: int
    ends: int


@dataclass(frozen=True, slots=True)
class Agreed:
    """A treaty with the cells it can bind."""

    treaty: Treaty
    ground: Ranges


@dataclass(frozen=True, slots=True)
class Standing:
    """Everything that stands somewhere, and what of the claims does not."""

    bases: tuple[Basis, ...]
    powerless: tuple[Powerless, ...]
    settlements: tuple[Agreed, ...]


def standing(sifted: Sifted, ground: Ground, *, as_of: int) -> Standing:
    """Return where each claim stands, and what it lacks elsewhere."""
    agreed = [
        Agreed(treaty, ground.held_only_by(treaty.parties, treaty.strip))
        for treaty in sifted.treaties
        if treaty.kind != TreatyKind.COMMUTERS
    ]
    strips = [each for each in agreed if each.treaty.kind == TreatyKind.STRIP]
    bases: list[Basis] = []
    powerless: list[Powerless] = []
    for claim in sifted.zones:
        own = _on_own_ground(claim, ground)
        rest = without(claim.whole, Ranges.union_of(basis.cells for basis in own))
        bases += own
        bases += _under_treaties(claim, strips)
        if rest:
            given = _given(claim, rest, sifted.answers, ground)
            bases += given
            powerless += _cut_short(given)
            left = without(rest, Ranges.union_of(basis.cells for basis in given))
            powerless += _lacking(claim, left, sifted.answers, ground, as_of)
    settlements = (each for each in agreed if each.treaty.kind == TreatyKind.SETTLEMENT)
    return Standing(
        bases=tuple(basis for basis in bases if basis.cells and basis.starts < basis.ends),
        powerless=tuple(powerless),
        settlements=tuple(each for each in settlements if each.ground),
    )


def _on_own_ground(claim: ZoneClaim, ground: Ground) -> list[Basis]:
    own = ground.of(claim.origin, claim.whole)
    shared = own & ground.shared
    parts = ((Rule.OWN_GROUND, without(own, shared)), (Rule.SHARED_GROUND, shared))
    return [
        Basis(claim, Rank.OWNER, rule, cells, claim.starts, claim.ends) for rule, cells in parts
    ]


def _under_treaties(claim: ZoneClaim, strips: Sequence[Agreed]) -> Iterator[Basis]:
    for each in strips:
        if each.treaty.decider == claim.origin:
            starts = max(claim.starts, each.treaty.starts)
            ends = min(claim.ends, each.treaty.ends)
            cells = claim.whole & each.ground
            yield Basis(claim, Rank.TREATY, Rule.UNDER_TREATY, cells, starts, ends)


def _given(
    claim: ZoneClaim, rest: Ranges, answers: Mapping[tuple[str, Key], Acceptance], ground: Ground
) -> list[Basis]:
    """Return where a claim stands beyond its own ground: at nobody's, and where accepted."""
    nobodys = ground.bordered(claim.origin, without(rest, ground.owned))
    found = [
        Basis(claim, Rank.OTHER, Rule.SHARED_GROUND, nobodys, claim.starts, claim.ends),
    ]
    for owner in ground.names:
        answer = answers.get((owner, claim.key))
        if answer is not None and _covers(answer, claim):
            cells = answer.cells & ground.sole(owner, rest)
            starts, ends = max(claim.starts, answer.starts), min(claim.ends, answer.ends)
            accepted = _lowered(claim, answer)
            found.append(Basis(accepted, Rank.OTHER, Rule.ACCEPTED, cells, starts, ends))
    return found


def _cut_short(given: Sequence[Basis]) -> Iterator[Powerless]:
    """Yield cells on which a claim lasts longer than it was accepted for."""
    for basis in given:
        claim = basis.claim
        if basis.cells and (basis.starts, basis.ends) != (claim.starts, claim.ends):
            reason = Reason.NOT_AS_ACCEPTED
            yield Powerless(claim.key, basis.cells, claim.starts, claim.ends, reason)


def _lowered(claim: ZoneClaim, answer: Acceptance) -> ZoneClaim:
    """Return a claim at the level at which it was accepted."""
    if answer.lowered_to is None or answer.lowered_to >= claim.level:
        return claim
    return replace(claim, level=answer.lowered_to)


def _covers(answer: Acceptance, claim: ZoneClaim) -> bool:
    return answer.is_accepted and claim.level <= answer.level


def _lacking(
    claim: ZoneClaim,
    left: Ranges,
    answers: Mapping[tuple[str, Key], Acceptance],
    ground: Ground,
    as_of: int,
) -> Iterator[Powerless]:
    """Yield what of a claim has no effect, with what it lacks there."""
    for owner in ground.names:
        cells = ground.sole(owner, left) if left else left
        if cells:
            reason = _reason(claim, answers.get((owner, claim.key)), as_of)
            yield Powerless(claim.key, cells, claim.starts, claim.ends, reason)
            left = without(left, cells)
    if left:
        yield Powerless(claim.key, left, claim.starts, claim.ends, Reason.NOT_ITS_GROUND)


def _reason(claim: ZoneClaim, answer: Acceptance | None, as_of: int) -> Reason:
    if answer is None:
        is_open = as_of <= claim.declared_at + OFFER_LASTS
        return Reason.OFFER_OPEN if is_open else Reason.OFFER_LAPSED
    if answer.is_accepted and not _covers(answer, claim):
        return Reason.NOT_AS_ACCEPTED
    return Reason.OFFER_REFUSED

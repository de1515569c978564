"""Which inputs count: valid ones, the last word of each province, treaties both have signed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from core.cells.classes import FINE
from core.cells.ranges import Ranges

from .claims import Acceptance, Claim, Ended, Key, Treaty, TreatyKind, ZoneClaim
from .outcome import Flaw, Rejected

OFFER_LASTS = 24 * 60
"""An offer is answered within a day of the declaration: minutes."""

CLOCK_TOLERANCE = 5
"""How far ahead of ours another province's clock may be, in minutes; as for signed requests."""

# A reference is at most 40 characters where it is handed down, with what marks a part of it.
LONGEST_REFERENCE = 34
# That mark: with it in a reference of their own, one province could have two zones of one name.
PART = "~"
LEVELS = range(1, 4)
MINUTES = range(-(2**31), 2**31)
VERSIONS = range(1, 2**31)
RESOLUTIONS = range(16)


@dataclass(frozen=True, slots=True)
class Sifted:
    """The inputs that count, each once, and those that were ignored."""

    zones: tuple[ZoneClaim, ...]
    answers: Mapping[tuple[str, Key], Acceptance]
    treaties: tuple[Treaty, ...]
    rejected: tuple[Rejected, ...]


def sift(
    claims: Iterable[Claim], treaties: Iterable[Treaty], *, origins: Iterable[str], as_of: int
) -> Sifted:
    """Return what counts of the inputs of known provinces, whatever their order or repetition."""
    known = frozenset(origins)
    rejected: set[Rejected] = set()
    told = _told_once(_valid(claims, known, as_of, rejected), rejected)
    zones = _last_words(told)
    return Sifted(
        zones=tuple(zones[key] for key in sorted(zones)),
        answers=_answers(told, zones, rejected),
        treaties=tuple(_agreed(treaties, known, rejected)),
        rejected=tuple(sorted(rejected, key=lambda r: (r.what, r.origin, r.place, r.flaw))),
    )


def _valid(
    claims: Iterable[Claim], known: frozenset[str], as_of: int, rejected: set[Rejected]
) -> list[Claim]:
    found = []
    for claim in claims:
        flaw = next(_flaws(claim, known, as_of), None)
        if flaw is None:
            found.append(claim)
        else:
            rejected.add(_rejection(claim, flaw))
    return found


def _rejection(claim: object, flaw: Flaw) -> Rejected:
    origin, index = getattr(claim, "origin", ""), getattr(claim, "index", "")
    return Rejected(type(claim).__name__, str(origin)[:40], str(index)[:40], flaw)


def _flaws(claim: Claim, known: frozenset[str], as_of: int) -> Iterator[Flaw]:
    if not isinstance(claim, ZoneClaim | Ended | Acceptance):
        yield Flaw.NOT_A_RECORD
        return
    if not _is_one_of(claim.origin, known):
        yield Flaw.UNKNOWN_ORIGIN
    if not (_is_whole(claim.index) and claim.index >= 0):
        yield Flaw.BAD_INDEX
    if not _is_reference(claim.reference):
        yield Flaw.BAD_REFERENCE
    if not _is_in(claim.version, VERSIONS):
        yield Flaw.BAD_VERSION
    if isinstance(claim, ZoneClaim):
        yield from _zone_flaws(claim, as_of)
    elif isinstance(claim, Acceptance):
        yield from _answer_flaws(claim, known, as_of)


def _zone_flaws(claim: ZoneClaim, as_of: int) -> Iterator[Flaw]:
    yield from _extent_flaws(claim)
    if not _is_in(claim.finest, RESOLUTIONS):
        yield Flaw.BAD_EVIDENCE
    if not (_are_fine(claim.cells) and _are_fine(claim.spill)):
        yield Flaw.BAD_CELLS
    elif not (claim.cells or claim.spill):
        yield Flaw.NO_CELLS
    if not _is_in(claim.declared_at, MINUTES):
        yield Flaw.BAD_PERIOD
    elif claim.declared_at > as_of + CLOCK_TOLERANCE:
        yield Flaw.FROM_THE_FUTURE


def _answer_flaws(answer: Acceptance, known: frozenset[str], as_of: int) -> Iterator[Flaw]:
    if not _is_one_of(answer.of_origin, known):
        yield Flaw.UNKNOWN_ORIGIN
    if answer.of_origin == answer.origin:
        yield Flaw.OWN_OFFER
    yield from _extent_flaws(answer)
    if answer.lowered_to is not None and not _is_lower(answer.lowered_to, answer.level):
        yield Flaw.BAD_LEVEL
    if not _are_fine(answer.cells):
        yield Flaw.BAD_CELLS
    if not _is_in(answer.answered_at, MINUTES):
        yield Flaw.BAD_PERIOD
    elif answer.answered_at > as_of + CLOCK_TOLERANCE:
        yield Flaw.FROM_THE_FUTURE


def _is_lower(level: object, than: object) -> bool:
    return _is_in(level, LEVELS) and _is_in(than, LEVELS) and level <= than  # type: ignore[operator]


def _extent_flaws(claim: ZoneClaim | Acceptance) -> Iterator[Flaw]:
    if not _is_in(claim.level, LEVELS):
        yield Flaw.BAD_LEVEL
    if not _is_period(claim.starts, claim.ends):
        yield Flaw.BAD_PERIOD


def _told_once(claims: list[Claim], rejected: set[Rejected]) -> list[Claim]:
    """Return the claims, each once; one leaf that says two things says nothing."""
    leaves: dict[tuple[str, int], set[Claim]] = defaultdict(set)
    for claim in claims:
        leaves[claim.origin, claim.index].add(claim)
    for said in leaves.values():
        if len(said) > 1:
            rejected.update(_rejection(claim, Flaw.TOLD_TWICE) for claim in said)
    return [claim for said in leaves.values() if len(said) == 1 for claim in said]


def _last_words(claims: list[Claim]) -> dict[Key, ZoneClaim]:
    last: dict[Key, ZoneClaim | Ended] = {}
    for claim in claims:
        if isinstance(claim, ZoneClaim | Ended):
            before = last.get(claim.key)
            if before is None or before.index < claim.index:
                last[claim.key] = claim
    return {
        key: claim
        for key, claim in last.items()
        if isinstance(claim, ZoneClaim) and claim.starts < claim.ends
    }


def _answers(
    claims: list[Claim], zones: Mapping[Key, ZoneClaim], rejected: set[Rejected]
) -> dict[tuple[str, Key], Acceptance]:
    """Return each owner's last answer to each zone; to accept it late is no answer.

    To refuse is possible at any time: it restricts nobody.
    """
    last: dict[tuple[str, Key], Acceptance] = {}
    for answer in claims:
        if not (isinstance(answer, Acceptance) and answer.about in zones):
            continue
        if flaw := _untimely(answer, zones[answer.about]):
            rejected.add(_rejection(answer, flaw))
            continue
        before = last.get((answer.origin, answer.about))
        if before is None or before.index < answer.index:
            last[answer.origin, answer.about] = answer
    return last


def _untimely(answer: Acceptance, zone: ZoneClaim) -> Flaw | None:
    if not answer.is_accepted:
        return None
    if answer.answered_at > zone.declared_at + OFFER_LASTS:
        return Flaw.ANSWERED_LATE
    if answer.answered_at < zone.declared_at - CLOCK_TOLERANCE:
        return Flaw.ANSWERED_EARLY
    return None


def _agreed(
    treaties: Iterable[Treaty], known: frozenset[str], rejected: set[Rejected]
) -> Iterator[Treaty]:
    """Yield the treaties that both parties signed on the same terms, in order."""
    drafts: dict[str, set[Treaty]] = defaultdict(set)
    for treaty in treaties:
        flaw = next(_treaty_flaws(treaty, known), None)
        if flaw is None:
            drafts[treaty.id].add(treaty)
        else:
            rejected.add(_treaty_rejection(treaty, flaw))
    for name in sorted(drafts):
        same = list(drafts[name])
        signed = frozenset[str]().union(*(each.signed_by for each in same))
        if len({each.terms for each in same}) > 1:
            rejected.add(_treaty_rejection(same[0], Flaw.TOLD_TWICE))
        elif not same[0].parties <= signed:
            rejected.add(_treaty_rejection(same[0], Flaw.NOT_SIGNED_BY_BOTH))
        else:
            yield replace(same[0], signed_by=signed & same[0].parties)


def _treaty_rejection(treaty: object, flaw: Flaw) -> Rejected:
    return Rejected("Treaty", "", str(getattr(treaty, "id", ""))[:80], flaw)


def _treaty_flaws(treaty: Treaty, known: frozenset[str]) -> Iterator[Flaw]:
    if not (isinstance(treaty, Treaty) and _is_formed(treaty)):
        yield Flaw.NOT_A_RECORD
        return
    if not treaty.parties <= known:
        yield Flaw.UNKNOWN_ORIGIN
    if len(treaty.parties) != 2 or not _names_its_decider(treaty):
        yield Flaw.BAD_PARTIES
    if not _is_period(treaty.starts, treaty.ends):
        yield Flaw.BAD_PERIOD
    if not _are_fine(treaty.strip):
        yield Flaw.BAD_CELLS
    if any(key.origin not in treaty.parties for key in treaty.settles):
        yield Flaw.BAD_PARTIES


def _is_formed(treaty: Treaty) -> bool:
    sets = treaty.parties, treaty.settles, treaty.signed_by
    kinds = [str(kind) for kind in TreatyKind]
    return (
        isinstance(treaty.id, str)
        and treaty.kind in kinds
        and all(isinstance(each, frozenset) for each in sets)
        and all(isinstance(key, Key) for key in treaty.settles)
    )


def _names_its_decider(treaty: Treaty) -> bool:
    needs_none = treaty.kind == TreatyKind.COMMUTERS and not treaty.decider
    return needs_none or treaty.decider in treaty.parties


def _is_one_of(name: object, known: frozenset[str]) -> bool:
    return isinstance(name, str) and name in known


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_in(value: object, allowed: range) -> bool:
    return _is_whole(value) and value in allowed


def _is_period(starts: object, ends: object) -> bool:
    return _is_in(starts, MINUTES) and _is_in(ends, MINUTES) and starts <= ends  # type: ignore[operator]


def _is_reference(value: object) -> bool:
    is_text = isinstance(value, str) and value.isprintable()
    return is_text and 0 < len(value) <= LONGEST_REFERENCE and PART not in value  # type: ignore[arg-type, operator]


def _are_fine(cells: object) -> bool:
    return isinstance(cells, Ranges) and cells.resolution == FINE

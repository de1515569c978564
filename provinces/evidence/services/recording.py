"""What registers, laboratories and peers say, and what people declare of themselves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction

from core.db import locks
from provinces.citizens.models import Citizen
from provinces.evidence.claims import Claim, InvalidClaim, checked, piece_of, whole_minute
from provinces.evidence.classes import FORMS, SELF_DECLARED, EvidenceClass
from provinces.evidence.models import Evidence, Origin, State
from provinces.ledger import services as ledger
from provinces.ledger.events import Event

from .effects import AT_ONCE, CaseFallen, cases_of, hold_cases, mark, particulars
from .proposing import OnlyThePerson, refuse_own_word

# Personal Information Protection Law (2021), art. 13 (1) and art. 29: the person's own consent.
OWN_CONSENT = "《个人信息保护法》第十三条第一款第一项、第二十九条"
RECORDED = (Origin.REGISTRY, Origin.LABORATORY, Origin.PEER)


class AlreadyRecorded(ValueError):
    """The source has said this before, and it stands."""


class NotForThePerson(ValueError):
    """Evidence of this class is not for the person to declare."""


@dataclass(slots=True)
class Recorded:
    """What became of what a source said: each claim is kept, known before, or refused.

    A refusal is the claim's place and the reason.
    """

    kept: list[Evidence] = field(default_factory=list)
    known: int = 0
    refused: list[tuple[int, str]] = field(default_factory=list)


@transaction.atomic
def record(claim: Claim, *, source: Origin, now: datetime) -> Evidence:
    """Keep what a register, a laboratory or a peer says of a citizen; it counts at once.

    Raises OnlyThePerson, InvalidClaim, CaseFallen, AlreadyRecorded, and ValueError for another
    source.
    """
    _refuse_others(source)
    refuse_own_word(claim)
    claim = checked(claim, source=source, now=now)
    hold_cases(cases_of([claim]), now=now)
    _hold(source)
    if _key(claim) in _known(source, [claim]):
        raise AlreadyRecorded(f"{claim.source_reference} of {claim.authority} is recorded")
    piece = _in_force(claim, source, now)
    piece.save(force_insert=True)
    ledger.record(Event.EVIDENCE_RECORDED, by=None, about=piece, at=now, body=particulars(piece))
    mark([piece], because=Event.EVIDENCE_RECORDED, at=now)
    return piece


@transaction.atomic
def record_many(claims: Sequence[Claim], *, source: Origin, now: datetime) -> Recorded:
    """Keep what a source says of many, as `record` does one by one, at the cost of few statements.

    What cannot be kept is refused claim by claim; the ledger holds one entry for all of them.
    Raises ValueError for another source.
    """
    _refuse_others(source)
    done = Recorded()
    valid = dict(_valid(claims, source, now, done))
    _hold(source)
    known = _known(source, list(valid.values()))
    for claim in valid.values():
        if _key(claim) in known:
            done.known += 1
        else:
            known.add(_key(claim))
            done.kept.append(_in_force(claim, source, now))
    Evidence.objects.bulk_create(done.kept, AT_ONCE)
    if done.kept:
        body = {"source": str(source), "pieces": [particulars(piece) for piece in done.kept]}
        ledger.record(Event.EVIDENCE_RECORDED, by=None, about=None, at=now, body=body)
        mark(done.kept, because=Event.EVIDENCE_RECORDED, at=now)
    return done


@transaction.atomic
def declare(
    citizen: Citizen,
    of: EvidenceClass,
    *,
    now: datetime,
    channel: str = "portal",
    symptoms: Sequence[str] = (),
    onset_at: datetime | None = None,
) -> Evidence:
    """Keep how a citizen says they are; it counts at once, for as long as its class may.

    Of symptoms they may say which, and since when. Raises NotForThePerson, and InvalidClaim.
    """
    if of not in SELF_DECLARED:
        raise NotForThePerson(f"{of} is not for the person to declare")
    at = whole_minute(now)
    claim = Claim(
        citizen=citizen,
        evidence_class=of,
        happened_at=at,
        onset_at=onset_at,
        details={"symptoms": sorted(symptoms)} if symptoms else {},
        expires_at=at + timedelta(days=FORMS[of].most_days),
        source_reference=channel,
        legal_basis=OWN_CONSENT,
    )
    piece = _in_force(checked(claim, source=Origin.SELF, now=now), Origin.SELF, now)
    piece.save(force_insert=True)
    body = particulars(piece)
    ledger.record(Event.EVIDENCE_DECLARED, by=citizen, about=piece, at=now, body=body)
    mark([piece], because=Event.EVIDENCE_DECLARED, at=now)
    return piece


def _refuse_others(source: Origin) -> None:
    if source not in RECORDED:
        raise ValueError(f"{source} is no source that speaks for itself")


def _valid(
    claims: Sequence[Claim], source: Origin, now: datetime, done: Recorded
) -> list[tuple[int, Claim]]:
    """Return the claims that can be kept, by their places; the others are refused."""
    held = _held_cases(claims, now)
    valid = []
    for index, claim in enumerate(claims):
        try:
            refuse_own_word(claim)
            found = checked(claim, source=source, now=now)
        except (InvalidClaim, OnlyThePerson) as problem:
            done.refused.append((index, str(problem)))
            continue
        fallen = [case for case in cases_of([claim]) if case not in held]
        if fallen:
            done.refused.append((index, str(CaseFallen(f"evidence {fallen[0]} does not count"))))
        else:
            valid.append((index, found))
    return valid


def _held_cases(claims: Sequence[Claim], now: datetime) -> set[int]:
    """Hold the cases that claims rest on and that bear them; return them."""
    named = Evidence.objects.bearing(now).filter(pk__in=set(cases_of(claims)))
    counting = sorted(named.values_list("pk", flat=True))
    hold_cases(counting, now=now)
    return set(counting)


def _hold(source: Origin) -> None:
    """Take what one kind of source says one after another, so that nothing is kept twice."""
    locks.hold("evidence of a source", [Origin.values.index(source)])


def _known(source: Origin, claims: Sequence[Claim]) -> set[tuple[str, int, str]]:
    """Return the keys of those claims that the source has made before, and that stand."""
    known: set[tuple[str, int, str]] = set()
    for start in range(0, len(claims), AT_ONCE):
        some = claims[start : start + AT_ONCE]
        rows = Evidence.objects.filter(
            source=source,
            withdrawn_at=None,
            source_reference__in={claim.source_reference.strip() for claim in some},
        )
        known.update(rows.values_list("source_reference", "citizen", "evidence_class"))
    return known


def _key(claim: Claim) -> tuple[str, int, str]:
    return claim.source_reference.strip(), claim.citizen.pk, str(claim.evidence_class)


def _in_force(claim: Claim, source: Origin, now: datetime) -> Evidence:
    piece = piece_of(claim, source)
    piece.state, piece.in_force_at = State.IN_FORCE, now
    return piece

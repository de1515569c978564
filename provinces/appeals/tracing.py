"""What a ground rests on, traced to whose word it is, who signed it, and what else has its cause.

decision ─► ground ─► facts it names ─► zone        who declared, who signed
                                        piece       who filed, who approved, on whose case
                                        result      which laboratory
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils.dateparse import parse_datetime

from core.certlogic.syntax import Var, walk
from provinces.accounts.models import User
from provinces.evidence import services as evidence
from provinces.evidence.models import Evidence, Origin
from provinces.facts.schema import BY_NAME, FACTS, Fact, Kind, Source
from provinces.jurisdictions import queries as jurisdictions
from provinces.rules import reading, vocabulary
from provinces.rules.document import Ground
from provinces.screening.models import Result
from provinces.status.models import Outcome
from provinces.tenancy import scope
from provinces.zones.models import DivisionList, EffectiveZone, Version
from provinces.zones.models import State as Standing

from .models import Basis, Thing

# Groups that lessen, or prove the contrary: nobody is held by them.
_IN_FAVOUR = ("tests.negative", "tests.negatives", "vaccination", "declarations.wellness")
# How a moment is called in the groups that are observed.
_OBSERVED_AT = {
    Source.ZONE_EXPOSURE: "left_at",
    Source.DIVISION_STAY: "left_at",
    Source.COMPANIONSHIP: "last_at",
}


class NoGround(LookupError):
    """The decision has no such ground, or what it rested on is no longer kept."""


@dataclass(frozen=True, slots=True)
class Hands:
    """Officials who said or signed something, and the offices in whose name, then and now."""

    officials: frozenset[int] = frozenset()
    units: frozenset[str] = frozenset()

    def __or__(self, other: Hands) -> Hands:
        return Hands(self.officials | other.officials, self.units | other.units)


def trace(outcome: Outcome, ground: str, *, now: datetime) -> list[Basis]:
    """Return what a ground of a decision rests on, as rows that are not stored.

    Raises NoGround.
    """
    of = _ground(outcome, ground)
    groups = _groups(of)
    facts: Mapping[str, Any] = outcome.facts
    found = [
        basis
        for fact in FACTS
        if fact.group in groups
        for basis in _of(fact, facts, outcome.citizen_id, now)
    ]
    if not found:
        raise NoGround(f"what {ground} of {outcome.decision_id} rested on is no longer kept")
    return found


def _ground(outcome: Outcome, key: str) -> Ground:
    ruleset = outcome.decision.ruleset
    if ruleset is None or key not in {one["ground"] for one in outcome.grounds}:
        raise NoGround(f"decision {outcome.decision_id} has no ground {key}")
    try:
        document = reading.read(ruleset.document)
    except reading.Malformed as problem:
        raise NoGround(f"the rules of {outcome.decision_id} are no longer read") from problem
    return next(one for one in document.grounds if one.key == key)


def _groups(ground: Ground) -> set[str]:
    named = [node.name for node in walk(ground.condition) if isinstance(node, Var)]
    named += [ground.anchor.fact, *ground.evidence.values()]
    groups = {BY_NAME[name].group for name in named if name in BY_NAME}
    if Source.TEST_RESULT in ground.rests_on:
        groups.add("tests.positive")
    return groups.difference(_IN_FAVOUR)


def _of(fact: Fact, facts: Mapping[str, Any], citizen: int, now: datetime) -> Iterator[Basis]:
    value = vocabulary.value_of(facts, fact.name)
    if value is None:
        return
    at = _observed_at(fact, facts)
    if fact.kind is Kind.ZONE:
        yield from _zone(fact, value, at, now)
    elif fact.source is Source.DIVISION_STAY and fact.kind is Kind.CODE:
        yield _division(fact, value, at, now)
    elif fact.kind is not Kind.REFERENCE:
        return
    elif fact.source is Source.COMPANIONSHIP:
        yield from _companion(fact, value, at, now)
    elif fact.source is Source.TEST_RESULT:
        yield from _result(fact, value, citizen, now)
    else:
        yield from _piece(fact, value, citizen, now)


def _observed_at(fact: Fact, facts: Mapping[str, Any]) -> datetime | None:
    field = _OBSERVED_AT.get(fact.source)
    told = vocabulary.value_of(facts, f"{fact.group}.{field}") if field else None
    return parse_datetime(told) if told else None


def _zone(fact: Fact, key: int, at: datetime | None, now: datetime) -> Iterator[Basis]:
    zone = EffectiveZone.objects.filter(pk=key).first()
    if zone is None:
        return
    is_own = zone.source == scope.current().slug
    version = (
        Version.objects.filter(zone__reference=zone.reference, number=zone.version)
        .select_related("declared_by", "signed_by")
        .first()
        if is_own
        else None
    )
    yield _basis(
        fact,
        Thing.ZONE,
        place=f"{zone.source}/{zone.reference}",
        cause=f"zone:{zone.source}/{zone.reference}@{zone.version}",
        issuer="" if is_own else zone.source,
        at=at,
        until=_stays_until(now),
        is_weak=True,
        hands=_of_version(version, now),
    )


def _of_version(version: Version | None, now: datetime) -> Hands:
    if version is None:
        return Hands()
    signers = [version.declared_by, version.signed_by]
    return hands(signers, [version.declared_unit, version.signed_unit], now)


def _division(fact: Fact, code: str, at: datetime | None, now: datetime) -> Basis:
    signed = Hands()
    lists = DivisionList.objects.filter(state=Standing.IN_FORCE, imported_at__gte=_kept_since(now))
    for one in lists.select_related("imported_by", "signed_by"):
        if any(spell[0] == code for spell in one.spells):
            units = [one.imported_unit, one.signed_unit]
            signed |= hands([one.imported_by, one.signed_by], units, now)
    return _basis(
        fact,
        Thing.DIVISION,
        place=code,
        cause=f"division:{code}",
        at=at,
        until=_stays_until(now),
        is_weak=True,
        hands=signed,
    )


def _companion(fact: Fact, key: int, at: datetime | None, now: datetime) -> Iterator[Basis]:
    case = _kept(key)
    yield _basis(
        fact,
        Thing.COMPANION,
        piece=key,
        cause=f"case:{key}",
        at=at,
        until=_stays_until(now),
        is_weak=True,
        hands=_of_piece(case, now) if case else Hands(),
    )


def _result(fact: Fact, key: int, citizen: int, now: datetime) -> Iterator[Basis]:
    result = Result.objects.filter(pk=key, citizen=citizen).first()
    if result is None:
        return
    tube = f"tube:{result.laboratory}/{result.sample_reference}"
    yield _basis(
        fact,
        Thing.RESULT,
        piece=key,
        cause=tube if result.pooled else f"laboratory:{result.laboratory}",
        at=result.sampled_at,
        until=result.sampled_at + timedelta(days=settings.SCREENING_RESULT_DAYS),
        is_corrected_elsewhere=True,
    )


def _piece(fact: Fact, key: int, citizen: int, now: datetime) -> Iterator[Basis]:
    piece = _kept(key, citizen=citizen)
    if piece is None or piece.source == Origin.SELF:
        return
    is_peers = piece.source == Origin.PEER
    yield _basis(
        fact,
        Thing.PIECE,
        piece=key,
        cause=_cause(piece),
        issuer=piece.source_reference.partition("/")[0] if is_peers else "",
        at=piece.happened_at,
        until=piece.expires_at,
        is_weak=evidence.is_weak(piece),
        is_corrected_elsewhere=piece.source == Origin.LABORATORY,
        hands=_of_piece(piece, now),
    )


def _cause(piece: Evidence) -> str:
    """Return what a piece has in common with others: its case, its issuer, or its report."""
    if piece.source == Origin.PEER:
        return f"issuer:{piece.source_reference.partition('/')[0]}"
    if piece.case_id:
        return f"case:{piece.case_id}"
    if piece.case_reference:
        return f"contacts:{piece.case_reference}"
    return f"report:{piece.source}/{piece.source_reference}"


def _kept(key: int, **of: Any) -> Evidence | None:
    found = Evidence.objects.filter(pk=key, **of)
    return found.select_related(
        "proposed_by", "approved_by", "investigator", "case__proposed_by", "case__approved_by"
    ).first()


def _of_piece(piece: Evidence, now: datetime) -> Hands:
    """Return who filed, approved or investigated a piece, and the case that it rests on."""
    signers = [piece.proposed_by, piece.approved_by, piece.investigator]
    found = hands(signers, [piece.proposed_unit, piece.approved_unit], now)
    if piece.case is not None:
        units = [piece.case.proposed_unit, piece.case.approved_unit]
        found |= hands([piece.case.proposed_by, piece.case.approved_by], units, now)
    return found


def hands(signers: Iterable[User | None], units: Iterable[str], now: datetime) -> Hands:
    """Return officials with the units they acted for, and all they are of now."""
    named = [user for user in signers if user is not None]
    now_of = {
        unit
        for user in named
        for unit in jurisdictions.offices_of(user, now).values_list("unit", flat=True)
    }
    return Hands(
        frozenset(user.pk for user in named), frozenset(filter(None, units)) | frozenset(now_of)
    )


def _basis(fact: Fact, thing: Thing, *, cause: str, until: datetime, **told: Any) -> Basis:
    signed: Hands = told.get("hands", Hands())
    return Basis(
        thing=thing,
        kind=str(fact.source),
        piece=told.get("piece"),
        place=told.get("place", ""),
        issuer=told.get("issuer", ""),
        cause=cause[:200],
        observed_at=told.get("at"),
        until=until,
        is_weak=told.get("is_weak", False),
        is_corrected_elsewhere=told.get("is_corrected_elsewhere", False),
        officials=sorted(signed.officials),
        units=sorted(signed.units),
    )


def _stays_until(now: datetime) -> datetime:
    """Return when the last of the stays that are kept now will have been dropped."""
    return now + timedelta(days=settings.PRESENCE_KEEP_DAYS + 1)


def _kept_since(now: datetime) -> datetime:
    return now - timedelta(days=settings.PRESENCE_KEEP_DAYS + 60)

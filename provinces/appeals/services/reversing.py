"""Overturning one lets all of the same cause be overturned: by two offices, and everybody is told.

What the cause has done to somebody is undone as an appeal of theirs would have undone it; open
appeals of the cause are answered, and whoever never appealed is told as well, with a letter.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from enum import StrEnum

from django.core.exceptions import PermissionDenied
from django.db import transaction

from core.db import locks
from provinces.accounts.models import User
from provinces.appeals import causes
from provinces.appeals.causes import Touched
from provinces.appeals.models import Appeal, Basis, Outcome, Reversal, Thing
from provinces.appeals.models.appeals import WAITING
from provinces.citizens.models import Citizen
from provinces.evidence import services as evidence
from provinces.evidence.models import Evidence, Origin, Why
from provinces.jurisdictions import queries as jurisdictions
from provinces.jurisdictions.models import Area
from provinces.jurisdictions.powers import Power
from provinces.ledger import services as ledger
from provinces.ledger.events import Event
from provinces.status import queries as status

from .closing import Answer, close, lock
from .effects import issue_letters, overturn, suspendable
from .telling import tell_reversed

LONGEST = 2000
# Outcomes so old are past what a letter is asked for.
LOOKED_BACK = timedelta(days=30)


class NotReversible(ValueError):
    """No appeal of the cause was upheld, its source alone corrects it, or no reason is given."""


class AlreadyDecided(ValueError):
    """The cause is proposed already; or the proposal was signed, or turned down."""


class SameOffice(ValueError):
    """Another office signs, or turns it down, and none that the cause is of."""


class Standing(StrEnum):
    """What an official is to a proposal: apart, and signs it or turns it down; or else.

    The office that proposed it can take it back; one that is concerned does nothing, nor does one
    that is far from some of those whom it concerns.
    """

    APART = "apart"
    PROPOSED = "proposed"
    CONCERNED = "concerned"
    FAR = "far"


@transaction.atomic
def propose_reversal(cause: str, *, because: str, by: User, now: datetime) -> Reversal:
    """Propose to undo all that a cause has done; another office has to sign.

    Raises PermissionDenied, NotReversible, AlreadyDecided, and SameOffice.
    """
    unit, because = _unit(by, now), because.strip()
    if not because or len(because) > LONGEST or not _is_overturned(cause):
        raise NotReversible(f"{cause} was not found wrong, or no reason is given")
    if not causes.is_reversible(cause):
        raise NotReversible(f"what {cause} has done is for its source to correct")
    _require_apart(cause, by, now)
    # Of two who propose it at once, the second is to be told so, and not stopped by the table.
    locks.hold("proposed reversals", [0])
    if Reversal.objects.filter(cause=cause, refused_at=None).exists():
        raise AlreadyDecided(f"{cause} is proposed already")
    made = Reversal.objects.create(
        cause=cause,
        because=because,
        proposed_by=by,
        proposed_unit=unit,
        proposed_at=now,
        area=_area_of(_concerned(cause, causes.touched(cause, now=now))),
    )
    body = {"cause": cause, "because": because, "office": unit}
    ledger.record(Event.REVERSAL_PROPOSED, by=by, about=made, at=now, body=body)
    return made


@transaction.atomic
def sign_reversal(reversal: Reversal, *, by: User, now: datetime) -> Reversal:
    """Undo all that a cause has done, and tell everybody whom it concerns.

    Raises PermissionDenied, also where the official has no power over somebody whom it concerns:
    a higher office signs then; AlreadyDecided, and SameOffice.
    """
    found = _lock(reversal)
    unit = _unit(by, now)
    _require_another(found, by, now)
    _require_apart(found.cause, by, now)
    touched = causes.touched(found.cause, now=now)
    people = sorted({touch.citizen for touch in touched})
    _require_reach(_concerned(found.cause, touched), by, now)
    found.signed_by, found.signed_unit = by, unit
    found.signed_at, found.people = now, len(people)
    found.save(update_fields=["signed_by", "signed_unit", "signed_at", "people"])
    body = {"cause": found.cause, "office": unit, "people": len(people)}
    ledger.record(Event.REVERSAL_SIGNED, by=by, about=found, at=now, body=body)
    letters = _letters(found.cause, people, now)
    appealed = _answer_open(found, by=by, now=now)
    _undo(found, touched, by=by, now=now)
    others = {key: value for key, value in letters.items() if key.pk not in appealed}
    issue_letters(found, others.items(), now=now)
    tell_reversed([key for key in people if key not in appealed], reversal=found.pk, now=now)
    return found


@transaction.atomic
def refuse_reversal(reversal: Reversal, *, because: str, by: User, now: datetime) -> Reversal:
    """Turn a proposal down; what was answered of single appeals stays.

    Whoever could sign it may: else the office that was found wrong would keep what it said alone.
    The office that proposed it may take it back as well, wherever those live whom it concerns: that
    decides nothing, for everybody may propose it anew, and a reason written wrong can be put right.
    Raises PermissionDenied, AlreadyDecided, SameOffice, and NotReversible where no reason is given.
    """
    found = _lock(reversal)
    _unit(by, now)
    _require_may_refuse(found, by, now)
    because = because.strip()
    if not because or len(because) > 300:
        raise NotReversible("a refusal gives its reason, in 300 characters at most")
    found.refused_by, found.refused_at, found.refusal = by, now, because
    found.save(update_fields=["refused_by", "refused_at", "refusal"])
    body = {"cause": found.cause, "because": because}
    ledger.record(Event.REVERSAL_REFUSED, by=by, about=found, at=now, body=body)
    return found


def standing(reversal: Reversal, *, by: User, now: datetime) -> Standing:
    """Return what an official, who may answer appeals, could make of a proposal."""
    try:
        _require_may_refuse(reversal, by, now)
    except SameOffice:
        return Standing.CONCERNED
    except PermissionDenied:
        return Standing.FAR
    return Standing.PROPOSED if _is_of_proposer(reversal, by, now) else Standing.APART


def _lock(reversal: Reversal) -> Reversal:
    rows = Reversal.objects.select_for_update(of=("self",)).select_related("proposed_by")
    found = rows.get(pk=reversal.pk)
    if found.signed_at is not None or found.refused_at is not None:
        raise AlreadyDecided(f"{found} is decided")
    return found


def _is_overturned(cause: str) -> bool:
    return Basis.objects.filter(cause=cause).exclude(overturned_at=None).exists()


def _unit(by: User, now: datetime) -> str:
    """Return in whose name an official answers appeals, of the widest area."""
    office = jurisdictions.offices_with(by, Power.REVIEW_APPEAL, now).first()
    if office is None:
        raise PermissionDenied(f"{by} may not answer appeals")
    return office.unit


def _is_of_proposer(reversal: Reversal, by: User, now: datetime) -> bool:
    """Tell whether an official has proposed it, or is of the office in whose name it was."""
    is_own = by.pk == reversal.proposed_by_id
    return is_own or reversal.proposed_unit in jurisdictions.units_of(by, now)


def _require_another(reversal: Reversal, by: User, now: datetime) -> None:
    """Require that an official is of no office that the proposal, or its proposer, is of."""
    theirs = {reversal.proposed_unit, *jurisdictions.units_of(reversal.proposed_by, now)}
    if by.pk == reversal.proposed_by_id or jurisdictions.units_of(by, now) & theirs:
        raise SameOffice(f"{by} and {reversal.proposed_by} are of one office")


def _require_apart(cause: str, by: User, now: datetime) -> None:
    """Require that neither an official nor their office said or signed what is to be undone."""
    units = jurisdictions.units_of(by, now)
    for basis in Basis.objects.filter(cause=cause):
        if by.pk in basis.officials or units & set(basis.units):
            raise SameOffice(f"{by}, or their office, is concerned by {cause}")


def _require_may_refuse(reversal: Reversal, by: User, now: datetime) -> None:
    _require_apart(reversal.cause, by, now)
    if not _is_of_proposer(reversal, by, now):
        _require_another(reversal, by, now)
        touched = causes.touched(reversal.cause, now=now)
        _require_reach(_concerned(reversal.cause, touched), by, now)


def _concerned(cause: str, touched: Iterable[Touched]) -> set[int]:
    """Return whom a cause touches, and who has an open appeal of it, touched or not any more."""
    waiting = Basis.objects.filter(WAITING, cause=cause, overturned_at=None)
    return {*waiting.values_list("appeal__citizen", flat=True), *(one.citizen for one in touched)}


def _require_reach(people: Collection[int], by: User, now: datetime) -> None:
    """Require that an official answers the appeals of everybody whom it concerns."""
    reached = Citizen.objects.visible_to(by, Power.REVIEW_APPEAL, now).filter(pk__in=people)
    if reached.count() < len(people):
        raise PermissionDenied(f"{by} does not reach everybody whom it concerns")


def _area_of(people: Collection[int]) -> Area | None:
    """Return the smallest area in which some people all live, None of nobody."""
    homes = Citizen.objects.filter(pk__in=people).values_list("area__path", flat=True)
    paths = [path.rstrip(".").split(".") for path in homes.order_by().distinct()]
    shared = [level[0] for level in zip(*paths, strict=False) if len(set(level)) == 1]
    return Area.objects.get(code=shared[-1]) if shared else None


def _letters(cause: str, people: Sequence[int], now: datetime) -> Mapping[Citizen, Sequence[int]]:
    """Return of which people which decisions rested on a cause, before it is undone."""
    found: dict[Citizen, list[int]] = defaultdict(list)
    for citizen in Citizen.objects.filter(pk__in=people).order_by("pk"):
        recent = status.history(citizen).filter(decision__as_of__gte=now - LOOKED_BACK)
        for outcome in recent:
            if causes.rests_on(outcome, cause, now=now):
                found[citizen].append(outcome.decision_id)
    return found


def _answer_open(reversal: Reversal, *, by: User, now: datetime) -> set[int]:
    """Answer the open appeals of a cause; return whose they were."""
    of_cause = Basis.objects.filter(cause=reversal.cause, overturned_at=None)
    whose = set()
    for key in of_cause.order_by("appeal").values_list("appeal", flat=True).distinct():
        appeal: Appeal = lock(key)
        bases = list(appeal.bases.order_by("pk"))
        wrong = [basis for basis in bases if basis.cause == reversal.cause]
        overturn(appeal, wrong, by=by, because=reversal.because, now=now)
        if appeal.is_open and all(basis.overturned_at is not None for basis in bases):
            close(appeal, Answer(Outcome.UPHELD, reversal.signed_unit, by), now=now)
            whose.add(appeal.citizen_id)
    return whose


def _undo(reversal: Reversal, touched: Sequence[Touched], *, by: User, now: datetime) -> None:
    like = Basis.objects.filter(cause=reversal.cause).order_by("-until").first()
    assert like is not None  # noqa: S101  an appeal of the cause was upheld
    keys = [touch.piece for touch in touched if touch.thing == Thing.PIECE]
    manual = Evidence.objects.filter(pk__in=keys, source=Origin.MANUAL).in_bulk()
    suspended = []
    for touch in touched:
        if touch.thing == Thing.PIECE and touch.piece in manual:
            with suppress(evidence.NotInForce):  # withdrawn with one before it
                evidence.withdraw(
                    manual[touch.piece], by=by, because=reversal.because[:300], now=now
                )
        else:
            basis = causes.basis_of(touch, like)
            one = suspendable(basis, touch.citizen, now=now, is_open_ended=True)
            suspended.append(one)
    name = ledger.name(reversal)
    evidence.suspend(suspended, why=Why.OVERTURNED, because_of=name, now=now)

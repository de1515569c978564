"""An auditor has a thing wait that is not in effect yet: for three days alone, longer by two.

What is in effect stays as it is, and whatever frees somebody stays open: to turn down, to lift, to
end, to withdraw. So nobody is worse off by a freeze than they were.

A version of the rules in notice bears its signatures, and would come into force by the clock alone.
Frozen, it is taken back, which the feed tells all peers; what says the same is not signed
meanwhile, and has its whole notice again when it is. So with a renewal of the programme: what says
the same is not signed either, and where nothing else is proposed in time the programme ends.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from core.db import locks
from provinces.accounts.models import User
from provinces.jurisdictions import held, scoping
from provinces.jurisdictions import queries as jurisdictions
from provinces.jurisdictions.models import Level
from provinces.jurisdictions.powers import Power
from provinces.ledger import services as ledger
from provinces.ledger.events import Event
from provinces.oversight.models import Freeze, Thing
from provinces.oversight.models.auditing import ALONE, TOGETHER
from provinces.rules import services as rules
from provinces.rules.models import Ruleset

from .things import KINDS

# How the database's refusal begins; see the migration.
REFUSAL = "frozen by an auditor"
LONGEST_REASON = 600
# Beside a freeze its whole reason is kept; a withdrawal has room for so much of it.
TOLD = 300


class NotAllowed(PermissionError):
    """No office in force lets the official audit."""


class NotAwaiting(ValueError):
    """There is no such thing, or it is in effect, or was turned down."""


class FrozenBefore(ValueError):
    """A thing is frozen once: it would else be for ever."""


class NotStanding(ValueError):
    """The freeze is over, was lifted, or is of nothing in the auditor's areas."""


class SameBody(ValueError):
    """Longer than three days takes an auditor of another office."""


class NoReason(ValueError):
    """Whoever freezes something says why."""


@transaction.atomic
def freeze(
    thing: Thing, numbers: Sequence[int], *, by: User, because: str, now: datetime
) -> list[Freeze]:
    """Have things wait for three days: they take no signature meanwhile; all of them or none.

    Raises NotAllowed, NoReason, NotAwaiting, and FrozenBefore.
    """
    because = because.strip()
    if not because or len(because) > LONGEST_REASON:
        raise NoReason(f"the reason is missing, or longer than {LONGEST_REASON} characters")
    unit = _unit(by, now)
    wanted = sorted(set(numbers))
    found = sorted(_locked(thing, by, now).filter(pk__in=wanted).values_list("pk", flat=True))
    if not wanted or found != wanted:
        raise NotAwaiting("not all of these await a signature")
    if Freeze.objects.filter(thing=thing, key__in=wanted).exists():
        raise FrozenBefore("one of these was frozen before")
    made = [
        Freeze(
            thing=thing,
            key=number,
            because=because,
            frozen_by=by,
            frozen_unit=unit,
            frozen_at=now,
            ends_at=now + ALONE,
        )
        for number in wanted
    ]
    Freeze.objects.bulk_create(made)
    body = {"thing": str(thing), "count": len(made), "office": unit, "because": because}
    for each in made:
        ledger.record(Event.FROZEN, by=by, about=_about(each), at=now, body=body)
    if thing == Thing.NOTICE:
        for ruleset in Ruleset.objects.filter(pk__in=wanted).order_by("pk"):
            rules.take_back(ruleset, by=by, unit=unit, because=because[:TOLD], now=now)
    return made


@transaction.atomic
def prolong(frozen: Freeze, *, by: User, now: datetime) -> Freeze:
    """Have a freeze last for a month in all, by an auditor of another office.

    Raises NotAllowed, NotStanding, and SameBody.
    """
    unit = _unit(by, now)
    found = _lock(frozen, by, now)
    units = {found.frozen_unit, *jurisdictions.units_of(found.frozen_by, now)}
    if (
        by.pk == found.frozen_by_id
        or units & jurisdictions.units_of(by, now)
        or found.prolonged_by_id
    ):
        raise SameBody("another office has to prolong it, and once")
    found.prolonged_by, found.prolonged_unit, found.prolonged_at = by, unit, now
    found.ends_at = found.frozen_at + TOGETHER
    found.save()
    body = {"office": unit, "until": found.ends_at.isoformat()}
    ledger.record(Event.FREEZE_PROLONGED, by=by, about=_about(found), at=now, body=body)
    return found


@transaction.atomic
def lift(frozen: Freeze, *, by: User, now: datetime) -> Freeze:
    """Lift a freeze; raises NotAllowed, and NotStanding."""
    unit = _unit(by, now)
    found = _lock(frozen, by, now)
    found.lifted_by, found.lifted_at = by, now
    found.save(update_fields=["lifted_by", "lifted_at"])
    ledger.record(Event.FREEZE_LIFTED, by=by, about=_about(found), at=now, body={"office": unit})
    return found


def standing(by: User, at: datetime) -> QuerySet[Freeze]:
    """Return the freezes that stand at a moment in an auditor's areas, the soonest over first."""
    reach, within = Reach.of(by, at), Q()
    for thing, kind in KINDS.items():
        things = kind.model._default_manager.filter(reach.of_things(thing))
        within |= Q(thing=thing, key__in=things.values("pk"))
    found = Freeze.objects.filter(within, lifted_at=None, ends_at__gt=at)
    found = found.order_by("ends_at", "pk")
    return found.select_related("frozen_by", "prolonged_by")


def prolongable(by: User, at: datetime) -> QuerySet[Freeze]:
    """Return those of the standing freezes that an auditor may prolong, as far as units tell."""
    own_units = jurisdictions.offices_of(by, at).order_by().values("unit")
    colleagues = jurisdictions.colleagues(by, at).order_by().values("user")
    found = standing(by, at).filter(prolonged_by=None).exclude(frozen_unit__in=own_units)
    return found.exclude(frozen_by__in=colleagues)


def is_frozen(refusal: IntegrityError) -> bool:
    """Tell whether the database refused something because an auditor has it wait."""
    return REFUSAL in str(refusal)


def freezable(by: User, at: datetime, *, most: int) -> dict[str, list[Any]]:
    """Return what awaits a signature in an auditor's areas and was not frozen, by kind."""
    reach = Reach.of(by, at)
    return {str(thing): list(_awaiting(thing, reach, at)[:most]) for thing in KINDS}


def freezable_among(thing: Thing, numbers: Sequence[int], by: User, at: datetime) -> QuerySet[Any]:
    """Return which of some things await a signature in an auditor's areas and were not frozen."""
    return _awaiting(thing, Reach.of(by, at), at).filter(pk__in=numbers)


@dataclass(frozen=True, slots=True)
class Reach:
    """What an auditor audits: below which areas, and whether that is the whole province."""

    roots: tuple[str, ...]
    is_whole: bool

    @classmethod
    def of(cls, by: User, at: datetime) -> Reach:
        audited = held.of(by, at)
        return cls(
            roots=tuple(audited.roots(Power.AUDIT)),
            is_whole=any(one.area.level == Level.PROVINCE for one in audited.by(Power.AUDIT)),
        )

    def of_things(self, thing: Thing) -> Q:
        """Return which things are within; rules are of the whole province."""
        if path := KINDS[thing].path:
            return scoping.below(self.roots, path=path)
        return Q() if self.is_whole else Q(pk__in=[])


def _awaiting(thing: Thing, reach: Reach, at: datetime) -> QuerySet[Any]:
    known = Freeze.objects.filter(thing=thing).values("key")
    found = _open(thing, reach, at).exclude(pk__in=known)
    return found.select_related(*KINDS[thing].related).order_by("pk")


def _open(thing: Thing, reach: Reach, at: datetime) -> QuerySet[Any]:
    """Return what is not in effect yet, of the things within."""
    return KINDS[thing].waiting(at).filter(reach.of_things(thing))


def _locked(thing: Thing, by: User, at: datetime) -> QuerySet[Any]:
    """Return the same, kept from being signed until the transaction ends."""
    kind, reach = KINDS[thing], Reach.of(by, at)
    if kind.lock:
        locks.hold(kind.lock, [0])
        return _open(thing, reach, at)
    return _open(thing, reach, at).select_for_update(of=("self",))


def _unit(by: User, at: datetime) -> str:
    office = jurisdictions.offices_with(by, Power.AUDIT, at).first()
    if office is None:
        raise NotAllowed(f"{by} may not audit")
    return office.unit


def _lock(frozen: Freeze, by: User, at: datetime) -> Freeze:
    """Return a freeze that stands in an auditor's areas, kept from other hands meanwhile."""
    found = Freeze.objects.select_for_update(of=("self",)).select_related("frozen_by")
    locked = found.get(pk=frozen.pk)
    if not standing(by, at).filter(pk=locked.pk).exists():
        raise NotStanding(f"{locked} is over, or out of reach")
    return locked


def _about(frozen: Freeze) -> str:
    return f"{KINDS[Thing(frozen.thing)].model._meta.label_lower}:{frozen.key}"

"""A neighbour's zones in effect are received: as a whole set, or what of it has changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F, QuerySet

from core.db import locks
from provinces.ledger import services as ledger
from provinces.ledger.events import Event
from provinces.tenancy import scope
from provinces.tenancy.tasks import nudge
from provinces.zones import exchange, rows
from provinces.zones.exchange import Key, ReceivedZone
from provinces.zones.models import EffectiveZone, ZoneRange
from provinces.zones.rows import Rows

from .effects import DRAIN

FIELDS = ("level", "name_zh", "name_en", "starts", "ends")


class OwnZones(ValueError):
    """A province does not receive its own zones: it declares them."""


@dataclass(frozen=True, slots=True)
class Received:
    """What a set changed: how many zones were new, different, gone from it, or as they were."""

    added: int
    changed: int
    ended: int
    unchanged: int


@transaction.atomic
def receive_effective(source: str, zones: Iterable[ReceivedZone], *, now: datetime) -> Received:
    """Hold exactly these zones in effect from a source, whatever was held before.

    A zone no longer in the set is left with an empty period; one that is the same is not
    touched. Raises OwnZones, and BadZones with every bad record: then none is taken.
    """
    _hold(source)
    wanted = exchange.checked(zones)
    held = _held(EffectiveZone.objects.filter(source=source))
    return _receive(source, wanted, held, now)


@transaction.atomic
def receive_changes(
    source: str, zones: Iterable[ReceivedZone], *, gone: Iterable[Key], now: datetime
) -> Received:
    """Hold these zones in effect from a source, and no longer those that are gone from its set.

    All others are left as they are, and not looked at. `gone` are references with versions.
    Raises as `receive_effective` does.
    """
    _hold(source)
    wanted = exchange.checked(zones)
    concerned = {*wanted, *gone}
    references = {reference for reference, _ in concerned}
    held = _held(EffectiveZone.objects.filter(source=source, reference__in=references))
    return _receive(source, wanted, {key: held[key] for key in held.keys() & concerned}, now)


def _hold(source: str) -> None:
    if source == scope.current().slug:
        raise OwnZones(f"{source} is this province")
    locks.hold(f"zones of {source}", [0])


def _held(zones: QuerySet[EffectiveZone]) -> dict[Key, EffectiveZone]:
    return {(zone.reference, zone.version): zone for zone in zones}


def _receive(
    source: str,
    wanted: Mapping[Key, tuple[ReceivedZone, Rows]],
    held: Mapping[Key, EffectiveZone],
    now: datetime,
) -> Received:
    """Have what is held be what is wanted; what is held and not wanted is ended."""
    digests = rows.digests(held[key].pk for key in wanted.keys() & held.keys())
    differing = [
        key
        for key in wanted.keys() & held.keys()
        if not _is_same(held[key], *wanted[key], digest=digests[held[key].pk])
    ]
    received = Received(
        added=_add(source, [wanted[key] for key in sorted(wanted.keys() - held.keys())], now),
        changed=_change([(held[key], *wanted[key]) for key in sorted(differing)], now),
        ended=_end([zone.pk for key, zone in held.items() if key not in wanted], now),
        unchanged=len(wanted.keys() & held.keys()) - len(differing),
    )
    _tell(source, received, now)
    return received


def _is_same(held: EffectiveZone, zone: ReceivedZone, found: Rows, *, digest: str) -> bool:
    return digest == found.digest() and all(
        getattr(held, field) == getattr(zone, field) for field in FIELDS
    )


def _add(source: str, wanted: Sequence[tuple[ReceivedZone, Rows]], now: datetime) -> int:
    zones = EffectiveZone.objects.bulk_create(
        EffectiveZone(
            source=source,
            reference=zone.reference,
            version=zone.version,
            revised_at=now,
            **{field: getattr(zone, field) for field in FIELDS},
        )
        for zone, _ in wanted
    )
    rows.write([(zone, found) for zone, (_, found) in zip(zones, wanted, strict=True)])
    return len(zones)


def _change(differing: Sequence[tuple[EffectiveZone, ReceivedZone, Rows]], now: datetime) -> int:
    for held, zone, _ in differing:
        held.revised_at = now
        for field in FIELDS:
            setattr(held, field, getattr(zone, field))
    zones = [held for held, _, _ in differing]
    EffectiveZone.objects.bulk_update(zones, [*FIELDS, "revised_at"], batch_size=1000)
    ZoneRange.objects.filter(zone__in=zones).delete()
    rows.write([(held, found) for held, _, found in differing])
    return len(zones)


def _end(zones: list[int], now: datetime) -> int:
    gone = EffectiveZone.objects.filter(pk__in=zones, ends__gt=F("starts"))
    ZoneRange.objects.filter(zone__in=gone).delete()
    return gone.update(ends=F("starts"), revised_at=now)


def _tell(source: str, received: Received, now: datetime) -> None:
    body = {"added": received.added, "changed": received.changed, "ended": received.ended}
    if any(body.values()):
        ledger.record(Event.ZONES_RECEIVED, by=None, about=source, at=now, body=body)
        nudge(DRAIN)

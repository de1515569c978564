"""Lists of divisions are signed by a second office, or refused; and what they say is shortened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction

from provinces.accounts.models import User
from provinces.jurisdictions import scoping
from provinces.jurisdictions.models import Area
from provinces.jurisdictions.powers import Power
from provinces.ledger import services as ledger
from provinces.ledger.events import Event
from provinces.zones.models import DivisionList, DivisionRisk, State
from provinces.zones.signatures import NotAllowed, SameOfficial, require_another_office, widest_unit

from . import listing
from .lifting import unit_of_either
from .signing import AlreadyDecided, reason_of_refusal

STORE = """
WITH stored AS (
    INSERT INTO zones_divisionrisk AS kept
        (division_code, place, level, first_on, last_on, source)
    SELECT *, %s FROM unnest(%s::text[], %s::text[], %s::int[], %s::date[], %s::date[])
    ON CONFLICT (division_code, place, level, first_on) DO UPDATE
        SET last_on = excluded.last_on WHERE excluded.last_on > kept.last_on
    RETURNING division_code, xmax = 0 AS is_new)
SELECT count(*) FILTER (WHERE is_new), count(*) FILTER (WHERE NOT is_new),
       coalesce(array_agg(DISTINCT division_code::text), '{}')
FROM stored
"""


class NotShorter(ValueError):
    """A spell is shortened to an earlier day of its own; to prolong it takes a list, and two."""


@dataclass(frozen=True, slots=True)
class Stored:
    """What a signed list added: spells that are new, and spells that last longer."""

    added: int
    prolonged: int


@transaction.atomic
def sign_list(listed: DivisionList, *, by: User, now: datetime) -> Stored:
    """Have an imported list count, by the signature of another office.

    Whoever signs may countersign zones in each of its divisions. Raises AlreadyDecided,
    SameOfficial, NotAllowed, and SameOffice.
    """
    listed = _lock_awaiting(listed)
    if by.pk == listed.imported_by_id:
        raise SameOfficial(f"{by} imported {listed}")
    unit = widest_unit(by, Power.COUNTERSIGN_ZONE, now)
    _require_everywhere(listed, by, now)
    require_another_office(by, listed.imported_by, listed.imported_unit, now)
    listed.state, listed.signed_by, listed.signed_at = State.IN_FORCE, by, now
    listed.signed_unit = unit
    listed.save(update_fields=["state", "signed_by", "signed_at", "signed_unit"])
    stored, told = _store(listed.spells, listed.source)
    listing.bring_in_step(told)
    body = {"act": "signed", "added": stored.added, "prolonged": stored.prolonged, "office": unit}
    _record(listed, body, by, now)
    return stored


@transaction.atomic
def refuse_list(listed: DivisionList, *, by: User, reason: str, now: datetime) -> None:
    """Turn an imported list down; whoever imported it may also take it back.

    Nobody is restricted by it, so the power to countersign anywhere is enough. Raises
    AlreadyDecided, NotAllowed, and NoReason without one, or with one longer than is kept.
    """
    reason = reason_of_refusal(reason)
    listed = _lock_awaiting(listed)
    if by.pk != listed.imported_by_id:
        widest_unit(by, Power.COUNTERSIGN_ZONE, now)
    listed.state, listed.refused_by, listed.refused_at = State.REFUSED, by, now
    listed.refusal = reason
    listed.save(update_fields=["state", "refused_by", "refused_at", "refusal"])
    _record(listed, {"act": "refused", "reason": reason}, by, now)


@transaction.atomic
def shorten_spell(
    spell: DivisionRisk, *, last_on: date | None, by: User, because: str, now: datetime
) -> None:
    """End a listed spell on an earlier day of its own, or take it off the list altogether.

    That holds nobody, so one signature is enough, as for lifting a zone: of whoever may declare
    or countersign in the division. Whoever stayed there on any listed day is looked at again.
    Raises NotAllowed, NotShorter, and ValueError without a reason.
    """
    because = because.strip()
    if not because:
        raise ValueError("whoever shortens what a list says tells why")
    listing.hold()
    spell = DivisionRisk.objects.select_for_update().get(pk=spell.pk)
    area = Area.objects.filter(code=spell.division_code).first()
    if area is None:
        raise NotAllowed(f"{spell.division_code} is no area of this province")
    unit = unit_of_either(area, by, now)
    if last_on is not None and not spell.first_on <= last_on < spell.last_on:
        raise NotShorter(f"{spell} is listed from {spell.first_on} to {spell.last_on}")
    body = {
        "act": "shortened",
        "division": spell.division_code,
        "place": spell.place,
        "level": spell.level,
        "first_on": spell.first_on.isoformat(),
        "last_on": spell.last_on.isoformat(),
        "until": last_on.isoformat() if last_on else None,
        "because": because,
        "office": unit,
    }
    if last_on is None:
        spell.delete()
    else:
        spell.last_on = last_on
        spell.save(update_fields=["last_on"])
    listing.tell_anew(spell.division_code)
    _record(None, body, by, now)


def _lock_awaiting(listed: DivisionList) -> DivisionList:
    found = DivisionList.objects.select_for_update(of=("self",)).select_related("imported_by")
    kept = found.get(pk=listed.pk)
    if kept.state != State.AWAITING:
        raise AlreadyDecided(f"{kept} is {kept.get_state_display()}")
    return kept


def _require_everywhere(listed: DivisionList, by: User, now: datetime) -> None:
    power = Power.COUNTERSIGN_ZONE
    allowed = set(scoping.within(by, power, now).values_list("code", flat=True))
    if beyond := sorted({code for code, *_ in listed.spells} - allowed):
        raise NotAllowed(f"{by} may not {power} in {', '.join(beyond)}")


def _store(spells: Sequence[Sequence[Any]], source: str) -> tuple[Stored, list[str]]:
    """Store spells; return how many were added and prolonged, and of which divisions."""
    columns = [list(column) for column in zip(*spells, strict=True)]
    with connection.cursor() as cursor:
        cursor.execute(STORE, [source, *columns])
        added, prolonged, told = cursor.fetchone()
    return Stored(added, prolonged), told


def _record(listed: DivisionList | None, body: dict[str, Any], by: User, now: datetime) -> None:
    ledger.record(Event.DIVISIONS_IMPORTED, by=by, about=listed, at=now, body=body)

"""Official lists of places at risk, by division code.

A list says that somewhere in a division there was risk. That is its precision, and it stays so:
nothing here makes a zone in effect, which is what a person's exposures are. On which days lists
name a division, and its ground, are kept for the facts about stays in such divisions (`listing`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.db import connection, transaction

from provinces.accounts.models import User
from provinces.jurisdictions.models import Area
from provinces.ledger import services as ledger
from provinces.ledger.events import Event
from provinces.tenancy import scope
from provinces.zones.models import Level
from provinces.zones.places import cut_to_building
from provinces.zones.refusals import Refusals

from . import listing

Key = tuple[str, str, int, date]

LEVELS = {
    **dict.fromkeys(("low", "低", "低风险", "低风险区"), Level.LOW),
    **dict.fromkeys(("middle", "medium", "中", "中风险", "中风险区"), Level.MEDIUM),
    **dict.fromkeys(("high", "高", "高风险", "高风险区"), Level.HIGH),
}

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


class Refused(StrEnum):
    """Why a record of a list is refused."""

    UNKNOWN_DIVISION = "the division is none of this province's"
    NO_PLACE = "no place is named, or nothing larger than a household"
    UNKNOWN_LEVEL = "the level is none of low, medium, high"
    NO_DATE = "a date cannot be read"
    ENDS_FIRST = "it was last seen before it was first seen"


@dataclass(frozen=True, slots=True)
class Spell:
    """A record as it stands in a list: a place was on it from one day to another."""

    line: int
    division_code: str
    place: str
    level: str
    first_seen: str
    last_seen: str


@dataclass(slots=True)
class Imported:
    """What became of a list: `read = added + prolonged + duplicates + refused`."""

    read: int = 0
    added: int = 0
    prolonged: int = 0
    duplicates: int = 0
    refused: Refusals = field(default_factory=Refusals)


@transaction.atomic
def import_divisions(
    spells: Iterable[Spell], *, source: str, by: User | None, now: datetime
) -> Imported:
    """Store what a list says of the province's divisions, each spell once.

    Places are cut to the building before anything is stored; spells that become the same by it,
    or were imported before, are one, which lasts as long as the longest. Records that cannot be
    used are refused one by one; the others are stored, all in one transaction.
    """
    imported, found = Imported(), dict[Key, date]()
    codes, zone = set(Area.objects.values_list("code", flat=True)), scope.current().zone
    for spell in spells:
        imported.read += 1
        reason = _take(spell, codes, zone, found)
        if reason is not None:
            imported.refused.add(spell.line, reason, f"{spell.division_code} {spell.level}")
    imported.added, imported.prolonged, told = _store(found, source)
    listing.bring_in_step(told)
    kept = imported.added + imported.prolonged + len(imported.refused)
    imported.duplicates = imported.read - kept
    body = {"source": source, "read": imported.read, "added": imported.added}
    ledger.record(Event.DIVISIONS_IMPORTED, by=by, about=None, at=now, body=body)
    return imported


def _take(spell: Spell, codes: set[str], zone: ZoneInfo, found: dict[Key, date]) -> Refused | None:
    if spell.division_code not in codes:
        return Refused.UNKNOWN_DIVISION
    level = LEVELS.get(spell.level.strip().lower())
    if level is None:
        return Refused.UNKNOWN_LEVEL
    place = _place(spell.place)
    if not place or not place.isprintable():
        return Refused.NO_PLACE
    first, last = _day(spell.first_seen, zone), _day(spell.last_seen, zone)
    if first is None or last is None:
        return Refused.NO_DATE
    if last < first:
        return Refused.ENDS_FIRST
    key = spell.division_code, place, int(level), first
    found[key] = max(last, found.get(key, last))
    return None


# A place stands on a list once for every spell, and in some lists for every look at them.
_place = lru_cache(4096)(cut_to_building)


def _day(text: str, zone: ZoneInfo) -> date | None:
    """Return the province's civil day of a date or a time; one without a zone is local."""
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return (moment.astimezone(zone) if moment.tzinfo else moment).date()


def _store(found: dict[Key, date], source: str) -> tuple[int, int, list[str]]:
    """Store spells; return how many were added and prolonged, and of which divisions."""
    keys = list(found)
    code, place, level, first = (
        (list(column) for column in zip(*keys, strict=True)) if keys else ([],) * 4
    )
    with connection.cursor() as cursor:
        cursor.execute(STORE, [source, code, place, level, first, list(found.values())])
        added, prolonged, told = cursor.fetchone()
    return added, prolonged, told

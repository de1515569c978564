"""Official lists of places at risk, by division code.

A list says that somewhere in a division there was risk. That is its precision, and it stays so:
nothing here makes a zone in effect, which is what a person's exposures are. On which days lists
name a division, and its ground, are kept for the facts about stays in such divisions (`listing`).

It holds people all the same, so it takes two offices, as a zone does:

    import_divisions ──► awaiting ──► sign_list (another office) ──► its days count
                                 └──► refuse_list
    shorten_spell: by one signature, for it holds nobody
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.db import connection, transaction

from provinces.accounts.models import User
from provinces.jurisdictions import scoping
from provinces.jurisdictions.models import Area
from provinces.jurisdictions.powers import Power
from provinces.ledger import services as ledger
from provinces.ledger.events import Event
from provinces.tenancy import scope
from provinces.zones.models import LONGEST_ZONE, DivisionList, Level
from provinces.zones.places import cut_to_building
from provinces.zones.refusals import Refusals
from provinces.zones.signatures import widest_unit

Key = tuple[str, str, int, date]

LEVELS = {
    **dict.fromkeys(("low", "低", "低风险", "低风险区"), Level.LOW),
    **dict.fromkeys(("middle", "medium", "中", "中风险", "中风险区"), Level.MEDIUM),
    **dict.fromkeys(("high", "高", "高风险", "高风险区"), Level.HIGH),
}

# Which spells are not known yet, or not to be as long.
NEWS = """
SELECT said.number
FROM unnest(%s::text[], %s::text[], %s::int[], %s::date[], %s::date[])
    WITH ORDINALITY AS said (division_code, place, level, first_on, last_on, number)
LEFT JOIN zones_divisionrisk kept USING (division_code, place, level, first_on)
WHERE kept.id IS NULL OR kept.last_on < said.last_on
ORDER BY number
"""


class Refused(StrEnum):
    """Why a record of a list is refused."""

    UNKNOWN_DIVISION = "the division is none of this province's"
    NOT_ALLOWED = "the official may not declare zones in the division"
    NO_PLACE = "no place is named, or nothing larger than a household"
    UNKNOWN_LEVEL = "the level is none of low, medium, high"
    NO_DATE = "a date cannot be read"
    ENDS_FIRST = "it was last seen before it was first seen"
    ENDS_OUT_OF_SIGHT = f"it ends more than {LONGEST_ZONE.days} days from today"


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
    """What became of a list: `read = news + duplicates + refused`.

    `awaiting` is what is to be signed; None where there is no news in it, or nobody imported it.
    """

    read: int = 0
    news: int = 0
    duplicates: int = 0
    refused: Refusals = field(default_factory=Refusals)
    awaiting: DivisionList | None = None


@dataclass(frozen=True, slots=True)
class Bounds:
    """What records may speak of: which divisions there are, and of which the official may."""

    known: Collection[str]
    allowed: Collection[str]
    zone: ZoneInfo
    last: date


def preview_divisions(spells: Iterable[Spell], *, now: datetime) -> Imported:
    """Return what a list would bring if it were imported for the whole province; store nothing."""
    known = _known()
    imported, _ = _read(spells, _bounds(known, known, now))
    return imported


@transaction.atomic
def import_divisions(spells: Iterable[Spell], *, source: str, by: User, now: datetime) -> Imported:
    """Keep what a list adds to what is known, until another office signs it.

    Places are cut to the building before anything is stored; spells that become the same by it,
    or were imported before, are one, which lasts as long as the longest. Records that cannot be
    used are refused one by one, those among them of divisions where the official may declare no
    zones; the others are kept, all in one transaction. Raises NotAllowed for whoever may nowhere.
    """
    unit = widest_unit(by, Power.DECLARE_ZONE, now)
    allowed = scoping.within(by, Power.DECLARE_ZONE, now).values_list("code", flat=True)
    imported, news = _read(spells, _bounds(_known(), set(allowed), now))
    if news:
        imported.awaiting = DivisionList.objects.create(
            source=source,
            spells=news,
            read=imported.read,
            imported_by=by,
            imported_unit=unit,
            imported_at=now,
        )
    body = {"source": source, "read": imported.read, "news": imported.news, "office": unit}
    about = imported.awaiting
    ledger.record(Event.DIVISIONS_IMPORTED, by=by, about=about, at=now, body=body)
    return imported


def _known() -> set[str]:
    return set(Area.objects.values_list("code", flat=True))


def _bounds(known: Collection[str], allowed: Collection[str], now: datetime) -> Bounds:
    zone = scope.current().zone
    return Bounds(known, allowed, zone, now.astimezone(zone).date() + LONGEST_ZONE)


def _read(
    spells: Iterable[Spell], bounds: Bounds
) -> tuple[Imported, list[tuple[str, str, int, str, str]]]:
    """Return what becomes of a list, and of what is new in it each division, place, level, days."""
    imported, found = Imported(), dict[Key, date]()
    for spell in spells:
        imported.read += 1
        reason = _take(spell, bounds, found)
        if reason is not None:
            imported.refused.add(spell.line, reason, f"{spell.division_code} {spell.level}")
    news = [
        (code, place, level, first.isoformat(), last.isoformat())
        for (code, place, level, first), last in _news(found)
    ]
    imported.news = len(news)
    imported.duplicates = imported.read - imported.news - len(imported.refused)
    return imported, news


def _take(spell: Spell, bounds: Bounds, found: dict[Key, date]) -> Refused | None:
    if spell.division_code not in bounds.known:
        return Refused.UNKNOWN_DIVISION
    if spell.division_code not in bounds.allowed:
        return Refused.NOT_ALLOWED
    level = LEVELS.get(spell.level.strip().lower())
    if level is None:
        return Refused.UNKNOWN_LEVEL
    place = _place(spell.place)
    if not place or not place.isprintable():
        return Refused.NO_PLACE
    days = _day(spell.first_seen, bounds.zone), _day(spell.last_seen, bounds.zone)
    return _take_days((spell.division_code, place, int(level)), days, bounds.last, found)


def _take_days(
    where: tuple[str, str, int],
    days: tuple[date | None, date | None],
    most: date,
    found: dict[Key, date],
) -> Refused | None:
    first, last = days
    if first is None or last is None:
        return Refused.NO_DATE
    if last < first:
        return Refused.ENDS_FIRST
    if last > most:
        return Refused.ENDS_OUT_OF_SIGHT
    key = (*where, first)
    found[key] = max(last, found.get(key, last))
    return None


# A place stands on a list once for every spell, and in some lists for every look at them.
_place = lru_cache(4096)(cut_to_building)


def _day(text: str, zone: ZoneInfo) -> date | None:
    """Return the province's civil day of a date or a time; one without a zone is local."""
    try:
        moment = datetime.fromisoformat(text.strip())
        return (moment.astimezone(zone) if moment.tzinfo else moment).date()
    except (ValueError, OverflowError):
        return None


def _news(found: dict[Key, date]) -> list[tuple[Key, date]]:
    """Return the spells that are not known, or not to be as long."""
    if not found:
        return []
    listed = list(found.items())
    columns = [list(column) for column in zip(*found, strict=True)]
    with connection.cursor() as cursor:
        cursor.execute(NEWS, [*columns, list(found.values())])
        return [listed[number - 1] for (number,) in cursor.fetchall()]

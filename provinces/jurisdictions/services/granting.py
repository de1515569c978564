"""The tree of areas is built; offices begin, stop for a while, go on, and end."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby
from operator import attrgetter

from django.contrib.auth.models import Permission
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import Min, QuerySet

from core.db import locks
from core.periods import Period
from provinces.accounts.models import User
from provinces.jurisdictions.models import Area, AreaUserObjectPermission, Change, Office
from provinces.jurisdictions.powers import Power
from provinces.jurisdictions.roles import ROLES
from provinces.jurisdictions.tree import AreaRow, MisplacedArea, in_order
from provinces.jurisdictions.units import spelt
from provinces.ledger import services as ledger
from provinces.ledger.events import Event

HELD_ONCE = "an_office_is_held_once_at_a_time"


class PeriodOverlaps(ValueError):
    """The official holds this role on this area during part of the period already."""


class NotAlone(ValueError):
    """One official alone grants no office: it is proposed, and another unit signs."""


class AlreadyEnded(ValueError):
    """The office is over."""


@transaction.atomic
def build_tree(rows: Iterable[AreaRow | tuple[str, str | None, int, str, str]]) -> int:
    """Add areas to the province's tree, and renew the names of those that are there.

    A row is `(code, parent's code, level, name_zh, name_en)`, in any order. Returns how many
    areas were added. Raises MisplacedArea; nothing is written then. Areas do not move: what is
    there already must lie where its row says.
    """
    present = {area.code: area for area in Area.objects.select_related("parent")}
    ordered = in_order(map(AreaRow._make, rows), {code: a.level for code, a in present.items()})
    _renew(ordered, present)
    fresh = [row for row in ordered if row.code not in present]
    for _, level in groupby(fresh, key=attrgetter("level")):
        added = Area.objects.bulk_create([_area(row, present) for row in level])
        present.update((area.code, area) for area in added)
    return len(fresh)


def _area(row: AreaRow, present: dict[str, Area]) -> Area:
    parent = present[row.parent] if row.parent else None
    return Area(
        code=row.code,
        path=f"{parent.path if parent else ''}{row.code}.",
        level=row.level,
        name_zh=row.name_zh,
        name_en=row.name_en,
        parent=parent,
    )


def _renew(rows: list[AreaRow], present: dict[str, Area]) -> None:
    renamed = []
    for row in rows:
        area = present.get(row.code)
        if area is None:
            continue
        if (area.parent.code if area.parent else None, area.level) != (row.parent, row.level):
            raise MisplacedArea(f"{row.code} lies elsewhere already, and areas do not move")
        if (area.name_zh, area.name_en) != (row.name_zh, row.name_en):
            area.name_zh, area.name_en = row.name_zh, row.name_en
            renamed.append(area)
    Area.objects.bulk_update(renamed, ["name_zh", "name_en"])


@transaction.atomic
def grant_office(  # noqa: PLR0913  who, where, as what, until when: an office is all of these
    *,
    user: User,
    area: Area,
    role: str,
    unit: str,
    period: tuple[datetime, datetime],
    by: User | None,
    now: datetime,
) -> Office:
    """Give an official a role on an area for a period `[from, to)`: a province's first offices.

    The province itself grants them; raises NotAlone where an official would. A unit that looks
    like one there is already is that one, and gets its spelling. Raises PeriodOverlaps, NoUnit,
    EndsBeforeItStarts, and KeyError for an unknown role.
    """
    if by is not None:
        raise NotAlone("propose it; somebody of another unit has to sign")
    Period(*period)
    return seat(
        Office(
            user=user,
            area=area,
            role=ROLES[role].key,
            unit=as_spelt(unit),
            period=DateTimeTZRange(*period),
        ),
        by=None,
        now=now,
    )


def seat(office: Office, *, by: Change | None, now: datetime) -> Office:
    """Have an office begin, as a change says that two have signed; raises PeriodOverlaps."""
    office.granted_at = now
    if by is not None:
        office.change, office.granted_by = by, by.proposed_by
    _insert(office)
    _add_powers(office)
    actor = by.decided_by if by else None
    body = particulars(office)
    ledger.record(Event.OFFICE_GRANTED, by=actor, about=office.user, at=now, body=body)
    return office


@transaction.atomic
def end_office(office: Office, *, by: User | None, now: datetime) -> None:
    """End an office now; one that has not begun is withdrawn.

    Raises AlreadyEnded.
    """
    office = Office.objects.select_for_update().get(pk=office.pk)
    if office.period.upper <= now:
        raise AlreadyEnded(f"{office} ended at {office.period.upper}")
    body = particulars(office)
    if office.period.lower < now:
        office.period = DateTimeTZRange(office.period.lower, now)
        office.save(update_fields=["period"])
    else:
        office.delete()
    _remove_idle_powers(office, now)
    ledger.record(Event.OFFICE_ENDED, by=by, about=office.user, at=now, body=body)


def stop(office: Office, *, by: User | None, now: datetime) -> None:
    """Suspend an office from now on: none of its powers counts any more."""
    office.suspended_at = now
    office.save(update_fields=["suspended_at"])
    _remove_idle_powers(office, now)
    body = particulars(office)
    ledger.record(Event.OFFICE_SUSPENDED, by=by, about=office.user, at=now, body=body)


def go_on(office: Office, *, by: User | None, now: datetime) -> None:
    """Let an office that was suspended carry its powers again, if it is not over."""
    office.suspended_at = None
    office.save(update_fields=["suspended_at"])
    if office.period.upper > now:
        _add_powers(office)
    body = particulars(office)
    ledger.record(Event.OFFICE_RESUMED, by=by, about=office.user, at=now, body=body)


def as_spelt(unit: str) -> str:
    """Return a unit in the one spelling that all its offices have; raises NoUnit."""
    locks.hold("units of offices", [0])
    first = Office.objects.values("unit").annotate(first=Min("pk")).order_by("first")
    return spelt(unit, first.values_list("unit", flat=True))


def _insert(office: Office) -> Office:
    try:
        with transaction.atomic():
            office.save(force_insert=True)
    except IntegrityError as problem:
        if HELD_ONCE not in str(problem):
            raise
        raise PeriodOverlaps(f"{office} overlaps with one held already") from problem
    return office


def _add_powers(office: Office) -> None:
    """Write all guardian rows of an office at once; those that another one needs are there."""
    AreaUserObjectPermission.objects.bulk_create(
        [
            AreaUserObjectPermission(
                user=office.user, content_object=office.area, permission=permission
            )
            for permission in _permissions(ROLES[office.role].powers)
        ],
        ignore_conflicts=True,
    )


def _remove_idle_powers(office: Office, now: datetime) -> None:
    """Remove the guardian rows that no other office of the official on this area needs."""
    others = Office.objects.filter(
        user=office.user, area=office.area, period__endswith__gt=now, suspended_at=None
    ).values_list("role", flat=True)
    needed: set[Power] = set().union(*(ROLES[role].powers for role in others))
    AreaUserObjectPermission.objects.filter(
        user=office.user,
        content_object=office.area,
        permission__in=_permissions(ROLES[office.role].powers - needed),
    ).delete()


def _permissions(powers: Iterable[Power]) -> QuerySet[Permission]:
    # By their model's name: a content type's id may be another one in each province.
    return Permission.objects.filter(
        content_type__app_label=Area._meta.app_label,
        content_type__model=Area._meta.model_name,
        codename__in=map(str, powers),
    )


def particulars(office: Office) -> dict[str, str]:
    """Return what the ledger says of an office."""
    return {
        "area": office.area.code,
        "role": office.role,
        "unit": office.unit,
        "from": office.period.lower.isoformat(),
        "to": office.period.upper.isoformat(),
    }

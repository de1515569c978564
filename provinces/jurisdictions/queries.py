"""Reading offices, and the powers they carry."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q, QuerySet

from . import held, scoping
from .models import (
    Area,
    Change,
    Controller,
    FirstSeat,
    Level,
    Office,
    State,
)
from .powers import Power
from .reasons import Because
from .roles import ROLES, grantable
from .tree import AreaRow

if TYPE_CHECKING:
    from provinces.accounts.models import User

# So long before its end an official is told that an office ends, and once more.
FIRST_WARNING, LAST_WARNING = timedelta(days=30), timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Sought:
    """Which offices are looked for; what is empty does not matter.

    `state` is one of `in_force`, `suspended`, `ending`, `to_come` and `ended`.
    """

    area: Area | None = None
    role: str = ""
    state: str = ""


def offices_of(user: User, at: datetime) -> QuerySet[Office]:
    """Return the offices a user holds at a moment, the highest area first."""
    held = Office.objects.in_force(at).filter(user=user)
    return held.select_related("area").order_by("area__level", "area__code", "role")


def units_of(user: User, at: datetime) -> set[str]:
    """Return every unit to which a user belongs at a moment, suspended offices included.

    For who may stand beside whom: whoever is suspended still knows their colleagues.
    """
    found = Office.objects.filter(user=user, period__contains=at)
    return set(found.values_list("unit", flat=True))


def offices_with(user: User, power: Power, at: datetime) -> QuerySet[Office]:
    """Return the offices from which a user has a power at a moment, the highest area first."""
    carriers = [role.key for role in ROLES.values() if power in role.powers]
    return offices_of(user, at).filter(role__in=carriers, area__in=scoping.granted(user, power, at))


def has_over_province(user: User, power: Power, at: datetime) -> bool:
    """Tell whether a user has a power over the whole province at a moment."""
    return offices_with(user, power, at).filter(area__level=Level.PROVINCE).exists()


def powers_of(user: User, at: datetime) -> frozenset[Power]:
    """Return every power a user has anywhere at a moment, as `scoping.has` would say."""
    return held.read(user, at).powers


def areas_with(powers: Iterable[Power], at: datetime) -> QuerySet[Area]:
    """Return the areas that list an office in force which carries all of some powers, by code."""
    wanted = frozenset(powers)
    carriers = [role.key for role in ROLES.values() if wanted <= role.powers]
    listed = Office.objects.in_force(at).filter(area=OuterRef("pk"), role__in=carriers)
    return Area.objects.filter(Exists(listed)).order_by("code")


def prefectures() -> QuerySet[Area]:
    """Return the prefectures of the province, by their codes."""
    return Area.objects.filter(level=Level.PREFECTURE).order_by("code")


def names_of(codes: Iterable[str]) -> dict[str, Area]:
    """Return areas by their codes, those that there are."""
    return {area.code: area for area in Area.objects.filter(code__in=set(codes))}


def within_reach(user: User, at: datetime) -> QuerySet[Office]:
    """Return the offices about which a user may decide at a moment, over or not, by official."""
    reach = scoping.within(user, Power.GRANT_OFFICE, at)
    found = Office.objects.filter(area__in=reach).select_related("user", "area")
    return found.order_by("user__full_name", "user_id", "-period", "pk")


def grantable_by(user: User, at: datetime) -> frozenset[str]:
    """Return the roles that a user grants somewhere at a moment."""
    held = offices_with(user, Power.GRANT_OFFICE, at)
    return grantable(of_the_whole=held.filter(area__level=Level.PROVINCE).exists())


def sought(offices: QuerySet[Office], what: Sought, at: datetime) -> QuerySet[Office]:
    """Return those of some offices that are looked for at a moment."""
    soon = at + FIRST_WARNING
    states = {
        "": Q(),
        "in_force": Q(period__contains=at, suspended_at=None),
        "suspended": Q(period__contains=at, suspended_at__isnull=False),
        "ending": Q(period__contains=at, period__endswith__lte=soon),
        "to_come": Q(period__startswith__gt=at),
        "ended": Q(period__endswith__lte=at),
    }
    found = offices.filter(states[what.state])
    if what.role:
        found = found.filter(role=what.role)
    return found.filter(area__path__startswith=what.area.path) if what.area else found


def ending_soon(offices: QuerySet[Office], at: datetime) -> QuerySet[Office]:
    """Return those of some offices that end within thirty days, the next first."""
    return sought(offices, Sought(state="ending"), at).order_by("period__endswith", "pk")


def changes_within_reach(user: User, at: datetime) -> QuerySet[Change]:
    """Return the proposals about which a user may decide, or might have, the latest first."""
    reach = scoping.within(user, Power.GRANT_OFFICE, at)
    return (
        Change.objects.filter(area__in=reach)
        .select_related(
            "subject", "successor", "area", "invitation", "controller", "proposed_by", "decided_by"
        )
        .order_by("-proposed_at", "-pk")
    )


def awaiting_signature(user: User, at: datetime) -> QuerySet[Change]:
    """Return the proposals that a user, as far as units tell, may sign; the most urgent first."""
    units = Office.objects.filter(user=user, period__contains=at).values("unit")
    return (
        changes_within_reach(user, at)
        .filter(state=State.AWAITING, expires_at__gt=at)
        .exclude(proposed_by=user)
        .exclude(proposed_unit__in=units)
        .exclude(Q(subject__isnull=False) & Q(subject=user))
        .exclude(Q(successor__isnull=False) & Q(successor=user))
        .order_by("expires_at", "pk")
    )


def sanctions(officials: Iterable[int], since: datetime) -> QuerySet[Change]:
    """Return what was proposed about officials because of misuse from a moment on, in order."""
    found = Change.objects.filter(subject__in=officials, because=Because.MISUSE_SUSPECTED)
    rows = found.filter(proposed_at__gte=since).select_related("subject", "area")
    return rows.order_by("proposed_at", "pk")


def official_named(username: str, user: User, at: datetime) -> User | None:
    """Return the official of a name who holds or held an office within a user's reach."""
    office = within_reach(user, at).filter(user__username=username.strip()).first()
    return office.user if office else None


def controllers(at: datetime) -> QuerySet[Controller]:
    """Return who answers for the province's personal data, and who did before, the latest first."""
    return Controller.objects.filter(since__lte=at).order_by("-since", "-pk")


def controller(at: datetime) -> Controller | None:
    """Return who answers for the province's personal data at a moment, if anybody was named."""
    return controllers(at).first()


def first_seats() -> QuerySet[FirstSeat]:
    """Return the offices that were named when the province was set up, in that order."""
    return FirstSeat.objects.select_related("area", "invitation").order_by("pk")


def has_officials() -> bool:
    """Tell whether anybody holds or held an office here."""
    return Office.objects.exists()


def tree() -> list[AreaRow]:
    """Return every area as the row it was built from, by code."""
    areas = Area.objects.select_related("parent").order_by("code")
    return [
        AreaRow(
            each.code,
            each.parent.code if each.parent else None,
            each.level,
            each.name_zh,
            each.name_en,
        )
        for each in areas
    ]


def colleagues(user: User, at: datetime) -> QuerySet[Office]:
    """Return the offices of all who share a unit with a user at a moment, by name."""
    units = offices_of(user, at).order_by().values("unit")
    found = Office.objects.filter(period__contains=at, unit__in=units)
    return found.select_related("user").order_by("user__full_name", "user__username", "pk")

"""Who may look at an appeal: computed, nobody chooses; never a hand or an office that it is about.

candidates      the power, over where the person lives; nobody whom the ground names, nor of
                their offices; not the person, nor whoever filed for them
first level     the nearest office first, and of those who have the fewest
late            a higher office than the one that did not answer
second level    neither the official of the first nor any office of theirs, then or now, nor
                another office of the same area, which one authority leads; at the very top
                another office is enough
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from provinces.accounts.models import User
from provinces.jurisdictions import queries as jurisdictions
from provinces.jurisdictions import scoping
from provinces.jurisdictions.models import Area, Level, Office
from provinces.jurisdictions.powers import Power
from provinces.jurisdictions.roles import ROLES

from .models import Appeal, Basis, Review


class NotIndependent(ValueError):
    """The official, or their office, said or signed what is contested, or has answered before."""


POWERS = {1: Power.REVIEW_APPEAL, 2: Power.REVIEW_APPEAL_AGAIN}


@dataclass(frozen=True, slots=True)
class Barred:
    """Officials and units that may not look, and areas that may not look a second time."""

    officials: frozenset[int]
    units: frozenset[str]
    areas: frozenset[int] = frozenset()


def barred(appeal: Appeal, bases: Iterable[Basis], now: datetime) -> Barred:
    """Return who may not look at an appeal at a moment, at the level that it is at."""
    # Whoever typed in what somebody else said does not answer it.
    officials = {appeal.filed_by_id, *appeal.statements.values_list("by", flat=True)}
    units = set[str]()
    for basis in bases:
        officials.update(basis.officials)
        units.update(basis.units)
    if appeal.citizen.user_id is not None:
        officials.add(appeal.citizen.user_id)
    if appeal.level == 1:
        return Barred(frozenset(officials), frozenset(units))
    before = list(appeal.reviews.filter(level=1).select_related("area", "reviewer"))
    for review in before:
        units |= {review.unit, *jurisdictions.units_of(review.reviewer, now)}
    return Barred(
        frozenset(officials | {review.reviewer_id for review in before}),
        frozenset(units),
        frozenset(review.area_id for review in before if review.area.level != Level.PROVINCE),
    )


def require_independent(appeal: Appeal, *, by: User, now: datetime) -> None:
    """Require that an official may answer an appeal; raises NotIndependent."""
    found = barred(appeal, appeal.bases.all(), now)
    if by.pk in found.officials or jurisdictions.units_of(by, now) & found.units:
        raise NotIndependent(f"{by}, or their office, is concerned by {appeal}")


def chosen(appeal: Appeal, *, now: datetime, above: Area | None = None) -> Office | None:
    """Return the office from which an appeal is to be answered, None where nobody may.

    With `above`, of a higher area than that, unless there is none.
    """
    found = barred(appeal, appeal.bases.all(), now)
    had = appeal.reviews.filter(level=appeal.level).exclude(released_because="forwarded")
    late = set(had.values_list("reviewer", flat=True))
    offices = [
        office
        for office in _offices(appeal, now)
        if office.user_id not in late and _may(office, found, now)
    ]
    higher = [office for office in offices if above is None or office.area.level < above.level]
    return _nearest(higher or offices)


def _offices(appeal: Appeal, now: datetime) -> list[Office]:
    """Return the offices with the power over where a person lives."""
    power = POWERS[appeal.level]
    carriers = [role.key for role in ROLES.values() if power in role.powers]
    area = appeal.citizen.area
    codes = area.path.rstrip(".").split(".")
    held = Office.objects.in_force(now).filter(role__in=carriers, area__code__in=codes)
    return [
        office
        for office in held.select_related("area", "user").order_by("pk")
        if scoping.has_in(office.user, power, area, now)
    ]


def _may(office: Office, found: Barred, now: datetime) -> bool:
    if office.user_id in found.officials or office.area_id in found.areas:
        return False
    return not jurisdictions.units_of(office.user, now) & found.units


def _nearest(offices: Sequence[Office]) -> Office | None:
    """Return the office closest to the person, of several the official with the fewest open."""
    lying = dict(
        Review.objects.filter(
            Q(answered_at=None, released_at=None),
            reviewer__in=[office.user_id for office in offices],
        )
        .values_list("reviewer")
        .annotate(n=Count("pk"))
    )
    return min(
        offices,
        key=lambda office: (-office.area.level, lying.get(office.user_id, 0), office.pk),
        default=None,
    )

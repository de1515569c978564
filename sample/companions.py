"""In each province somebody acts for a child and an elder, and is often near the border.

It is the citizen who signs in as green; both whom they act for cannot sign in themselves.
"""

from __future__ import annotations

from datetime import datetime

import h3.api.basic_int as h3
from django.db import transaction
from django.db.models import Q

from provinces.citizens import queries
from provinces.citizens import services as citizens
from provinces.citizens.mandates import Kind, Scope, Verified
from provinces.citizens.models import Citizen
from provinces.zones import frontier
from sample.signing_in import CALM

# A child of primary school, and somebody past seventy.
CHILD_AGES, ELDER_AGES = (6, 12), (70, 90)


@transaction.atomic
def accompany(*, now: datetime) -> int:
    """Let the green citizen of the province in scope act for two people; return for how many."""
    holder = Citizen.objects.filter(user__username=CALM).first()
    if holder is None or queries.held_by(holder, now).exists():
        return 0
    given = 0
    for kind, ages, verified in (
        (Kind.CHILD, CHILD_AGES, Verified.REGISTRY),
        (Kind.ADULT, ELDER_AGES, Verified.CODE),
    ):
        subject = _somebody(ages, now)
        if subject is not None:
            wish = citizens.Wish(subject, holder, {Scope.SHOW_CODE, Scope.DECLARE}, kind)
            citizens.give_mandate(wish, verified=verified, by=None, now=now)
            given += 1
    _settle(holder, now)
    return given


def _somebody(ages: tuple[int, int], now: datetime) -> Citizen | None:
    """Return somebody of an age who does not sign in, with a name if there is one."""
    youngest, oldest = ages
    of_age = Q(birth_year__gte=now.year - oldest, birth_year__lte=now.year - youngest)
    found = Citizen.objects.filter(of_age, user=None, identity__isnull=False)
    return found.order_by("pk").first()


def _settle(holder: Citizen, now: datetime) -> None:
    """Have the citizen say that they work near the border, where there is one."""
    strip = frontier.strip()
    if not strip:
        return
    coarse = next(iter(strip.cells()))
    cell = citizens.cell_of(*h3.cell_to_latlng(coarse))
    citizens.say_place(holder, cell, "work", language=holder.language, now=now)

"""Assertions are judged together: what their issuer said within a day, and who was ever there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from core.db import locks
from federation.casework import breaker, queries
from federation.casework.breaker import Limits, Said, Trip
from federation.casework.classes import Link
from federation.casework.limits import limits, settling
from federation.casework.models import Assertion
from provinces.presence import whereabouts
from provinces.zones import queries as zones

from . import effects, holding, surveying

State = Assertion.State


def judge(*, now: datetime) -> int:
    """Judge what has waited long enough, issuer by issuer; return how many were let count."""
    waiting = Assertion.objects.filter(state=State.WAITING, received_at__lte=now - settling())
    issuers = waiting.order_by("issuer").values_list("issuer", flat=True).distinct()
    return sum(judge_issuer(issuer, now=now) for issuer in issuers)


@transaction.atomic
def judge_issuer(issuer: str, *, now: datetime) -> int:
    """Judge all that waits of an issuer; return how many assertions were let count.

    Where the whole of what it said within a day trips the breaker, all of that is held, and what
    counted already is pulled back.
    """
    locks.hold("assertions", [0])  # of all issuers: there is a budget of all
    waiting = list(_of(issuer).filter(state=State.WAITING))
    _note_whereabouts(waiting, issuer, now)
    lessening = [each for each in waiting if each.lessens]
    waiting = [each for each in waiting if not each.lessens]
    counted = effects.put_in_force(lessening, now=now)
    cohort = [*waiting, *_lately(issuer, now)]
    bounds = limits()
    context = surveying.context(issuer, now=now)
    if found := breaker.trips((said(each) for each in cohort), bounds, context):
        counting = [each for each in cohort if each.state != State.HELD]
        holding.hold(counting, issuer=issuer, why=found, now=now)
        return counted
    if queries.is_failing(issuer, now):
        holding.hold(waiting, issuer=issuer, why=[Trip.ISSUER_FAILS], now=now)
        return counted
    return counted + _one_by_one(issuer, waiting, bounds, now)


def _one_by_one(issuer: str, waiting: Sequence[Assertion], bounds: Limits, now: datetime) -> int:
    """Hold what is held by itself, and let the rest count."""
    so_far = surveying.so_far(issuer, now=now)
    people = [each.citizen_id for each in waiting if each.citizen_id is not None]
    before = surveying.said_before(issuer, people, now=now)
    held: list[Assertion] = []
    why: set[Trip] = set()
    good: list[Assertion] = []
    for each in waiting:
        is_again = (each.citizen_id, each.fact) in before
        trip = breaker.alone(said(each, is_again=is_again), so_far=so_far, limits=bounds)
        if trip is not None:
            held.append(each)
            why.add(trip)
            continue
        if not each.was_present:
            so_far.add()
        good.append(each)
    holding.hold(held, issuer=issuer, why=sorted(why), now=now)
    return effects.put_in_force(good, now=now)


def said(assertion: Assertion, *, is_again: bool = False) -> Said:
    """Return what the breaker sees of an assertion."""
    return Said(
        Link(assertion.link),
        assertion.source_reference,
        assertion.was_present is True,
        is_again,
    )


def _of(issuer: str) -> QuerySet[Assertion]:
    found = Assertion.objects.select_for_update(of=("self",)).filter(issuer=issuer)
    return found.select_related("citizen__area").order_by("received_at", "id")


def _lately(issuer: str, now: datetime) -> list[Assertion]:
    """Return what an issuer said within the window, is not over, and nobody has released."""
    found = _of(issuer).filter(
        state__in=[State.IN_FORCE, State.HELD],
        received_at__gt=now - breaker.WINDOW,
        lessens=False,
    )
    return [each for each in found if each.state == State.HELD or each.hold_id is None]


def _note_whereabouts(waiting: Sequence[Assertion], issuer: str, now: datetime) -> None:
    """Note who of them has a presence in the issuer's territory.

    Where its territory is not known here, nobody has: what cannot be checked does no harm.
    """
    ground = zones.territory(issuer)
    people = [each.citizen_id for each in waiting if each.citizen_id is not None]
    there: set[int] = set()
    if ground is not None and people:
        there = whereabouts.was_in(people, ground, since=now - breaker.LOOKBACK)
    for each in waiting:
        each.was_present = each.citizen_id in there
    Assertion.objects.bulk_update(waiting, ["was_present"], 1000)

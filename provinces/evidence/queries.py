"""Reading evidence: what waits for a signature, what counts, what rests on what."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, F, Max, OuterRef, QuerySet
from django.db.models.functions import Least

from provinces.accounts.models import User
from provinces.citizens.models import Citizen
from provinces.jurisdictions.powers import Power

from .classes import CASES, ISOLATION
from .models import Evidence, State, Suspension, Thing


def awaiting_approval(user: User, at: datetime) -> QuerySet[Evidence]:
    """Return what waits for a second signature in a user's areas, oldest first.

    Not what the user has filed, nor what is about them, nor what has expired meanwhile; whether
    the office is another one is asked at signing.
    """
    waiting = Evidence.objects.visible_to(user, Power.APPROVE_EVIDENCE, at)
    waiting = waiting.filter(state=State.AWAITING, expires_at__gt=at)
    waiting = waiting.exclude(proposed_by=user).exclude(citizen__user=user)
    return waiting.select_related("citizen__area", "proposed_by", "case").order_by("proposed_at")


def filed_by(user: User) -> QuerySet[Evidence]:
    """Return what a user has filed, whatever became of it, the latest first."""
    found = Evidence.objects.filter(proposed_by=user)
    return found.select_related("citizen__area", "approved_by", "rejected_by").order_by("-pk")


def visible_to(user: User, power: Power, at: datetime) -> QuerySet[Evidence]:
    """Return all evidence about the citizens on whom a user has a power, the latest first."""
    found = Evidence.objects.visible_to(user, power, at)
    return found.select_related("citizen__area", "case").order_by("-happened_at", "-pk")


def cases(user: User, power: Power, at: datetime) -> QuerySet[Evidence]:
    """Return the cases that contacts may rest on in a user's areas, the latest first."""
    return visible_to(user, power, at).filter(
        pk__in=Evidence.objects.bearing(at).filter(evidence_class__in=sorted(map(str, CASES)))
    )


def contacts_of(case: Evidence, at: datetime) -> QuerySet[Evidence]:
    """Return what rests on a case and counts at a moment, by when the contact was.

    Whose it is may be outside the areas of whoever looks: begin with `visible_to` for a page.
    """
    found = Evidence.objects.counting(at).filter(case=case)
    return found.select_related("citizen__area").order_by("happened_at", "pk")


def about(citizen: Citizen) -> QuerySet[Evidence]:
    """Return what is, or ever was, in force about a citizen and is still kept, the latest first."""
    found = Evidence.objects.filter(citizen=citizen, state=State.IN_FORCE)
    return found.order_by("-happened_at", "-pk")


def counting(citizen: Citizen, at: datetime) -> QuerySet[Evidence]:
    """Return what counts about a citizen at a moment, the latest first."""
    return Evidence.objects.counting(at).filter(citizen=citizen).order_by("-happened_at", "-pk")


def overdue_orders(user: User, at: datetime) -> QuerySet[Evidence]:
    """Return the orders past their planned end that nobody has released, the longest past first."""
    found = visible_to(user, Power.PROPOSE_EVIDENCE, at).filter(ends_at__lte=at, ended_at=None)
    return found.filter(pk__in=Evidence.objects.counting(at)).order_by(F("ends_at"), "pk")


def isolated_until(citizen: int, at: datetime) -> datetime | None:
    """Return until when an order has a citizen stay in isolation; None where none does.

    One that was released, is past its planned end, or is suspended for them holds nobody.
    """
    orders = Evidence.objects.counting(at).filter(
        citizen=citizen,
        evidence_class__in=sorted(map(str, ISOLATION)),
        happened_at__lte=at,
        ends_at__gt=at,
        ended_at=None,
    )
    suspended = Suspension.objects.standing().filter(
        citizen=citizen, thing=Thing.PIECE, piece=OuterRef("pk")
    )
    holding = orders.filter(~Exists(suspended))
    until: datetime | None = holding.aggregate(until=Max(Least("ends_at", "expires_at")))["until"]
    return until

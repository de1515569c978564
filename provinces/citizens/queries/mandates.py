"""Who may act for whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from provinces.accounts.models import User
from provinces.citizens.mandates import Scope
from provinces.citizens.models import Citizen, Mandate, MandateUse


def may_act_for(user: User, citizen: Citizen, scope: Scope, now: datetime) -> bool:
    """Tell whether a user may do something for a person: as themselves, or by a mandate."""
    if citizen.user_id is not None and citizen.user_id == user.pk:
        return True
    held = Mandate.objects.in_force(now).filter(holder__user=user, subject=citizen)
    return held.filter(scopes__contains=[str(scope)]).exists()


def acting_for(user: User, now: datetime) -> QuerySet[Mandate]:
    """Return the mandates in force by which a user may act, the one that ends first before."""
    held = Mandate.objects.in_force(now).filter(holder__user=user)
    return held.select_related("subject", "holder").order_by("ends_at", "pk")


def mandate_for(user: User, reference: str, now: datetime) -> Mandate | None:
    """Return the mandate by which a user may act for the person of a reference, if there is one."""
    return acting_for(user, now).filter(subject__reference=reference).first()


def held_by(citizen: Citizen, now: datetime) -> QuerySet[Mandate]:
    """Return what a citizen holds or has asked for, the latest first."""
    standing = Mandate.objects.standing(now).filter(holder=citizen)
    return standing.select_related("subject").order_by("-pk")


def given_by(citizen: Citizen, now: datetime) -> QuerySet[Mandate]:
    """Return what a citizen has given or is asked for, the latest first."""
    standing = Mandate.objects.standing(now).filter(subject=citizen)
    return standing.select_related("holder").order_by("-pk")


@dataclass(frozen=True, slots=True)
class Used:
    """That somebody acted for a person within the hour that began at `hour`, and in what."""

    hour: datetime
    holder: Citizen
    scope: Scope


def uses_of(citizen: Citizen) -> list[Used]:
    """Return what others did for a citizen by mandate, the latest first; each once an hour."""
    found = MandateUse.objects.filter(mandate__subject=citizen).select_related("mandate__holder")
    return [
        Used(one.hour, one.mandate.holder, Scope(one.scope))
        for one in found.order_by("-hour", "-pk")
    ]

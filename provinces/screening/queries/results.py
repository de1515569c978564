"""Reading results and vaccinations."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q, QuerySet

from provinces.accounts.models import User
from provinces.citizens.models import Citizen
from provinces.jurisdictions.powers import Power
from provinces.screening.models import Outcome, Result, Vaccination


def visible_to(user: User, power: Power, at: datetime) -> QuerySet[Result]:
    """Return the results of the citizens on whom a user has a power, the latest sample first."""
    found = Result.objects.visible_to(user, power, at).select_related("citizen__area")
    return found.order_by("-sampled_at", "-pk")


def results_of(citizen: Citizen, at: datetime) -> QuerySet[Result]:
    """Return a citizen's results that were known at a moment, the latest sample first."""
    return Result.objects.known(at).filter(citizen=citizen).order_by("-sampled_at", "-pk")


def results_gone(citizen: Citizen, at: datetime) -> QuerySet[Result]:
    """Return a citizen's results that were taken back or have lapsed by a moment."""
    gone = Q(voided_at__lte=at) | Q(lapses_at__lte=at)
    found = Result.objects.filter(gone, citizen=citizen, received_at__lte=at)
    return found.order_by("-sampled_at", "-pk")


def vaccinations_of(citizen: Citizen) -> QuerySet[Vaccination]:
    """Return a citizen's vaccinations that are kept, the latest first."""
    return Vaccination.objects.filter(citizen=citizen).order_by("-given_at", "-pk")


def standing(laboratory: str, sample_reference: str) -> QuerySet[Result]:
    """Return what stands of a laboratory's sample: one result, or each one's of a pooled one."""
    of_sample = {"laboratory": laboratory, "sample_reference": sample_reference, "voided_at": None}
    # Single and pooled samples have an index each.
    found = Result.objects.filter(Q(pooled=False, **of_sample) | Q(pooled=True, **of_sample))
    return found.order_by("pk")


def positives_of(citizens: Iterable[int], at: datetime) -> QuerySet[Result]:
    """Return the positive results of some citizens that were known at a moment, the first first."""
    found = Result.objects.known(at).filter(
        citizen__in=list(citizens), outcome=Outcome.POSITIVE, pooled=False
    )
    return found.order_by("resulted_at", "pk")

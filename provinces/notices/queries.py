"""Reading notices."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet

from provinces.citizens.models import Citizen

from .models import Notice


def for_citizen(citizen: Citizen) -> QuerySet[Notice]:
    """Return a citizen's notices, newest first, with what `wording` needs."""
    told = Notice.objects.select_related("citizen", "decision__outcome", "decision__ruleset")
    return told.filter(citizen=citizen).order_by("-pk")


def unread(citizen: Citizen) -> int:
    """Return how many notices a citizen has not seen."""
    return Notice.objects.filter(citizen=citizen, read_at=None).count()


def told_since(citizens: Iterable[int], since: datetime) -> QuerySet[Notice]:
    """Return the notices of a restriction that some citizens were written since a moment."""
    kinds = [Notice.Kind.BEGAN, Notice.Kind.CHANGED]
    found = Notice.objects.filter(citizen__in=list(citizens), created_at__gte=since, kind__in=kinds)
    return found.order_by("created_at", "pk")

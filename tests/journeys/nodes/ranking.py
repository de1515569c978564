"""How grave everybody's status is on a node at the moment, and whose word it rests on."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone

from provinces.status.models import Current
from provinces.tenancy import scope
from provinces.zones.models import EffectiveZone

NOTHING = {"rank": -1, "source": ""}


def ranks() -> dict[str, dict[str, Any]]:
    """Return the rank of everybody about whom something holds now, and whose zones it is from."""
    now = timezone.now()
    found = {}
    for current in Current.objects.select_related("citizen"):
        held = [each for each in current.grounds if datetime.fromisoformat(each["until"]) > now]
        if held:
            gravest = max(held, key=lambda each: int(each["rank"]))
            found[current.citizen.reference] = {
                "rank": gravest["rank"],
                "source": _source(gravest["evidence"]),
            }
    return found


def _source(evidence: dict[str, Any]) -> str:
    key = evidence.get("zone")
    zone = None if key is None else EffectiveZone.objects.filter(pk=int(key)).first()
    return scope.current().slug if zone is None else zone.source

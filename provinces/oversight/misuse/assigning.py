"""Who examines a case: an auditor who shares no office with whomever it is about."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from provinces.accounts.models import User
from provinces.jurisdictions.models import Office
from provinces.jurisdictions.powers import Power
from provinces.jurisdictions.roles import ROLES
from provinces.oversight.models import Case, State

AUDITORS = [role.key for role in ROLES.values() if Power.AUDIT in role.powers]


def units_of(officials: Iterable[int | None], at: datetime) -> list[str]:
    """Return the units of some officials: those of now, and where they have none, the last."""
    held = Office.objects.filter(user__in=[who for who in officials if who])
    now = held.filter(period__contains=at)
    return sorted(set((now if now.exists() else held).values_list("unit", flat=True)))


def auditor_for(case: Case, at: datetime) -> tuple[User, str] | None:
    """Return who examines a case, and in whose name; None where every auditor is concerned.

    Of several the one with the fewest cases.
    """
    offices = Office.objects.filter(role__in=AUDITORS, period__contains=at)
    concerned = set(
        Office.objects.filter(unit__in=case.units, period__contains=at).values_list(
            "user", flat=True
        )
    ) | {case.official_id, case.accomplice_id}
    free = [
        office
        for office in offices.select_related("user").order_by("user_id", "unit")
        if office.user_id not in concerned and office.unit not in case.units
    ]
    if not free:
        return None
    load = _load([office.user_id for office in free])
    chosen = min(free, key=lambda office: (load.get(office.user_id, 0), office.user_id))
    return chosen.user, chosen.unit


def _load(auditors: list[int]) -> dict[int, int]:
    waiting = Case.objects.filter(auditor__in=auditors, state__in=[State.OPEN, State.EXAMINED])
    found: dict[int, int] = {}
    for auditor in waiting.values_list("auditor", flat=True):
        if auditor is not None:
            found[auditor] = found.get(auditor, 0) + 1
    return found

"""A zone is tried before it is declared: whom it would meet is counted, and that is recorded."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from provinces.accounts.models import User
from provinces.citizens import budgets
from provinces.jurisdictions.models import Area
from provinces.jurisdictions.powers import Power
from provinces.ledger import services as ledger
from provinces.ledger.events import Event
from provinces.zones.signatures import unit_of

from .declaring import Preview


def note_trial(tried: Preview, *, area: Area, by: User, now: datetime) -> None:
    """Record that an official has people counted in a shape, which is then counted once.

    Shapes moved cell by cell tell more than one of them does, so trials are budgeted and their
    shapes kept. Raises NotAllowed, and OverBudget (of citizens.budgets).
    """
    unit = unit_of(by, Power.DECLARE_ZONE, area, now)
    budgets.spend("zone", actor=f"{by._meta.label_lower}:{by.pk}", now=now)
    body = {
        "area": area.code,
        "fine_cells": tried.fine_cells,
        "digest": tried.snapped.cells.digest(),
        "centre": [f"{degrees:.3f}" for degrees in tried.centre],
        "office": unit,
    }
    with transaction.atomic():
        ledger.record(Event.ZONE_TRIED, by=by, about=area, at=now, body=body)

"""What fails at the doors of programs is counted, and an alarm names who tried it from where.

Only failures count, and no answer changes by them: a laboratory with a day's results is never
stopped, and nobody finds out by being stopped what was wrong with what they sent.
"""

from __future__ import annotations

from contextlib import suppress

from django.utils import timezone
from rest_framework.request import Request

from provinces.citizens import budgets


def note(kind: str, request: Request, *, actor: str = "") -> None:
    """Count a failure of a kind in `CITIZENS_BUDGETS`, by who is calling and their network."""
    network = budgets.network_of(request)
    with suppress(budgets.OverBudget):
        budgets.spend(kind, actor=actor, network=network, now=timezone.now())

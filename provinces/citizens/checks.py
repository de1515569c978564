"""Are the settings of codes, budgets and guardians such that guessing is hopeless?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

AXES = frozenset({"actor", "network", "subject", "spread"})


@register()
def guessing_is_hopeless(**_: Any) -> list[CheckMessage]:
    """A code that may be tried at leisure is no code; a budget without an axis is none."""
    return [*_codes(), *_budgets(), *_guardians(), *_emergencies()]


def _codes() -> Iterator[CheckMessage]:
    if not 1 <= settings.CITIZENS_CODE_TRIES <= 10:
        yield Error("CITIZENS_CODE_TRIES is between 1 and 10", id="citizens.E001")
    if not timedelta(minutes=2) <= settings.CITIZENS_CODE_LASTS <= timedelta(hours=1):
        yield Error("CITIZENS_CODE_LASTS is between 2 minutes and an hour", id="citizens.E002")
    if not timedelta(days=1) <= settings.CITIZENS_LETTER_LASTS <= timedelta(days=30):
        yield Error("CITIZENS_LETTER_LASTS is between a day and 30 days", id="citizens.E003")


def _budgets() -> Iterator[CheckMessage]:
    for kind, limits in settings.CITIZENS_BUDGETS.items():
        counted = [limit for limit in limits.values() if limit is not None]
        if set(limits) != AXES or not counted or min(counted) < 1:
            yield Error(
                f"CITIZENS_BUDGETS[{kind!r}] gives each of {sorted(AXES)} at least 1, or None",
                id="citizens.E004",
            )


def _guardians() -> Iterator[CheckMessage]:
    # Personal Information Protection Law, art. 31: 14 years; Civil Code, art. 18: 16 or 18.
    if not 14 <= settings.CITIZENS_CHILD_UNTIL <= 18:
        yield Error("CITIZENS_CHILD_UNTIL is between 14 and 18 years", id="citizens.E005")


def _emergencies() -> Iterator[CheckMessage]:
    if not 1 <= settings.CITIZENS_EMERGENCIES <= 5:
        yield Error("CITIZENS_EMERGENCIES is between 1 and 5", id="citizens.E006")

"""Is everything kept as long as the law says, and no longer?"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

# Name to the least and the most that is allowed, in days.
BOUNDS = {
    "RETENTION_CONSENT_DAYS": (30, 1095),
    "RETENTION_MANDATE_DAYS": (30, 366),
    "RETENTION_ASSIGNMENT_DAYS": (14, 183),
    "RETENTION_DEVICE_DAYS": (1, 90),
    "RETENTION_TOKEN_DAYS": (1, 30),
    # Appeals are possible while a decision is kept, and a rule set lasts 90 days at most.
    "RETENTION_OUTCOME_DAYS": (30, 183),
    "RETENTION_NOTICE_DAYS": (30, 183),
    # Cybersecurity Law, art. 21 no. 3: at least six months.
    "RETENTION_PAYLOAD_DAYS": (183, 366),
    "RETENTION_ACCESS_DAYS": (183, 1095),
    "RETENTION_LAWFUL_DAYS": (183, 1095),
    "RETENTION_BREACH_DAYS": (183, 1095),
    "RETENTION_MISUSE_DAYS": (183, 1095),
}


@register()
def everything_ends_in_time(**_: Any) -> list[CheckMessage]:
    """Each period lies within its bounds, and who looked is told at least as long as the rest."""
    wrong: list[CheckMessage] = [
        Error(f"{name} is {getattr(settings, name)}; from {least} to {most} is allowed",
              id="retention.E001")
        for name, (least, most) in BOUNDS.items()
        if not least <= getattr(settings, name) <= most
    ]  # fmt: skip
    if settings.RETENTION_ACCESS_DAYS < settings.RETENTION_PAYLOAD_DAYS:
        wrong.append(
            Error("RETENTION_ACCESS_DAYS is less than RETENTION_PAYLOAD_DAYS", id="retention.E002")
        )
    return wrong

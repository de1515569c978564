"""What waits on the desks of those who are on call, and of those who examine requests."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from provinces.jurisdictions.powers import Power
from provinces.oversight.breaches import queries as breaches
from provinces.oversight.lawful import queries as lawful
from provinces.oversight.switching import queries as switches


def on_home(context: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Return what waits, with its clocks; None for whoever it does not wait for."""
    may, now = context["may"], context["now"]
    told: dict[str, Any] = {}
    if str(Power.INCIDENT) in may:
        told["switched_off"] = switches.off_now(now)
        told["untold"] = breaches.untold()
    if str(Power.LAWFUL_REQUESTS) in may:
        told["to_examine"] = lawful.to_examine(context["user"], now)
    return told if any(told.values()) else None

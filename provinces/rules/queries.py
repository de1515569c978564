"""Which rules are in force."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from .models import Ruleset

RULESETS = Path(__file__).parent / "rulesets"


def in_force(at: datetime) -> Ruleset | None:
    """Return the rule set in force at a moment, if any."""
    published = Ruleset.objects.filter(in_force_from__lte=at, expires_at__gt=at)
    return published.order_by("-in_force_from", "-pk").first()


def any_came(after: datetime, until: datetime) -> bool:
    """Tell whether any rule set came into force in `(after, until]`."""
    return Ruleset.objects.filter(in_force_from__gt=after, in_force_from__lte=until).exists()


def shipped(name: str) -> dict[str, Any]:
    """Return a rule set's document as it ships with the code."""
    return json.loads((RULESETS / f"{name}.json").read_text())

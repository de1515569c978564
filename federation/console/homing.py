"""On a citizen's own page: which province is their home, where it is no longer this one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from provinces.citizens import moving

from . import naming


def on_status(context: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Tell whoever goes to another province which one decides about them from now on."""
    found = moving.departure(context["view"].citizen)
    if found is None:
        return None
    return {"to": naming.provinces()[found.to], "left_at": found.left_at}

"""How far the logs of other provinces are followed, for whoever keeps the machines going."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from federation.sync import queries as sync

from . import naming, violations


def on_operations(_context: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Tell where each log of each peer stands; None without peers."""
    standings = sync.standings()
    if not standings:
        return None
    names = naming.provinces()
    return {
        "standings": [
            {
                "standing": each,
                "trouble": violations.trouble(each),
                "name": names.get(each.peer, each.peer),
                "log": naming.LOGS.get(each.log, each.log),
                "behind": max(0, each.promised - each.size),
            }
            for each in standings
        ]
    }

"""Which drafts of rules wait for an official: to be signed, or to be put right."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from provinces.jurisdictions.powers import Power
from provinces.rules import queries as rules

POWERS = (Power.DRAFT_RULES, Power.SIGN_RULES)


def on_home(context: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Tell an official's own desk which drafts wait for them, if any do."""
    if not any(str(power) in context["may"] for power in POWERS):
        return None
    view = context["view"]
    open_ones = rules.listed(view.official, view.now).filter(state__in=("submitted", "sent_back"))
    found = [one for one in open_ones if waits(one, view)]
    return {"drafts": found} if found else None


def waits(draft: Any, view: Any) -> bool:
    """Tell whether a draft waits for the official who looks."""
    if draft.drafted_by_id == view.official.pk:
        return bool(draft.state == "sent_back")
    return Power.SIGN_RULES in view.powers and draft.state == "submitted"

"""Whether a draft of rules waits for an official: to be signed, or to be put right."""

from __future__ import annotations

from typing import Any

from provinces.jurisdictions.powers import Power


def waits(draft: Any, view: Any) -> bool:
    """Tell whether a draft waits for the official who looks."""
    if draft.drafted_by_id == view.official.pk:
        return bool(draft.state == "sent_back")
    return Power.SIGN_RULES in view.powers and draft.state == "submitted"

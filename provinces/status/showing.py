"""A status as pages show it: the same words for the person and for an official who may see it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from provinces.citizens.models import Citizen

from . import queries, wording


def page_of(citizen: Citizen, at: datetime) -> dict[str, Any]:
    """Return what a page says of a status: its words, reasons, rules, and who answers."""
    found = queries.status_of(citizen, at)
    reasons = wording.reasons(found.ruleset, found.grounds)
    named = [reason.answerable for reason in reasons if reason.answerable]
    return {
        "status": found,
        "ruleset_name": wording.name(found.ruleset),
        "words": wording.status(found.ruleset, found.status),
        "reasons": reasons,
        "answerable": list(dict.fromkeys(named)) or wording.answerable(found.ruleset),
    }

"""The policy of entry: drafted, signed and refused by officials of the whole province."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from federation.borders import services
from provinces.citizens.models import Citizen
from tests.architecture.access.rows import row
from tests.cast import NOW
from tests.factories import rulesets


def a_policy(_citizen: Citizen) -> dict[str, Any]:
    """A policy that awaits the signature of another office."""
    begins = NOW + timedelta(days=3)
    terms = services.PolicyTerms([], begins, begins + timedelta(days=30))
    made = services.draft_policy(terms, by=rulesets.drafter(), now=NOW)
    return {"version": made.version}


def no_policy(_citizen: Citizen) -> dict[str, Any]:
    return {"version": 999}


SEEN = "sign-in sign-in 403 200 200 403 403"
DONE = "sign-in sign-in 403 302 302 403 403"
SIGNER: dict[str, Any] = {"role": "high_reviewer", "without": "rule_drafter", "seat": "110000"}
DRAFTER: dict[str, Any] = {"role": "rule_drafter", "seat": "110000"}

# fmt: off
ROWS = [
    #                              anonymous foreigner powerless stranger official citizen other
    row("desk:policies", "GET",      SEEN),
    row("desk:policy", "GET",        SEEN, about=a_policy),
    row("desk:policy", "GET",        "sign-in sign-in 403 404 404 403 403", about=no_policy),
    row("desk:policy-draft", "GET",  SEEN, **DRAFTER),
    row("desk:policy-draft", "POST", "sign-in sign-in 403 403 302 403 403",
        do="save", in_force_from="2026-11-20T12:00", days="30", **DRAFTER),
    # A draft is its drafter's: whoever else drafts edits none of it.
    row("desk:policy-edit", "GET",   "sign-in sign-in 403 403 403 403 403", about=a_policy,
        **DRAFTER),
    row("desk:policy-edit", "POST",  "sign-in sign-in 403 403 403 403 403", about=a_policy,
        do="save", **DRAFTER),
    row("desk:policy-edit", "GET",   "sign-in sign-in 403 404 404 403 403", about=no_policy,
        **DRAFTER),
    # An office below the province's is told that it carries no such power.
    row("desk:policy-sign", "POST",  DONE, about=a_policy, **SIGNER),
    row("desk:policy-refuse", "POST", DONE, about=a_policy, reason="too strict", **SIGNER),
]
# fmt: on

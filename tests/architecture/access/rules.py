"""The rules desk: what is drafted and signed there is for officials of the whole province."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from provinces.citizens.models import Citizen
from provinces.rules.models import Renewal
from provinces.rules.services import Terms
from tests.architecture.access.rows import Row
from tests.architecture.access.rows import row as any_row
from tests.cast import NOW
from tests.factories import road, rulesets

PROVINCE = "110000"


def a_draft(_citizen: Citizen) -> dict[str, Any]:
    """A draft under review, of an official of another office."""
    road.first_ruleset()
    return {"draft": rulesets.submitted(version="2026-2").pk}


def a_part(citizen: Citizen) -> dict[str, Any]:
    return {**a_draft(citizen), "number": 0}


def no_draft(_citizen: Citizen) -> dict[str, Any]:
    return {"draft": 999_999}


def a_version(_citizen: Citizen) -> dict[str, Any]:
    """A version in notice."""
    made = rulesets.signed(version="2026-2", terms=Terms())
    return {"name": made.name, "version": made.version}


def a_programme(_citizen: Citizen) -> dict[str, Any]:
    """A programme that ends in 20 days, and that it go on proposed by another office."""
    renewal_of_a_programme()
    return {}


def a_renewal(_citizen: Citizen) -> dict[str, Any]:
    """What is proposed, that the programme go on."""
    return {"renewal": renewal_of_a_programme().pk}


def no_renewal(_citizen: Citizen) -> dict[str, Any]:
    return {"renewal": 999_999}


def renewal_of_a_programme() -> Renewal:
    road.first_ruleset(now=NOW - timedelta(days=70))
    return rulesets.proposed_renewal(now=NOW)


def no_version(_citizen: Citizen) -> dict[str, Any]:
    return {"name": "first", "version": "none"}


def row(page: str, method: str, answers: str, role: str = "rule_drafter", **rest: Any) -> Row:
    return any_row(page, method, answers, role=role, seat=PROVINCE, **rest)


SIGNER = "high_reviewer"
# A draft is its drafter's: whoever else drafts reads it, and edits none of it.
OTHERS = "sign-in sign-in 403 404 403 403 403"
READ = "sign-in sign-in 403 404 200 403 403"
ORDER = "sign-in sign-in 403 404 302 403 403"
NONE = "sign-in sign-in 403 404 404 403 403"
PUBLIC = "sign-in sign-in 403 200 200 403 403"

# fmt: off
ROWS = [
    #                                 anonymous foreigner powerless stranger official citizen other
    row("console:rules", "GET",            PUBLIC),
    row("console:rules-begin", "POST",     "sign-in sign-in 403 403 302 403 403",
        base="shipped:first"),
    row("console:rules-programme", "GET",  PUBLIC, about=a_programme),
    row("console:rules-renew", "POST",     "sign-in sign-in 403 302 302 403 403",
        about=a_programme, reason="Cases rise again.", days="90"),
    row("console:rules-renewal-sign", "POST", "sign-in sign-in 403 302 302 403 403", SIGNER,
        about=a_renewal, without="rule_drafter"),
    row("console:rules-renewal-sign", "POST", "sign-in sign-in 403 404 404 403 403", SIGNER,
        about=no_renewal, without="rule_drafter"),
    row("console:rules-compare", "GET",    PUBLIC),
    row("console:rules-version", "GET",    PUBLIC, about=a_version),
    row("console:rules-version", "GET",    "sign-in sign-in 403 404 404 403 403",
        about=no_version),
    row("console:rules-withdraw", "POST",  "sign-in sign-in 403 302 302 403 403", SIGNER,
        about=a_version, without="rule_drafter", reason="a slip"),
    row("console:rules-draft", "GET",      READ, about=a_draft),
    row("console:rules-draft", "GET",      READ, SIGNER, about=a_draft),
    row("console:rules-draft", "GET",      NONE, about=no_draft),
    row("console:rules-about", "GET",      OTHERS, about=a_draft),
    row("console:rules-about", "POST",     OTHERS, about=a_draft, do="save"),
    row("console:rules-statuses", "GET",   OTHERS, about=a_draft),
    row("console:rules-statuses", "POST",  OTHERS, about=a_draft, do="save"),
    row("console:rules-places", "GET",     OTHERS, about=a_draft),
    row("console:rules-places", "POST",    OTHERS, about=a_draft, do="save"),
    row("console:rules-ground", "GET",     OTHERS, about=a_part),
    row("console:rules-ground", "POST",    OTHERS, about=a_part, do="save"),
    row("console:rules-case", "GET",       OTHERS, about=a_part),
    row("console:rules-case", "POST",      OTHERS, about=a_part, do="save"),
    row("console:rules-arrange", "POST",   ORDER, about=a_draft, do="remove:grounds.0"),
    row("console:rules-json", "GET",       OTHERS, about=a_draft),
    row("console:rules-json", "POST",      OTHERS, about=a_draft, do="save"),
    row("console:rules-proof", "GET",      READ, about=a_draft),
    row("console:rules-explained", "GET",  READ, about=a_part),
    row("console:rules-figures", "GET",    READ, about=a_draft),
    row("console:rules-state", "GET",      READ, about=a_draft),
    row("console:rules-try", "POST",       ORDER, about=a_draft),
    row("console:rules-submit", "POST",    ORDER, about=a_draft),
    row("console:rules-drop", "POST",      ORDER, about=a_draft),
    row("console:rules-sign", "POST",      ORDER, SIGNER, about=a_draft, without="rule_drafter"),
    row("console:rules-send-back", "POST", ORDER, SIGNER, about=a_draft, without="rule_drafter",
        reason="too long"),
]
# fmt: on

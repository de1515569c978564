"""A draft rule set over everybody who is known."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from provinces.facts import assembly, sheets
from provinces.facts.assembly import Terms
from provinces.rules.compiling import Verdicts, compile_ruleset
from provinces.status import deciding, pipeline
from provinces.tenancy import scope

from . import aside, comparing
from .comparison import Comparison

# Whoever is known, or was ever decided about.
KNOWN = """
INSERT INTO deciding
SELECT citizen_id FROM facts_factsheet UNION SELECT citizen_id FROM status_current
"""


def rules(document: dict[str, Any], *, as_of: datetime) -> Comparison:
    """Return whose status would be another one if a rule set were in force from a moment on.

    Facts are as they are kept, or where the draft asks otherwise of what is observed, as they
    would be. Nothing is written or locked. Raises NotUnderstood, and BeforeTheLastRun.
    """
    comparing.require_comparable(as_of)
    law, draft = pipeline.law_at(as_of), _compiled(document, as_of)
    terms = Terms(draft.dwell, draft.companion)
    is_asked_anew = terms != law.terms
    with aside.standing(*[aside.SHEETS] * is_asked_anew) as cursor:
        if is_asked_anew:
            _assemble(cursor, terms, as_of=as_of)
        cursor.execute(KNOWN)
        cursor.execute("ANALYZE deciding")
        deciding.judge(cursor, draft, as_of=as_of)
        return comparing.compare(
            cursor, default=law.verdicts.default, as_of=as_of, of_everybody=True
        )


def _compiled(document: dict[str, Any], as_of: datetime) -> Verdicts:
    verdicts = compile_ruleset(document, scope.current().zone)
    return replace(verdicts, ends_at=as_of + timedelta(days=document["days_in_force"]))


def _assemble(cursor: Any, terms: Terms, *, as_of: datetime) -> None:
    """Assemble everybody's sheets, of which there are none yet."""
    assembly.observe_everybodys(cursor, terms, as_of=as_of)
    cursor.execute(sheets.UPSERT, {"as_of": as_of, "dwell": terms.dwell})
    cursor.execute("ANALYZE facts_factsheet")

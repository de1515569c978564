"""A draft's own cases on both engines: what each comes to, whether they agree, and why."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from django.db import DatabaseError
from django.utils.translation import gettext as _

from provinces.rules import local, reading, trying
from provinces.rules import wording as rules
from provinces.rules.compiling import NotUnderstood
from provinces.rules.engines import Name
from provinces.status import explaining, wording

from . import checking, seeing
from .seeing import RulesPage


class Proof(RulesPage):
    """Each case: what is expected, what Python and SQL say, and step by step how."""

    template_name = "console/rules/proof.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        draft = seeing.sought(self, kwargs.pop("draft"))
        rows = proven(draft) if checking.is_readable(draft.document) else None
        return super().get_context_data(
            draft=draft,
            called=seeing.called(draft),
            rows=rows,
            passed=sum(row["passes"] for row in rows or ()),
            is_own=seeing.is_own(self, draft),
            **kwargs,
        )


class Explained(RulesPage):
    """One case step by step, as a person's own page tells it."""

    template_name = "console/rules/explained.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        draft = seeing.sought(self, kwargs.pop("draft"))
        number = kwargs.pop("number")
        case, steps = None, None
        if checking.is_readable(draft.document):
            cases = reading.read(draft.document).cases
            if number < len(cases):
                case = cases[number]
                steps = explaining.explain_case(draft, case.facts, case.as_of)
        called = (rules.said(case.names) or case.name) if case else ""
        return super().get_context_data(draft=draft, called=called, steps=steps, **kwargs)


def proven(draft: Any) -> list[dict[str, Any]]:
    """Return what each case of a readable draft comes to on each engine."""
    cases = reading.read(draft.document).cases
    said = {engine: _on(draft.document, engine) for engine in Name}
    rows = []
    for place, case in enumerate(cases):
        told = [
            {"engine": str(engine), **_told(of.get(place), draft)} for engine, of in said.items()
        ]
        rows.append(
            {
                "place": place,
                "case": case,
                "called": rules.said(case.names) or case.name,
                "status": wording.status(draft, case.expected.status),
                "engines": told,
                "passes": all(one["passes"] for one in told),
            }
        )
    return rows


def _on(document: dict[str, Any], engine: Name) -> dict[int, Any]:
    """Return the cases that come to something else on an engine, by their places.

    Where an engine cannot judge at all, every case has its message.
    """
    try:
        report = trying.run_cases(document, engine, zone=local.zone())
    except (NotUnderstood, DatabaseError, reading.Malformed) as problem:
        first = str(problem).splitlines()[0][:200]
        return dict.fromkeys(range(len(document["cases"])), first)
    return {one.assertion.place - 1: json.loads(one.got) for one in report.failures}


def _told(got: Any, draft: Any) -> dict[str, Any]:
    if got is None:
        return {"passes": True}
    if isinstance(got, str):
        return {"passes": False, "problem": got}
    return {
        "passes": False,
        "status": wording.status(draft, got["status"]),
        "until": datetime.fromisoformat(got["until"]) if got["until"] else None,
        "grounds": _(", ").join(str(wording.reason(draft, key) or key) for key in got["grounds"]),
    }

"""Trying a rule set on its own cases, on either engine."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from core.certlogic.suites import Assertion, Failure, Report
from core.certlogic.syntax import Json

from . import judging, laying, local, reading
from .compiling import compile_ruleset
from .document import SCHEMA, Case, Expected
from .engines import Name
from .judging import Judged
from .vocabulary import written


def is_ruleset(document: Any) -> bool:
    """Tell whether a JSON document says of itself that it is a rule set."""
    return isinstance(document, dict) and document.get("schema") == SCHEMA


def run_cases(
    document: dict[str, Any], engine: str, *, zone: ZoneInfo | None = None, file: str = ""
) -> Report:
    """Judge a rule set's cases on an engine, and report those that come to something else.

    Days end at the midnights of `zone`, or of the province in scope. SQL needs a province to be
    in, and leaves nothing there. Raises Malformed, and on SQL NotUnderstood.
    """
    zone = zone or local.zone()
    ruleset = reading.read(document)
    people = [(case.facts, case.as_of) for case in ruleset.cases]
    if Name(engine) is Name.SQL:
        judged = laying.judge(compile_ruleset(document, zone), people)
    else:
        prepared = judging.prepare(ruleset, zone)
        judged = [judging.judge(prepared, facts, as_of) for facts, as_of in people]
    failures = _failures(ruleset.cases, judged, file)
    return Report(len(judged) - len(failures), failures, 0)


def _failures(cases: Sequence[Case], judged: Sequence[Judged], file: str) -> tuple[Failure, ...]:
    return tuple(
        Failure(_assertion(case, place, file), json.dumps(_told(found), ensure_ascii=False))
        for place, (case, found) in enumerate(zip(cases, judged, strict=True), 1)
        if _told(found) != _expected(case.expected)
    )


def _assertion(case: Case, place: int, file: str) -> Assertion:
    return Assertion(
        file=file,
        test=case.name,
        place=place,
        skipped=False,
        expression=None,
        data=case.facts,
        expected=_expected(case.expected),
    )


def _told(judged: Judged) -> Json:
    grounds: list[Json] = [held.ground for held in judged.grounds]
    return {"status": judged.status, "until": _moment(judged.until), "grounds": grounds}


def _expected(expected: Expected) -> Json:
    return {
        "status": expected.status,
        "until": _moment(expected.until),
        "grounds": list(expected.grounds),
    }


def _moment(moment: datetime | None) -> str | None:
    return None if moment is None else written(moment.astimezone(UTC))

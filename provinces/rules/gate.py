"""What a rule set passes before it counts: the validator, its own cases, what will decide by it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import DatabaseError
from django.utils.module_loading import import_string

from . import local, reading, trying
from .compiling import compile_ruleset
from .engines import Name
from .labels import digest_of
from .validating import Refusal, Refused, validate

__all__ = ["Refusal", "Refused", "require"]

# What has passed in this process, and by the midnights of which time zone: the same passes again,
# whichever version it is called.
_passed: set[tuple[str, str]] = set()
MOST_REMEMBERED = 1000
TOO_MUCH = "these are too many or too long for the database to decide by: make fewer, or shorter"


def require(document: dict[str, Any]) -> None:
    """Require that a document with a name and a version passes.

    Raises Refused, with all the reasons, and NotADocument.
    """
    zone = local.zone()
    known = (digest_of({**document, "version": ""}), zone.key)
    if known in _passed:
        return
    validate(document, zone=zone)
    try:
        failures = list(_failures(document, zone))
        _rehearse(document, zone)
    except DatabaseError as problem:
        if not _is_of_statement(problem):
            raise
        failures = [Refusal("", "grounds", f"{TOO_MUCH} ({str(problem).splitlines()[0]})")]
    if failures:
        raise Refused(failures)
    if len(_passed) >= MOST_REMEMBERED:
        _passed.clear()
    _passed.add(known)


def _failures(document: dict[str, Any], zone: ZoneInfo) -> Iterator[Refusal]:
    for engine in Name:
        for failure in trying.run_cases(document, engine, zone=zone).failures:
            at = failure.assertion
            expected = json.dumps(at.expected, ensure_ascii=False)
            message = f"{at.test}: expected {expected}, and {engine} says {failure.got}"
            yield Refusal("", f"cases.{at.place - 1}", message)


def _rehearse(document: dict[str, Any], zone: ZoneInfo) -> None:
    """Run what will decide by a rule set, on the people of its cases; raises DatabaseError."""
    cases = reading.read(document).cases
    rehearse = import_string(settings.RULES_REHEARSED_BY)
    verdicts = compile_ruleset(document, zone)
    rehearse(verdicts, [case.facts for case in cases], as_of=cases[0].as_of)


def _is_of_statement(problem: DatabaseError) -> bool:
    """Tell whether a statement is at fault: too long to be read, or beyond what there can be."""
    state = getattr(problem.__cause__, "sqlstate", None) or ""
    return state == "42601" or state.startswith(("22", "54"))

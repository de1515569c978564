"""What every rule set passes before it counts: the validator, and its own cases on both engines."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

from . import local, trying
from .engines import Name
from .labels import digest_of
from .validating import Refusal, Refused, validate

__all__ = ["Refusal", "Refused", "require"]

# What has passed in this process, and by the midnights of which time zone: the same passes again,
# whichever version it is called.
_passed: set[tuple[str, str]] = set()
MOST_REMEMBERED = 1000


def require(document: dict[str, Any]) -> None:
    """Require that a document with a name and a version passes.

    Raises Refused, with all the reasons, and NotADocument.
    """
    zone = local.zone()
    known = (digest_of({**document, "version": ""}), zone.key)
    if known in _passed:
        return
    validate(document, zone=zone)
    failures = list(_failures(document, zone))
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

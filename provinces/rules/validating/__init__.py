"""Refusing a rule set that abuse could be built on, or that nobody could answer for.

Each refusal names the ground and the path, and says what is wrong in words for its author.
"""

from __future__ import annotations

import re
from datetime import tzinfo
from typing import Any

from provinces.rules import local, reading
from provinces.rules.document import Ruleset
from provinces.rules.shapes import Misshapen

from . import cases, grounds, statuses
from .refusals import Refusal, Refused

__all__ = ["Refusal", "Refused", "check", "validate"]


def check(document: Any, *, zone: tzinfo | None = None) -> list[Refusal]:
    """Return everything for which a document is refused: faults of its shape, then of its sense.

    Its cases are judged by the midnights of `zone`, or of the province in scope; what no case is
    about is only asked of a document in which nothing else is wrong.
    """
    faults: list[Refusal] = []
    try:
        ruleset = reading.read(document)
    except reading.Malformed as malformed:
        ruleset = malformed.ruleset
        faults = [_refused(document, fault) for fault in malformed.faults]
    found = [*statuses.refusals(ruleset), *grounds.refusals(ruleset), *cases.refusals(ruleset)]
    paths = [fault.path for fault in faults]
    faults += [refusal for refusal in found if not _follows(refusal.path, paths)]
    return faults or list(cases.missing(ruleset, zone or local.zone()))


def validate(document: Any, *, zone: tzinfo | None = None) -> Ruleset:
    """Return a document as the rule set that it is; raises Refused, with all the reasons."""
    refusals = check(document, zone=zone)
    if refusals:
        raise Refused(refusals)
    return reading.read(document)


# What is compared with each other: a fault in one of them makes the others look wrong, too.
_COMPARED = ("rests_on", "when", "anchor", "phases")
# Where the keys of statuses and grounds are, which others speak of.
_KEYS = re.compile(r"statuses|grounds(\.[0-9]+(\.key)?)?$")


def _refused(document: Any, fault: Misshapen) -> Refusal:
    return Refusal(_ground_at(document, fault.path), fault.path, fault.message)


def _follows(path: str, faults: list[str]) -> bool:
    """Tell whether a refusal may come of a fault of shape, and of nothing else."""
    if "$" in faults or any(_is_within(path, fault) or _is_within(fault, path) for fault in faults):
        return True
    area, _, rest = path.partition(".")
    number, _, field = rest.partition(".")
    if area == "grounds" and field.startswith(_COMPARED):
        others = [f"grounds.{number}.{name}" for name in _COMPARED[:3]]
        if any(_is_within(fault, other) for fault in faults for other in others):
            return True
    speaks_of_keys = area in ("consequences", "default", "cases") or path.endswith(".status")
    return speaks_of_keys and any(_KEYS.match(fault) for fault in faults)


def _is_within(path: str, above: str) -> bool:
    return path == above or path.startswith(f"{above}.")


def _ground_at(document: Any, path: str) -> str:
    """Return the key of the ground that a path leads into, if it has one."""
    parts = path.split(".")
    if parts[0] != "grounds" or len(parts) < 2:
        return ""
    ground = document["grounds"][int(parts[1])]
    key = ground.get("key") if isinstance(ground, dict) else None
    return key if isinstance(key, str) else ""

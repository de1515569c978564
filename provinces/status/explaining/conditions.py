"""A condition line by line: what has to hold, whether it does, and what was seen.

✓ At least one of these holds:
  ✓ “Minutes stayed …”: at least 30 minutes      60 minutes
  – “When it was diagnosed”: known               not looked at: one is enough
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from core.certlogic.explaining import Step
from core.certlogic.syntax import Literal, Node, Operation, Var, walk
from core.certlogic.values import Unevaluable, truth_of
from provinces.rules import vocabulary
from provinces.rules import wording as rules
from provinces.rules.wording import Clause

from . import values


@dataclass(frozen=True, slots=True)
class Seen:
    """A fact that was looked at, and what is known of it."""

    fact: str
    value: str
    is_known: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a condition; `is_met` is None where it was not looked at, or has no say alone."""

    text: str
    is_met: bool | None = None
    seen: tuple[Seen, ...] = ()
    parts: tuple[Line, ...] = ()


def told(node: Node, step: Step, facts: Mapping[str, Any], *, holds: bool = True) -> Line:
    """Return how a condition comes to hold, or how it comes not to.

    A comparison with what is not known holds neither way.
    """
    if isinstance(node, Operation) and node.operator == "!":
        return told(node.operands[0], step.operands[0], facts, holds=not holds)
    if isinstance(node, Operation) and node.operator == "and":
        parts = zip(node.operands, step.operands, strict=True)
        lines = [told(part, of, facts, holds=holds) for part, of in parts]
        return _joined(lines, step, every=holds, holds=holds)
    if isinstance(node, Operation) and node.operator == "if":
        return _branches(node, step, facts, holds=holds)
    return _whole(node, step, facts, holds=holds)


def _branches(node: Operation, step: Step, facts: Mapping[str, Any], *, holds: bool) -> Line:
    """Read a branch that leads to a plain true or false as "and" or "or"."""
    guard, then, otherwise = zip(node.operands, step.operands, strict=True)
    for branch, other, met in ((then, otherwise, True), (otherwise, then, False)):
        if isinstance(branch[0], Literal) and isinstance(branch[0].value, bool):
            suffices = branch[0].value == holds
            first = told(*guard, facts, holds=met if suffices else not met)
            lines = [first, told(*other, facts, holds=holds)]
            return _joined(lines, step, every=not suffices, holds=holds)
    return _whole(node, step, facts, holds=holds)


def _whole(node: Node, step: Step, facts: Mapping[str, Any], *, holds: bool) -> Line:
    """Tell a part of a condition as one, whatever it is made of."""
    clause = rules.condition(node, holds=holds)
    listed = tuple(map(_listed, clause.parts))
    return Line(clause.text, _is_met(step, holds=holds), tuple(_seen(node, facts)), listed)


def _joined(lines: list[Line], step: Step, *, every: bool, holds: bool) -> Line:
    """List lines under one; what is listed in the same way is listed with them."""
    heading = _("All of these hold:") if every else _("At least one of these holds:")
    parts: list[Line] = []
    for line in lines:
        parts.extend(line.parts if line.text == heading else [line])
    if len(parts) == 1:
        return parts[0]
    return Line(heading, _is_met(step, holds=holds), parts=tuple(parts))


def _listed(clause: Clause) -> Line:
    return Line(clause.text, parts=tuple(map(_listed, clause.parts)))


def _is_met(step: Step, *, holds: bool) -> bool | None:
    if not step.is_evaluated:
        return None
    if step.fault:
        return False
    try:
        return truth_of(step.value, step.path) is holds
    except Unevaluable:
        return False


def _seen(node: Node, facts: Mapping[str, Any]) -> Iterator[Seen]:
    for name in dict.fromkeys(part.name for part in walk(node) if isinstance(part, Var)):
        value = vocabulary.value_of(facts, name)
        yield Seen(rules.fact(name), values.said(name, value), value is not None)

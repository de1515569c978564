"""A condition as text: what has to hold, what is one of several, what is compared with what.

`{"!": [{"and": [{"!": [A]}, {"!": [B]}]}]}` is how the language writes "A or B", and is read so.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.certlogic.syntax import (
    DATE_ORDERS,
    NUMBER_ORDERS,
    Items,
    Literal,
    Node,
    Operation,
    PlusTime,
    Var,
    operands_of,
)
from provinces.facts.schema import BY_NAME, Kind

from .saying import quoted

NUMBERS = frozenset({Kind.MINUTES, Kind.COUNT, Kind.HOURS})
OPPOSITE = {"<": ">=", ">=": "<", ">": "<=", "<=": ">"}
TURNED = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}


@dataclass(frozen=True, slots=True)
class Clause:
    """One line of a condition, and what is listed below it."""

    text: str
    parts: tuple[Clause, ...] = ()


def condition(node: Node, *, holds: bool = True) -> Clause:
    """Return a condition, or what it is for it not to hold, as text."""
    if isinstance(node, Operation) and node.operator in _OPERATIONS:
        return _OPERATIONS[node.operator](node, holds=holds)
    if isinstance(node, Var):
        return Clause(_known(node.name, holds=holds))
    if isinstance(node, Literal):
        return Clause(_("Always") if bool(node.value) == holds else _("Never"))
    text = _written(node)
    return Clause(text if holds else _("Not: %(text)s") % {"text": text})


def _not(node: Operation, *, holds: bool) -> Clause:
    return condition(node.operands[0], holds=not holds)


def _and(node: Operation, *, holds: bool) -> Clause:
    return _joined([condition(part, holds=holds) for part in node.operands], every=holds)


def _if(node: Operation, *, holds: bool) -> Clause:
    guard, then, otherwise = node.operands
    return _branches(guard, then, otherwise, holds=holds)


def _compares(node: Operation, *, holds: bool) -> Clause:
    pairs = pairwise(node.operands)
    return _joined([_ordered(node.operator, pair, holds=holds) for pair in pairs], every=holds)


def _equals(node: Operation, *, holds: bool) -> Clause:
    left, right = node.operands
    return _told(left, _is(holds=holds), right)


def _in(node: Operation, *, holds: bool) -> Clause:
    left, right = node.operands
    return _told(left, _is_one_of(holds=holds), right)


def _joined(clauses: Iterable[Clause], *, every: bool) -> Clause:
    """List clauses under one line; what is listed in the same way is listed with them."""
    heading = _("All of these hold:") if every else _("At least one of these holds:")
    parts: list[Clause] = []
    for clause in clauses:
        parts.extend(clause.parts if clause.text == heading else [clause])
    return parts[0] if len(parts) == 1 else Clause(heading, tuple(parts))


def _branches(guard: Node, then: Node, otherwise: Node, *, holds: bool) -> Clause:
    """Read a branch that leads to a plain true or false as "and" or "or"."""
    for branch, other, met in ((then, otherwise, True), (otherwise, then, False)):
        if isinstance(branch, Literal) and isinstance(branch.value, bool):
            # Where this branch is taken the answer is known; else the other branch has it.
            suffices = branch.value == holds
            first = condition(guard, holds=met if suffices else not met)
            return _joined([first, condition(other, holds=holds)], every=not suffices)
    return Clause(
        _("It depends:"),
        (
            Clause(_("If this holds:"), (condition(guard),)),
            Clause(_("then:"), (condition(then, holds=holds),)),
            Clause(_("otherwise:"), (condition(otherwise, holds=holds),)),
        ),
    )


def _ordered(operator: str, pair: tuple[Node, Node], *, holds: bool) -> Clause:
    """Say how two things compare, about the one that is a fact."""
    left, right = pair
    of_moments = operator in DATE_ORDERS
    order = DATE_ORDERS.get(operator, operator)
    if not holds:
        order = OPPOSITE[order]
    if _is_fixed(left):
        left, right, order = right, left, TURNED[order]
    return _told(left, (_later if of_moments else _more)(order), right)


def _is_fixed(node: Node) -> bool:
    return isinstance(node.operand if isinstance(node, PlusTime) else node, Literal)


def _told(left: Node, says: Callable[[dict[str, str]], str], right: Node) -> Clause:
    kind = _kind(left) or _kind(right)
    return Clause(says({"what": _term(left, kind), "value": _term(right, kind)}))


def _more(order: str) -> Callable[[dict[str, str]], str]:
    return {
        ">": lambda told: _("%(what)s: more than %(value)s") % told,
        ">=": lambda told: _("%(what)s: at least %(value)s") % told,
        "<": lambda told: _("%(what)s: less than %(value)s") % told,
        "<=": lambda told: _("%(what)s: at most %(value)s") % told,
    }[order]


def _later(order: str) -> Callable[[dict[str, str]], str]:
    return {
        ">": lambda told: _("%(what)s: later than %(value)s") % told,
        ">=": lambda told: _("%(what)s: no earlier than %(value)s") % told,
        "<": lambda told: _("%(what)s: earlier than %(value)s") % told,
        "<=": lambda told: _("%(what)s: no later than %(value)s") % told,
    }[order]


def _is(*, holds: bool) -> Callable[[dict[str, str]], str]:
    if holds:
        return lambda told: _("%(what)s: %(value)s") % told
    return lambda told: _("%(what)s: not %(value)s") % told


def _is_one_of(*, holds: bool) -> Callable[[dict[str, str]], str]:
    if holds:
        return lambda told: _("%(what)s: one of %(value)s") % told
    return lambda told: _("%(what)s: none of %(value)s") % told


def _known(name: str, *, holds: bool) -> str:
    """Say that a fact is truthy, or is not; a number is so only where it is not 0."""
    what = {"what": quoted(name)}
    kind = BY_NAME[name].kind if name in BY_NAME else None
    if kind is Kind.FLAG:
        return (_("%(what)s: yes") if holds else _("%(what)s: no, or not known")) % what
    if kind in NUMBERS:
        return (_("%(what)s: known, and not 0") if holds else _("%(what)s: 0, or not known")) % what
    return (_("%(what)s: known") if holds else _("%(what)s: not known")) % what


def _kind(node: Node) -> Kind | None:
    """Return of which kind the first fact is that is named."""
    if isinstance(node, Var):
        return BY_NAME[node.name].kind if node.name in BY_NAME else None
    return next(filter(None, map(_kind, operands_of(node))), None)


def _term(node: Node, kind: Kind | None) -> str:
    """Say what is compared; a number in the unit of the fact that it is compared with."""
    match node:
        case Var(name=name):
            return quoted(name)
        case Literal():
            return _literal(node, kind)
        case PlusTime(operand=operand, amount=amount, unit=unit):
            return _shifted(_term(operand, kind), amount, unit)
        case Items(items=items):
            return _(", ").join(_term(item, kind) for item in items)
        case Operation(operator="+", operands=(left, right)):
            return _("%(left)s plus %(right)s") % {
                "left": _term(left, kind),
                "right": _term(right, kind),
            }
    return _written(node)


def _literal(node: Literal, kind: Kind | None) -> str:
    value = node.value
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, str):
        return value
    if kind is Kind.MINUTES:
        return ngettext("%(n)d minute", "%(n)d minutes", value) % {"n": value}
    if kind is Kind.HOURS:
        return ngettext("%(n)d hour", "%(n)d hours", value) % {"n": value}
    return str(value)


def _shifted(moment: str, amount: int, unit: str) -> str:
    if not amount:
        return moment
    told = {"span": span(abs(amount), unit), "moment": moment}
    if amount > 0:
        return _("%(span)s after %(moment)s") % told
    return _("%(span)s before %(moment)s") % told


def span(number: int, unit: str) -> str:
    """Say how long so many units are."""
    words = {
        "year": ngettext("%(n)d year", "%(n)d years", number),
        "month": ngettext("%(n)d month", "%(n)d months", number),
        "day": ngettext("%(n)d day", "%(n)d days", number),
        "hour": ngettext("%(n)d hour", "%(n)d hours", number),
    }
    return words[unit] % {"n": number}


def _written(node: Node) -> str:
    """Return an expression for which there are no words as it is written."""
    return json.dumps(_json(node), ensure_ascii=False)


def _json(node: Node) -> Any:
    match node:
        case Literal(value=value):
            return value
        case Var(name=name):
            return {"var": name}
        case Items(items=items):
            return [_json(item) for item in items]
        case Operation(operator=operator, operands=operands):
            return {operator: [_json(operand) for operand in operands]}
        case PlusTime(operand=operand, amount=amount, unit=unit):
            return {"plusTime": [_json(operand), amount, unit]}
    return {"extractFromUVCI": [_json(node.operand), node.index]}


_OPERATIONS: dict[str, Callable[..., Clause]] = {
    "!": _not,
    "and": _and,
    "if": _if,
    "===": _equals,
    "in": _in,
    **dict.fromkeys((*NUMBER_ORDERS, *DATE_ORDERS), _compares),
}

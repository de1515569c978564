"""Compiling nodes to closures, which evaluate them over any number of sets of data.

A closure takes the data and returns a value, which is JSON or a date-time, or raises Unevaluable.
Missing data reads as null; what null leads to is up to each operator.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeAlias

from core.certlogic.instants import NoDate, read_date, read_date_time, shifted
from core.certlogic.syntax import (
    DATE_ORDERS,
    NUMBER_ORDERS,
    Extract,
    Items,
    Literal,
    Node,
    Operation,
    PlusTime,
    Var,
    may_be_date_time,
)
from core.certlogic.values import (
    Unevaluable,
    fragment,
    identical,
    is_whole,
    look_up,
    steps_of,
    truth_of,
)

Closure: TypeAlias = Callable[[Any], Any]


def compiled(node: Node) -> Closure:
    """Return the closure that evaluates a node."""
    match node:
        case Literal(value=value):
            return lambda _data: value
        case Var():
            return _var(node)
        case Items(items=items):
            closures = [_json(item) for item in items]
            return lambda data: [closure(data) for closure in closures]
        case PlusTime():
            return _plus_time(node)
        case Extract():
            return _extract(node)
    return BUILDERS[node.operator](node)


def truth(node: Node) -> Callable[[Any], bool]:
    """Return the closure that tells whether a node is truthy rather than falsy."""
    closure, path = compiled(node), node.path

    def is_truthy(data: Any) -> bool:
        value = closure(data)
        return value if value is True or value is False else truth_of(value, path)

    return is_truthy


def _demanded(node: Node, fits: Callable[[Any], bool], reason: str) -> Closure:
    """Return a closure that raises Unevaluable rather than return a value that does not fit."""
    closure, path = compiled(node), node.path

    def demanded(data: Any) -> Any:
        value = closure(data)
        if not fits(value):
            raise Unevaluable(path, reason)
        return value

    return demanded


def _number(node: Node) -> Closure:
    return _demanded(node, is_whole, "a whole number is needed")


def _text(node: Node) -> Closure:
    return _demanded(node, lambda value: isinstance(value, str), "a text with a date is needed")


def _date_time(node: Node) -> Closure:
    reason = 'a date-time is needed, as "plusTime" makes it'
    return _demanded(node, lambda value: isinstance(value, datetime), reason)


def _json(node: Node) -> Closure:
    if not may_be_date_time(node):
        return compiled(node)
    reason = "a date-time can only be compared with date-times"
    return _demanded(node, lambda value: not isinstance(value, datetime), reason)


def _var(node: Var) -> Closure:
    steps = steps_of(node.keys)
    return lambda data: look_up(data, steps)


def _if(node: Operation) -> Closure:
    guard = truth(node.operands[0])
    consequent, alternative = map(compiled, node.operands[1:])
    return lambda data: consequent(data) if guard(data) else alternative(data)


def _and(node: Operation) -> Closure:
    operands = [(compiled(operand), operand.path) for operand in node.operands]

    def conjunction(data: Any) -> Any:
        value: Any = None
        for closure, path in operands:
            value = closure(data)
            if not truth_of(value, path):
                break
        return value

    return conjunction


def _not(node: Operation) -> Closure:
    is_truthy = truth(node.operands[0])
    return lambda data: not is_truthy(data)


def _equal(node: Operation) -> Closure:
    left, right = map(_json, node.operands)
    return lambda data: identical(left(data), right(data))


def _in(node: Operation) -> Closure:
    item, searched = node.operands
    wanted = _json(item)
    if isinstance(searched, Items):
        values = [each.value for each in searched.items if isinstance(each, Literal)]
        if len(values) == len(searched.items):
            return _in_written(wanted, values)
    held = compiled(searched)

    def membership(data: Any) -> bool:
        value, values = wanted(data), held(data)
        if not isinstance(values, list):
            raise Unevaluable(searched.path, "what is searched must be a list")
        return any(identical(value, each) for each in values)

    return membership


def _in_written(wanted: Closure, values: list[bool | int | str]) -> Closure:
    """Return the membership of a list that is the same for all data, and may be long."""
    of_booleans = {value for value in values if isinstance(value, bool)}
    others = {value for value in values if not isinstance(value, bool)}

    def membership(data: Any) -> bool:
        value = wanted(data)
        if isinstance(value, (list, dict)):
            return False
        return value in (of_booleans if isinstance(value, bool) else others)

    return membership


def _sum(node: Operation) -> Closure:
    left, right = map(_number, node.operands)
    return lambda data: left(data) + right(data)


ORDERS: dict[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    ">": operator.gt,
    "<=": operator.le,
    ">=": operator.ge,
}


def _order(node: Operation) -> Closure:
    operand = _date_time if node.operator in DATE_ORDERS else _number
    holds = ORDERS[DATE_ORDERS.get(node.operator, node.operator)]
    if len(node.operands) == 2:
        left, right = map(operand, node.operands)
        return lambda data: holds(left(data), right(data))
    first, second, third = map(operand, node.operands)

    def between(data: Any) -> bool:
        # All three first: one that is an error makes an error, though the others decide.
        low, middle, high = first(data), second(data), third(data)
        return holds(low, middle) and holds(middle, high)

    return between


def _plus_time(node: PlusTime) -> Closure:
    amount, unit = node.amount, node.unit
    if not amount:
        return _read(node, node.operand, read_date_time)
    return _read(node, node.operand, lambda text: shifted(read_date_time(text), amount, unit))


def _date_of_birth(node: Operation) -> Closure:
    return _read(node, node.operands[0], read_date)


def _read(node: Node, operand: Node, read: Callable[[str], datetime]) -> Closure:
    text, path = _text(operand), node.path

    def date_time(data: Any) -> datetime:
        try:
            return read(text(data))
        except NoDate as problem:
            raise Unevaluable(path, str(problem)) from problem

    return date_time


def _reduce(node: Operation) -> Closure:
    items = compiled(node.operands[0])
    step, initial = map(_json, node.operands[1:])
    path = node.operands[0].path

    def reduction(data: Any) -> Any:
        held, accumulator = items(data), initial(data)
        if held is not None and not isinstance(held, list):
            raise Unevaluable(path, "what is reduced must be a list or null")
        for current in held or ():
            accumulator = step({"current": current, "accumulator": accumulator})
        return accumulator

    return reduction


def _extract(node: Extract) -> Closure:
    closure, index, path = compiled(node.operand), node.index, node.operand.path

    def extract(data: Any) -> str | None:
        value = closure(data)
        if value is None:
            return None
        if not isinstance(value, str):
            raise Unevaluable(path, "a certificate identifier is a text")
        return fragment(value, index)

    return extract


BUILDERS: dict[str, Callable[[Operation], Closure]] = {
    "if": _if,
    "and": _and,
    "!": _not,
    "===": _equal,
    "in": _in,
    "+": _sum,
    "reduce": _reduce,
    "dccDateOfBirth": _date_of_birth,
    **dict.fromkeys((*NUMBER_ORDERS, *DATE_ORDERS), _order),
}

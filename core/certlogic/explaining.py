"""Explaining one result: the expression as a tree, with what each part of it came to.

and                           true
├── var "cough"               true
└── >                         true
    ├── var "days"            5
    └── literal               3
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from core.certlogic.evaluating import evaluate
from core.certlogic.syntax import (
    Extract,
    Fault,
    Items,
    Json,
    Literal,
    Node,
    Operation,
    PlusTime,
    Var,
    operands_of,
)
from core.certlogic.values import Unevaluable, Value, look_up, steps_of, truth_of


@dataclass(frozen=True, slots=True)
class Step:
    """What one part of an expression came to.

    `operator` is the operation's key, "literal" or "list"; `about` says the rest of what it was
    asked: the path of "var", how much time was added, which fragment was taken. `fault` is the
    error that it came to, which names where that arose: there or in an operand. `is_missing`
    tells that "var" led to nothing, as opposed to null.

    The operands of "reduce" are its list, then its lambda once for each item, then what it began
    with. What was not come to is not evaluated, and has neither value nor fault.
    """

    path: str
    operator: str
    about: str = ""
    is_evaluated: bool = True
    value: Value = None
    fault: Fault | None = None
    is_missing: bool = False
    operands: tuple[Step, ...] = ()


def explain(node: Node, data: Json) -> Step:
    """Return how an expression comes to its result over some data, be that a value or an error."""
    value, fault = _outcome(node, data)
    return Step(
        node.path,
        _operator(node),
        _about(node),
        value=value,
        fault=fault,
        is_missing=isinstance(node, Var) and _is_missing(node, data),
        operands=tuple(_operands(node, data)),
    )


def _unreached(node: Node) -> Step:
    operands = tuple(map(_unreached, operands_of(node)))
    return Step(node.path, _operator(node), _about(node), is_evaluated=False, operands=operands)


def _outcome(node: Node, data: Json) -> tuple[Value, Fault | None]:
    try:
        return evaluate(node, data), None
    except Unevaluable as error:
        return None, Fault(error.path, error.reason)


def _operands(node: Node, data: Json) -> Iterator[Step]:
    if isinstance(node, Operation) and node.operator == "reduce":
        yield from _reduction(node, data)
    elif isinstance(node, Operation) and node.operator == "if":
        yield from _branches(node, data)
    else:
        ends_early = isinstance(node, Operation) and node.operator == "and"
        yield from _in_turn(operands_of(node), data, ends_early=ends_early)


def _in_turn(nodes: tuple[Node, ...], data: Json, *, ends_early: bool = False) -> Iterator[Step]:
    """Explain operands up to an error, or, of a conjunction, up to what is not truthy."""
    nodes_left = iter(nodes)
    for node in nodes_left:
        step = explain(node, data)
        yield step
        if step.fault or (ends_early and not _truth(step)):
            break
    yield from map(_unreached, nodes_left)


def _branches(node: Operation, data: Json) -> Iterator[Step]:
    guard, consequent, alternative = node.operands
    step = explain(guard, data)
    truth = _truth(step)
    yield step
    yield explain(consequent, data) if truth is True else _unreached(consequent)
    yield explain(alternative, data) if truth is False else _unreached(alternative)


def _reduction(node: Operation, data: Json) -> Iterator[Step]:
    items, repeated, initial = node.operands
    held, began = _in_turn((items, initial), data)
    rounds: list[Step] = []
    if isinstance(held.value, list) and began.is_evaluated and not began.fault:
        rounds = list(_rounds(repeated, held.value, began.value))
    yield held
    yield from rounds or [_unreached(repeated)]
    yield began


def _rounds(repeated: Node, items: list[Json], accumulator: Value) -> Iterator[Step]:
    for current in items:
        if isinstance(accumulator, datetime):
            break
        step = explain(repeated, {"current": current, "accumulator": accumulator})
        yield step
        if step.fault:
            break
        accumulator = step.value


def _truth(step: Step) -> bool | None:
    """Tell whether a step came to something truthy or falsy; None is neither."""
    if step.fault:
        return None
    try:
        return truth_of(step.value, step.path)
    except Unevaluable:
        return None


def _is_missing(node: Var, data: Json) -> bool:
    nothing = object()
    return look_up(data, steps_of(node.keys), missing=nothing) is nothing


def _operator(node: Node) -> str:
    match node:
        case Operation(operator=operator):
            return operator
        case PlusTime():
            return "plusTime"
        case Extract():
            return "extractFromUVCI"
        case Items():
            return "list"
        case Literal():
            return "literal"
    return "var"


def _about(node: Node) -> str:
    match node:
        case Var(name=name):
            return name
        case PlusTime(amount=amount, unit=unit):
            return f"{amount} {unit}"
        case Extract(index=index):
            return str(index)
    return ""

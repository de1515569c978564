"""Evaluating an expression over one set of data, or telling of many whether it holds."""

from __future__ import annotations

from collections.abc import Callable

from core.certlogic import closures
from core.certlogic.syntax import Json, Node
from core.certlogic.values import Unevaluable, Value


def evaluate(node: Node, data: Json) -> Value:
    """Return what an expression comes to over some data; raises Unevaluable.

    Compile once instead where an expression meets many sets of data.
    """
    value: Value = closures.compiled(node)(data)
    return value


def condition(node: Node) -> Callable[[Json], bool]:
    """Return a function that tells whether an expression holds: an error does not."""
    closure = closures.truth(node)

    def holds(data: Json) -> bool:
        try:
            return bool(closure(data))
        except Unevaluable:
            return False

    return holds

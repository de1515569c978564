"""What not knowing a fact does to a condition: whether that may make it hold, or keeps it from it.

An expression is followed for one fact at a time, before and after that fact is forgotten, all other
facts being whatever they are. What may become of a part of it is a set of turns:

    {"var": "x"}, a moment             true → false     false → false
    {"!": [{"var": "x"}]}              false → true     true → true         refused
    {">": [{"var": "x"}, 3]}           true → error     false → error

The sets are too large rather than too small: what is accepted is safe, whatever is known or not.
Forgetting several facts is forgetting one after the other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from enum import Enum
from itertools import product
from typing import TypeAlias

from core.certlogic.checking import kind_of
from core.certlogic.syntax import Literal, Node, Operation, PlusTime, Var, walk
from core.certlogic.vocabulary import Kind, Vocabulary


class Truth(Enum):
    """What a condition may come to."""

    TRUE = "true"
    FALSE = "false"
    ERROR = "error"


class Value(Enum):
    """What a value may be. `OTHER` is known, too, though perhaps not what it was before."""

    KNOWN = "known"
    OTHER = "other"
    NULL = "null"
    ERROR = "error"


# Before and after.
Turns: TypeAlias = frozenset[tuple[Truth, Truth]]
Changes: TypeAlias = frozenset[tuple[Value, Value]]

TRUE, FALSE, ERROR = Truth.TRUE, Truth.FALSE, Truth.ERROR
EITHER = (TRUE, FALSE)
NEGATED = {TRUE: FALSE, FALSE: TRUE, ERROR: ERROR}
# To be known is to be true: there is no moment that is false.
ALWAYS_TRUE = (Kind.MOMENT, Kind.DATE)


def makes_hold(condition: Node, vocabulary: Vocabulary) -> list[Var]:
    """Return the places where not knowing a fact may make a condition hold.

    Requires a condition that `core.certlogic.checking` passes.
    """
    return [
        place
        for places in _places(condition).values()
        if _rises(condition, vocabulary, places)
        for place in _to_blame(condition, vocabulary, places)
    ]


def requires(condition: Node, vocabulary: Vocabulary, fact: str) -> bool:
    """Tell whether a condition can hold only where a fact is known."""
    places = _places(condition).get(fact, [])
    turns = _Follower(vocabulary, places).turns(condition)
    return all(after is not TRUE for _, after in turns)


def _to_blame(condition: Node, vocabulary: Vocabulary, places: list[Var]) -> list[Var]:
    """Return the places that do it by themselves; where it takes several, all."""
    alone = [place for place in places if _rises(condition, vocabulary, [place])]
    return alone or places


def _places(condition: Node) -> dict[str, list[Var]]:
    found: dict[str, list[Var]] = {}
    for node in walk(condition):
        if isinstance(node, Var):
            found.setdefault(node.name, []).append(node)
    return found


def _rises(condition: Node, vocabulary: Vocabulary, places: list[Var]) -> bool:
    turns = _Follower(vocabulary, places).turns(condition)
    return any(before is not TRUE and after is TRUE for before, after in turns)


class _Follower:
    """Follows what forgetting a fact, where some places name it, does to an expression."""

    def __init__(self, vocabulary: Vocabulary, places: list[Var]) -> None:
        self.vocabulary = vocabulary
        self.forgotten = {place.path for place in places}

    def turns(self, node: Node) -> Turns:
        """Return what may become of whether a node is truthy."""
        match node:
            case Literal(value=value):
                return frozenset({(TRUE, TRUE) if value else (FALSE, FALSE)})
            case Operation(operator="!", operands=(operand,)):
                return frozenset(
                    (NEGATED[before], NEGATED[after]) for before, after in self.turns(operand)
                )
            case Operation(operator="and", operands=operands):
                return _conjunction([self.turns(operand) for operand in operands])
            case Operation(operator="if", operands=operands):
                return frozenset(
                    (
                        _either(guard[0], yes[0], no[0], ERROR),
                        _either(guard[1], yes[1], no[1], ERROR),
                    )
                    for guard, yes, no in product(*map(self.turns, operands))
                )
            case Operation(operator="+") | Var():
                return _tested([self.changes(node)], self._truths(node))
            case Operation(operator=operator, operands=operands):
                tests = {"===": _equal, "in": _found}
                return _tested(map(self.changes, operands), tests.get(operator, _in_order))
        raise ValueError(f"{node.path}: a date-time is neither true nor false")

    def changes(self, node: Node) -> Changes:
        """Return what may become of the value of a node."""
        match node:
            case Var():
                forgotten = node.path in self.forgotten
                after = Value.NULL if forgotten else Value.KNOWN
                return frozenset({(Value.KNOWN, after), (Value.NULL, Value.NULL)})
            case PlusTime(operand=operand):
                return _computed([self.changes(operand)])
            case Operation(operator="+" | "dccDateOfBirth", operands=operands):
                return _computed(map(self.changes, operands))
            case Operation(operator="if", operands=(guard, yes, no)):
                branches = product(self.turns(guard), self.changes(yes), self.changes(no))
                return frozenset(_branch(*each) for each in branches)
            case Operation():
                return frozenset(map(_as_value, self.turns(node)))
        return frozenset({(Value.KNOWN, Value.KNOWN)})  # what is written there

    def _truths(self, node: Node) -> Callable[[Sequence[Value]], Sequence[Truth]]:
        known = (TRUE,) if kind_of(node, self.vocabulary) in ALWAYS_TRUE else EITHER

        def truths(values: Sequence[Value]) -> Sequence[Truth]:
            return {Value.NULL: (FALSE,), Value.ERROR: (ERROR,)}.get(values[0], known)

        return truths


def _conjunction(operands: list[Turns]) -> Turns:
    *firsts, turns = operands
    for first in reversed(firsts):
        turns = frozenset(
            (_either(one[0], rest[0], FALSE, ERROR), _either(one[1], rest[1], FALSE, ERROR))
            for one, rest in product(first, turns)
        )
    return turns


def _either(guard: Truth, yes: Truth, no: Truth, error: Truth) -> Truth:
    return {TRUE: yes, FALSE: no, ERROR: error}[guard]


def _branch(
    guard: tuple[Truth, Truth], yes: tuple[Value, Value], no: tuple[Value, Value]
) -> tuple[Value, Value]:
    """Return what becomes of a choice: known on both sides of a switch, it may be another."""
    before, after = (
        {TRUE: yes[side], FALSE: no[side], ERROR: Value.ERROR}[guard[side]] for side in (0, 1)
    )
    has_switched = guard[0] is not guard[1] and after is Value.KNOWN
    return before, Value.OTHER if has_switched else after


def _as_value(turn: tuple[Truth, Truth]) -> tuple[Value, Value]:
    before, after = (Value.ERROR if side is ERROR else Value.KNOWN for side in turn)
    has_changed = after is Value.KNOWN and turn[0] is not turn[1]
    return before, Value.OTHER if has_changed else after


def _computed(operands: Iterable[Changes]) -> Changes:
    """Return what may become of a number or a moment that is made of others."""
    return frozenset(
        (_made_of([each[0] for each in given]), _made_of([each[1] for each in given]))
        for given in product(*operands)
    )


def _made_of(values: list[Value]) -> Value:
    if Value.NULL in values or Value.ERROR in values:
        return Value.ERROR
    return Value.OTHER if Value.OTHER in values else Value.KNOWN


def _tested(
    operands: Iterable[Changes], test: Callable[[Sequence[Value]], Sequence[Truth]]
) -> Turns:
    """Return what may become of a question about values; asked of the same, it stays the same."""
    turns: set[tuple[Truth, Truth]] = set()
    for given in product(*operands):
        before, after = ([each[side] for each in given] for side in (0, 1))
        if before == after:
            turns.update((truth, truth) for truth in test(before))
        else:
            turns.update(product(test(before), test(after)))
    return frozenset(turns)


def _equal(values: Sequence[Value]) -> Sequence[Truth]:
    if Value.ERROR in values:
        return (ERROR,)
    nulls = values.count(Value.NULL)
    return {0: EITHER, 1: (FALSE,), 2: (TRUE,)}[nulls]


def _found(values: Sequence[Value]) -> Sequence[Truth]:
    item, searched = values
    if item is Value.ERROR or searched is not Value.KNOWN:
        return (ERROR,)
    return (FALSE,) if item is Value.NULL else EITHER


def _in_order(values: Sequence[Value]) -> Sequence[Truth]:
    return (ERROR,) if Value.NULL in values or Value.ERROR in values else EITHER

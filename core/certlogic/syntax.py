"""What an expression is made of, once parsed: nodes that know where in the document they stand.

{"and": [{"var": "cough"}, {">": [{"var": "days"}, 3]}]}

Operation "and"                   $
├── Var "cough"                   $.and.0
└── Operation ">"                 $.and.1
    ├── Var "days"                $.and.1.>.0
    └── Literal 3                 $.and.1.>.1
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

Json: TypeAlias = bool | int | float | str | list["Json"] | dict[str, "Json"] | None

UNITS = ("year", "month", "day", "hour")

NUMBER_ORDERS = ("<", ">", "<=", ">=")
DATE_ORDERS = {"after": ">", "before": "<", "not-after": "<=", "not-before": ">="}


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with an expression: where, why, and the part of the document meant."""

    path: str
    reason: str
    part: Json = None

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}"


class Faulty(ValueError):
    """An expression has faults; `faults` has them all, in the order of the document."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(map(str, self.faults)))


@dataclass(frozen=True, slots=True)
class Literal:
    """A boolean, a whole number or a text that stands for itself."""

    path: str
    value: bool | int | str


@dataclass(frozen=True, slots=True)
class Items:
    """A list; each item is evaluated."""

    path: str
    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Var:
    """Access to the data by keys, the outermost first; no key means all of the data."""

    path: str
    keys: tuple[str, ...]

    @property
    def name(self) -> str:
        """The keys as they are written."""
        return ".".join(self.keys)


@dataclass(frozen=True, slots=True)
class Operation:
    """An operator all of whose operands are expressions."""

    path: str
    operator: str
    operands: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class PlusTime:
    """A date-time so many units after the date or date-time that a text holds."""

    path: str
    operand: Node
    amount: int
    unit: str


@dataclass(frozen=True, slots=True)
class Extract:
    """One fragment of a certificate identifier, counted from 0."""

    path: str
    operand: Node
    index: int


Node: TypeAlias = Literal | Items | Var | Operation | PlusTime | Extract


def operands_of(node: Node) -> tuple[Node, ...]:
    """Return the expressions that a node is made of, in order."""
    match node:
        case Operation(operands=operands):
            return operands
        case Items(items=items):
            return items
        case PlusTime(operand=operand) | Extract(operand=operand):
            return (operand,)
    return ()


def walk(node: Node) -> Iterator[Node]:
    """Yield a node and all that it is made of, in the order of the document."""
    yield node
    for operand in operands_of(node):
        yield from walk(operand)


def may_be_date_time(node: Node) -> bool:
    """Tell whether evaluating a node may yield a date-time: by construction, or as a branch."""
    if isinstance(node, Operation):
        return node.operator == "dccDateOfBirth" or (
            node.operator == "if" and any(map(may_be_date_time, node.operands[1:]))
        )
    return isinstance(node, PlusTime)

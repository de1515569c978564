"""Compiling a condition over typed columns: one SQL expression that decides for every row.

                    NULL in a column is null       NULL in anything else is an error
    a fact          f.days
    truth           ((f.days <> 0) IS TRUE)
    value                                          f.days, as a number where null is an error
    box             ARRAY[f.days]: null within is null, and no array is an error

Nothing raises: a row with a NULL, an infinite moment or a date at the end of the calendar makes
its own condition NULL, and leaves the query alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from core.certlogic.checking import check, is_nullable, kind_of
from core.certlogic.instants import movable, read_date_time, shifted
from core.certlogic.sql import literals, logic
from core.certlogic.syntax import Items, Literal, Node, Operation, PlusTime, Var
from core.certlogic.vocabulary import Kind, Vocabulary

TRUTHS = {
    Kind.BOOLEAN: "{column}",
    Kind.INTEGER: "({column} <> 0)",
    Kind.TEXT: "({column} <> '')",
    Kind.MOMENT: "({column} IS NOT NULL)",
    Kind.DATE: "({column} IS NOT NULL)",
    Kind.TEXTS: "(cardinality({column}) > 0)",
}
TRUTH_OF_NULL = "({truth} IS TRUE)"
SUM = "({left}::numeric + {right}::numeric)"  # a sum of integers may be no integer any more
EQUAL = "({left} = {right})"
EQUAL_OR_NULL = "({left} IS NOT DISTINCT FROM {right})"
BOX = "ARRAY[{value}]::{type}[]"
BOX_NO_ERROR = "nullif(ARRAY[{value}]::{type}[], ARRAY[NULL]::{type}[])"
IN = "({item} IN ({items}) IS TRUE)"
IN_LIST = "({box} <@ {items}::{type}[])"
UTC = "({column} AT TIME ZONE 'UTC')"
MILLISECONDS = "date_trunc('milliseconds', {column})"
DATE = "{column}::timestamp"
LATER = "{moment} + interval '{amount} {unit}'"
# The month first, the day of the month after: what is left over counts on, and is not clamped.
MONTHS_LATER = (
    "date_trunc('month', {moment}) + make_interval(months => {amount})"
    " + ({moment} - date_trunc('month', {moment}))"
)
IN_CALENDAR = "CASE WHEN {moment} BETWEEN {earliest} AND {latest} THEN {later} END"

_TYPES = {Kind.BOOLEAN: "boolean", Kind.INTEGER: "numeric", Kind.TEXT: "text"}


def compile_condition(
    node: Node, vocabulary: Vocabulary, columns: Mapping[str, str], *, percent: str = "%"
) -> str:
    """Return a condition as a boolean SQL expression: true, false, or NULL for an error.

    `columns` has an SQL expression for each fact, a name or in parentheses: boolean, any integer
    type, text, timestamp (in UTC, and in whole milliseconds: see `in_utc` and `in_milliseconds`),
    date (none too late for a timestamp), or text[] without NULLs. For `percent` see
    `literals.text`. Raises Faulty.
    """
    check(node, vocabulary)
    return _Compiler(vocabulary, columns, percent).truth(node)


def in_utc(column: str) -> str:
    """Return a column of type timestamptz as `compile_condition` takes it."""
    return UTC.format(column=column)


def in_milliseconds(column: str) -> str:
    """Return a column of type timestamp that may be finer as `compile_condition` takes it.

    That costs more than all the rest of a comparison; a column had better be cut when written.
    """
    return MILLISECONDS.format(column=column)


@dataclass(frozen=True, slots=True)
class _Compiler:
    vocabulary: Vocabulary
    columns: Mapping[str, str]
    percent: str

    def truth(self, node: Node) -> str:
        """Return whether a node is truthy; NULL is an error."""
        match node:
            case Literal(value=value):
                return "true" if value else "false"
            case Var(name=name):
                fact = self.vocabulary[name]
                truth = TRUTHS[fact.kind].format(column=self.columns[name])
                return TRUTH_OF_NULL.format(truth=truth) if fact.nullable else truth
            case Operation(operator="if", operands=operands):
                return logic.choice(*map(self.truth, operands))
            case Operation(operator="and", operands=operands):
                return logic.conjunction([self.truth(operand) for operand in operands])
            case Operation(operator="+"):
                return TRUTHS[Kind.INTEGER].format(column=self.value(node))
        return self.value(node)

    def value(self, node: Node) -> str:
        """Return the value of a node where null is as good as an error: NULL is both."""
        return _VALUES[type(node)](self, node)

    def box(self, node: Node, sql_type: str) -> str:
        """Return an array with the value of a node, in which NULL is null; NULL is an error."""
        if isinstance(node, Operation) and node.operator == "if":
            guard, *branches = node.operands
            return logic.choice(self.truth(guard), *(self.box(each, sql_type) for each in branches))
        box = BOX if isinstance(node, Literal | Var) else BOX_NO_ERROR
        return box.format(value=self.value(node), type=sql_type)

    def literal(self, node: Literal) -> str:
        if isinstance(node.value, bool):
            return "true" if node.value else "false"
        if isinstance(node.value, int):
            return literals.number(node.value)
        return literals.text(node.value, percent=self.percent)

    def fact(self, node: Var) -> str:
        return self.columns[node.name]

    def items(self, node: Items) -> str:
        return f"ARRAY[{', '.join(map(self.value, node.items))}]"

    def operation(self, node: Operation) -> str:
        return _OPERATIONS[node.operator](self, node)

    def not_(self, node: Operation) -> str:
        return logic.NOT.format(operand=self.truth(node.operands[0]))

    def if_(self, node: Operation) -> str:
        guard, *branches = node.operands
        return logic.choice(self.truth(guard), *map(self.value, branches))

    def sum_(self, node: Operation) -> str:
        left, right = map(self.value, node.operands)
        return SUM.format(left=left, right=right)

    def order(self, node: Operation) -> str:
        operands = [self.value(operand) for operand in node.operands]
        repeatable = isinstance(node.operands[1], Literal | Var | PlusTime)
        return logic.order(operands, node.operator, repeatable=repeatable)

    def equal(self, node: Operation) -> str:
        left, right = operands = node.operands
        if not any(is_nullable(each, self.vocabulary) for each in operands):
            return EQUAL.format(left=self.value(left), right=self.value(right))
        if all(isinstance(each, Literal | Var) for each in operands):
            return EQUAL_OR_NULL.format(left=self.value(left), right=self.value(right))
        sql_type = _TYPES[kind_of(left, self.vocabulary)]
        return EQUAL.format(left=self.box(left, sql_type), right=self.box(right, sql_type))

    def in_(self, node: Operation) -> str:
        item, searched = node.operands
        if isinstance(searched, Items) and searched.items and isinstance(item, Literal | Var):
            items = ", ".join(map(self.value, searched.items))
            return IN.format(item=self.value(item), items=items)
        sql_type = _TYPES[kind_of(item, self.vocabulary)]
        box = self.box(item, sql_type)
        return IN_LIST.format(box=box, items=self.value(searched), type=sql_type)

    def birth(self, node: Operation) -> str:
        return self.moment(node.operands[0])

    def moment(self, node: Node) -> str:
        """Return the date-time that a fact or a written date is."""
        if isinstance(node, Literal):
            return literals.moment(read_date_time(str(node.value)))
        column = self.value(node)
        is_date = kind_of(node, self.vocabulary) is Kind.DATE
        return DATE.format(column=column) if is_date else column

    def plus_time(self, node: PlusTime) -> str:
        amount, unit = node.amount, node.unit
        if isinstance(node.operand, Literal):
            start = read_date_time(str(node.operand.value))
            return literals.moment(shifted(start, amount, unit))
        moment = self.moment(node.operand)
        if not amount:
            return moment
        earliest, latest = map(literals.moment, movable(amount, unit))
        if unit in ("year", "month"):
            months = amount * 12 if unit == "year" else amount
            later = MONTHS_LATER.format(moment=moment, amount=months)
        else:
            later = LATER.format(moment=moment, amount=amount, unit=unit)
        return IN_CALENDAR.format(moment=moment, earliest=earliest, latest=latest, later=later)


_VALUES: dict[type, Callable[[_Compiler, Any], str]] = {
    Literal: _Compiler.literal,
    Var: _Compiler.fact,
    Items: _Compiler.items,
    PlusTime: _Compiler.plus_time,
    Operation: _Compiler.operation,
}
_OPERATIONS: dict[str, Callable[[_Compiler, Operation], str]] = {
    "if": _Compiler.if_,
    "and": _Compiler.truth,
    "!": _Compiler.not_,
    "===": _Compiler.equal,
    "in": _Compiler.in_,
    "+": _Compiler.sum_,
    "dccDateOfBirth": _Compiler.birth,
    **dict.fromkeys(logic.SIGNS, _Compiler.order),
}

"""Compiling any expression over one jsonb value, with the functions of `helpers`.

    truth       boolean      whether a node is truthy
    value       jsonb        what it comes to, unless that is a date-time
    date_time   timestamp    what it comes to, if that is a date-time

Each is NULL for an error. Every expression is evaluated for its value alone, so that one which the
language would not come to does no harm: it cannot raise.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from json import dumps

from core.certlogic.instants import movable
from core.certlogic.sql import literals, logic
from core.certlogic.syntax import (
    DATE_ORDERS,
    Extract,
    Items,
    Json,
    Literal,
    Node,
    Operation,
    PlusTime,
    Var,
    may_be_date_time,
)

VAR = "coalesce({data} #> {keys}, 'null')"
TRUTH = "{schema}.certlogic_truth({value})"
FIRST_FALSY = "{schema}.certlogic_first_falsy({value}, {rest})"
EQUAL = "{schema}.certlogic_equal({left}, {right})"
IN = "{schema}.certlogic_in({left}, {right})"
NUMBER = "{schema}.certlogic_number({value})"
SUM = "to_jsonb({left} + {right})"
LIST = "{schema}.certlogic_list(ARRAY[{items}]::jsonb[])"
FRAGMENT = "{schema}.certlogic_fragment({value}, {index})"
DATE = "{schema}.certlogic_date({value})"
LATER = "{schema}.certlogic_later({value}, {months}, interval '{span}', {earliest}, {latest})"
WRITTEN = """to_jsonb(to_char({moment}, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))"""
# What has been an error stays one: jsonb_build_object would make a null of it.
REDUCE = """(
    WITH RECURSIVE fold{depth} AS (
        SELECT 0 AS step, {schema}.certlogic_items({items}) AS items, {initial} AS accumulator
        UNION ALL
        SELECT step + 1, items, CASE WHEN accumulator IS NOT NULL THEN {lambda_} END
        FROM fold{depth} CROSS JOIN LATERAL (SELECT jsonb_build_object(
            'current', items -> step, 'accumulator', accumulator) AS data) AS given{depth}
        WHERE step < jsonb_array_length(items))
    SELECT CASE WHEN items IS NOT NULL THEN accumulator END
    FROM fold{depth} ORDER BY step DESC LIMIT 1)"""


def compile_value(node: Node, data: str, *, schema: str, percent: str = "%") -> str:
    """Return what an expression comes to as a jsonb SQL expression, NULL for an error.

    `data` is an SQL expression of type jsonb, a name or in parentheses; `schema` is where the
    helpers are. A date-time is written as a text. For `percent` see `literals.text`.
    """
    return _Compiler(data, schema, percent).result(node)


@dataclass(frozen=True, slots=True)
class _Compiler:
    data: str
    schema: str
    percent: str
    depth: int = 0

    def result(self, node: Node) -> str:
        """Return the value of a node that is not an operand."""
        if not may_be_date_time(node):
            return self.value(node)
        if isinstance(node, Operation) and node.operator == "if":
            guard, *branches = node.operands
            return logic.choice(self.truth(guard), *map(self.result, branches))
        return WRITTEN.format(moment=self.date_time(node))

    def truth(self, node: Node) -> str:
        """Return whether a node is truthy rather than falsy."""
        if isinstance(node, Operation):
            if node.operator == "if":
                return logic.choice(*map(self.truth, node.operands))
            if node.operator == "and":
                return logic.conjunction([self.truth(operand) for operand in node.operands])
            if node.operator in _BOOLEANS:
                return _BOOLEANS[node.operator](self, node.operands)
            if node.operator in logic.SIGNS:
                return self.order(node)
        return self.call(TRUTH, value=self.value(node))

    def value(self, node: Node) -> str:
        """Return the value of a node as JSON."""
        match node:
            case Literal(value=value):
                return self.json(value)
            case Items():
                return self.list_(node)
            case Var(keys=keys):
                texts = ", ".join(literals.text(key, percent=self.percent) for key in keys)
                return VAR.format(data=self.data, keys=f"ARRAY[{texts}]::text[]")
            case Extract(operand=operand, index=index):
                return self.call(FRAGMENT, value=self.value(operand), index=index)
            case Operation() if node.operator in _VALUES:
                return _VALUES[node.operator](self, node.operands)
        return "NULL::jsonb" if may_be_date_time(node) else f"to_jsonb({self.truth(node)})"

    def date_time(self, node: Node) -> str:
        """Return the date-time that a node comes to."""
        if isinstance(node, PlusTime):
            return self.plus_time(node)
        if not isinstance(node, Operation) or not may_be_date_time(node):
            return "NULL::timestamp"
        if node.operator == "if":
            guard, *branches = node.operands
            return logic.choice(self.truth(guard), *map(self.date_time, branches))
        return self.call(DATE, value=self.value(node.operands[0]))

    def call(self, template: str, **parts: object) -> str:
        return template.format(schema=self.schema, **parts)

    def json(self, value: Json) -> str:
        written = dumps(value, ensure_ascii=False)
        return f"{literals.text(written, percent=self.percent)}::jsonb"

    def list_(self, node: Items) -> str:
        values: list[Json] = [item.value for item in node.items if isinstance(item, Literal)]
        if len(values) == len(node.items):
            return self.json(values)
        return self.call(LIST, items=", ".join(map(self.value, node.items)))

    def number(self, node: Node) -> str:
        """Return the whole number that a node comes to."""
        if isinstance(node, Literal) and type(node.value) is int:
            return f"{literals.number(node.value)}::numeric"
        return self.call(NUMBER, value=self.value(node))

    def order(self, node: Operation) -> str:
        operand = self.date_time if node.operator in DATE_ORDERS else self.number
        operands = [operand(each) for each in node.operands]
        repeatable = isinstance(node.operands[1], Literal | Var)
        return logic.order(operands, node.operator, repeatable=repeatable)

    def plus_time(self, node: PlusTime) -> str:
        earliest, latest = map(literals.moment, movable(node.amount, node.unit))
        months = {"year": 12 * node.amount, "month": node.amount}.get(node.unit, 0)
        span = "0 day" if months else f"{node.amount} {node.unit}"
        return self.call(
            LATER,
            value=self.value(node.operand),
            months=months,
            span=span,
            earliest=earliest,
            latest=latest,
        )

    def not_(self, operands: tuple[Node, ...]) -> str:
        return logic.NOT.format(operand=self.truth(operands[0]))

    def equal(self, operands: tuple[Node, ...]) -> str:
        left, right = map(self.value, operands)
        return self.call(EQUAL, left=left, right=right)

    def in_(self, operands: tuple[Node, ...]) -> str:
        left, right = map(self.value, operands)
        return self.call(IN, left=left, right=right)

    def if_(self, operands: tuple[Node, ...]) -> str:
        guard, *branches = operands
        return logic.choice(self.truth(guard), *map(self.value, branches))

    def and_(self, operands: tuple[Node, ...]) -> str:
        *firsts, rest = map(self.value, operands)
        for first in reversed(firsts):
            rest = self.call(FIRST_FALSY, value=first, rest=rest)
        return rest

    def sum_(self, operands: tuple[Node, ...]) -> str:
        left, right = map(self.number, operands)
        return SUM.format(left=left, right=right)

    def reduce_(self, operands: tuple[Node, ...]) -> str:
        items, lambda_, initial = operands
        depth = self.depth + 1
        within = replace(self, data=f"given{depth}.data", depth=depth)
        return self.call(
            REDUCE,
            items=self.value(items),
            initial=self.value(initial),
            lambda_=within.value(lambda_),
            depth=depth,
        )


_BOOLEANS = {"!": _Compiler.not_, "===": _Compiler.equal, "in": _Compiler.in_}
_VALUES = {
    "if": _Compiler.if_,
    "and": _Compiler.and_,
    "+": _Compiler.sum_,
    "reduce": _Compiler.reduce_,
}

"""The parts of SQL in which three-valued logic would go astray, for NULL is an error here.

NULL AND false is false in SQL; here an error decides, if it is come to, and what comes first
decides whether it is. Hence CASE, in the form that evaluates its subject once and has no ELSE: a
subject that is an error matches neither arm, and the whole is NULL.
"""

from __future__ import annotations

from collections.abc import Sequence

from core.certlogic.syntax import DATE_ORDERS, NUMBER_ORDERS

SIGNS = {**dict(zip(NUMBER_ORDERS, NUMBER_ORDERS, strict=True)), **DATE_ORDERS}

NOT = "(NOT {operand})"
AND = "CASE {first} WHEN false THEN false WHEN true THEN {rest} END"
IF = "CASE {guard} WHEN true THEN {consequent} WHEN false THEN {alternative} END"
ORDER = "({left} {sign} {right})"
# An error in one comparison is one in the whole, though the other be false; AND would drop it.
BETWEEN = "(({low} {sign} {middle})::int & ({middle} {sign} {high})::int = 1)"
# Nested ones would double the text at each level if the operand in the middle were repeated.
BETWEEN_ONCE = "(SELECT {between} FROM (SELECT {middle} AS middle OFFSET 0) AS operand)"


def conjunction(operands: Sequence[str]) -> str:
    """Return what is true if all operands are, reading on only as long as they are."""
    *firsts, joined = operands
    for first in reversed(firsts):
        joined = AND.format(first=first, rest=joined)
    return joined


def order(operands: Sequence[str], operator: str, *, repeatable: bool) -> str:
    """Return whether two or three operands are in order, an error if any of them is one.

    `repeatable` tells that the second is so small that it may be written twice.
    """
    sign = SIGNS[operator]
    if len(operands) == 2:
        return ORDER.format(left=operands[0], sign=sign, right=operands[1])
    low, middle, high = operands
    if repeatable:
        return BETWEEN.format(low=low, sign=sign, middle=middle, high=high)
    between = BETWEEN.format(low=low, sign=sign, middle="middle", high=high)
    return BETWEEN_ONCE.format(between=between, middle=middle)


def choice(guard: str, consequent: str, alternative: str) -> str:
    """Return the one or the other, as a guard says."""
    return IF.format(guard=guard, consequent=consequent, alternative=alternative)

"""Reading an expression, and refusing what is not CertLogic 1.3.3.

Where the official validation suite has a wording, ours is the same. Refused beyond it:

- an index that readers of the path would not agree on: the reference takes "1a" for 1, a database
  counts "-1" from the end, and "01" is a key to one and an index to the other;
- texts that no database stores, whole numbers that JavaScript cannot count to, shifts of time
  longer than the calendar, nesting deeper than `DEEPEST`, and more parts than any condition needs:
  PostgreSQL gives up on an expression that is too long, and not at a size that it names.
"""

from __future__ import annotations

import re

from core.certlogic.saying import say
from core.certlogic.syntax import (
    DATE_ORDERS,
    NUMBER_ORDERS,
    UNITS,
    Extract,
    Fault,
    Faulty,
    Items,
    Json,
    Literal,
    Node,
    Operation,
    PlusTime,
    Var,
    walk,
)

DEEPEST = 100
MOST_PARTS = 500  # what is written out in a list is counted apart
MOST_ITEMS = 3000  # China has some 2,850 counties
LARGEST = 2**53 - 1  # JavaScript's Number.MAX_SAFE_INTEGER

# From 0001-01-01 to 9999-12-31: whatever the date, a longer way leads out of the calendar.
_LONGEST = {"year": 9998, "month": 119_987, "day": 3_652_058, "hour": 87_649_415}

_ARITIES: dict[str, tuple[int, ...]] = {
    "if": (3,),
    "===": (2,),
    "in": (2,),
    "+": (2,),
    "!": (1,),
    "plusTime": (3,),
    "reduce": (3,),
    "dccDateOfBirth": (1,),
    "extractFromUVCI": (2,),
    **dict.fromkeys((*NUMBER_ORDERS, *DATE_ORDERS), (2, 3)),
}
OPERATORS = ("and", *_ARITIES)

# What parseInt of the reference reads as a number, and what everybody does.
_INDEX_TO_SOME = re.compile(r"\s*[+-]?[0-9]")
_INDEX = re.compile(r"0|[1-9][0-9]*")


def parse(document: Json, path: str = "$") -> Node:
    """Return the expression that a JSON document holds; `path` is where it stands.

    Raises Faulty, with a fault for every operand that is none, however many there are.
    """
    node = _node(document, path, 0)
    _refuse_width(node)
    return node


def _refuse_width(whole: Node) -> None:
    parts = list(walk(whole))
    lists = [part for part in parts if isinstance(part, Items)]
    faults = [
        Fault(
            part.path,
            say(
                "%(count)s are listed here, and %(most)s at most are read",
                count=len(part.items),
                most=MOST_ITEMS,
            ),
        )
        for part in lists
        if len(part.items) > MOST_ITEMS
    ]
    listed = sum(isinstance(item, Literal) for part in lists for item in part.items)
    if len(parts) - listed > MOST_PARTS:
        reason = say(
            "this has %(count)s parts, and %(most)s at most are read: to compare a value with many,"
            ' list them after "in"',
            count=len(parts) - listed,
            most=MOST_PARTS,
        )
        faults.append(Fault(whole.path, reason))
    if faults:
        raise Faulty(faults)


def _node(part: Json, path: str, depth: int) -> Node:
    if depth > DEEPEST:
        raise _refusal(path, say("nested deeper than %(most)s levels", most=DEEPEST), part)
    if isinstance(part, dict):
        return _object(part, path, depth)
    if isinstance(part, list):
        return Items(path, _nodes(part, path, depth))
    return Literal(path, _scalar(part, path))


def _nodes(parts: list[Json], path: str, depth: int) -> tuple[Node, ...]:
    nodes: list[Node] = []
    faults: list[Fault] = []
    for place, part in enumerate(parts):
        try:
            nodes.append(_node(part, f"{path}.{place}", depth + 1))
        except Faulty as faulty:
            faults.extend(faulty.faults)
    if faults:
        raise Faulty(faults)
    return tuple(nodes)


def _scalar(part: Json, path: str) -> bool | int | str:
    if isinstance(part, bool):
        return part
    if isinstance(part, str):
        if not _is_storable(part):
            reason = say("a character in this text is one that no database stores")
            raise _refusal(path, reason, part)
        return part
    if part is None:
        raise _refusal(path, say("invalid CertLogic expression"), part)
    number = _whole(part)
    if number is None:
        raise _refusal(path, say("%(part)s is a non-integer number", part=part), part)
    if abs(number) > LARGEST:
        reason = say(
            "%(number)s is beyond %(most)s, where JavaScript loses count",
            number=number,
            most=LARGEST,
        )
        raise _refusal(path, reason, part)
    return number


def _object(part: dict[str, Json], path: str, depth: int) -> Node:
    if len(part) != 1:
        reason = say(
            "expression object must have exactly one key, but it has %(count)s", count=len(part)
        )
        raise _refusal(path, reason, part)
    ((operator, operands),) = part.items()
    if operator == "var":
        return Var(path, _keys(operands, path, part))
    if not isinstance(operands, list):
        reason = say('operation not of the form { "<operator>": [ <values...> ] }')
        raise _refusal(path, reason, part)
    if operator not in OPERATORS:
        reason = say('unrecognised operator: "%(operator)s"', operator=operator)
        raise _refusal(path, reason, part)
    wanted = _wanted(operator, len(operands))
    if wanted:
        reason = say(
            '"%(operator)s" takes %(wanted)s, not %(count)s',
            operator=operator,
            wanted=wanted,
            count=len(operands),
        )
        raise _refusal(path, reason, part)
    return _operation(operator, operands, path, depth)


def _keys(name: Json, path: str, part: Json) -> tuple[str, ...]:
    if not isinstance(name, str):
        raise _refusal(path, say('not of the form { "var": "<path>" }'), part)
    keys = tuple(name.split(".")) if name else ()
    if not all(keys) or not _is_storable(name):
        reason = say("data access path doesn't have a valid format: %(name)s", name=name)
        raise _refusal(path, reason, part)
    for key in keys:
        if _INDEX_TO_SOME.match(key) and not _INDEX.fullmatch(key):
            reason = say(
                '"%(key)s" in the path %(name)s is neither a name nor an index like 0, 1, 12',
                key=key,
                name=name,
            )
            raise _refusal(path, reason, part)
    return keys


def _operation(operator: str, operands: list[Json], path: str, depth: int) -> Node:
    below = f"{path}.{operator}"
    if operator == "plusTime":
        amount, unit = _span(operands, below)
        return PlusTime(path, _node(operands[0], f"{below}.0", depth + 1), amount, unit)
    if operator == "extractFromUVCI":
        index = _whole(operands[1])
        if index is None or abs(index) > LARGEST:
            reason = say("which fragment is meant must be a whole number")
            raise _refusal(f"{below}.1", reason, operands)
        return Extract(path, _node(operands[0], f"{below}.0", depth + 1), index)
    return Operation(path, operator, _nodes(operands, below, depth))


def _span(operands: list[Json], below: str) -> tuple[int, str]:
    amount, unit = _whole(operands[1]), operands[2]
    if amount is None:
        reason = say("the time to add must be a whole number")
        raise _refusal(f"{below}.1", reason, operands[1])
    if not isinstance(unit, str) or unit not in UNITS:
        reason = say("the unit of time must be one of %(units)s", units=", ".join(UNITS))
        raise _refusal(f"{below}.2", reason, unit)
    if abs(amount) > _LONGEST[unit]:
        reason = say("no two dates are %(amount)s %(unit)ss apart", amount=abs(amount), unit=unit)
        raise _refusal(f"{below}.1", reason, amount)
    return amount, unit


def _refusal(path: str, reason: str, part: Json) -> Faulty:
    return Faulty([Fault(path, reason, part)])


def _wanted(operator: str, given: int) -> str:
    """Return in words how many operands an operator has, or "" if it was given so many."""
    if operator == "and":
        return "" if given >= 2 else say("2 operands or more")
    arity = _ARITIES[operator]
    if given in arity:
        return ""
    if arity == (1,):
        return say("1 operand")
    if len(arity) == 1:
        return say("%(count)s operands", count=arity[0])
    return say("%(fewest)s or %(most)s operands", fewest=arity[0], most=arity[1])


def _whole(part: Json) -> int | None:
    """Return a number that JSON may also write as 42.0, or None for anything else."""
    if isinstance(part, float) and part.is_integer():
        return int(part)
    return part if isinstance(part, int) and not isinstance(part, bool) else None


def _is_storable(text: str) -> bool:
    """Tell whether PostgreSQL can hold a text: neither U+0000 nor half a surrogate pair."""
    return "\0" not in text and not any("\ud800" <= character <= "\udfff" for character in text)

"""Checking an expression against a vocabulary before it may decide about everybody.

What passes is the bulk profile: CertLogic without "reduce" and "extractFromUVCI", with facts for
data and a type for every part. It can still end in an error, where a fact that is needed is
unknown; then the condition does not hold.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from core.certlogic.instants import NoDate, read_date, read_date_time, shifted
from core.certlogic.saying import say
from core.certlogic.syntax import (
    DATE_ORDERS,
    NUMBER_ORDERS,
    Extract,
    Fault,
    Faulty,
    Items,
    Literal,
    Node,
    Operation,
    PlusTime,
    Var,
)
from core.certlogic.vocabulary import Kind, Vocabulary

_LITERALS = {bool: Kind.BOOLEAN, int: Kind.INTEGER, str: Kind.TEXT}
_EQUATABLE = (Kind.BOOLEAN, Kind.INTEGER, Kind.TEXT)
_TRUTHS = (Kind.BOOLEAN, Kind.TRUTH)
_AS_DATE_TIME = say(': make it a date-time by {"plusTime": [..., 0, "day"]}')


def check(node: Node, vocabulary: Vocabulary) -> None:
    """Make sure that an expression is a condition over the vocabulary.

    Raises Faulty, with a fault for every operand that has one.
    """
    kind = kind_of(node, vocabulary)
    if kind not in _TRUTHS:
        reason = say("a condition is true or false, and this is %(kind)s", kind=kind)
        raise _refusal(node, reason)


def kind_of(node: Node, vocabulary: Vocabulary) -> Kind:
    """Return what a node comes to; raises Faulty."""
    match node:
        case Literal(value=value):
            return _LITERALS[type(value)]
        case Var():
            return _fact(node, vocabulary)
        case Items():
            raise _refusal(node, say('a list can only be what "in" searches'))
        case PlusTime():
            return _plus_time(node, vocabulary)
        case Extract():
            raise _refusal(node, say('rules for everybody cannot use "extractFromUVCI"'))
    return _KINDS[node.operator](node, vocabulary)


def is_nullable(node: Node, vocabulary: Vocabulary) -> bool:
    """Tell whether a node of a checked expression may come to null, as opposed to an error."""
    if isinstance(node, Operation) and node.operator == "if":
        return any(is_nullable(branch, vocabulary) for branch in node.operands[1:])
    return isinstance(node, Var) and vocabulary[node.name].nullable


def _refusal(node: Node, reason: str) -> Faulty:
    return Faulty([Fault(node.path, reason)])


def _kinds(nodes: Iterable[Node], vocabulary: Vocabulary) -> list[Kind]:
    kinds: list[Kind] = []
    faults: list[Fault] = []
    for node in nodes:
        try:
            kinds.append(kind_of(node, vocabulary))
        except Faulty as faulty:
            faults.extend(faulty.faults)
    if faults:
        raise Faulty(faults)
    return kinds


def _refuse_where(
    nodes: Iterable[Node], kinds: Iterable[Kind], reason: Callable[[Kind], str]
) -> None:
    """Raise Faulty for the nodes, if any, against whose kind there is a reason."""
    reasons = ((node, reason(kind)) for node, kind in zip(nodes, kinds, strict=True))
    faults = [Fault(node.path, against) for node, against in reasons if against]
    if faults:
        raise Faulty(faults)


def _fact(node: Var, vocabulary: Vocabulary) -> Kind:
    if node.name not in vocabulary:
        raise _refusal(node, say('"%(name)s" is not in the vocabulary', name=node.name))
    return vocabulary[node.name].kind


def _plus_time(node: PlusTime, vocabulary: Vocabulary) -> Kind:
    kinds = (Kind.MOMENT, Kind.DATE)
    if isinstance(node.operand, Literal):
        try:
            shifted(read_date_time(str(node.operand.value)), node.amount, node.unit)
        except NoDate as problem:
            raise _refusal(node.operand, problem.args[0]) from problem
    else:
        takes = say('"plusTime" takes a moment or a date')
        _expect_fact(node.operand, vocabulary, kinds, takes)
    return Kind.DATE_TIME


def _date_of_birth(node: Operation, vocabulary: Vocabulary) -> Kind:
    (operand,) = node.operands
    if isinstance(operand, Literal):
        try:
            read_date(str(operand.value))
        except NoDate as problem:
            raise _refusal(operand, problem.args[0]) from problem
    else:
        takes = say('"dccDateOfBirth" takes a date')
        _expect_fact(operand, vocabulary, (Kind.DATE,), takes)
    return Kind.DATE_TIME


def _expect_fact(node: Node, vocabulary: Vocabulary, kinds: tuple[Kind, ...], because: str) -> None:
    if not isinstance(node, Var):
        advice = say('a fact or a written one: to choose between two, put "if" around it')
        raise _refusal(node, say("%(because)s, %(advice)s", because=because, advice=advice))
    kind = _fact(node, vocabulary)
    if kind not in kinds:
        reason = say("%(because)s, and this is %(kind)s", because=because, kind=kind)
        raise _refusal(node, reason)


def _refuse_date_times(nodes: Iterable[Node], kinds: Iterable[Kind]) -> None:
    reason = say("a date-time is neither true nor false")
    _refuse_where(nodes, kinds, lambda kind: reason if kind is Kind.DATE_TIME else "")


def _if(node: Operation, vocabulary: Vocabulary) -> Kind:
    guard, *branches = _kinds(node.operands, vocabulary)
    _refuse_date_times(node.operands[:1], [guard])
    if all(branch in _TRUTHS for branch in branches):
        return Kind.TRUTH if Kind.TRUTH in branches else Kind.BOOLEAN
    if branches[0] is not branches[1]:
        reason = say(
            '"if" must not be %(one)s at one time, %(other)s at another',
            one=branches[0],
            other=branches[1],
        )
        raise _refusal(node, reason)
    return branches[0]


def _and(node: Operation, vocabulary: Vocabulary) -> Kind:
    kinds = _kinds(node.operands, vocabulary)
    _refuse_date_times(node.operands, kinds)
    booleans = all(kind is Kind.BOOLEAN for kind in kinds)
    known = not any(is_nullable(operand, vocabulary) for operand in node.operands)
    return Kind.BOOLEAN if booleans and known else Kind.TRUTH


def _not(node: Operation, vocabulary: Vocabulary) -> Kind:
    _refuse_date_times(node.operands, _kinds(node.operands, vocabulary))
    return Kind.BOOLEAN


def _equal(node: Operation, vocabulary: Vocabulary) -> Kind:
    left, right = kinds = _kinds(node.operands, vocabulary)
    _refuse_where(node.operands, kinds, _no_equatable)
    if left is not right:
        raise _refusal(node, _never(left, right))
    return Kind.BOOLEAN


def _no_equatable(kind: Kind) -> str:
    if kind in _EQUATABLE:
        return ""
    return say('"===" takes texts, whole numbers and booleans, and this is %(kind)s', kind=kind)


def _never(one: Kind, other: Kind) -> str:
    return say("%(one)s never equals %(other)s", one=one, other=other)


def _in(node: Operation, vocabulary: Vocabulary) -> Kind:
    item, searched = node.operands
    wanted = kind_of(item, vocabulary)
    if wanted not in (Kind.TEXT, Kind.INTEGER):
        reason = say('"in" looks for a text or a whole number, and this is %(kind)s', kind=wanted)
        raise _refusal(item, reason)
    if isinstance(searched, Items):
        _refuse_where(
            searched.items,
            _kinds(searched.items, vocabulary),
            lambda kind: "" if kind is wanted else _never(wanted, kind),
        )
        variable = [each for each in searched.items if not isinstance(each, Literal)]
        _refuse_where(variable, [wanted] * len(variable), lambda _: say("a list is written out"))
    elif kind_of(searched, vocabulary) is not Kind.TEXTS:
        raise _refusal(searched, say('"in" searches a list'))
    elif wanted is not Kind.TEXT:
        reason = say("%(kind)s is never in %(list)s", kind=wanted, list=Kind.TEXTS)
        raise _refusal(item, reason)
    return Kind.BOOLEAN


def _sum(node: Operation, vocabulary: Vocabulary) -> Kind:
    _expect_numbers(node, vocabulary)
    return Kind.INTEGER


def _number_order(node: Operation, vocabulary: Vocabulary) -> Kind:
    _expect_numbers(node, vocabulary)
    return Kind.BOOLEAN


def _expect_numbers(node: Operation, vocabulary: Vocabulary) -> None:
    def reason(kind: Kind) -> str:
        if kind is Kind.INTEGER:
            return ""
        return say(
            '"%(operator)s" takes whole numbers, and this is %(kind)s',
            operator=node.operator,
            kind=kind,
        )

    _refuse_where(node.operands, _kinds(node.operands, vocabulary), reason)


def _date_order(node: Operation, vocabulary: Vocabulary) -> Kind:
    def reason(kind: Kind) -> str:
        if kind is Kind.DATE_TIME:
            return ""
        advice = _AS_DATE_TIME if kind in (Kind.MOMENT, Kind.DATE, Kind.TEXT) else ""
        return say(
            '"%(operator)s" takes date-times, and this is %(kind)s%(advice)s',
            operator=node.operator,
            kind=kind,
            advice=advice,
        )

    _refuse_where(node.operands, _kinds(node.operands, vocabulary), reason)
    return Kind.BOOLEAN


def _reduce(node: Operation, _vocabulary: Vocabulary) -> Kind:
    raise _refusal(node, say('rules for everybody cannot use "reduce"'))


_KINDS: dict[str, Callable[[Operation, Vocabulary], Kind]] = {
    "if": _if,
    "and": _and,
    "!": _not,
    "===": _equal,
    "in": _in,
    "+": _sum,
    "reduce": _reduce,
    "dccDateOfBirth": _date_of_birth,
    **dict.fromkeys(NUMBER_ORDERS, _number_order),
    **dict.fromkeys(DATE_ORDERS, _date_order),
}

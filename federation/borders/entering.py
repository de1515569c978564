"""A policy for entering a province: rules over the fact sheet, checked and applied."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any

from core.certlogic.checking import check
from core.certlogic.evaluating import condition
from core.certlogic.parsing import parse
from core.certlogic.syntax import Faulty, Json, Node
from provinces.rules import polarity
from provinces.rules.vocabulary import VOCABULARY

from .reading import BadBody, moment

LONGEST = timedelta(days=90)
NOTICE = timedelta(hours=48)
"""How long before it counts a policy is published that asks more of anybody."""

MEMBERS = frozenset({"v", "host", "version", "in_force_from", "until", "rules"})
RULE_MEMBERS = frozenset({"id", "when", "outcome", "conditions", "text_zh", "text_en"})
MOST_RULES = 50


class Outcome(StrEnum):
    """What a host's policy says of somebody, the mildest first."""

    ALLOW = "allow"
    WITH_CONDITION = "allow_with_condition"
    DENY = "deny"


class Condition(StrEnum):
    """What may be asked of whoever enters; nothing else may."""

    TEST_BEFORE_TRAVEL = "test_before_travel"
    TEST_ON_ARRIVAL = "test_on_arrival"
    HEALTH_MONITORING = "health_monitoring"
    REGISTER_ON_ARRIVAL = "register_on_arrival"


class BadPolicy(ValueError):
    """A policy that may not be published or believed; `problems` names every one."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("; ".join(problems))


@dataclass(frozen=True, slots=True)
class Judged:
    """What a policy says of somebody: an outcome and conditions, never the reasons."""

    outcome: Outcome
    conditions: tuple[str, ...]


def checked(document: Any) -> Mapping[str, Any]:
    """Return a policy's document if it may count; raises BadPolicy with everything wrong in it."""
    if not isinstance(document, Mapping) or set(document) != MEMBERS:
        raise BadPolicy([f"a policy has the members {sorted(MEMBERS)}"])
    problems = [*_frame(document), *_of_rules(document["rules"])]
    if problems:
        raise BadPolicy(problems)
    return document


def _frame(document: Mapping[str, Any]) -> Iterator[str]:
    if document["v"] != 1:
        yield f"v is {document['v']!r}, not 1"
    version = document["version"]
    if not isinstance(version, int) or isinstance(version, bool) or not 0 < version < 2**31:
        yield "version is not a number from 1"
    try:
        starts, ends = moment(document, "in_force_from"), moment(document, "until")
    except BadBody as problem:
        yield str(problem)
        return
    if not timedelta() < ends - starts <= LONGEST:
        yield f"a policy is in force for at most {LONGEST.days} days, and for some time"


def _of_rules(rules: Any) -> Iterator[str]:
    if not isinstance(rules, list) or len(rules) > MOST_RULES:
        yield f"rules is not a list of at most {MOST_RULES}"
        return
    for place, rule in enumerate(rules):
        if not isinstance(rule, Mapping) or set(rule) != RULE_MEMBERS:
            yield f"rules[{place}] has the members {sorted(RULE_MEMBERS)}"
        else:
            yield from (f"rules[{place}]: {problem}" for problem in _of_rule(rule))
    names = [rule.get("id") for rule in rules if isinstance(rule, Mapping)]
    if len({str(name) for name in names}) < len(names):
        yield "two rules have one id"


def _of_rule(rule: Mapping[str, Any]) -> Iterator[str]:
    for name, most in (("id", 60), ("text_zh", 300), ("text_en", 300)):
        text = rule[name]
        if not isinstance(text, str) or not 0 < len(text.strip()) <= most:
            yield f"{name} is not a text of 1 to {most} characters"
    conditions = rule["conditions"]
    known = isinstance(conditions, list) and all(each in set(Condition) for each in conditions)
    if rule["outcome"] not in {Outcome.DENY, Outcome.WITH_CONDITION}:
        yield "outcome is neither deny nor allow_with_condition"
    elif not known or bool(conditions) != (rule["outcome"] == Outcome.WITH_CONDITION):
        yield f"conditions are some of {sorted(Condition)}, where it is allowed with them"
    yield from _of_when(rule["when"])


def _of_when(when: Json) -> Iterator[str]:
    """Yield why a condition may decide nothing: it must need a known fact to hold."""
    try:
        node = parse(when)
        check(node, VOCABULARY)
    except Faulty as faulty:
        yield from (f"when{fault.path[1:]}: {fault.reason}" for fault in faulty.faults)
        return
    if condition(node)({}):
        yield "when: this holds of anybody, even where nothing is known"
    for var in polarity.makes_hold(node, VOCABULARY):
        yield f"when: not knowing {var.name} could make this hold"


def judged(document: Mapping[str, Any], facts: Any) -> Judged:
    """Return what a checked policy says of somebody with these facts: the gravest that holds."""
    held = [rule for rule in document["rules"] if condition(_node(rule["when"]))(facts)]
    order = list(Outcome)
    outcome = max((Outcome(r["outcome"]) for r in held), key=order.index, default=Outcome.ALLOW)
    asked = {each for rule in held for each in rule["conditions"]}
    is_denied = outcome == Outcome.DENY
    return Judged(outcome, () if is_denied else tuple(sorted(asked)))


def _node(when: Json) -> Node:
    return parse(when)


def asks_more(new: Mapping[str, Any], old: Mapping[str, Any] | None) -> bool:
    """Tell whether a policy may ask more of anybody than the one before: any new or changed rule.

    Leaving rules out asks less; the texts of a rule are not what it asks.
    """
    before = [] if old is None else [_asked(rule) for rule in old["rules"]]
    return any(_asked(rule) not in before for rule in new["rules"])


def _asked(rule: Mapping[str, Any]) -> tuple[Any, ...]:
    return rule["when"], rule["outcome"], sorted(rule["conditions"])

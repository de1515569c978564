"""A policy for entering a province: rules over the fact sheet, checked and applied."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from typing import Any

from core.certlogic.checking import check
from core.certlogic.evaluating import condition
from core.certlogic.parsing import parse
from core.certlogic.saying import say
from core.certlogic.syntax import Faulty, Json
from provinces.passes.entering import Condition, Judged, Outcome, judged
from provinces.rules import polarity
from provinces.rules.vocabulary import VOCABULARY

from .reading import BadBody, moment

LONGEST = timedelta(days=90)
NOTICE = timedelta(hours=48)
"""How long before it counts a policy is published that asks more of anybody."""

MEMBERS = frozenset({"v", "host", "version", "in_force_from", "until", "rules"})
RULE_MEMBERS = frozenset({"id", "when", "outcome", "conditions", "text_zh", "text_en"})
MOST_RULES = 50

__all__ = ["BadPolicy", "Condition", "Judged", "Outcome", "asks_more", "checked", "judged"]


class BadPolicy(ValueError):
    """A policy that may not be published or believed; `problems` names every one."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("; ".join(problems))


def checked(document: Any) -> Mapping[str, Any]:
    """Return a policy's document if it may count; raises BadPolicy with everything wrong in it."""
    if not isinstance(document, Mapping) or set(document) != MEMBERS:
        raise BadPolicy([say("a policy has the members %(members)s", members=_listed(MEMBERS))])
    problems = [*_frame(document), *_of_rules(document["rules"])]
    if problems:
        raise BadPolicy(problems)
    return document


def _frame(document: Mapping[str, Any]) -> Iterator[str]:
    if document["v"] != 1:
        yield say("v is %(given)s, not 1", given=repr(document["v"]))
    version = document["version"]
    if not isinstance(version, int) or isinstance(version, bool) or not 0 < version < 2**31:
        yield say("version is not a number from 1")
    try:
        starts, ends = moment(document, "in_force_from"), moment(document, "until")
    except BadBody as problem:
        yield str(problem)
        return
    if not timedelta() < ends - starts <= LONGEST:
        yield say(
            "a policy is in force for at most %(days)s days, and for some time", days=LONGEST.days
        )


def _of_rules(rules: Any) -> Iterator[str]:
    if not isinstance(rules, list) or len(rules) > MOST_RULES:
        yield say("rules is not a list of at most %(most)s", most=MOST_RULES)
        return
    for place, rule in enumerate(rules):
        if not isinstance(rule, Mapping) or set(rule) != RULE_MEMBERS:
            members = say("a rule has the members %(members)s", members=_listed(RULE_MEMBERS))
            yield _at(place, members)
        else:
            yield from (_at(place, problem) for problem in _of_rule(rule))
    names = [rule.get("id") for rule in rules if isinstance(rule, Mapping)]
    if len({str(name) for name in names}) < len(names):
        yield say("two rules have one id")


def _at(place: int, problem: str) -> str:
    return say("rules[%(place)s]: %(problem)s", place=place, problem=problem)


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))


def _of_rule(rule: Mapping[str, Any]) -> Iterator[str]:
    for name, most in (("id", 60), ("text_zh", 300), ("text_en", 300)):
        text = rule[name]
        if not isinstance(text, str) or not 0 < len(text.strip()) <= most:
            yield say("%(name)s is not a text of 1 to %(most)s characters", name=name, most=most)
    conditions = rule["conditions"]
    known = isinstance(conditions, list) and all(each in set(Condition) for each in conditions)
    if rule["outcome"] not in {Outcome.DENY, Outcome.WITH_CONDITION}:
        yield say("outcome is neither deny nor allow_with_condition")
    elif not known or bool(conditions) != (rule["outcome"] == Outcome.WITH_CONDITION):
        yield say(
            "conditions are some of %(known)s, where it is allowed with them",
            known=_listed(Condition),
        )
    yield from _of_when(rule["when"])


def _of_when(when: Json) -> Iterator[str]:
    """Yield why a condition may decide nothing: it must need a known fact to hold."""
    try:
        node = parse(when)
        check(node, VOCABULARY)
    except Faulty as faulty:
        for fault in faulty.faults:
            yield say("when%(path)s: %(reason)s", path=fault.path[1:], reason=fault.reason)
        return
    if condition(node)({}):
        yield say("when: this holds of anybody, even where nothing is known")
    for var in polarity.makes_hold(node, VOCABULARY):
        yield say("when: not knowing %(fact)s could make this hold", fact=var.name)


def asks_more(new: Mapping[str, Any], old: Mapping[str, Any] | None) -> bool:
    """Tell whether a policy may ask more of anybody than the one before: any new or changed rule.

    Leaving rules out asks less; the texts of a rule are not what it asks.
    """
    before = [] if old is None else [_asked(rule) for rule in old["rules"]]
    return any(_asked(rule) not in before for rule in new["rules"])


def _asked(rule: Mapping[str, Any]) -> tuple[Any, ...]:
    return rule["when"], rule["outcome"], sorted(rule["conditions"])

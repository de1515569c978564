"""What a host's policy of entry says of somebody, by what is known of them at home."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from core.certlogic.evaluating import condition
from core.certlogic.parsing import parse


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


@dataclass(frozen=True, slots=True)
class Judged:
    """What a policy says of somebody: an outcome, conditions, and the rules that held.

    The rules are for the person alone: they never leave home.
    """

    outcome: Outcome
    conditions: tuple[str, ...]
    rules: tuple[Mapping[str, Any], ...] = field(default=(), compare=False)


def judged(document: Mapping[str, Any], facts: Any) -> Judged:
    """Return what a checked policy says of somebody with these facts: the gravest that holds."""
    held = [rule for rule in document["rules"] if condition(parse(rule["when"]))(facts)]
    order = list(Outcome)
    outcome = max((Outcome(r["outcome"]) for r in held), key=order.index, default=Outcome.ALLOW)
    asked = {each for rule in held for each in rule["conditions"]}
    is_denied = outcome == Outcome.DENY
    return Judged(outcome, () if is_denied else tuple(sorted(asked)), tuple(held))

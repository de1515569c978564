"""A rule set's grounds as SQL over the fact sheet.

A condition is CertLogic (`core.certlogic`) over the facts of the vocabulary. What is ill-formed, or
compares what cannot be compared, is refused at publication.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from core.certlogic.parsing import parse
from core.certlogic.sql.typed import compile_condition, in_utc
from core.certlogic.syntax import Faulty
from core.certlogic.vocabulary import Fact, Kind
from provinces.facts.schema import BY_NAME

_KINDS = {"moment": Kind.MOMENT, "minutes": Kind.INTEGER, "zone": Kind.INTEGER}

# Moments on a sheet are whole minutes, so none is finer than a millisecond.
VOCABULARY = {name: Fact(_KINDS[fact.kind]) for name, fact in BY_NAME.items()}
COLUMNS = {
    name: in_utc(f"f.{fact.column}") if fact.kind == "moment" else f"f.{fact.column}"
    for name, fact in BY_NAME.items()
}


# Neither a hold nor the rules themselves last longer.
LONGEST_DAYS = 90


class NotUnderstood(ValueError):
    """An expression that cannot be compiled; the message names the path of the fault."""


@dataclass(frozen=True, slots=True)
class Verdicts:
    """A rule set, ready to decide: one SELECT of every ground in force, and what it was made of.

    `select` yields `citizen_id, ground, status, rank, since, until, evidence` for the citizens
    in the temporary table `deciding`, as of the parameter `as_of`. No hold lasts longer than
    `reach` after its anchor, a fact, nor outlasts `ends_at`.
    """

    select: str
    default: str
    dwell: int
    reach: Mapping[str, timedelta] = field(default_factory=dict)
    ends_at: datetime | None = None


def compile_ruleset(document: dict[str, Any]) -> Verdicts:
    """Compile a rule set's document; raises NotUnderstood."""
    days = document["days_in_force"]
    if type(days) is not int or not 0 < days <= LONGEST_DAYS:
        raise NotUnderstood(f"days_in_force: rules last 1 to {LONGEST_DAYS} days, not {days!r}")
    ranks = {status["key"]: status["rank"] for status in document["statuses"]}
    if ranks.pop(document["default"], None) is None:
        raise NotUnderstood(f"default: {document['default']!r} is none of the statuses")
    grounds = [
        _ground(ground, ranks, f"grounds.{place}")
        for place, ground in enumerate(document["grounds"])
    ]
    return Verdicts(
        select="\nUNION ALL\n".join(grounds),
        default=document["default"],
        dwell=int(document["parameters"]["dwell_minutes"]),
        reach=_reach(document["grounds"]),
    )


def _reach(grounds: list[dict[str, Any]]) -> dict[str, timedelta]:
    """Return for each fact the longest hold that begins with it."""
    found: dict[str, timedelta] = {}
    for ground in grounds:
        hold = timedelta(days=ground["hold_days"])
        found[ground["anchor"]] = max(hold, found.get(ground["anchor"], hold))
    return found


def _ground(ground: dict[str, Any], ranks: dict[str, int], path: str) -> str:
    if ground["status"] not in ranks:
        raise NotUnderstood(
            f"{path}.status: {ground['status']!r} is none of the statuses, or the default one"
        )
    days = ground["hold_days"]
    if type(days) is not int or not 0 < days <= LONGEST_DAYS:
        raise NotUnderstood(
            f"{path}.hold_days: a hold lasts 1 to {LONGEST_DAYS} days, not {days!r}"
        )
    anchor = column(ground["anchor"], f"{path}.anchor")
    until = f"{anchor} + interval '{days} days'"
    return f"""
        SELECT f.citizen_id, {_text(ground["key"])} AS ground, {_text(ground["status"])} AS status,
               {ranks[ground["status"]]} AS rank, {anchor} AS since, {until} AS until,
               jsonb_build_object({_evidence(ground["evidence"], path)}) AS evidence
        FROM facts_factsheet f JOIN deciding d ON d.citizen_id = f.citizen_id
        WHERE ({condition(ground["when"], f"{path}.when")}) AND {until} > %(as_of)s
    """


def condition(expression: Any, path: str) -> str:
    """Return an expression as a SQL condition over the fact sheet `f`; raises NotUnderstood.

    It is NULL where the expression ends in an error, and then does not hold.
    """
    try:
        return compile_condition(parse(expression, path), VOCABULARY, COLUMNS, percent="%%")
    except Faulty as faulty:
        raise NotUnderstood("\n".join(map(str, faulty.faults))) from faulty


def column(fact: str, path: str) -> str:
    """Return a fact's column on the sheet `f`; raises NotUnderstood."""
    if fact not in BY_NAME:
        raise NotUnderstood(f"{path}: {fact!r} is not in the vocabulary")
    return f"f.{BY_NAME[fact].column}"


def _evidence(named: dict[str, str], path: str) -> str:
    return ", ".join(
        f"{_text(key)}, {column(fact, f'{path}.evidence.{key}')}" for key, fact in named.items()
    )


def _text(value: str) -> str:
    return "'" + value.replace("'", "''").replace("%", "%%") + "'"

"""A rule set's grounds as SQL over the fact sheet: one look at each sheet for all of them.

    facts_factsheet ──► does any condition hold, and may it hold anybody yet? ──► f, the few
    f ──► ground 1: its phase, from when, until when, on what evidence
      ──► ground 2: ...

A condition is CertLogic (`core.certlogic`) over the facts of the vocabulary. What is ill-formed, or
compares what cannot be compared, is refused when a rule set is published.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from core.certlogic.sql import literals
from core.certlogic.sql.typed import compile_condition
from core.certlogic.syntax import Faulty
from provinces.facts.schema import BY_NAME, Kind

from . import clearing, reaching, reading
from .clearing import AS_OF
from .document import Companion, Ground, Ruleset
from .vocabulary import COLUMNS, VOCABULARY, NoSuchFact, column

# As a person's data has them.
MOMENT = """to_char({column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')"""
MOMENTS = """(SELECT jsonb_agg({moment} ORDER BY t.place)
    FROM unnest({column}) WITH ORDINALITY AS t (at, place))"""

NOT_OVER = f"({{closes}} > {AS_OF}) IS NOT FALSE"

# Most people are held by nothing. Looking each one up for every ground, though in one pass, takes
# three times as long as sorting them out first; so does asking each ground for all its people.
SELECT = """
WITH f AS MATERIALIZED (
    SELECT f.* FROM facts_factsheet f JOIN deciding d ON d.citizen_id = f.citizen_id
    WHERE {some})
{grounds}
"""

# Without a rule set, or under one without grounds, nobody is held.
NO_GROUND = """
SELECT NULL::integer AS citizen_id, '' AS ground, '' AS status, 0 AS rank,
       NULL::timestamptz AS since, NULL::timestamptz AS until, '[]'::jsonb AS evidence
WHERE false
"""

GROUND = """
SELECT f.citizen_id, {key} AS ground, {status} AS status, {rank} AS rank, {since} AS since,
       {until} AS until, jsonb_build_object({evidence}) AS evidence
FROM f CROSS JOIN LATERAL (SELECT {anchor} AS e0{kept}) AS begun
CROSS JOIN LATERAL (SELECT {ends}{kept}) AS ended
WHERE ({condition}) AND {is_on}
"""


class NotUnderstood(ValueError):
    """A rule set that cannot be compiled; the message names the path of each fault."""


@dataclass(frozen=True, slots=True)
class Verdicts:
    """A rule set, ready to decide: one SELECT of every ground in force, and what it was made of.

    `select` yields `citizen_id, ground, status, rank, since, until, evidence` for the citizens
    in the temporary table `deciding`, as of the parameter `as_of`; at `until` another phase of the
    same ground may follow. No hold lasts longer than `reach` after a fact, nor outlasts `ends_at`.
    Without `companion` nobody is one.
    """

    select: str
    default: str
    dwell: int
    companion: Companion | None = None
    reach: Mapping[str, timedelta] = field(default_factory=dict)
    ends_at: datetime | None = None


def compile_ruleset(document: dict[str, Any], zone: ZoneInfo) -> Verdicts:
    """Compile a rule set's document for a province with this time zone; raises NotUnderstood.

    What `validating` takes is understood.
    """
    try:
        ruleset = reading.read(document)
        some = [_may_hold(ground, zone) for ground in ruleset.grounds]
        grounds = [_ground(ground, ruleset, zone) for ground in ruleset.grounds]
    except (reading.Malformed, Faulty, NoSuchFact) as problem:
        raise NotUnderstood(str(problem)) from problem
    return Verdicts(
        select=SELECT.format(some=" OR ".join(some), grounds="UNION ALL".join(grounds))
        if grounds
        else NO_GROUND,
        default=ruleset.default,
        dwell=ruleset.dwell_minutes,
        companion=ruleset.companion,
        reach=reaching.reach(ruleset),
    )


def _ground(ground: Ground, ruleset: Ruleset, zone: ZoneInfo) -> str:
    ends = list(clearing.ends(ground, "begun.e0", zone))
    numbered = [f"{end} AS e{number}" for number, end in enumerate(ends, 1)]
    names = [f"e{number}" for number in range(len(ends) + 1)]
    closes = clearing.closes(ground)
    statuses = [ruleset.default, *(phase.status for phase in ground.phases)]
    until = _first(names, names)
    last = f"greatest({', '.join(names)})" if clearing.may_clear(ground) else names[-1]
    return GROUND.format(
        key=_text(ground.key),
        status=_first(names, [_text(status) for status in statuses]),
        rank=_first(names, [str(_rank(ruleset, status, ground)) for status in statuses]),
        since=_first(names, [AS_OF, *_running(names[:-1])]),
        until=f"least({until}, {closes})" if closes else until,
        evidence=", ".join(_shown(name, fact) for name, fact in ground.evidence.items()),
        anchor=clearing.anchor(ground.anchor),
        ends=", ".join(numbered),
        # Or what is looked up would be looked up wherever it is named.
        kept=" OFFSET 0" if clearing.looks_at_tests(ground) else "",
        condition=condition(ground),
        # Without an anchor nothing begins, though something may clear it.
        is_on=f"e0 IS NOT NULL AND {last} > {AS_OF}"
        + (f" AND {NOT_OVER.format(closes=closes)}" if closes else ""),
    )


def _may_hold(ground: Ground, zone: ZoneInfo) -> str:
    """Return whether a ground may hold somebody: all that can be told at a glance."""
    wanted = [f"({condition(ground)})"]
    if ground.anchor.test is None:
        days = sum(phase.days for phase in ground.phases)
        anchor = clearing.anchor(ground.anchor)
        last = clearing.counted(anchor, days, ground.anchor.counting, zone)
        wanted.append(f"{last} > {AS_OF}")
    if closes := clearing.closes(ground):
        wanted.append(NOT_OVER.format(closes=closes))
    return f"({' AND '.join(wanted)})"


def condition(ground: Ground) -> str:
    """Return a ground's condition in SQL; NULL, where it ends in an error, does not hold.

    Raises Faulty.
    """
    return compile_condition(ground.condition, VOCABULARY, COLUMNS, percent="%%")


def _first(ends: Sequence[str], values: Sequence[str]) -> str:
    """Return the value of the first end that is yet to come."""
    *whens, otherwise = zip(ends, values, strict=True)
    cases = " ".join(f"WHEN {end} > {AS_OF} THEN {value}" for end, value in whens)
    return f"CASE {cases} ELSE {otherwise[1]} END"


def _running(ends: Sequence[str]) -> list[str]:
    """Return when each phase begins: at the latest end of those before it."""
    return [
        f"greatest({', '.join(ends[:count])})" if count > 1 else ends[0]
        for count in range(1, len(ends) + 1)
    ]


def _rank(ruleset: Ruleset, key: str, ground: Ground) -> int:
    status = ruleset.status(key)
    if status is None:
        raise NotUnderstood(f"{ground.path}.phases: {key!r} is none of the statuses")
    return status.rank


def _shown(name: str, fact: str) -> str:
    held, kind = column(fact), BY_NAME[fact].kind
    if kind is Kind.MOMENT:
        held = MOMENT.format(column=held)
    elif kind is Kind.MOMENTS:
        held = MOMENTS.format(moment=MOMENT.format(column="t.at"), column=held)
    return f"{_text(name)}, {held}"


def _text(value: str) -> str:
    return literals.text(value, percent="%%")

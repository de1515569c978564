"""A part of the fact sheet: the facts that come from one place, as SQL.

A part has a row for each citizen in `stale` about whom it knows something, or will.

    exposures_high_left_at   2026-11-15 06:40
    exposures_high_minutes   60
    told                     exposures.high.left_at=1794724800|exposures.high.minutes=60
    due_at                   when that changes by the clock alone
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .schema import FACTS, Fact, Kind, Source

SECONDS = "extract(epoch FROM {})::bigint"
# A list's moments in their order; NULL of no list.
SECONDS_OF_LIST = f"""(SELECT string_agg({SECONDS.format("moment")}::text, ',' ORDER BY place)
    FROM unnest({{}}) WITH ORDINALITY AS listed (moment, place))"""
_AS_TEXT = {Kind.MOMENT: SECONDS, Kind.MOMENTS: SECONDS_OF_LIST}


@dataclass(frozen=True, slots=True)
class Part:
    """Some facts, the rows they come from, and the SELECT that finds them.

    It yields `citizen_id`, a column for each fact, and `due_at`, unless the clock alone changes
    none. It has a row only for whom a fact is known, or due; where `rows` has none there is none.
    """

    name: str
    facts: tuple[Fact, ...]
    rows: str
    select: str
    is_timed: bool = True

    @property
    def cte(self) -> str:
        """Return the part as a common table expression, with what it tells put into words."""
        columns = ", ".join(fact.column for fact in self.facts)
        told = ", ".join(map(_said, self.facts))
        due_at = ", due_at" * self.is_timed
        return f"""{self.name} AS (
            SELECT citizen_id, {columns}, nullif(concat_ws('|', {told}), '') AS told{due_at}
            FROM ({self.select}) AS found)"""


def _said(fact: Fact) -> str:
    return f"'{fact.name}=' || {_AS_TEXT.get(fact.kind, '{}').format(fact.column)}"


def facts_from(*sources: Source) -> tuple[Fact, ...]:
    """Return the facts that rest on some sources, in the vocabulary's order."""
    return tuple(fact for fact in FACTS if fact.source in sources)


def minute(moment: str) -> str:
    """Return a moment as a sheet tells it: no finer than minutes."""
    return f"date_trunc('minute', {moment})"


def pivoted(facts: Sequence[Fact], values: Mapping[str, str], rows: Mapping[str, str]) -> str:
    """Return the columns of facts out of rows that are grouped by citizen, one row for a group.

    `values` gives for a fact's field the row's value, `rows` for a fact's group which row it is.
    """
    return ",\n".join(
        f"{'bool_or' if fact.kind is Kind.FLAG else 'max'}({values[fact.field]})"
        f" FILTER (WHERE {rows[fact.group]}) AS {fact.column}"
        for fact in facts
    )

"""The sheets as SQL: the parts' rows joined into one row a citizen, and what differs written.

    exposed ┐
    stayed  ┤                        written    where facts or clock differ from those kept
    …       ├─ full join ─▶ sheets ─▶
    tested  ┘                        removed    where nothing is known any more, nor due

Of most people little is known, and planning a statement about all that could be takes longer than
doing it: parts from which nobody in `stale` has anything are left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from .from_evidence import ASSERTED
from .from_exposures import ACCOMPANIED, EXPOSED, STAYED
from .from_screening import TESTED, VACCINATED
from .parts import Part
from .schema import FACTS

# In the vocabulary's order, which the digest follows.
PARTS = (EXPOSED, STAYED, ACCOMPANIED, ASSERTED, TESTED, VACCINATED)

# For each part whether anybody in `stale` has anything.
PRESENT = "SELECT " + ", ".join(f"EXISTS (SELECT FROM {part.rows})" for part in PARTS)

_COLUMNS = ", ".join(fact.column for fact in FACTS)

# One sheet for each citizen in `stale` about whom there is something to tell, and whose home this
# is: of who has gone, their new home tells.
_SHEETS = """
WITH {ctes},
sheets AS (
    SELECT citizen_id, {columns}, least(NULL::timestamptz{due}) AS due_at,
           sha256(convert_to(concat_ws('|', {told}), 'UTF8')) AS digest
    FROM {joined}
    WHERE citizen_id NOT IN (SELECT citizen_id FROM citizens_departure))
"""

# Whoever's facts are others is added to `refreshed`; when they are due is noted besides.
_UPSERT = f"""
{{sheets}},
differing AS (
    SELECT s.*, k.digest IS DISTINCT FROM s.digest AS is_news
    FROM sheets s LEFT JOIN facts_factsheet k ON k.citizen_id = s.citizen_id
    WHERE k.digest IS DISTINCT FROM s.digest OR k.due_at IS DISTINCT FROM s.due_at),
written AS (
    INSERT INTO facts_factsheet (citizen_id, {{columns}}, due_at, digest)
    SELECT citizen_id, {{columns}}, due_at, digest FROM differing
    ON CONFLICT (citizen_id) DO UPDATE SET
        ({_COLUMNS}, due_at, digest) = ROW({{values}}, excluded.due_at, excluded.digest)),
emptied AS (
    DELETE FROM facts_factsheet f USING stale s
    WHERE f.citizen_id = s.citizen_id
      AND NOT EXISTS (SELECT FROM sheets d WHERE d.citizen_id = f.citizen_id)
    RETURNING f.citizen_id)
INSERT INTO refreshed
SELECT citizen_id FROM differing WHERE is_news UNION ALL SELECT citizen_id FROM emptied
"""


def parts_of(present: Sequence[bool]) -> tuple[Part, ...]:
    """Return the parts from which anybody has anything, or one where nobody has, of `PRESENT`."""
    found = tuple(part for part, is_there in zip(PARTS, present, strict=True) if is_there)
    return found or PARTS[:1]


@cache
def upsert(parts: tuple[Part, ...]) -> str:
    """Return the statement that writes the sheets that differ, made of some parts alone."""
    told = {fact for part in parts for fact in part.facts}
    values = (f"excluded.{fact.column}" if fact in told else "NULL" for fact in FACTS)
    return _UPSERT.format(sheets=_sheets(parts), columns=_columns(parts), values=", ".join(values))


def _sheets(parts: Sequence[Part]) -> str:
    first, *others = parts
    return _SHEETS.format(
        ctes=", ".join(part.cte for part in parts),
        columns=_columns(parts),
        due="".join(f", {part.name}.due_at" for part in parts if part.is_timed),
        told=", ".join(f"{part.name}.told" for part in parts),
        joined=first.name + "".join(f" FULL JOIN {p.name} USING (citizen_id)" for p in others),
    )


def _columns(parts: Sequence[Part]) -> str:
    return ", ".join(fact.column for part in parts for fact in part.facts)


def _of(table: str) -> str:
    return ", ".join(f"{table}.{fact.column}" for fact in FACTS)


# Of all parts, whoever has anything.
UPSERT = upsert(PARTS)

DIFFERENCES = f"""
{_sheets(PARTS)}
SELECT count(*) FROM facts_factsheet k FULL JOIN sheets s ON s.citizen_id = k.citizen_id
WHERE ({_of("k")}, k.due_at, k.digest) IS DISTINCT FROM ({_of("s")}, s.due_at, s.digest)
"""

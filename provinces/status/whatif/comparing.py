"""Comparing what was judged with the status that reads now, person by person, and counting."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby
from typing import Any

import numpy as np

from core.db import copying
from core.db.planning import by_index
from provinces.exposure import divisions
from provinces.jurisdictions.models import Level
from provinces.status import deciding, pipeline
from provinces.status.models import Run
from provinces.tenancy import scope
from provinces.zones import frontier

from .comparison import Comparison, Flip, Part

# Past its `until` a status reads as the gravest of its grounds that has not ended.
FLIPPED = f"""
INSERT INTO flipped
SELECT * FROM (
    SELECT v.citizen_id,
           coalesce(CASE WHEN c.until > %(as_of)s THEN c.status
                    ELSE ({deciding.CURRENT_STATUS}) END, %(default)s) AS before,
           v.status AS after
    FROM verdict v LEFT JOIN status_current c ON c.citizen_id = v.citizen_id) AS read
WHERE before <> after
"""

ALL = """
SELECT before, after, count(*) FROM flipped GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2
"""

# A community is told with its county: it is too small to be told by itself.
BY_AREA = f"""
SELECT a.code, a.name_zh, a.name_en, before, after, count(*)
FROM flipped JOIN citizens_citizen p ON p.id = citizen_id
JOIN jurisdictions_area home ON home.id = p.area_id
JOIN jurisdictions_area a
    ON a.id = CASE WHEN home.level > {Level.COUNTY} THEN home.parent_id ELSE home.id END
GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 4, 5
"""

# By the years of age that somebody comes to in the year: the day of birth is not kept.
AGES = {"0-13": 14, "14-17": 18, "18-59": 60, "60+": 1000}
UNKNOWN = "unknown"
_GROUPS = " ".join(f"WHEN %(year)s - p.birth_year < {end} THEN {place}"
                   for place, end in enumerate(AGES.values()))  # fmt: skip
BY_AGE = f"""
SELECT CASE {_GROUPS} ELSE {len(AGES)} END, before, after, count(*)
FROM flipped LEFT JOIN citizens_citizen p ON p.id = citizen_id
GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
"""

# How many there are of each age, flipped or not.
PEOPLE = f"""
SELECT CASE {_GROUPS} ELSE {len(AGES)} END, count(*) FROM citizens_citizen p GROUP BY 1 ORDER BY 1
"""

# Of few: their stays. No two ranges have a cell in common, so the one that begins last before it
# is the one that may hold it.
BY_STAYS = """
SELECT before, after, count(*) FROM flipped f
CROSS JOIN LATERAL (
    SELECT FROM presence_stay s
    WHERE s.citizen_id = f.citizen_id AND s.cell <= (
        SELECT b.hi FROM border b WHERE b.lo <= s.cell ORDER BY b.lo DESC LIMIT 1)
    LIMIT 1) AS near
GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2
"""
# Of many: whoever stayed there. OFFSET keeps the planner from reading all stays after all.
BY_RANGES = """
WITH near AS MATERIALIZED (
    SELECT DISTINCT there.citizen_id
    FROM border b CROSS JOIN LATERAL (
        SELECT s.citizen_id FROM presence_stay s
        WHERE s.cell BETWEEN b.lo AND b.hi OFFSET 0) AS there)
SELECT before, after, count(*) FROM flipped JOIN near USING (citizen_id)
GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2
"""
SIZES = """
SELECT (SELECT count(*) FROM flipped),
       (SELECT coalesce(sum(pg_relation_size(inhrelid)), 0) / 8192
        FROM pg_inherits WHERE inhparent = 'presence_stay'::regclass)
"""


class BeforeTheLastRun(ValueError):
    """Statuses are compared as they read now: what read earlier is kept for nobody to count."""


def require_comparable(as_of: datetime) -> None:
    """Require that no run has been published as of a later moment; raises BeforeTheLastRun."""
    last = Run.objects.filter(state=Run.State.PUBLISHED).order_by("-as_of").first()
    if last and as_of < last.as_of - pipeline.CLOCKS_APART:
        local = last.as_of.astimezone(scope.current().zone).isoformat(timespec="seconds")
        raise BeforeTheLastRun(
            f"the last run is as of {local}, and a draft is compared with the statuses of today:"
            " name that moment or a later one"
        )


def compare(
    cursor: Any, *, default: str, as_of: datetime, of_everybody: bool = False
) -> Comparison:
    """Return how the temporary table `verdict` differs from the status that reads at a moment.

    `default` is the status of whoever nothing was decided about. How many people there are of each
    age is counted where it is `of_everybody`.
    """
    cursor.execute("SELECT count(*) FROM verdict")
    judged: int = cursor.fetchone()[0]
    cursor.execute(FLIPPED, {"as_of": as_of, "default": default})
    cursor.execute("ANALYZE flipped")
    year = as_of.astimezone(scope.current().zone).year
    return Comparison(
        as_of=as_of,
        judged=judged,
        flips=_flips(_rows(cursor, ALL)),
        by_area=tuple(_by_area(_rows(cursor, BY_AREA))),
        by_age=tuple(_by_age(_rows(cursor, BY_AGE, year=year))),
        at_border=_at_border(cursor),
        people_by_age=_people(_rows(cursor, PEOPLE, year=year)) if of_everybody else (),
    )


def _rows(cursor: Any, query: str, **values: Any) -> list[tuple[Any, ...]]:
    cursor.execute(query, values)
    found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def _flips(rows: Iterable[tuple[Any, ...]]) -> tuple[Flip, ...]:
    return tuple(Flip(*row[-3:]) for row in rows)


def _by_area(rows: list[tuple[Any, ...]]) -> Iterable[Part]:
    for (code, name_zh, name_en), of_area in groupby(rows, key=lambda row: row[:3]):
        yield Part(code, _flips(of_area), name_zh, name_en)


def _by_age(rows: list[tuple[Any, ...]]) -> Iterable[Part]:
    groups = [*AGES, UNKNOWN]
    for place, of_group in groupby(rows, key=lambda row: row[0]):
        yield Part(groups[place], _flips(of_group))


def _people(rows: list[tuple[Any, ...]]) -> tuple[tuple[str, int], ...]:
    groups = [*AGES, UNKNOWN]
    return tuple((groups[place], number) for place, number in rows)


def _at_border(cursor: Any) -> tuple[Flip, ...]:
    cursor.execute(SIZES)
    flipped, pages = cursor.fetchone()
    ranges = frontier.ranges()
    if not flipped or not len(ranges):
        return ()
    lo, hi = np.ascontiguousarray(ranges.T)
    copying.copy_in("border", {"lo": lo, "hi": hi})
    cursor.execute("ANALYZE border")
    are_few = flipped * divisions.PAGES_A_CITIZEN < pages
    with by_index(cursor):
        return _flips(_rows(cursor, BY_STAYS if are_few else BY_RANGES))

"""Matching stays with zones: a range join on whole numbers, as SQL.

    ranges of zones     [lo ---- hi]    [lo - hi]      by cell id, each class its own resolution
    stays of a day     . .. : .  .  .. .  ::  .  .     sealed in cell order

Two forms say the same. *By range* reads, for each range, the stays inside it: the cost follows
the zones. *By stay* looks up, for each stay of the marked citizens, the ranges that hold its
cell: the cost follows the citizens.
"""

from __future__ import annotations

COLUMNS = "cell, zone_id, citizen_id, day, started, ended, certain"

# The columns, clipped to the zone's period.
_MATCH = """
SELECT s.cell, r.zone_id, s.citizen_id, s.day,
       greatest(s.started, r.starts) AS started, least(s.ended, r.ends) AS ended, r.certain
"""

# A zone's empty period meets nothing, not even a stay that it lies within.
_IN_PERIOD = """
  AND s.started < r.ends AND s.ended > r.starts AND r.starts < r.ends
  AND s.day >= %(lo)s AND s.day < %(hi)s AND r.starts < %(hi)s + 1500 AND r.ends > %(lo)s
"""

BY_RANGE = f"""{_MATCH}
FROM zones_zonerange r JOIN presence_stay s ON s.cell BETWEEN r.lo AND r.hi
WHERE true {_IN_PERIOD}
"""

BY_STAY = f"""{_MATCH}
FROM presence_stay s JOIN zones_zonerange r ON int8range(r.lo, r.hi, '[]') @> s.cell
WHERE true {_IN_PERIOD}
"""

OF_ZONES = " AND r.zone_id = ANY(%(zones)s)"
OF_MARKED = " AND EXISTS (SELECT FROM marked m WHERE m.citizen_id = s.citizen_id)"
NOT_OF_ZONES = " AND r.zone_id <> ALL(%(zones)s)"

# A look-up of one stay costs about as much as reading the stays of this many ranges.
STAYS_PER_RANGE = 4


def everything() -> str:
    """Return the statement that matches every zone with every stay."""
    return BY_RANGE


def of_zones() -> str:
    """Return the statement that matches the revised zones with every stay."""
    return BY_RANGE + OF_ZONES


def of_marked(*, stays: int, ranges: int) -> str:
    """Return the statement that matches the marked citizens' stays with all other zones.

    Which form is cheaper follows from how many stays and ranges there are.
    """
    form = BY_STAY if stays * STAYS_PER_RANGE < ranges else BY_RANGE
    return form + OF_MARKED + NOT_OF_ZONES

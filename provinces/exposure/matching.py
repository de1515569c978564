"""Matching stays with zones: a range join on whole numbers, as SQL.

    ranges of zones     [lo ---- hi]    [lo - hi]      by cell id, each class its own resolution
    stays of a day     . .. : .  .  .. .  ::  .  .     sealed in cell order

What comes out is a row for each zone and cell of a day where somebody met the zone: three lists of
equal length, in which a place is one exposure, ordered by citizen and time.

Three forms say the same. *By range* reads, for each range, the stays inside it: the cost follows
the zones. *By cell* looks up the ranges that hold a marked cell: the cost follows what changed.
*By pair*, for everybody's day, first finds which cells of each range anybody ever stayed in, for
most ranges have none, and then reads the stays of those alone.
"""

from __future__ import annotations

COLUMNS = "cell, day, zone_id, certain, citizens, started, ended"

KINDS = (
    "cell bigint, day integer, zone_id integer, certain boolean,"
    " citizens integer[], started integer[], ended integer[]"
)

# Where somebody was in a zone: a row each, in place of the lists.
EXPOSURES = """
SELECT cell, day, zone_id, certain, unnest(citizens) AS citizen_id, unnest(started) AS started,
       unnest(ended) AS ended
FROM {table}
"""

# One order for all three, so that they are sorted once and equal rows are equal.
_ORDER = "ORDER BY s.citizen_id, s.started, s.ended"

# Minutes are clipped to the zone's period.
_PEOPLE = f"""
array_agg(s.citizen_id {_ORDER}) AS citizens,
array_agg(greatest(s.started, r.starts) {_ORDER}) AS started,
array_agg(least(s.ended, r.ends) {_ORDER}) AS ended
"""

# Commuters do not meet the zones of those whom a treaty names, where one of their regular places
# lies in its strip; `commuting` has who is spared where. What began there counts as there.
_SPARED = """
NOT EXISTS (
    SELECT FROM exposure_spared x
    WHERE x.citizen_id = {who} AND {cell} BETWEEN x.lo AND x.hi
      AND {began} >= x.starts AND {began} < x.ends AND NOT (x.only_uncertain AND r.certain)
      AND EXISTS (SELECT FROM zones_effectivezone z
                  WHERE z.id = r.zone_id AND z.source = ANY(x.spared)))
"""
_NOT_SPARED = _SPARED.format(who="s.citizen_id", cell="s.cell", began="s.started")
# The same of a check-in `c`.
CHECK_IN_COUNTS = _SPARED.format(who="c.citizen_id", cell="c.cell", began="c.at_minute")

# A zone's empty period meets nothing, not even a stay that it lies within. A civil day has at most
# 25 hours.
_OVERLAP = "s.started < r.ends AND s.ended > r.starts AND r.starts < r.ends"
_MET = f"{_OVERLAP} AND {_NOT_SPARED}"
_AROUND = "r.starts < %(hi)s + 1500 AND r.ends > %(lo)s"
_IN_PERIOD = f"{_MET} AND s.day >= %(lo)s AND s.day < %(hi)s AND {_AROUND}"

_GROUP = "GROUP BY s.cell, s.day, r.zone_id, r.certain"

BY_RANGE = f"""
SELECT s.cell, s.day, r.zone_id, r.certain, {_PEOPLE}
FROM zones_zonerange r JOIN presence_stay s ON s.cell BETWEEN r.lo AND r.hi
WHERE {_IN_PERIOD} {_GROUP}
"""

OF_ZONES = f"""
SELECT s.cell, s.day, r.zone_id, r.certain, {_PEOPLE}
FROM zones_zonerange r JOIN presence_stay s ON s.cell BETWEEN r.lo AND r.hi
WHERE r.zone_id = ANY(%(zones)s) AND {_IN_PERIOD} {_GROUP}
"""

# All other zones than the revised ones, which `OF_ZONES` is about.
BY_CELL = f"""
SELECT s.cell, s.day, r.zone_id, r.certain, {_PEOPLE}
FROM marked_cell m
JOIN zones_zonerange r ON int8range(r.lo, r.hi, '[]') @> m.cell
JOIN presence_stay s ON s.cell = m.cell AND s.day = m.day
WHERE r.zone_id <> ALL(%(zones)s) AND {_IN_PERIOD} {_GROUP}
"""

# From so many days on *by pair* is the faster one.
SEVERAL_DAYS = 3

# The temporary table `pair`: the cells of each range in which anybody stayed on any day.
PAIR = "cell bigint, zone_id integer, starts integer, ends integer, certain boolean"
PAIRS = f"""
INSERT INTO pair
SELECT c.cell, r.zone_id, r.starts, r.ends, r.certain
FROM zones_zonerange r
CROSS JOIN LATERAL (
    SELECT cell FROM presence_cell WHERE cell BETWEEN r.lo AND r.hi OFFSET 0) AS c
WHERE r.starts < r.ends AND {_AROUND}
ORDER BY c.cell
"""

# Of the one day `lo`.
BY_PAIR = f"""
SELECT r.cell, %(lo)s AS day, r.zone_id, r.certain, met.*
FROM pair r
CROSS JOIN LATERAL (
    SELECT {_PEOPLE} FROM presence_stay s
    WHERE s.cell = r.cell AND s.day = %(lo)s AND {_MET}) AS met
WHERE met.citizens IS NOT NULL AND {_AROUND}
"""

"""Looking stays up by index, one subject after the other, whatever the planner believes.

It takes tables that were filled a moment ago for small or large as it comes, and then rather reads
everybody's stays. OFFSET keeps it from that.
"""

from __future__ import annotations

# Stays of citizens `[lo, hi)`. Asked of what has been found, lest it be looked for by citizen.
IN_BOUNDS = "s.citizen_id >= %(lo)s AND s.citizen_id < %(hi)s"
EVERYBODY = {"lo": 0, "hi": 2**31 - 1}

_EACH = """
CROSS JOIN LATERAL (SELECT * FROM presence_stay WHERE {of} AND {condition} OFFSET 0) AS s"""


def of_citizen(subject: str, condition: str) -> str:
    """Join the stays `s` of the citizen of each row of a subject."""
    return _EACH.format(of=f"citizen_id = {subject}.citizen_id", condition=condition)


def in_cells(subject: str, condition: str) -> str:
    """Join the stays `s` in the cells `[lo, hi]` of each row of a subject."""
    return _EACH.format(of=f"cell BETWEEN {subject}.lo AND {subject}.hi", condition=condition)

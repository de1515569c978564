"""How a status comes about, ground by ground, in plain words and the language of the page.

    ground   what has to hold ── what was seen ── from when, for how long ── what is missing to end

Rules judge; here it is only told what they judged, from the same facts.
"""

from .conditions import Line, Seen
from .explanation import (
    Early,
    Explanation,
    Reasoned,
    Stage,
    explain,
    explain_at,
    explain_case,
    explain_now,
)
from .missing import Missing, missing
from .pieces import Piece

__all__ = [
    "Early",
    "Explanation",
    "Line",
    "Missing",
    "Piece",
    "Reasoned",
    "Seen",
    "Stage",
    "explain",
    "explain_at",
    "explain_case",
    "explain_now",
    "missing",
]

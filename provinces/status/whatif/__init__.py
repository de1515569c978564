"""What if a draft were in force: tried on everybody it concerns, and nothing is written.

A draft is a rule set, or a zone as it is drawn. People are judged by the road's own statements,
beside it; what comes out are counts of whose status would be another one.
"""

from .aside import TookTooLong
from .comparing import BeforeTheLastRun
from .comparison import Comparison, Flip, Part
from .under_rules import rules
from .with_zone import ZoneEffect, zone

__all__ = [
    "BeforeTheLastRun",
    "Comparison",
    "Flip",
    "Part",
    "TookTooLong",
    "ZoneEffect",
    "rules",
    "zone",
]

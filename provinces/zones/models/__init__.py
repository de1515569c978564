"""What is kept of zones: as declared, as in effect, as listed, and whom treaties spare."""

from .commuting import Commuting, CommutingRange
from .liftings import Because, Lifting
from .lists import Division, DivisionList, DivisionRange, DivisionRisk, Listing
from .zones import (
    LONGEST_ZONE,
    OUT_OF_STEP,
    Basis,
    EffectiveZone,
    Level,
    Reason,
    State,
    Territory,
    Unit,
    Version,
    VersionQuerySet,
    Zone,
    ZoneRange,
)

__all__ = [
    "LONGEST_ZONE",
    "OUT_OF_STEP",
    "Basis",
    "Because",
    "Commuting",
    "CommutingRange",
    "Division",
    "DivisionList",
    "DivisionRange",
    "DivisionRisk",
    "EffectiveZone",
    "Level",
    "Lifting",
    "Listing",
    "Reason",
    "State",
    "Territory",
    "Unit",
    "Version",
    "VersionQuerySet",
    "Zone",
    "ZoneRange",
]

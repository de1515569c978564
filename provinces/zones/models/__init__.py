"""What is kept of zones: as declared, as in effect, as listed, and whom treaties spare."""

from .commuting import Commuting, CommutingRange
from .lists import Division, DivisionList, DivisionRange, DivisionRisk, Listing
from .zones import (
    LONGEST_ZONE,
    OUT_OF_STEP,
    EffectiveZone,
    Level,
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
    "Commuting",
    "CommutingRange",
    "Division",
    "DivisionList",
    "DivisionRange",
    "DivisionRisk",
    "EffectiveZone",
    "Level",
    "Listing",
    "State",
    "Territory",
    "Unit",
    "Version",
    "VersionQuerySet",
    "Zone",
    "ZoneRange",
]

"""What the sample federation consists of: three provinces, and how its people are spread."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SampleProvince:
    """One of the three provinces; `share` is its part of the sample's citizens."""

    slug: str
    code: str
    name_zh: str
    name_en: str
    share: float


BEIJING = SampleProvince("beijing", "110000", "北京市", "Beijing", 0.45)
TIANJIN = SampleProvince("tianjin", "120000", "天津市", "Tianjin", 0.25)
HEBEI = SampleProvince("hebei", "130000", "河北省", "Hebei", 0.30)

PROVINCES = (BEIJING, TIANJIN, HEBEI)

CITIZENS = 20_000
DAYS = 14
SEED = 20221207


def population_of(citizens: int) -> dict[str, int]:
    """Return how many of the sample's citizens each province has, by its code; they add up."""
    counts = {province.code: int(citizens * province.share) for province in PROVINCES}
    counts[BEIJING.code] += citizens - sum(counts.values())
    return counts

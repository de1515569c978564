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

DAYS = 14


@dataclass(frozen=True, slots=True)
class Population:
    """How many citizens the sample has in all, and which ones."""

    total: int = 20_000
    seed: int = 20_221_207

    def part_of(self, province: SampleProvince) -> int:
        """Return how many of them a province has; the parts add up."""
        if province.code == BEIJING.code:
            return self.total - sum(self.part_of(other) for other in (TIANJIN, HEBEI))
        return int(self.total * province.share)

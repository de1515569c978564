"""Pages about the whole province: an office of a part of it is not enough."""

from __future__ import annotations

from provinces.jurisdictions import queries as jurisdictions
from provinces.jurisdictions.powers import Power

from .official import OfficialView


class ProvinceView(OfficialView):
    """A page for officials who hold its power over the whole province; for others: 403."""

    def _may(self) -> bool:
        return self.power in self.powers and jurisdictions.has_over_province(
            self.official, Power(self.power), self.now
        )

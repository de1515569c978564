"""Alarms of the province: who tried, from where, and what."""

from __future__ import annotations

from typing import Any

from provinces.citizens import queries as citizens
from provinces.jurisdictions.powers import Power

from .official import OfficialView

LATEST = 100


class Alarms(OfficialView):
    """The latest alarms, with their sources."""

    power = Power.AUDIT
    template_name = "console/alarms.html"
    here = "alarms"
    http_method_names = ["get", "head", "options"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(alarms=citizens.alarms(LATEST), **kwargs)

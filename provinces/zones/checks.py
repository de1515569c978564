"""Are the settings of zones such that four eyes and caps still mean something?"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register


@register()
def caps_are_caps(**_: Any) -> list[CheckMessage]:
    """A cap of nothing stalls every county; one without bounds is none."""
    return [
        Error(
            f"{name} is {getattr(settings, name)}; between {least} and {most} is sensible", id=key
        )
        for name, least, most, key in (
            ("ZONES_MAX_FINE_CELLS", 100, 1_000_000, "zones.E001"),
            ("ZONES_MAX_DAYS_BACK", 1, 60, "zones.E002"),
        )
        if not least <= getattr(settings, name) <= most
    ]

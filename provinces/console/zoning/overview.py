"""All zones of my areas at a moment, past or to come, on a map with the list beside it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.cells.classes import FINE
from core.cells.ranges import Ranges
from provinces.console.official import OfficialView
from provinces.console.periods import OF_MOMENTS, WRITTEN, Moment
from provinces.console.zones import UNITS
from provinces.jurisdictions.powers import Power
from provinces.zones import outlines, wording
from provinces.zones import queries as zones

from . import words
from .forms import LEVELS

# What presences are kept for, and as far ahead as zones are usually declared.
BACK, AHEAD = timedelta(days=21), timedelta(days=14)
# The gravest are drawn, and the page says so where there are more.
MOST_DRAWN = 300


class Which(forms.Form):
    """Which zones, and when."""

    at = forms.DateTimeField(
        label=_("At which moment"), widget=Moment(), required=False, validators=OF_MOMENTS
    )
    level = forms.ChoiceField(
        label=_("Level"), choices=[("", _("All levels")), *LEVELS.items()], required=False
    )
    unit = forms.ChoiceField(
        label=_("Kind of place"), choices=[("", _("All kinds")), *UNITS.items()], required=False
    )
    waiting = forms.BooleanField(label=_("With those that await a signature"), required=False)


class Overview(OfficialView):
    """The zones in effect at a moment, each with its level; a slider leads through time."""

    power = Power.VIEW_FIGURES
    template_name = "console/zoning/overview.html"
    here = "zone-map"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = timezone.localtime(self.now)
        form = Which({"at": now.strftime(WRITTEN), **self.request.GET.dict()})
        said = form.cleaned_data if form.is_valid() else {}
        when = said.get("at") or self.now
        rows = self._rows(said, when)
        return super().get_context_data(
            form=form,
            when=when,
            slider=_slider(self.now, when),
            rows=rows[:MOST_DRAWN],
            left_off=len(rows) > MOST_DRAWN,
            most=MOST_DRAWN,
            words=words.told(),
            document=_collection(rows[:MOST_DRAWN]),
            **kwargs,
        )

    def _rows(self, said: dict[str, Any], when: datetime) -> list[dict[str, Any]]:
        chosen = {name: said[name] for name in ("level", "unit") if said.get(name)}
        asked = (self.official, self.power, self.now)
        found = zones.in_effect_within(*asked, when=when).filter(**chosen)[: MOST_DRAWN + 1]
        rows: list[dict[str, Any]] = [{"version": one, "waits": False} for one in found]
        if said.get("waiting"):
            waiting = zones.awaiting_within(*asked).filter(**chosen, ends_at__gt=when)
            rows += [{"version": one, "waits": True} for one in waiting[:MOST_DRAWN]]
        return [{**row, "reason": wording.reason(row["version"].reason)} for row in rows]


def _slider(now: datetime, when: datetime) -> dict[str, Any]:
    """Return the hours a slider goes back and ahead, and where it stands."""
    hour = timedelta(hours=1)
    ends = -(BACK // hour), AHEAD // hour
    stands = min(max((when - now) // hour, ends[0]), ends[1])
    at = timezone.localtime(now).strftime(WRITTEN)
    return {"least": ends[0], "most": ends[1], "stands": stands, "now": at}


def _collection(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Return zones with their outlines as GeoJSON, the gravest last, so that they lie on top."""
    return {"type": "FeatureCollection", "features": [_feature(row) for row in reversed(rows)]}


def _feature(row: dict[str, Any]) -> dict[str, Any]:
    version = row["version"]
    said = {
        "version": version.pk,
        "level": version.level,
        "waits": row["waits"],
        "name_zh": version.zone.name_zh,
        "name_en": version.zone.name_en,
    }
    outline = outlines.outline(Ranges.from_pairs(version.cells, FINE))
    return {"type": "Feature", "geometry": outline, "properties": said}

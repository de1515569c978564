"""What the maps are drawn on: borders, known to the province itself, and no map service's tiles."""

from __future__ import annotations

from typing import Any

from django.core.cache import cache
from django.http import HttpResponse, JsonResponse

from provinces.console import borders_drawn
from provinces.console.official import OfficialView
from provinces.jurisdictions import scoping
from provinces.jurisdictions.powers import Power
from provinces.tenancy import directory, scope
from provinces.zones import outlines
from provinces.zones import queries as zones

# A border moves once in years; an hour later everybody sees it.
KEEP_SECONDS = 3600
# For the eye: as many cells as draw an outline without delay.
LIGHT = 1500
# A prefecture has a dozen counties; of a province the map shows the borders of some.
MOST_AREAS = 40


class Ground(OfficialView):
    """The borders of the province, of its neighbours, and of my areas, as GeoJSON in WGS84."""

    power = Power.VIEW_FIGURES
    http_method_names = ["get", "head", "options"]

    def get(self, *_args: Any, **_kwargs: Any) -> HttpResponse:
        areas = scoping.within(self.official, self.power, self.now).order_by("level", "code")
        own = scope.current().slug
        features = [
            _feature("border" if name == own else "neighbour", name, _names(name))
            for name in zones.provinces_known()
        ]
        for area in areas.filter(code__in=zones.areas_known())[:MOST_AREAS]:
            names = {"name_zh": area.name_zh, "name_en": area.name_en}
            features.append(_feature("area", area.code, names))
        found = {"type": "FeatureCollection", "features": [one for one in features if one]}
        return JsonResponse(found, content_type="application/geo+json")


def _names(slug: str) -> dict[str, Any]:
    try:
        entry = directory.find(slug)
    except directory.NoSuchProvince:
        return {"name_zh": slug, "name_en": slug}
    return {"name_zh": entry.name_zh, "name_en": entry.name_en}


def _feature(kind: str, name: str, said: dict[str, Any]) -> dict[str, Any] | None:
    geometry = outline(name)
    if geometry is None:
        return None
    return {"type": "Feature", "geometry": geometry, "properties": {"kind": kind, **said}}


def outline(name: str) -> dict[str, Any] | None:
    """Return the border of a province or an area, light enough for the eye; None if not known."""
    # The cache's key function puts the province into the key.
    kept: dict[str, Any] | None = cache.get(f"console.ground.{name}")
    if kept is None:
        cells = zones.territory(name)
        kept = outlines.outline(borders_drawn.light(cells, LIGHT)) if cells else None
        cache.set(f"console.ground.{name}", kept, KEEP_SECONDS)
    return kept

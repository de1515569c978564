"""Zones for everybody: a map with a table, and the document that the map is drawn from."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import cache_control
from django.views.generic import TemplateView

from core.cells.ranges import Ranges
from provinces.tenancy import scope
from provinces.zones import outlines
from provinces.zones import queries as zones

if TYPE_CHECKING:
    from provinces.zones.models import EffectiveZone

# The document is asked for by everybody who opens a map; the border moves once in years.
KEEP_SECONDS = 60
KEEP_BORDER_SECONDS = 3600
# Cells some 6 km across: as fine as a border is seen on a map of a whole province.
BORDER_RESOLUTION = 6


class Zones(TemplateView):
    """Where the province's zones are, on a map and as a table."""

    template_name = "portal/zones.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = timezone.now()
        return super().get_context_data(here="zones", now=now, zones=own(now), **kwargs)


@method_decorator(cache_control(public=True, max_age=KEEP_SECONDS), name="dispatch")
class Document(View):
    """The province's border and its own zones in effect, as GeoJSON."""

    http_method_names = ["get", "head", "options"]

    def get(self, _request: HttpRequest) -> HttpResponse:
        # The cache's key function puts the province into the key.
        document = cache.get("portal.zones")
        if document is None:
            document = collection(timezone.now())
            cache.set("portal.zones", document, KEEP_SECONDS)
        return JsonResponse(document, content_type="application/geo+json")


def own(at: datetime) -> list[EffectiveZone]:
    """Return the zones in effect that are the province's own, the gravest first."""
    found = zones.active(at).filter(source=scope.current().slug)
    return sorted(found, key=lambda zone: (-zone.level, zone.reference))


def collection(at: datetime) -> dict[str, Any]:
    """Return the border, where it is known, and each own zone with its outline, as GeoJSON."""
    province = scope.current()
    drawn = [each for each in zones.on_map(at) if each.zone.source == province.slug]
    names = {"name_zh": province.name_zh, "name_en": province.name_en}
    border = _border(province.slug)
    return {
        "type": "FeatureCollection",
        "features": [
            *([_feature("border", border, names)] if border else []),
            *(_feature("zone", each.outline, _said(each.zone)) for each in drawn),
        ],
    }


def _said(zone: EffectiveZone) -> dict[str, Any]:
    return {
        "reference": zone.reference,
        "level": zone.level,
        "name_zh": zone.name_zh,
        "name_en": zone.name_en,
        "from": _instant(zone.starts),
        "until": _instant(zone.ends),
    }


def _instant(minute: int) -> str:
    return datetime.fromtimestamp(minute * 60, tz=scope.current().zone).isoformat()


def _feature(kind: str, geometry: dict[str, Any], said: dict[str, Any]) -> dict[str, Any]:
    return {"type": "Feature", "geometry": geometry, "properties": {"kind": kind, **said}}


def _border(name: str) -> dict[str, Any] | None:
    kept: dict[str, Any] | None = cache.get("portal.border")
    if kept is None:
        ground = zones.territory(name)
        kept = outlines.outline(_coarse(ground)) if ground else None
        cache.set("portal.border", kept, KEEP_BORDER_SECONDS)
    return kept


def _coarse(ground: Ranges) -> Ranges:
    return ground.outer(min(ground.resolution, BORDER_RESOLUTION))

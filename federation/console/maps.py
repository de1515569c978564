"""The map that all provinces resolve alike: drawn, its digest, whose differs, why a cell is so."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.cells.classes import FINE
from core.cells.lookup import cell_for, centre
from core.periods import epoch_minute
from federation.borders import queries as borders
from federation.borders.resolution import Explanation, Key, explain
from federation.borders.services.resolving import resolved
from provinces.console.official import OfficialView
from provinces.console.zones import HECTARES_A_CELL
from provinces.console.zoning import ground
from provinces.jurisdictions.powers import Power
from provinces.tenancy import scope
from provinces.zones import queries as zones

from . import naming

HEX = 15  # digits of a cell's name
# More than anybody reads; the longest list of a border is shorter.
MOST_OVERLAPS = 200


class Map(OfficialView):
    """The effective map: its zones here, digest and sizes, and whether others resolved the same."""

    power = Power.VIEW_FIGURES
    template_name = "desk/map.html"
    here = "federation"
    desk = "map"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        names = naming.provinces()
        told = resolved_map(names)
        return super().get_context_data(
            **told,
            **overlaps(told["map"], names),
            zones=[
                {"zone": zone, "of": names[zone.source]}
                for zone in zones.active(self.now).order_by("-level", "source", "reference")
            ],
            differing=[
                {"of": names[each.origin], "theirs": each.theirs, "ours": each.ours}
                for each in borders.discrepancies()
            ],
            **kwargs,
        )


class Drawn(OfficialView):
    """What the map is drawn from: each province's border, and the zones in effect, as GeoJSON."""

    power = Power.VIEW_FIGURES
    http_method_names = ["get", "head", "options"]

    def get(self, *_args: Any, **_kwargs: Any) -> HttpResponse:
        names = naming.provinces()
        borders_known = [(slug, ground.outline(slug)) for slug in zones.provinces_known()]
        features = [
            _feature("border", outline, {"name_zh": names[slug], "name_en": names[slug]})
            for slug, outline in borders_known
            if outline is not None
        ]
        features += [
            _feature("zone", each.outline, _said(each.zone, names))
            for each in zones.on_map(self.now)
        ]
        found = {"type": "FeatureCollection", "features": features}
        return JsonResponse(found, content_type="application/geo+json")


class Why(OfficialView):
    """Who decides on one cell, by which rule, and why every other claim lost there."""

    power = Power.VIEW_FIGURES
    template_name = "desk/why.html"
    here = "federation"
    desk = "map"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = self.request.GET.get("cell", "").strip()
        try:
            cell = read_cell(asked)
        except ValueError:
            mistake = _("Write a cell of 15 digits, or a latitude and a longitude: 39.90, 116.50.")
            told = {"mistake": mistake if asked else ""}
        else:
            told = told_of(cell, self.now)
        return super().get_context_data(asked=asked, **told, **kwargs)


def read_cell(asked: str) -> int:
    """Return the fine cell that is meant by its name or by a point; raises ValueError."""
    if "," in asked or "，" in asked:
        lat, lon = asked.replace("，", ",").split(",")
        return cell_for(float(lat), float(lon), FINE)
    cell = int(asked, 16) if len(asked) == HEX else 0
    if not 0 < cell < 2**63 or cell_for(*centre(cell), FINE) != cell:
        raise ValueError(f"{asked!r} is no cell of resolution {FINE}")
    return cell


def resolved_map(names: Mapping[str, str]) -> dict[str, Any]:
    """Return the map as it was last resolved, with the logs' sizes it binds."""
    latest = borders.latest_map()
    sizes = {} if latest is None else latest.sizes
    return {"map": latest, "sizes": [(names[slug], size) for slug, size in sorted(sizes.items())]}


def overlaps(latest: Any, names: Mapping[str, str]) -> dict[str, Any]:
    """Return where claims overlap on a map: who decides by which rule, and who lost why."""
    contests = [] if latest is None else latest.contests
    most = 0 if latest is None else latest.counts["contests"]
    return {
        "overlaps": [_overlap(each, names) for each in contests[:MOST_OVERLAPS]],
        "more": max(0, most - MOST_OVERLAPS),
    }


def _overlap(contest: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    return {
        "deciders": list(dict.fromkeys(names[origin] for origin, *_key in contest["deciders"])),
        "rule": naming.RULES[contest["rule"]],
        "losers": [
            {"of": names[origin], "reference": reference, "why": naming.REASONS[reason]}
            for origin, reference, _version, reason in contest["losers"]
        ],
        "starts": contest["starts"],
        "ends": contest["ends"],
        "hectares": f"{contest['cells'] * HECTARES_A_CELL:,.1f}",
        # Maps that were kept before say how many cells, and none of them.
        "cell": contest.get("cell", ""),
    }


def told_of(cell: int, at: datetime) -> dict[str, Any]:
    """Return in words who decides on a cell at a moment, and why the others do not."""
    resolution, claims, _sizes = resolved(at, cell=cell)
    explanation = explain(resolution, cell, epoch_minute(at))
    names = naming.provinces()
    decider, levels = explanation.decider, {key: claim.level for key, claim in claims.items()}
    return {
        "cell": format(cell, "x"),
        "point": "{:.4f}, {:.4f}".format(*centre(cell)),
        "level": explanation.level,
        "decider": names[decider.origin] if decider else "",
        "decider_claim": decider,
        "rule": naming.RULES[explanation.rule],
        "treated": [
            {"of": names[origin], "as": said} for origin, said in _treated(explanation, levels)
        ],
        "losers": [
            {"of": names[each.key.origin], "key": each.key, "why": naming.REASONS[each.reason]}
            for each in explanation.losers
        ],
    }


def _treated(explanation: Explanation, levels: Mapping[Key, int]) -> list[tuple[str, Promise]]:
    """Return what each province that claims the cell would have it be, the decider's first."""
    gravest: dict[str, int] = {}
    for key in (*explanation.in_effect, *(each.key for each in explanation.losers)):
        gravest[key.origin] = max(levels.get(key, 0), gravest.get(key.origin, 0))
    return [(origin, naming.LEVELS[level]) for origin, level in gravest.items() if level]


def _feature(kind: str, geometry: dict[str, Any], said: dict[str, Any]) -> dict[str, Any]:
    return {"type": "Feature", "geometry": geometry, "properties": {"kind": kind, **said}}


def _said(zone: Any, names: Mapping[str, str]) -> dict[str, Any]:
    """Return what the map says of a zone: whose it is stands beside its name."""
    of = names[zone.source]
    until = datetime.fromtimestamp(zone.ends * 60, tz=scope.current().zone)
    return {
        "level": zone.level,
        "name_zh": f"{zone.name_zh} · {of}",
        "name_en": f"{zone.name_en} · {of}",
        "until": until.isoformat(),
    }

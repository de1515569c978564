"""What a sample province stands on: its schema, areas, territories, days, rules and officials."""

from __future__ import annotations

from datetime import datetime

from django.db import connection

from core.cells.geojson import read_area
from core.cells.snapping import snap_shape
from provinces.accounts.models import User
from provinces.jurisdictions import services as jurisdictions
from provinces.retention import services as retention
from provinces.rules import queries as rules
from provinces.rules import services as rulemaking
from provinces.tenancy import directory, scope
from provinces.tenancy import services as tenancy
from provinces.tenancy.addresses import as_owner
from provinces.zones import services as zones
from provinces.zones.models import Territory
from sample.boundaries import outline, territories
from sample.divisions import counties_of, divisions_of
from sample.officials import appoint
from sample.plan import SampleProvince

# The rule set that ships for each province, by division code.
RULESETS = {"110000": "beijing", "120000": "tianjin", "130000": "hebei"}
FILLED = (
    "citizens_citizen", "citizens_stalemark", "evidence_evidence", "presence_stay",
    "screening_result", "zones_zonerange",
)  # fmt: skip


def ensure_hosted(province: SampleProvince) -> None:
    """Add a province to this node unless it is there."""
    if province.slug in {entry.slug for entry in directory.hosted()}:
        return
    tenancy.add(
        province.slug,
        name_zh=province.name_zh,
        name_en=province.name_en,
        division_code=province.code,
    )


def ensure_ground(
    province: SampleProvince, neighbours: dict[str, str], *, now: datetime
) -> dict[str, User]:
    """Give the province in scope all that people and zones need; return its officials.

    `neighbours` gives each hosted province's code, its own included, by slug.
    """
    jurisdictions.build_tree([division.row for division in divisions_of(province.code)])
    for slug, code in neighbours.items():
        zones.set_territory(slug, territories()[code])
    _ensure_county_territories(province)
    retention.keep_days(now=now)
    _ensure_rules(province, now)
    return appoint(province, now=now)


def _ensure_rules(province: SampleProvince, now: datetime) -> None:
    """Have rules in force as long as no official has published any; expired ones are renewed."""
    if rules.in_force(now) is None and not rules.are_signed():
        rulemaking.publish(rules.renewed(rules.shipped(RULESETS[province.code])), now=now)


def _ensure_county_territories(province: SampleProvince) -> None:
    """Keep the cells of all counties: no zone reaches into the next, and maps by area have each."""
    known = set(Territory.objects.values_list("pk", flat=True))
    for county in counties_of(province.code):
        if county.code not in known:
            zones.set_territory(county.code, snap_shape(read_area(outline(county))))


def tell_planner(province: SampleProvince) -> None:
    """Let the database know what has just been filled, as it would by itself in a minute.

    Until then it takes a million rows for a few, and joins them the slow way.
    """
    with as_owner(), scope.province(province.slug), connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(FILLED)}")

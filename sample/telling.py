"""The story told: zones declared, signed, revised and lifted by the province's own officials."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from core.cells.datum import Datum
from core.db.days import day_of
from provinces.accounts.models import User
from provinces.jurisdictions.models import Area
from provinces.tenancy import scope
from provinces.zones import services as zones
from provinces.zones.models import Level, Version
from sample.milestones import Milestone, reach, reached
from sample.plan import SampleProvince
from sample.story import SET_IN, Fate, Scene, Stage, scenes_of

Officials = dict[str, User]


@transaction.atomic
def tell(province: SampleProvince, stage: Stage, officials: Officials, *, now: datetime) -> None:
    """Tell a province's story."""
    scenes = scenes_of(province.code)
    for number, scene in enumerate(scenes, start=1):
        draft = _draft(scene, stage.outline(scene), number, now)
        declared = zones.declare(draft, by=_author(scene, province, officials), now=now)
        _continue(scene, declared, province, officials, now)
    reach(Milestone.STORY, {"zones": len(scenes)}, at=now)


def is_told() -> bool:
    """Tell whether the story of the province in scope has been told."""
    return reached(Milestone.STORY) is not None


def _continue(
    scene: Scene,
    declared: Version,
    province: SampleProvince,
    officials: Officials,
    now: datetime,
) -> None:
    if scene.fate is Fate.AWAITING:
        return
    signed = _sign(declared, officials, now)
    author = _author(scene, province, officials)
    if scene.fate is Fate.LIFTED:
        zones.lift(signed.zone, at=now, by=author, now=now)
    if scene.fate is Fate.REVISED:
        changes = zones.Changes(
            level=Level.HIGH,
            starts_at=now.replace(second=0, microsecond=0) - timedelta(days=2),
            reason=zones.Reason.SPREAD_THERE,
        )
        _sign(zones.revise(signed.zone, changes, by=author, now=now), officials, now)


def _sign(version: Version, officials: Officials, now: datetime) -> Version:
    signer = officials["high.reviewer" if version.needs_higher_office else "reviewer"]
    return zones.countersign(version, by=signer, now=now)


def _author(scene: Scene, province: SampleProvince, officials: Officials) -> User:
    counties = SET_IN[province.code]
    names = {
        counties.main: "epidemiologist",
        counties.second: "epidemiologist.second",
        counties.border: "epidemiologist.border",
        counties.far_border: "epidemiologist.far",
        counties.remote: "epidemiologist.remote",
    }
    return officials[names[scene.place]]


def _draft(scene: Scene, geometry: dict[str, Any], number: int, now: datetime) -> zones.Draft:
    area = Area.objects.get(code=scene.place)
    return zones.Draft(
        area=area,
        name_zh=f"{area.name_zh}{scene.name_zh}",
        name_en=f"{scene.name_en}, {area.name_en}",
        level=scene.level,
        unit=scene.unit,
        starts_at=_midnight(now, scene.starts),
        ends_at=_midnight(now, scene.ends),
        authority=f"{area.name_zh}疫情防控指挥部",
        reason=zones.Reason.CASES_LIVE_THERE,
        basis=zones.Basis.DISEASES_LAW,
        case_evidence=f"CASE-{area.code}-{number:04d}",
        geometry=geometry,
        datum=Datum.WGS84,
    )


def _midnight(now: datetime, days: int) -> datetime:
    zone = scope.current().zone
    day = day_of(now.astimezone(zone).date() + timedelta(days=days), zone)
    return datetime.fromtimestamp(day.lo * 60, zone)

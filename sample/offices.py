"""Who answers for the sample's personal data, and an office that awaits its second signature."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from provinces.accounts.models import User
from provinces.jurisdictions import queries, services
from provinces.jurisdictions.models import Area, Change
from sample.plan import SampleProvince
from sample.story import SET_IN

LASTS = timedelta(days=90)
PROPOSES, IS_GIVEN = "administrator.second", "venue.registrar"


@transaction.atomic
def ensure(province: SampleProvince, *, now: datetime) -> None:
    """Name the controller, and have one change proposed, unless that was done before."""
    if queries.controller(now) is None:
        services.name_controller(_controller(province), by=None, now=now)
    if Change.objects.exists():
        return
    registrar = User.objects.get(username=IS_GIVEN)
    seat = services.Seat(
        area=Area.objects.get(code=SET_IN[province.code].second),
        role="venue_registrar",
        unit=registrar.offices.latest("pk").unit,
        period=(now, now + LASTS),
    )
    by = User.objects.get(username=PROPOSES)
    services.propose_grant(registrar, seat, because="stands_in", by=by, now=now)


def _controller(province: SampleProvince) -> dict[str, str]:
    return {
        "name_zh": f"{province.name_zh}疾病预防控制局（示例）",
        "name_en": f"{province.name_en} Administration of Disease Control (sample)",
        "address_zh": f"{province.name_zh}示例路1号",
        "address_en": f"1 Sample Road, {province.name_en}",
        "contact": "privacy@sample.example",
    }

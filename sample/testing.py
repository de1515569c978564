"""Where the sample's people are tested: sites, who is expected there, and a laboratory with a key.

The key is kept in a file that only its owner can read, as sign-ins are: the province has no more
than its hash.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import cycle
from pathlib import Path

from django.db import transaction

from provinces.citizens.models import Citizen
from provinces.jurisdictions.models import Area
from provinces.screening import queries
from provinces.screening import services as screening
from provinces.screening.models import Appointment, Laboratory, Site, Vaccination
from provinces.tenancy import scope
from sample.plan import SampleProvince
from sample.story import SET_IN

REFERENCE = "city-cdc"
BY = "sample"
# So many people of each site's county are expected there.
EXPECTED = 6
# Who tells of doses, and of how many people in the sample.
REGISTER, DOSED = "register:national", 8
VACCINES = ("克尔来福 CoronaVac", "众爱可维 BBIBP-CorV")
KINDS = (
    ("街道核酸采样点", "Street test site", "和平路 18 号", "18 Heping Road"),
    ("医院发热门诊采样点", "Hospital test site", "健康街 2 号", "2 Jiankang Street"),
)


@dataclass(frozen=True, slots=True)
class Key:
    """A laboratory of the sample, and the key by which it reports."""

    province: str
    laboratory: str
    key: str


@transaction.atomic
def ensure(province: SampleProvince, kept: Path, *, now: datetime) -> Key:
    """Have the province in scope's sites, appointments and laboratory; return the laboratory's key.

    Appointments are booked anew once those of the last time have gone by.
    """
    sites = list(_sites(province, now))
    if not Appointment.objects.filter(period__startswith__gt=now).exists():
        for site in sites:
            _expect(site, now)
    if not Vaccination.objects.exists():
        screening.record_vaccinations(list(_doses(now)), source=REGISTER, now=now)
    return _key(_laboratory(sites, now), kept, now)


def _sites(province: SampleProvince, now: datetime) -> Iterator[Site]:
    counties = SET_IN[province.code]
    for code in dict.fromkeys((counties.main, counties.second, counties.border)):
        area = Area.objects.get(code=code)
        for number, (name_zh, name_en, address_zh, address_en) in enumerate(KINDS, start=1):
            opening = screening.Opening(
                code=f"{code}-{number}",
                name_zh=f"{area.name_zh}{name_zh}",
                name_en=f"{name_en}, {area.name_en}",
                address_zh=address_zh,
                address_en=address_en,
                capacity=4,
            )
            known = Site.objects.filter(code=opening.code).first()
            yield known or screening.open_site(opening, area=area, by=BY, now=now)


def _expect(site: Site, now: datetime) -> None:
    """Book the next slots for some people who live near a site, those who can sign in first."""
    free = cycle(_next_slots(site, now))
    near = Citizen.objects.filter(area__path__startswith=site.area.path, appointments=None)
    for citizen in near.order_by("user", "pk")[:EXPECTED]:
        starts_at = next(free, None)
        if starts_at is not None:
            screening.book(citizen, site=site, starts_at=starts_at, by=citizen, now=now)


def _doses(now: datetime) -> Iterator[screening.ReportedDose]:
    """Yield two doses, a month apart, of some people; those who can sign in come first."""
    for citizen, vaccine in zip(
        Citizen.objects.order_by("user", "pk")[:DOSED], cycle(VACCINES), strict=False
    ):
        for number, days in enumerate((140, 112), start=1):
            yield screening.ReportedDose(
                citizen=citizen.pk,
                given_at=now - timedelta(days=days),
                vaccine=vaccine,
                dose_number=number,
                register_reference=f"{citizen.reference}-{number}",
            )


def _next_slots(site: Site, now: datetime) -> list[datetime]:
    """Return when the next slots begin, of today as long as there are any, then of tomorrow."""
    today = now.astimezone(scope.current().zone).date()
    found = queries.openings(site, today, now)
    found = found or queries.openings(site, today + timedelta(days=1), now)
    return [each.starts_at for each in found[: EXPECTED // 2]]


def _laboratory(sites: list[Site], now: datetime) -> Laboratory:
    known = Laboratory.objects.filter(reference=REFERENCE).first()
    if known is not None:
        return known
    registration = screening.Registration(
        reference=REFERENCE,
        name="市疾控中心检验所 City CDC laboratory",
        contact_name="许文 Xu Wen",
        contact="laboratory@example.org",
        sites=tuple(site.code for site in sites),
    )
    return screening.register(registration, by=BY, now=now)


def _key(laboratory: Laboratory, kept: Path, now: datetime) -> Key:
    """Return a laboratory's key, a fresh one where none is known that still counts tomorrow."""
    slug = scope.current().slug
    known: dict[str, str] = json.loads(kept.read_text()) if kept.exists() else {}
    key = known.get(slug, "")
    try:
        is_good = queries.laboratory_of_key(key, at=now + timedelta(days=1)) == laboratory
    except queries.KeyUnknown:
        is_good = False
    if not is_good:
        key = screening.issue_key(laboratory, by=BY, now=now)
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.touch(mode=0o600)
        kept.write_text(json.dumps({**known, slug: key}, indent=1))
    return Key(slug, laboratory.reference, key)

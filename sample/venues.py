"""Venues of the sample, at whose door a code is shown, and the words by which it is shown.

A word is kept in a file that only its owner can read, as sign-ins are: the province has no more
than its hash.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import numpy as np
from django.db import transaction

from core.cells.classes import FINE
from core.cells.lookup import cell_for
from provinces.accounts.models import User
from provinces.jurisdictions.models import Area
from provinces.presence import queries
from provinces.presence import services as presence
from provinces.presence.models import Venue
from provinces.tenancy import scope
from sample.plan import SampleProvince
from sample.population.settlements import Places
from sample.story import SET_IN
from sample.world import world

REGISTRAR = "venue.registrar"
KINDS = (
    (
        "shops",
        "中心农贸市场",
        "Central Market",
        "市场管理办公室 Market Office",
        "market@example.org",
    ),
    (
        "workplaces",
        "客运站",
        "Coach Station",
        "车站值班室 Station Duty Office",
        "station@example.org",
    ),
    ("venues", "社区诊所", "Community Clinic", "诊所服务台 Clinic Reception", "clinic@example.org"),
)


@dataclass(frozen=True, slots=True)
class Word:
    """A venue of the sample, and the word by which its codes are shown."""

    province: str
    venue: str
    word: str
    who: str


@transaction.atomic
def ensure(province: SampleProvince, kept: Path, *, seed: int, now: datetime) -> list[Word]:
    """Have the province in scope's venues; return their words, a new one where none is known.

    Who closes one for good finds another of the name the next time.
    """
    slug, by = scope.current().slug, User.objects.get(username=REGISTRAR)
    known: dict[str, dict[str, str]] = json.loads(kept.read_text()) if kept.exists() else {}
    words = known.get(slug, {})
    found = [
        _word(venue, word or words.get(venue.reference, ""), by, now)
        for venue, word in _venues(province, seed, by, now)
    ]
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.touch(mode=0o600)
    kept.write_text(
        json.dumps({**known, slug: {each.venue: each.word for each in found}}, indent=1)
    )
    return found


def _venues(
    province: SampleProvince, seed: int, by: User, now: datetime
) -> Iterator[tuple[Venue, str]]:
    """Yield the venues, each with its word if it was registered just now."""
    area = Area.objects.get(code=SET_IN[province.code].main)
    for places, name_zh, name_en, answerable, contact in KINDS:
        said = {"name_zh": f"{area.name_zh}{name_zh}", "name_en": f"{name_en}, {area.name_en}"}
        known = Venue.objects.in_use(now).filter(area=area, **said).first()
        if known is not None:
            yield known, ""
            continue
        cell = _largest(places, area.code, seed)
        registration = presence.Registration(
            **said, answerable=answerable, contact=contact, cell=cell
        )
        yield presence.register_venue(registration, area=area, by=by, now=now)


def _word(venue: Venue, word: str, by: User, now: datetime) -> Word:
    if queries.venue_of_word(venue.reference, word, now) is None:
        venue, word = presence.change_venue_key(venue.reference, by=by, now=now)
    return Word(scope.current().slug, venue.reference, word, f"{venue.name_zh} {venue.name_en}")


def _largest(kind: str, county: str, seed: int) -> int:
    """Return the cell of the county's place of a kind to which most people go."""
    region = world(seed).region
    places: Places = getattr(region, kind)
    codes = np.array([each.code for each in region.counties])
    rows = np.flatnonzero(codes[places.county] == county)
    row = rows[np.argmax(places.weight[rows])]
    return cell_for(float(places.lat[row]), float(places.lon[row]), FINE)

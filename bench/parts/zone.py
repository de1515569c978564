"""One more zone, and one more presence: what the immediate path takes."""

from __future__ import annotations

from datetime import datetime, timedelta

import numpy as np
from django.db import transaction

from bench import results
from bench import zones as laying
from bench.peers.shapes import shapes
from bench.report import Aim, Row, Section, milliseconds
from bench.setting import Setting
from bench.timing import Timed
from bench.world import inside
from core.cells.datum import Datum
from provinces.citizens.models import Citizen
from provinces.exposure import queries as exposures
from provinces.exposure import services as exposure
from provinces.presence import services as presence
from provinces.presence.formats.batch import Batch
from provinces.status import pipeline
from provinces.zones import services as zones

MANY = 60
FIFTH = 5
SEED = 99
NOW_LATER = timedelta(minutes=1)
STEPS = {
    "declared": "drawn, snapped to cells, declared",
    "signed": "signed, compiled for every class, ranges stored",
    "matched": "matched, exposures written, citizens marked",
    "decided": "questions, facts, decisions, notices",
}


def measure_zones(setting: Setting) -> None:
    """Declare, sign and match zones one by one, beside the same at PostGIS."""
    section = setting.section(f"One more zone, beside {setting.zone_count:,}")
    spans, found = {name: Timed() for name in STEPS}, []
    with inside():
        officials = laying.officials(setting.world.now)
        for snapped in laying.drafts(setting.world, MANY, seed=SEED):
            now = setting.world.now + NOW_LATER
            with spans["declared"].once():
                version = zones.declare(snapped.draft, by=officials[0], now=setting.world.now)
            with spans["signed"].once():
                zones.countersign(version, by=officials[1], now=now)
            with spans["matched"].once():
                found.append(_match(now))
            with spans["decided"].once():
                pipeline.drain(now=now)
    section.add(Row("a zone's exposures", f"{int(np.median(found)):,} (median of {MANY})"))
    for name, said in STEPS.items():
        section.add(Row(said, milliseconds(spans[name])))
    whole = [sum(each) for each in zip(*(spans[name].seconds for name in STEPS), strict=True)]
    section.add(Row("all of it", milliseconds(Timed(whole))))
    if setting.postgis:
        _beside_postgis(setting, section, spans)
    _beside_another_size(setting, section, sum(spans["matched"].seconds), sum(found))


def _match(now: datetime) -> int:
    """Write the exposures of the zones revised since, as the first half of a drain does."""
    with transaction.atomic():
        revised = exposures.revised_zones()
        done = exposure.rematch(pipeline.ALL_DAYS, zones=[zone for zone, _ in revised], now=now)
        exposures.set_matched(revised)
    return done.come


def _beside_another_size(setting: Setting, section: Section, seconds: float, found: int) -> None:
    """Compare with a fifth of the citizens, who live as close together."""
    citizens = setting.world.people.citizens
    results.keep(citizens, f"zone beside {setting.zone_count}", [seconds, found])
    smaller = results.of(citizens // FIFTH, f"zone beside {setting.zone_count}")
    if smaller is None:
        return
    ratio = (seconds / found) / (smaller[0] / smaller[1])
    section.add(Row("matched, for each exposure of a new zone", f"{1e6 * seconds / found:.1f} µs",
                    f"the same at {citizens // FIFTH:,} citizens",
                    f"{1e6 * smaller[0] / smaller[1]:.1f} µs", ratio, Aim(most=1.3)))  # fmt: skip


def _beside_postgis(setting: Setting, section: Section, spans: dict[str, Timed]) -> None:
    with inside():
        cells = laying.cells(laying.ranges())
    newest = np.unique(cells["zone_id"])[-MANY:]
    chosen = np.isin(cells["zone_id"], newest)
    of_zone: dict[int, list] = {}
    for shape in shapes({name: column[chosen] for name, column in cells.items()}):
        of_zone.setdefault(shape.zone, []).append(shape)
    stored, matched = Timed(), Timed()
    with setting.postgis.adding_zones() as session:
        for zone, several in of_zone.items():
            with stored.once():
                setting.postgis.store_zone(session, several)
            with matched.once():
                setting.postgis.match_zone(session, zone)
    section.add(Row(STEPS["signed"], milliseconds(spans["signed"]), "PostGIS, polygons stored",
                    milliseconds(stored)))  # fmt: skip
    section.add(Row(STEPS["matched"], milliseconds(spans["matched"]), "PostGIS, exposures written",
                    milliseconds(matched), matched.median / spans["matched"].median,
                    Aim(least=3)))  # fmt: skip


def measure_presences(setting: Setting) -> None:
    """Take in one fix of one citizen and walk the road for it, citizen after citizen."""
    section = setting.section(f"One more presence, beside {setting.zone_count:,} zones")
    ingested, drained = Timed(), Timed()
    rng = np.random.default_rng(SEED)
    now = setting.world.now + 2 * NOW_LATER
    with inside():
        for citizen in Citizen.objects.filter(pk__in=_some(setting, rng)):
            place = setting.world.people.home[citizen.pk - 1]
            with ingested.once():
                presence.ingest(citizen, [_hour_at(setting, place)], datum=Datum.WGS84, now=now)
            with drained.once():
                pipeline.drain(now=now)
    section.add(Row("ingested, stay derived", milliseconds(ingested)))
    section.add(Row("matched and decided", milliseconds(drained)))
    both = zip(ingested.seconds, drained.seconds, strict=True)
    section.add(Row("both", milliseconds(Timed([one + other for one, other in both]))))


def _some(setting: Setting, rng: np.random.Generator) -> list[int]:
    return (1 + rng.choice(setting.world.people.citizens, MANY, replace=False)).tolist()


def _hour_at(setting: Setting, place: int) -> Batch:
    """Return what a phone good to 20 m says of an hour of this morning."""
    at = int((setting.world.now - timedelta(hours=2)).timestamp())
    places = setting.world.people.places
    return Batch(
        line=np.array([1]),
        lat=places.lat[[place]],
        lon=places.lon[[place]],
        at=np.array([at]),
        until=np.array([at + 3600]),
        accuracy=np.array([20.0]),
        speed=np.array([0.0]),
        refused=[],
    )

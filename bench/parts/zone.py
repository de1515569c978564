"""One more zone, and one more presence: what the immediate path takes."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
from django.db import connection, transaction

from bench import results
from bench import zones as laying
from bench.peers.shapes import shapes
from bench.report import Aim, Row, Section, milliseconds
from bench.setting import Setting
from bench.timing import Timed
from bench.world import inside
from core.cells.datum import Datum
from provinces.citizens.models import Citizen
from provinces.exposure import matching
from provinces.exposure import queries as exposures
from provinces.exposure import services as exposure
from provinces.presence import services as presence
from provinces.presence.formats.batch import Batch
from provinces.status import pipeline
from provinces.zones import services as zones
from provinces.zones.models import EffectiveZone, Version

MANY = 60
FIFTH = 5
SEED = 99
NOW_LATER = timedelta(minutes=1)


def measure_zones(setting: Setting) -> None:
    """Declare, sign and match zones one by one, beside the same at PostGIS."""
    section = setting.section(f"One more zone, beside {setting.zone_count:,}")
    flow, match, statement, found = Timed(), Timed(), Timed(), []
    with inside():
        officials = laying.officials(setting.world.now)
        for snapped in laying.drafts(setting.world, MANY, seed=SEED):
            with flow.once():
                version = zones.declare(snapped.draft, by=officials[0], now=setting.world.now)
                come = _effect(setting, version, officials[1], match)
                pipeline.drain(now=setting.world.now + NOW_LATER)
            found.append(come)
            _statement(setting, version, statement)
    section.add(Row("declared, signed, matched, decided, told", milliseconds(flow)))
    section.add(Row("the matching statement alone", milliseconds(statement)))
    section.add(Row("exposures of a zone, median", f"{int(np.median(found)):,}"))
    _beside_postgis(setting, section, match)
    _beside_another_size(setting, section, match, float(np.median(found)))


def _beside_another_size(
    setting: Setting, section: Section, match: Timed, exposures_found: float
) -> None:
    """Compare with a fifth of the citizens, who live as close together."""
    citizens = setting.world.people.citizens
    results.keep(citizens, f"zone beside {setting.zone_count}", [match.median, exposures_found])
    smaller = results.of(citizens // FIFTH, f"zone beside {setting.zone_count}")
    if smaller is None:
        return
    ratio = (match.median / exposures_found) / (smaller[0] / smaller[1])
    section.add(Row("an exposure of a new zone", f"{1e6 * match.median / exposures_found:.1f} µs",
                    f"{citizens // FIFTH:,} citizens", f"{1e6 * smaller[0] / smaller[1]:.1f} µs",
                    ratio, Aim(most=1.3)))  # fmt: skip


def _effect(setting: Setting, version: Version, signer: object, match: Timed) -> int:
    """Sign a version and write its exposures, as the first half of a drain does."""
    now = setting.world.now + NOW_LATER
    with match.once(), transaction.atomic():
        zones.countersign(version, by=signer, now=now)
        revised = exposures.revised_zones()
        done = exposure.rematch(
            pipeline.ALL_DAYS, zones=[zone for zone, _ in revised], dwell=10, now=now
        )
        exposures.set_matched(revised)
    return done.come


def _statement(setting: Setting, version: Version, timed: Timed) -> None:
    zone = EffectiveZone.objects.get(reference=version.zone.reference).pk
    values = {"lo": 0, "hi": pipeline.ALL_DAYS.hi, "zones": [zone]}
    with connection.cursor() as cursor, timed.once():
        cursor.execute(f"SELECT count(*) FROM ({matching.of_zones()}) AS found", values)
        cursor.fetchone()


def _beside_postgis(setting: Setting, section: Section, match: Timed) -> None:
    what = "signed, compiled, matched, exposures written"
    if not setting.postgis:
        section.add(Row(what, milliseconds(match)))
        return
    with inside():
        cells = laying.cells(laying.ranges())
    newest = np.unique(cells["zone_id"])[-MANY:]
    theirs = Timed()
    chosen = np.isin(cells["zone_id"], newest)
    of_zone: dict[int, list] = {}
    for shape in shapes({name: column[chosen] for name, column in cells.items()}):
        of_zone.setdefault(shape.zone, []).append(shape)
    with setting.postgis.adding_zones() as session:
        for several in of_zone.values():
            with theirs.once():
                setting.postgis.add_zone(session, several)
    section.add(Row(what, milliseconds(match), "PostGIS, polygons stored, exposures written",
                    milliseconds(theirs), theirs.median / match.median, Aim(least=3)))  # fmt: skip


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

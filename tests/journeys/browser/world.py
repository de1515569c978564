"""The story that the browser is shown: zones, people under every status, officials, runs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import h3.api.basic_int as h3

from provinces.accounts.models import User
from provinces.citizens import queries as reading
from provinces.citizens.models import Citizen
from provinces.citizens.purposes import Purpose
from provinces.status import pipeline, runs
from provinces.status.models import Run
from provinces.tenancy import scope
from provinces.zones.models import EffectiveZone, Level
from tests import cast
from tests.factories import areas, citizens, road, users, zones

NOW = cast.NOW
LAST_NIGHT = NOW - timedelta(hours=12)
YESTERDAY = NOW - timedelta(days=1)
CROWD = 40
COMPOUND = h3.latlng_to_cell(zones.INSIDE[1], zones.INSIDE[0], 11)
MARKET, BORDER, VILLAGE = sorted(h3.grid_ring(road.HERE, 5))[:3]


@dataclass(frozen=True, slots=True)
class Story:
    """What tests point at: the version that waits for a signature, and the run in progress."""

    awaiting: int
    running: Run


def told(rules: str = "first") -> Story:
    """Fill the north: Eve is red, Finn yellow and asked, Gail green, Hugo's hold has ended."""
    with scope.province(cast.NORTH):
        _name_places()
        ada = _official("ada", "林安")
        _official("ben", "白启明")
        road.shipped_ruleset(rules)
        _past()
        zones.in_force(by=ada, name_zh="和平里小区", name_en="Hepingli compound")
        _present()
        runs.work(runs.start(runs.Plan(LAST_NIGHT, Run.Kind.NIGHTLY), now=LAST_NIGHT))
        awaiting = zones.declared(by=ada, now=NOW - timedelta(hours=3))
        return Story(awaiting.pk, _run_in_progress())


def finish(run: Run) -> None:
    """Do the rest of a run, and publish it."""
    with scope.province(cast.NORTH):
        runs.work(run)


def _name_places() -> None:
    areas.area("110000", name_zh="北省", name_en="North")
    areas.area("110100", name_zh="安平市", name_en="Anping")
    areas.area("110101", name_zh="东城区", name_en="Dongcheng")


def _official(name: str, full_name: str) -> User:
    official = getattr(cast, name)()
    official.full_name = full_name
    official.save()
    return official


def _past() -> None:
    """Let Hugo have been held nine days ago, for as long as the rules say."""
    _zone(VILLAGE, "河东村", "Hedong village", Level.HIGH, starts=NOW - timedelta(days=10))
    road.stay(_signing_in("hugo"), at=NOW - timedelta(days=9), minutes=130, cell=VILLAGE)
    pipeline.drain(now=NOW - timedelta(days=8))


def _present() -> None:
    _zone(MARKET, "万家购物中心", "Wanjia shopping centre", Level.MEDIUM)
    _zone(BORDER, "界牌村", "Jiepai village", Level.HIGH, certain=False)
    _signing_in("gail")
    eve, finn = cast.eve(), _signing_in("finn")
    road.stay(eve, at=YESTERDAY, minutes=75, cell=COMPOUND)
    officer = zones.official("case_officer", unit="东城区疾病预防控制中心")
    reading.read_record(eve, by=officer, purpose=Purpose.CARE, at=NOW - timedelta(hours=2))
    road.stay(finn, at=YESTERDAY, minutes=40, cell=MARKET)
    road.stay(finn, at=YESTERDAY - timedelta(hours=5), minutes=95, cell=BORDER)
    for number in range(CROWD):
        somebody = citizens.citizen()
        if number % 3 == 0:
            road.stay(somebody, at=NOW - timedelta(days=2), cell=MARKET)


def _zone(
    cell: int,
    name_zh: str,
    name_en: str,
    level: Level,
    *,
    starts: datetime = NOW - timedelta(days=5),
    certain: bool = True,
) -> EffectiveZone:
    zone = road.zone(level=level, cells=[cell], starts=starts, certain=certain)
    zone.name_zh, zone.name_en = name_zh, name_en
    zone.save()
    return zone


def _signing_in(name: str) -> Citizen:
    return citizens.citizen(area=areas.area("110101"), user=users.user(name))


def _run_in_progress() -> Run:
    run = runs.start(runs.Plan(as_of=NOW), now=NOW)
    for _ in range(3):
        shard = runs.lease(run)
        assert shard is not None
        runs.do(shard)
    return run

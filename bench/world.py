"""The province that is measured: its people, a fortnight of their stays, and its zones."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import connection, transaction

from bench import engine, population
from core.db import copying, days
from provinces.jurisdictions import services as jurisdictions
from provinces.presence import cells
from provinces.retention import services as retention
from provinces.rules import queries as rules
from provinces.rules import services as publishing
from provinces.tenancy import directory, scope
from provinces.tenancy import services as tenancy
from provinces.tenancy.addresses import as_owner

SLUG = "bench"
SEED = 7
# Today in the province; the fortnight before lies complete and sealed.
TODAY = date(2026, 11, 15)
DAYS = 14
AREA = "110000"

# All that a run writes, and what comes in beside the fortnight.
OUTCOMES = (
    "exposure_exposure", "exposure_question", "facts_factsheet", "status_current",
    "status_outcome", "status_decision", "status_shard", "status_run", "notices_notice",
    "citizens_stalemark",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class World:
    """What was loaded."""

    people: population.Crowd
    fortnight: list[days.Day]
    zone: ZoneInfo

    @property
    def now(self) -> datetime:
        """Noon of today."""
        return at(TODAY, 12, self.zone)

    @property
    def stays(self) -> int:
        return self.people.citizens * len(population.HOURS) * len(self.fortnight)


def at(on: date, hour: int, zone: ZoneInfo) -> datetime:
    """Return an hour of a local day."""
    return datetime(on.year, on.month, on.day, hour, tzinfo=zone)


@contextmanager
def inside() -> Iterator[directory.Entry]:
    """Be in the province as the application is."""
    with scope.province(SLUG) as entry:
        yield entry


@contextmanager
def owning() -> Iterator[None]:
    """Be in the province as the owner of its schema."""
    with as_owner(), scope.province(SLUG):
        yield


def load(citizens: int) -> World:
    """Have the province hold so many citizens and their fortnight; what is there stays."""
    tenancy.prepare_node()
    if SLUG not in [entry.slug for entry in directory.hosted()]:
        tenancy.add(SLUG, name_zh="测试省", name_en="Bench", division_code=AREA)
    people = population.crowd(citizens, SEED)
    with inside() as entry:
        first = TODAY - timedelta(days=DAYS)
        fortnight = list(days.days_between(first, TODAY - timedelta(days=1), entry.zone))
        world = World(people, fortnight, entry.zone)
        _enrol(citizens)
        clear()
        _load_days(world)
        if rules.in_force(world.now) is None:
            publishing.publish(rules.shipped("first"), now=world.now)
    return world


def clear() -> None:
    """Forget everything that runs have written, as if none had been."""
    # With what hangs on them: letters sent and the like come and go with the rooms.
    _truncate(f"{', '.join(OUTCOMES)} RESTART IDENTITY CASCADE")
    with engine.as_superuser() as session:
        session.execute(f"SET search_path = {SLUG}")
        session.execute("UPDATE zones_effectivezone SET matched_at = NULL")
        session.execute("VACUUM ANALYZE zones_effectivezone")


def _truncate(tables: str) -> None:
    """Empty tables, append-only ones and those that only retention empties, too."""
    with engine.as_superuser() as session:
        session.execute(f"SET search_path = {SLUG}")
        session.execute("SET session_replication_role = replica")
        session.execute(f"TRUNCATE {tables}")


def _enrol(citizens: int) -> None:
    with inside(), connection.cursor() as cursor:
        cursor.execute("SELECT count(*), coalesce(max(id), 0) FROM citizens_citizen")
        if cursor.fetchone() == (citizens, citizens):
            return
    jurisdictions.build_tree([(AREA, None, 1, "测试省", "Bench")])
    _truncate("presence_presence, presence_stay, presence_cell, citizens_citizen CASCADE")
    with owning(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO citizens_citizen (id, reference, area_id, language, enrolled_at)"
            " SELECT n, 'bench' || n, (SELECT id FROM jurisdictions_area WHERE code = %s),"
            " 'en', now() FROM generate_series(1, %s) n",
            [AREA, citizens],
        )
        cursor.execute("ANALYZE citizens_citizen")


def _load_days(world: World) -> None:
    """Have exactly the fortnight's days in the tables, complete and sealed."""
    _drop_other_days(world.fortnight)
    retention.keep_days(now=world.now)
    wanted = world.people.citizens * len(population.HOURS)
    missing = [day for day in world.fortnight if _count(day) != wanted]
    with owning(), connection.cursor() as cursor:
        for day in missing:
            cursor.execute(f"TRUNCATE presence_stay_{day.suffix}")
    for columns in population.stays(world.people, missing):
        with transaction.atomic():
            cells.note(columns["cell"])
            copying.copy_in("presence_stay", columns)
    retention.keep_days(now=world.now)


def _count(day: days.Day) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM presence_stay WHERE day = %s", [day.lo])
        return cursor.fetchone()[0]


def _drop_other_days(fortnight: list[days.Day]) -> None:
    kept = {day.lo for day in fortnight}
    with owning():
        for model in retention.daily_models():
            for name, (lo, _) in days.partitions_of(model._meta.db_table).items():
                if lo not in kept:
                    days.drop(name)
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE presence_presence")

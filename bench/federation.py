"""Two provinces that read each other's feeds on the benchmark's own engine, and how both forget."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

import h3.api.basic_int as h3
from django.db import transaction
from django.utils import timezone

from bench import engine, population, zones
from bench.world import AREA
from core.cells.classes import FINE
from core.cells.ranges import Ranges
from core.db import copying, days
from federation.peers import queries as peers
from federation.peers import services as membership
from provinces.accounts.models import User
from provinces.jurisdictions import services as jurisdictions
from provinces.jurisdictions.models import Area
from provinces.presence import cells
from provinces.retention import services as retention
from provinces.rules import queries as rules
from provinces.rules import services as publishing
from provinces.tenancy import directory, scope
from provinces.tenancy import services as tenancy
from provinces.zones import services as zoning

NORTH, SOUTH = "benchnorth", "benchsouth"
BOTH = (NORTH, SOUTH)
# Far from the north, where all the stays are.
SOUTHERN = (23.1, 113.3)
SEED = 11
# What was read of each other, what was published, and what came of it.
ROOMS = ("sync", "borders", "casework", "ledger", "zones", "exposure", "facts", "status", "notices")
KEPT = ("zones_territory",)
TABLES = """
SELECT relname FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
WHERE nspname = %s AND relkind IN ('r', 'p') AND NOT relispartition
  AND split_part(relname, '_', 1) = ANY(%s) AND relname <> ALL(%s)
"""


@dataclass(frozen=True, slots=True)
class Guests:
    """Citizens of the south who have spent their days in the north."""

    people: population.Crowd
    now: datetime


@contextmanager
def within(slug: str) -> Iterator[directory.Entry]:
    """Be in a province as the application is."""
    with scope.province(slug) as entry:
        yield entry


def prepare() -> None:
    """Have both provinces, each with its ground and officials, in one federation."""
    tenancy.prepare_node()
    hosted = {entry.slug for entry in directory.hosted()}
    for slug, code in zip(BOTH, (AREA, "440000"), strict=True):
        if slug not in hosted:
            tenancy.add(slug, name_zh=slug, name_en=slug, division_code=code)
        with within(slug):
            if not Area.objects.filter(code=code).exists():
                jurisdictions.build_tree([(code, None, 1, slug, slug)])
            zoning.set_territory(NORTH, _around(population.CENTRE))
            zoning.set_territory(SOUTH, _around(SOUTHERN))
    with within(NORTH):
        is_founded = peers.held() is not None
    if not is_founded:
        membership.found("Bench", slugs=BOTH, now=timezone.now() - timedelta(minutes=1))


def _around(place: tuple[float, float]) -> Ranges:
    """Return the ground some 600 km around a place."""
    return Ranges.from_cells(h3.grid_disk(h3.latlng_to_cell(*place, 2), 2), 2).at(FINE)


def forget() -> None:
    """Have both provinces forget what they have published, read and decided."""
    for slug in BOTH:
        _empty(slug, ROOMS)


def forget_read() -> None:
    """Have the south forget what it has read of the north, and what followed from it."""
    _empty(SOUTH, [room for room in ROOMS if room != "ledger"])


def _empty(slug: str, rooms: Sequence[str]) -> None:
    with engine.as_superuser() as session:
        names = [row[0] for row in session.execute(TABLES, [slug, list(rooms), list(KEPT)])]
        session.execute(f"SET search_path = {slug}")
        session.execute("SET session_replication_role = replica")
        session.execute(f"TRUNCATE {', '.join(names)} RESTART IDENTITY CASCADE")


def officials() -> tuple[User, User]:
    """Return who declares and who signs in the north; its ground stays as it is."""
    return zones.appointed(timezone.now())


def guests(citizens: int, lasting: int) -> Guests:
    """Have the south's citizens in the north for the last so many days, and rules in force."""
    now = timezone.now()
    people = population.crowd(citizens, SEED)
    with within(SOUTH) as entry:
        retention.keep_days(now=now)
        today = now.astimezone(entry.zone).date()
        last = today - timedelta(days=1)
        spans = list(days.days_between(today - timedelta(days=lasting), last, entry.zone))
        _enrol(citizens)
        for columns in population.stays(people, spans):
            with transaction.atomic():
                cells.note(columns["cell"])
                copying.copy_in("presence_stay", columns)
        if rules.in_force(now) is None:
            publishing.publish(rules.shipped("first"), now=now)
    return Guests(people, now)


def _enrol(citizens: int) -> None:
    with engine.as_superuser() as session:
        session.execute(f"SET search_path = {SOUTH}")
        session.execute("SET session_replication_role = replica")
        session.execute("TRUNCATE presence_presence, presence_stay, citizens_citizen CASCADE")
        session.execute(
            "INSERT INTO citizens_citizen (id, reference, area_id, language, enrolled_at)"
            " SELECT n, 'bench' || n, (SELECT min(id) FROM jurisdictions_area), 'en', now()"
            " FROM generate_series(1, %s) n",
            [citizens],
        )
        session.execute("ANALYZE citizens_citizen")

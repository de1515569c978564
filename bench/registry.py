"""A province of a million with what waits for its officials, made set by set and not by the road.

People live in 11 prefectures of 8 counties of 12 communities, some more peopled than others; what
waits is about people drawn from all of them, and so is spread as they are. `registry.sql` says how
much there is of what: 100,000 open items in all, and what a province has besides.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import psycopg
from django.utils import timezone

from bench import engine
from bench.federation import within
from core.db.days import day_of
from provinces.accounts.models import User
from provinces.jurisdictions import services as jurisdictions
from provinces.jurisdictions.models import Area, Office
from provinces.retention import services as retention
from provinces.tenancy import directory, scope
from provinces.tenancy import services as tenancy

SLUG, CODE = "benchdesk", "130000"
PREFECTURES, COUNTIES, COMMUNITIES = 11, 8, 12
# The most peopled prefecture, with a sixth of all: its officials look.
OURS = "130100"
OFFICERS = 40
ROLES = ("epidemiologist", "high_reviewer", "case_officer", "appeals_officer", "auditor")
ITEMS = Path(__file__).with_suffix(".sql")
TABLES = (
    "appeals_basis", "appeals_review", "appeals_appeal", "evidence_suspension",
    "evidence_evidence", "evidence_hold", "evidence_batch", "zones_version", "zones_zone",
    "citizens_caseassignment", "status_current", "exposure_exposure",
)  # fmt: skip
# A prefecture has more people than the next one, and a community too.
PEOPLED = """
CREATE TEMPORARY TABLE peopled AS
SELECT array_agg(id ORDER BY lo) AS areas, array_agg(lo ORDER BY lo) AS los, max(lo) AS last
FROM (SELECT id, sum(weight) OVER (ORDER BY code) - weight AS lo
      FROM (SELECT id, code, 1.0::float8 / (substr(code, 3, 2)::int + 3)
                             / (substr(code, 7, 3)::int + 2) AS weight
            FROM jurisdictions_area WHERE level = 4) AS community) AS placed
"""
ENROL = """
INSERT INTO citizens_citizen (id, reference, area_id, language, enrolled_at)
SELECT n, lpad(to_hex(hashint8extended(n, 3)), 16, '0'),
       areas[greatest(1, width_bucket(
           (hashint8extended(n, 5) & 2147483647) / 2147483648.0::float8 * last, los))],
       'zh-hans', now()
FROM generate_series(1, %s) n, peopled
"""


@dataclass(frozen=True, slots=True)
class Registry:
    """What was laid: how many people, when; the subtree that is looked at, and who looks."""

    people: int
    now: datetime
    path: str
    officials: dict[str, User]


def lay(people: int) -> Registry:
    """Have the province, its people and officials, and anew all that waits."""
    tenancy.prepare_node()
    if SLUG not in [entry.slug for entry in directory.hosted()]:
        tenancy.add(SLUG, name_zh="台测省", name_en="Bench desk", division_code=CODE)
    now = timezone.now()
    with within(SLUG):
        jurisdictions.build_tree(_tree())
        retention.keep_days(now=now)
        told = {"people": people, "now": now, "today": _today(now), **_filing(now)}
        officials = {role: _official(role, now) for role in ROLES}
        path = Area.objects.get(code=OURS).path
    with engine.as_superuser() as session:
        session.execute(f"SET search_path = {SLUG}")
        session.execute("SET session_replication_role = replica")
        _enrol(session, people)
        session.execute(f"TRUNCATE {', '.join(TABLES)} RESTART IDENTITY CASCADE")
        for statement in ITEMS.read_text().split(";\n")[:-1]:
            session.execute(statement, {**told, "mine": officials["appeals_officer"].pk})
        session.execute("VACUUM ANALYZE")
    return Registry(people, now, path, officials)


def _tree() -> Iterator[tuple[str, str | None, int, str, str]]:
    """Yield the areas, by codes as GB/T 2260 and communities' have them."""
    yield CODE, None, 1, "台测省", "Bench desk"
    for prefecture in range(1, PREFECTURES + 1):
        city = f"13{prefecture:02}00"
        yield city, CODE, 2, f"第{prefecture}市", f"City {prefecture}"
        for county in range(1, COUNTIES + 1):
            code = f"13{prefecture:02}{county:02}"
            yield code, city, 3, f"第{county}区", f"District {county}"
            for place in range(1, COMMUNITIES + 1):
                yield f"{code}{place:03}000", code, 4, f"第{place}社区", f"Community {place}"


def _today(now: datetime) -> int:
    entry = scope.current()
    return day_of(now.astimezone(entry.zone).date(), entry.zone).lo


def _filing(now: datetime) -> dict[str, int]:
    """Return who files and who signs; have the officials with whom appeals lie."""
    for number in range(OFFICERS):
        _somebody(f"officer{number:02}")
    return {"filer": _somebody("filer").pk, "signer": _somebody("signer").pk}


def _somebody(name: str) -> User:
    return User.objects.get_or_create(username=name)[0]


def _official(role: str, now: datetime) -> User:
    """Return an official of the prefecture who has no other role."""
    user = _somebody(role)
    if not Office.objects.filter(user=user, period__contains=now).exists():
        jurisdictions.grant_office(
            user=user,
            area=Area.objects.get(code=OURS),
            role=role,
            unit=f"office of {role}",
            period=(now - timedelta(days=30), now + timedelta(days=300)),
            by=None,
            now=now,
        )
    return user


def _enrol(session: psycopg.Connection, people: int) -> None:
    """Have exactly so many people; those who are there stay."""
    found = session.execute("SELECT count(*), coalesce(max(id), 0) FROM citizens_citizen")
    if found.fetchone() == (people, people):
        return
    session.execute("TRUNCATE citizens_citizen CASCADE")
    session.execute(PEOPLED)
    session.execute(ENROL, [people])
    session.execute("ANALYZE citizens_citizen")

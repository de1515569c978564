"""Days come and go: partitions are made ahead, sealed after their day, dropped at their end.

Partitions are the business of the owner of the schemas; the application has no right to them.
What else is kept of a day is removed with it. Evidence goes some days after it has expired, and
results some weeks after the sample; that is the owner's business, too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import OperationalError, connection, models, transaction
from psycopg.errors import LockNotAvailable

from core.db import days
from provinces.appeals import services as appeals
from provinces.appeals.models import Appeal, Letter
from provinces.citizens import services as citizens
from provinces.evidence import services as evidence
from provinces.evidence.models import Evidence
from provinces.exposure import services as exposure
from provinces.exposure.models import Exposure, Question
from provinces.ledger import services as ledger
from provinces.ledger.events import Event
from provinces.passes import services as passes
from provinces.passes.models import Issued
from provinces.presence import services as presence
from provinces.presence.models import CheckIn, Venue
from provinces.retention.certificates import Gone
from provinces.screening import services as screening
from provinces.screening.models import (
    Appointment,
    ReportVersion,
    Result,
    SealedResult,
    ToldHome,
    Vaccination,
)
from provinces.tenancy import scope
from provinces.tenancy.addresses import as_owner

from .certifying import certified, certify

# A sealed day that has grown by a tenth since, from late data, is sealed anew.
GROWTH = 1.1
# How long the making or dropping of a day waits for whoever reads the table.
PATIENCE = "2s"


def keep_days(*, now: datetime) -> dict[str, int]:
    """Make, seal and drop the daily partitions of the province in scope, and forget the dropped.

    Evidence and results go when their time is over. Returns how many of each. Raises NotTheOwner
    in a process without the owner's credentials.
    """
    slug = scope.current().slug
    today = now.astimezone(scope.current().zone).date()
    with as_owner(), scope.province(slug):
        done = {
            "made": make(first_kept(today), today + timedelta(days=1)),
            "sealed": seal_before(today),
            "dropped": drop_before(first_kept(today), now=now),
            "expired": drop_expired(now=now),
        }
    if done["dropped"]:
        presence.forget_cells()
    return {**done, "forgotten": forget_before(first_kept(today), now=now)}


def first_kept(today: date) -> date:
    """Return the oldest day whose presences are kept."""
    return today - timedelta(days=settings.PRESENCE_KEEP_DAYS - 1)


def daily_models() -> dict[type[models.Model], days.Daily]:
    """Return the models whose tables have a partition per day, and how."""
    return {model: daily for model in apps.get_models() if (daily := getattr(model, "daily", None))}


def make(first: date, last: date) -> int:
    """Make the partitions from first to last, both included; return how many were missing."""
    zone = scope.current().zone
    return sum(
        _in_time(partial(days.create, model._meta.db_table, day))
        for model in daily_models()
        for day in days.days_between(first, last, zone)
    )


def _in_time(change: Callable[[], bool]) -> bool:
    """Change a table that others read; give up where somebody reads it for long.

    What comes meanwhile waits behind the change, so that it must not wait for long itself. The
    next hour tries again: days are made a day ahead, and one that is over may stay an hour longer.
    """
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL lock_timeout = '{PATIENCE}'")
            done = change()
            cursor.execute("SET LOCAL lock_timeout = DEFAULT")
            return done
    except OperationalError as refusal:
        if not isinstance(refusal.__cause__, LockNotAvailable):
            raise
        return False


def seal_before(today: date) -> int:
    """Rewrite finished days in cell order where that is not done; return how many."""
    end = days.day_of(today, scope.current().zone).lo
    sealed = 0
    for model, daily in daily_models().items():
        for name, (_, hi) in days.partitions_of(model._meta.db_table).items():
            if daily.seal_by and hi <= end and _wants_sealing(name):
                _seal(name, daily.seal_by)
                sealed += 1
    return sealed


def _wants_sealing(name: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_relation_size(%s::regclass), obj_description(%s::regclass, 'pg_class')",
            [name, name],
        )
        size, note = cursor.fetchone()
    return size > GROWTH * int((note or "sealed 0").removeprefix("sealed "))


@transaction.atomic
def _seal(name: str, column: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT i.indexrelid::regclass::text FROM pg_index i"
            " WHERE i.indrelid = %s::regclass AND pg_get_indexdef(i.indexrelid) LIKE %s",
            [name, f"%({column})"],
        )
        days.seal(name, index=cursor.fetchone()[0].rpartition(".")[2])
        cursor.execute("SELECT pg_relation_size(%s::regclass)", [name])
        cursor.execute(f"COMMENT ON TABLE {name} IS 'sealed {cursor.fetchone()[0]}'")


def drop_before(first: date, *, now: datetime) -> int:
    """Drop the days before the first kept one; whoever was exposed in them is marked stale."""
    end = days.day_of(first, scope.current().zone).lo
    dropped = list(_drop_all(end, now))
    return len(dropped)


def _drop_all(end: int, now: datetime) -> Iterator[str]:
    for model in daily_models():
        table = model._meta.db_table
        for name, (_, hi) in days.partitions_of(table).items():
            if hi <= end and _in_time(partial(_drop, model, name, now)):
                yield name


def _drop(model: type[models.Model], name: str, now: datetime) -> bool:
    if model is Exposure:
        query = f"SELECT DISTINCT unnest(citizens), NULL::integer FROM {name}"
        citizens.mark_stale_from(query, [], because=Event.DAY_DROPPED, at=now)
    with connection.cursor() as cursor:
        # From here on nothing is added to the day: it is counted as it is dropped.
        cursor.execute(f"LOCK TABLE {name} IN SHARE MODE")
        cursor.execute(f"SELECT count(*) FROM {name}")
        rows = cursor.fetchone()[0]
    days.drop(name)
    kind = "exposures" if model is Exposure else "presences"
    certify(Gone(kind, model._meta.db_table, now, lot=name, rows=rows), now=now)
    ledger.record(Event.DAY_DROPPED, by=None, about=name, at=now)
    return True


@transaction.atomic
def forget_before(first: date, *, now: datetime) -> int:
    """Remove what prompted, asked and said about the days before the first kept one."""
    minute = days.day_of(first, scope.current().zone).lo
    at = datetime.fromtimestamp(minute * 60, UTC)
    gone = {
        "check_ins": certified(
            "check-ins",
            CheckIn.objects.filter(at_minute__lt=minute),
            lambda: presence.forget_check_ins(before=minute),
            before=at,
            now=now,
        ),
        "questions": certified(
            "questions",
            Question.objects.filter(day__lt=minute),
            lambda: exposure.forget_questions(before=minute),
            before=at,
            now=now,
        ),
    }
    exposure.forget_case_stays(before=minute)
    if any(gone.values()):
        body = {**gone, "before": first.isoformat()}
        ledger.record(Event.DAYS_FORGOTTEN, by=None, about=None, at=now, body=body)
    return sum(gone.values())


def drop_expired(*, now: datetime) -> int:
    """Remove evidence, results, vaccinations and appeals whose time is over; return how many."""

    def ago(count: int) -> datetime:
        return now - timedelta(days=count)

    results, doses = ago(settings.SCREENING_RESULT_DAYS), ago(settings.SCREENING_VACCINATION_DAYS)
    _passes(ago(settings.PASSES_KEEP_DAYS), now)
    _venues(ago(settings.PRESENCE_VENUE_DAYS), now)
    _laboratories(now)
    return (
        _appeals(ago(settings.APPEALS_KEEP_DAYS), now)
        + _evidence(ago(settings.EVIDENCE_KEEP_DAYS), now)
        + _screening(results, doses, now)
    )


@transaction.atomic
def _appeals(before: datetime, now: datetime) -> int:
    """Certify appeals, and the letters to people who had not appealed themselves."""
    over = Appeal.objects.filter(answered_at__lt=before)
    letters = Letter.objects.filter(appeal=None, issued_at__lt=before)

    def drop_all() -> int:
        return appeals.drop_answered(before=before, now=now)

    def drop() -> int:
        return _certified("appeals", letters, drop_all, before, now)

    return _certified("appeals", over, drop, before, now)


def _evidence(before: datetime, now: datetime) -> int:
    over = Evidence.objects.filter(expires_at__lt=before)
    return _certified(
        "evidence", over, lambda: evidence.drop_expired(before=before, now=now), before, now
    )


def _passes(before: datetime, now: datetime) -> int:
    over = Issued.objects.filter(expires_at__lt=before)
    return _certified("passes", over, lambda: passes.drop_before(before, now=now), before, now)


def _venues(before: datetime, now: datetime) -> int:
    over = Venue.objects.filter(closed_at__lt=before)
    return _certified("venues", over, lambda: presence.forget_venues(before=before), before, now)


@transaction.atomic
def _screening(results: datetime, doses: datetime, now: datetime) -> int:
    """Certify both of what goes together."""
    given = Vaccination.objects.filter(given_at__lt=doses)
    sampled = Result.objects.filter(sampled_at__lt=results)

    def drop_both() -> int:
        return screening.drop_before(results=results, doses=doses, now=now)

    def drop() -> int:
        return _certified("vaccinations", given, drop_both, doses, now)

    return _certified("results", sampled, drop, results, now)


def _laboratories(now: datetime) -> None:
    """Certify what laboratories told, and appointments."""

    def ago(count: int) -> datetime:
        return now - timedelta(days=count)

    unread, told = ago(settings.SCREENING_SEALED_DAYS), ago(settings.SCREENING_RESULT_DAYS)
    met = ago(settings.SCREENING_APPOINTMENT_DAYS)
    drop: Callable[[], Any] = partial(screening.tidy, now=now)
    for kind, rows, before in (
        ("sealed-results", SealedResult.objects.filter(received_at__lt=unread), unread),
        ("sealed-results", ToldHome.objects.filter(version__received_at__lt=told), told),
        ("sealed-results", ReportVersion.objects.filter(received_at__lt=told), told),
        ("appointments", Appointment.objects.filter(period__endswith__lt=met), met),
    ):
        drop = partial(certified, kind, rows, drop, before=before, now=now)
    drop()


def _certified(
    kind: str, rows: Any, drop: Callable[[], int], before: datetime, now: datetime
) -> int:
    dropped: int = certified(kind, rows, drop, before=before, now=now)
    return dropped

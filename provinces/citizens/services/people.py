"""Citizens are enrolled and marked stale."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime
from typing import Any

import numpy as np
from django.db import IntegrityError, connection, transaction
from numpy.typing import NDArray

from provinces.accounts.models import User
from provinces.citizens import identities
from provinces.citizens.models import Citizen, Identity, StaleMark
from provinces.jurisdictions.models import Area
from provinces.ledger import services as ledger
from provinces.ledger.events import Event
from provinces.tenancy import credentials, scope

MARK_DAY = """
INSERT INTO citizens_stalemark (citizen_id, cell, day, because, marked_at)
SELECT DISTINCT citizen, cell, %s::integer, %s, %s::timestamptz
FROM unnest(%s::integer[], %s::bigint[]) AS moved (citizen, cell)
"""
# Fewer than these are always marked one by one.
MANY = 1000


class AlreadyEnrolled(ValueError):
    """The document belongs to a citizen of this province."""


def new_reference() -> str:
    """Return a fresh citizen's reference: 80 random bits in an alphabet without look-alikes."""
    return "".join(secrets.choice("23456789abcdefghjkmnpqrstuvwxyz") for _ in range(16))


@transaction.atomic
def enrol(
    *, area: Area, person: identities.Person | None, by: User | None, now: datetime
) -> Citizen:
    """Enrol a citizen; without a person, one known by reference alone.

    Raises AlreadyEnrolled, and NotADocument.
    """
    citizen = Citizen.objects.create(
        reference=new_reference(),
        area=area,
        birth_year=identities.birth_year(person.document) if person else None,
        enrolled_at=now,
    )
    if person is not None:
        _keep_identity(citizen, person)
    ledger.record(Event.CITIZEN_ENROLLED, by=by, about=citizen, at=now)
    return citizen


def _keep_identity(citizen: Citizen, person: identities.Person) -> None:
    key = credentials.key_of(scope.current().slug)
    identity = Identity(
        citizen=citizen,
        sealed=identities.seal(key, citizen.reference, person),
        document_hash=identities.document_hash(key, person.document),
    )
    try:
        with transaction.atomic():
            identity.save(force_insert=True)
    except IntegrityError:
        raise AlreadyEnrolled("somebody with this document is enrolled") from None


def mark_stale(citizens: Iterable[int], *, because: Event, at: datetime) -> None:
    """Mark citizens whose facts changed, in the caller's transaction."""
    StaleMark.objects.bulk_create(
        [StaleMark(citizen_id=citizen, because=str(because), marked_at=at) for citizen in citizens],
        batch_size=5000,
    )


def mark_day_stale(
    people: NDArray[np.int32], cells: NDArray[np.int64], *, day: int, because: Event, at: datetime
) -> None:
    """Mark citizens whose stays of a day changed, in the caller's transaction.

    `people` and `cells` stand side by side: whose stay came or went, and where. Where they are
    many of the province's, one mark stands for whoever has stays on that day: looking at all of
    them then costs no more.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(id), 0) FROM citizens_citizen")
        are_many = len(np.unique(people)) > max(MANY, cursor.fetchone()[0] // 4)
        whose = ([None], [None]) if are_many else (people.tolist(), cells.tolist())
        cursor.execute(MARK_DAY, [day, str(because), at, *whose])


def mark_stale_from(query: str, values: list[Any], *, because: Event, at: datetime) -> int:
    """Mark the citizens a query returns as `(citizen, day)`, set by set; return how many."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO citizens_stalemark (citizen_id, day, because, marked_at)"
            f" SELECT citizen, day, %s, %s FROM ({query}) AS subject (citizen, day)",
            [str(because), at, *values],
        )
        return cursor.rowcount


def mark_stays_stale_from(query: str, *, because: Event, at: datetime) -> int:
    """Mark the stays a query returns as `(citizen, day, cell)`, set by set; return how many."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO citizens_stalemark (citizen_id, day, cell, because, marked_at)"
            f" SELECT citizen, day, cell, %s, %s FROM ({query}) AS subject (citizen, day, cell)",
            [str(because), at],
        )
        return cursor.rowcount


def marked_days() -> list[int]:
    """Return the days with citizens whose stays changed since they were matched, in order."""
    marks = StaleMark.objects.filter(day__isnull=False)
    return sorted(day for day in marks.values_list("day", flat=True).distinct() if day is not None)

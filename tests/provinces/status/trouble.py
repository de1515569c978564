"""A run that meets with trouble: a crowd to decide about, and somebody about whom nobody can."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest
from django.db import DatabaseError

from provinces.citizens.models import Citizen
from provinces.status import runs
from provinces.status.models import Run, Shard
from provinces.tenancy import scope
from provinces.tenancy.addresses import as_owner
from provinces.tenancy.connecting import connection
from tests import cast
from tests.factories import citizens, road

YESTERDAY = cast.NOW - timedelta(days=1)

POISON = """
CREATE FUNCTION poison() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.citizen_id = {citizen} THEN RAISE EXCEPTION 'a disk gave out'; END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER poisoned BEFORE INSERT ON status_outcome
    FOR EACH ROW EXECUTE FUNCTION poison();
"""


@contextmanager
def poisoned(citizen: Citizen) -> Iterator[None]:
    """Have every attempt to decide about a citizen fail."""
    _as_owner(POISON.format(citizen=citizen.pk))
    yield
    _as_owner("DROP TRIGGER poisoned ON status_outcome; DROP FUNCTION poison()")


def _as_owner(statements: str) -> None:
    with as_owner(), scope.province(cast.NORTH), connection.cursor() as cursor:
        cursor.execute(statements)


def crowd(size: int = 4) -> list[Citizen]:
    """Citizens who all stayed in a zone."""
    people = [citizens.citizen() for _ in range(size)]
    road.first_ruleset()
    road.zone()
    for person in people:
        road.stay(person, at=YESTERDAY)
    return people


def leases_run_out(at: datetime | None = None) -> None:
    Shard.objects.filter(done_at=None).update(leased_until=at)


def fails(run: Run) -> None:
    """Work on a run as a worker does, until a shard fails."""
    with pytest.raises(DatabaseError, match="a disk gave out"):
        runs.work(run)

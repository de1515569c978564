"""Fixes as devices record them, and what the tables hold of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

import numpy as np

from core.cells.classes import RADIUS_M
from core.cells.datum import Datum
from core.cells.lookup import cell_for
from core.db.days import Day, day_of
from core.periods import epoch_minute
from provinces.citizens.models import Citizen
from provinces.presence import services
from provinces.presence.formats.batch import Batch, batch_of
from provinces.presence.formats.fix import Fix, Refused
from provinces.presence.models import Presence, Stay
from provinces.presence.storing import Rows
from provinces.tenancy import scope
from tests import cast

LAT, LON = 39.9042, 116.4074
YESTERDAY = cast.NOW - timedelta(days=1)
# Good enough for the finest class.
GOOD_M = 20.0


def fix(at: datetime = YESTERDAY, **values: Any) -> Fix:
    """Return a good fix in the middle of Beijing."""
    given = {"line": 1, "lat": LAT, "lon": LON, "at": int(at.timestamp()), "accuracy_m": GOOD_M}
    return Fix(**{**given, **values})


def visit(
    at: datetime = YESTERDAY, *, minutes: int = 30, every: int = 5, **values: Any
) -> list[Fix]:
    """Return the fixes of somebody who stays where they are, numbered from 1."""
    moments = range(0, minutes, every)
    return numbered(fix(at + timedelta(minutes=each), **values) for each in moments)


def numbered(fixes: Iterable[Fix]) -> list[Fix]:
    """Return the fixes as the lines of a file."""
    return [each._replace(line=line) for line, each in enumerate(fixes, start=1)]


def ingest(
    citizen: Citizen,
    *batches: Iterable[Fix | Refused],
    datum: Datum = Datum.WGS84,
    now: datetime = cast.NOW,
) -> services.Report:
    """Take in batches of records."""
    return services.ingest(citizen, laid_out(*batches), datum=datum, now=now)


def laid_out(*batches: Iterable[Fix | Refused]) -> list[Batch]:
    """Return batches of records as columns."""
    return [batch_of(list(records)) for records in batches]


def today() -> Day:
    """Return the civil day of the tests' clock in the province in scope."""
    return day_of(cast.TODAY, scope.current().zone)


def rows(*, citizens: Iterable[int], at: datetime = YESTERDAY, minutes: int = 30) -> Rows:
    """Return a presence of so many minutes for each citizen, as bulk files give them."""
    people = np.array(list(citizens), np.int32)
    started = np.full(len(people), epoch_minute(at), np.int32)
    cell = np.full(len(people), cell_for(LAT, LON, max(RADIUS_M)), np.int64)
    return Rows(people, cell, started, started + minutes, np.zeros(len(people), np.bool_))


def kept(citizen: Citizen | None = None) -> list[tuple[Any, ...]]:
    """Return the presences that are kept, of one citizen or of everybody, in order."""
    found = (
        Presence.objects.all()
        if citizen is None
        else Presence.objects.filter(citizen_id=citizen.pk)
    )
    columns = ("cell", "started", "ended", "moving")
    return sorted(
        found.values_list(*columns) if citizen else found.values_list("citizen_id", *columns)
    )


def stays(citizen: Citizen | None = None) -> list[tuple[Any, ...]]:
    """Return the stays that are kept, of one citizen or of everybody, in order."""
    found = Stay.objects.all() if citizen is None else Stay.objects.filter(citizen_id=citizen.pk)
    columns = ("cell", "day", "started", "ended")
    return sorted(
        found.values_list(*columns) if citizen else found.values_list("citizen_id", *columns)
    )

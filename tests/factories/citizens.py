"""Citizens of the province in scope."""

from __future__ import annotations

from datetime import UTC, datetime

from provinces.accounts.models import User
from provinces.citizens import services
from provinces.citizens.identities import Person
from provinces.citizens.models import Citizen
from provinces.jurisdictions.models import Area
from tests.factories import areas

ENROLLED = datetime(2026, 10, 1, tzinfo=UTC)


def citizen(
    *,
    area: Area | None = None,
    person: Person | None = None,
    user: User | None = None,
    now: datetime = ENROLLED,
) -> Citizen:
    """Enrol a citizen; by default one known by reference alone, in the county 110101."""
    enrolled = services.enrol(area=area or areas.area(), person=person, by=None, now=now)
    if user is not None:
        enrolled.user = user
        enrolled.save(update_fields=["user"])
    return enrolled

"""The few places near the border where somebody often is, as they say themselves."""

from __future__ import annotations

from datetime import datetime

import h3.api.basic_int as h3
from django.db import transaction

from provinces.citizens.models import Citizen, RegularPlace
from provinces.ledger import services as ledger
from provinces.ledger.events import Event

from .agreeing import give_consents

MOST = 3
# About 400 m: a neighbourhood, never a door.
RESOLUTION = 9


class TooManyPlaces(ValueError):
    """Three places are all that is kept."""


def cell_of(latitude: float, longitude: float) -> int:
    """Return the cell that is kept of a point in WGS84; the point is not."""
    return int(h3.latlng_to_cell(latitude, longitude, RESOLUTION))


@transaction.atomic
def say_place(
    citizen: Citizen, cell: int, kind: RegularPlace.Kind | str, *, language: str, now: datetime
) -> RegularPlace:
    """Keep a place, and the consent to it; raises TooManyPlaces, and ValueError for what is none.

    A place that is kept already becomes what is said of it now, and has been theirs since it was
    said first: treaties on commuters count from there.
    """
    if not h3.is_valid_cell(cell) or h3.get_resolution(cell) != RESOLUTION:
        raise ValueError(f"a place is a cell of resolution {RESOLUTION}")
    kind = RegularPlace.Kind(kind)
    Citizen.objects.select_for_update().get(pk=citizen.pk)
    kept = RegularPlace.objects.filter(citizen=citizen)
    if kept.exclude(cell=cell).count() >= MOST:
        raise TooManyPlaces(f"{MOST} places are kept already")
    if not kept.exists():
        give_consents(citizen, ["places"], language=language, now=now)
    place, _is_new = RegularPlace.objects.update_or_create(
        citizen=citizen,
        cell=cell,
        defaults={"kind": kind},
        create_defaults={"kind": kind, "said_at": now},
    )
    _record(citizen, "said", at=now)
    return place


@transaction.atomic
def remove_place(citizen: Citizen, number: int, *, now: datetime) -> bool:
    """Forget a place; tell whether it was theirs."""
    gone, _each = RegularPlace.objects.filter(citizen=citizen, pk=number).delete()
    if gone:
        _record(citizen, "removed", at=now)
    return bool(gone)


def _record(citizen: Citizen, what: str, *, at: datetime) -> None:
    ledger.record(Event.PLACES_CHANGED, by=citizen, about=citizen, at=at, body={"what": what})

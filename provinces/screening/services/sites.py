"""Sites are opened, and closed for good."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from datetime import datetime, time

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from provinces.jurisdictions.models import Area
from provinces.ledger import services as ledger
from provinces.ledger.events import Event
from provinces.screening.models import Appointment, Site, Slot, State
from provinces.screening.models.sites import EVERY_DAY

from .batches import reason
from .booking import release

CODE = re.compile(r"[a-z0-9][a-z0-9-]{1,23}")


class NotASite(ValueError):
    """What is said of a site cannot be: a code, a name, its hours or its capacity."""


class AlreadyClosed(ValueError):
    """The site is closed for good."""


@dataclass(frozen=True, slots=True)
class Opening:
    """A site as it is opened: where, what it is called, and when how many can come."""

    code: str
    name_zh: str
    name_en: str
    address_zh: str
    address_en: str
    opens: time = time(8)
    shuts: time = time(20)
    slot_minutes: int = 15
    capacity: int = 6
    weekdays: tuple[int, ...] = tuple(EVERY_DAY)


@transaction.atomic
def open_site(opening: Opening, *, area: Area, by: str, now: datetime) -> Site:
    """Open a site in an area; raises NotASite."""
    if not CODE.fullmatch(opening.code):
        raise NotASite("a code is 2 to 24 small letters, digits and hyphens")
    if not all((opening.name_zh, opening.name_en, opening.address_zh, opening.address_en)):
        raise NotASite("a site has its name and address in both languages")
    values = {**asdict(opening), "weekdays": sorted(opening.weekdays)}
    try:
        with transaction.atomic():
            site = Site.objects.create(area=area, opened_at=now, **values)
    except IntegrityError as problem:
        said = "its code is taken" if "code" in str(problem) else "its hours or capacity are not"
        raise NotASite(f"{opening.code} cannot be opened: {said}") from None
    body = {"area": area.code, "code": site.code, "capacity": site.capacity}
    ledger.record(Event.SITE_OPENED, by=by, about=site, at=now, body=body)
    return site


@transaction.atomic
def close_site(site: Site, *, because: str, by: str, now: datetime) -> int:
    """Close a site for good; appointments to come are cancelled. Returns how many those are.

    Raises AlreadyClosed, and NoReason.
    """
    because = reason(because)
    site = Site.objects.select_for_update(of=("self",)).get(pk=site.pk)
    if site.closed_at is not None:
        raise AlreadyClosed(f"{site} was closed at {site.closed_at.isoformat()}")
    site.closed_at = now
    site.save(update_fields=["closed_at"])
    to_come = list(_to_come(site, now))
    for appointment in to_come:
        release(appointment, by=by, now=now, because=because)
    body = {"because": because}
    ledger.record(Event.SITE_CLOSED, by=by, about=site, at=now, body=body)
    return len(to_come)


def _to_come(site: Site, now: datetime) -> QuerySet[Appointment]:
    slots = Slot.objects.select_for_update(no_key=True).filter(site=site, starts_at__gt=now)
    held = Appointment.objects.filter(slot__in=list(slots.order_by("pk")), state=State.BOOKED)
    return held.select_related("citizen").order_by("slot", "pk")

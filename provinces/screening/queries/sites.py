"""Reading sites and their slots; appointments, by their citizen, or on the day by the site."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db.models import Count, Q, QuerySet

from core.db.days import day_of
from provinces.accounts.models import User
from provinces.citizens.models import Citizen
from provinces.jurisdictions.models import Area
from provinces.jurisdictions.powers import Power
from provinces.screening import openings as hours
from provinces.screening.models import Appointment, Site, Slot, State
from provinces.tenancy import scope


@dataclass(frozen=True, slots=True)
class Opening:
    """A slot of a site, and how many seats are free."""

    starts_at: datetime
    ends_at: datetime
    free: int


@dataclass(frozen=True, slots=True)
class Day:
    """A day on which a site can be booked, and how many seats are free on it."""

    day: date
    free: int


def hours_of(site: Site) -> hours.Hours:
    """Return when a site is open."""
    return hours.Hours(site.weekdays, site.opens, site.shuts, site.slot_minutes)


def sites_near(area: Area, at: datetime) -> list[Site]:
    """Return the sites in use, those nearest to an area first: of it, of its prefecture, …"""
    found = Site.objects.in_use(at).select_related("area").order_by("area__path", "code")
    return sorted(found, key=lambda site: -_shared(site.area.path, area.path))


def _shared(one: str, other: str) -> int:
    """Return how many levels of the division tree two areas are both in."""
    pairs = zip(one.split("."), other.split("."), strict=False)
    return next((place for place, (a, b) in enumerate(pairs) if a != b or not a), 0)


def site_for(code: str, at: datetime) -> Site | None:
    """Return the site in use that has a code, None where there is none."""
    return Site.objects.in_use(at).select_related("area").filter(code=code).first()


def days(site: Site, at: datetime) -> list[Day]:
    """Return the days on which a site can be booked, from today, those without a seat included."""
    today = at.astimezone(scope.current().zone).date()
    found = []
    for ahead in range(settings.SCREENING_BOOK_DAYS + 1):
        day = today + timedelta(days=ahead)
        free = [each.free for each in openings(site, day, at)]
        if free:
            found.append(Day(day, sum(free)))
    return found


def openings(site: Site, day: date, at: datetime) -> list[Opening]:
    """Return a site's slots of a day that can be booked at a moment, full ones included."""
    last = at + timedelta(days=settings.SCREENING_BOOK_DAYS)
    slots = list(hours.slots_of(hours_of(site), day, scope.current().zone))
    rows = Slot.objects.filter(site=site, starts_at__in=[start for start, _ in slots])
    free = {row.starts_at: row.capacity - row.taken for row in rows}
    return [
        Opening(start, end, free.get(start, site.capacity))
        for start, end in slots
        if at < start <= last
    ]


def appointments_of(citizen: Citizen) -> QuerySet[Appointment]:
    """Return a citizen's appointments that are kept, the next one first, then those gone by."""
    found = Appointment.objects.filter(citizen=citizen).select_related("site__area", "slot")
    return found.order_by("-period")


def begun_appointments(citizen: Citizen, at: datetime) -> QuerySet[Appointment]:
    """Return those of a citizen's appointments at which they are due, came, or gave a sample."""
    came = Q(state__in=[State.ARRIVED, State.SAMPLED])
    return appointments_of(citizen).filter(came | Q(state=State.BOOKED, period__startswith__lte=at))


def own_appointment(citizen: Citizen, code: str) -> Appointment | None:
    """Return a citizen's appointment by its code, None where they have no such."""
    return appointments_of(citizen).filter(code=code).first()


def sites_of(user: User, at: datetime) -> QuerySet[Site]:
    """Return the sites that an official runs."""
    found = Site.objects.visible_to(user, Power.RUN_SITE, at)
    return found.select_related("area").order_by("area__path", "code")


def expected(by: User, at: datetime) -> dict[int, int]:
    """Return how many are expected today at each site that an official runs, by the site's key."""
    coming = _todays(by, at).exclude(state=State.CANCELLED).order_by()
    return dict(coming.values_list("site").annotate(number=Count("pk")))


def todays(site: Site, *, by: User, at: datetime) -> QuerySet[Appointment]:
    """Return who is expected at a site today, in the order of time; cancelled ones are not."""
    return _todays(by, at).filter(site=site).exclude(state=State.CANCELLED)


def appointment_of_today(code: str, *, by: User, at: datetime) -> Appointment | None:
    """Return today's appointment of a code at a site that an official runs, if there is one."""
    found = _todays(by, at).filter(code=code).exclude(state=State.CANCELLED)
    return found.select_related("citizen", "site__area").first()


def _todays(by: User, at: datetime) -> QuerySet[Appointment]:
    zone = scope.current().zone
    today = day_of(at.astimezone(zone).date(), zone)
    start, end = (datetime.fromtimestamp(minute * 60, zone) for minute in (today.lo, today.hi))
    found = Appointment.objects.visible_to(by, Power.RUN_SITE, at).during(start, end)
    return found.order_by("period", "pk")

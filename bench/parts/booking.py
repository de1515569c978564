"""Many book few seats at once, beside a row that is locked and counted by hand: none twice."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from multiprocessing.pool import Pool

from django.db import connection, transaction
from django.db.models import Count, F, Q
from django.utils import timezone

from bench import engine, federation, workers
from bench.federation import NORTH, within
from bench.report import Aim, Report, Row, rate
from bench.timing import TIMES, Timed
from bench.world import AREA
from provinces.citizens import services as citizens
from provinces.citizens.models import Citizen
from provinces.jurisdictions.models import Area
from provinces.screening import queries, services
from provinces.screening.models import Appointment, Site, Slot, State
from provinces.tenancy.addresses import as_owner

CONNECTIONS = 8
SLOTS, SEATS = 4, 50
# Twice as many people as there are seats.
PEOPLE = 2 * SLOTS * SEATS
SITE = "bench-booking"
RAW = """
CREATE TABLE raw_slot (id int PRIMARY KEY, capacity int NOT NULL, taken int NOT NULL);
CREATE TABLE raw_booking (
    id bigserial PRIMARY KEY, slot int NOT NULL REFERENCES raw_slot, citizen int NOT NULL,
    UNIQUE (slot, citizen));
GRANT SELECT, INSERT, UPDATE, DELETE ON raw_slot, raw_booking TO PUBLIC;
GRANT USAGE ON SEQUENCE raw_booking_id_seq TO PUBLIC;
"""
BY_HAND = "SELECT … FOR UPDATE, UPDATE and INSERT by hand"


def measure(report: Report) -> None:
    """Have everybody try at once, several times; count what was given twice, and what was lost."""
    federation.prepare()
    federation.forget()
    section = report.section(
        f"Booking: {PEOPLE} people, {SLOTS * SEATS} seats in {SLOTS} slots, {CONNECTIONS} at once"
    )
    moments, people = _set_up()
    ours, theirs, double, lost = Timed(), Timed(), 0, 0
    with _by_hand(), workers.hired(CONNECTIONS, NORTH) as pool:
        for _ in range(TIMES):
            _clear()
            ours.seconds.append(_tries_a_second(pool, partial(book, moments), people))
            double, lost = double + _overbooked(), lost + _lost()
            theirs.seconds.append(_tries_a_second(pool, by_hand, people))
            lost_by_hand = _lost_by_hand()
    section.add(Row("tries", rate(ours), BY_HAND, rate(theirs), ours.median / theirs.median))
    section.add(Row("booked twice", str(double), ratio=double, aim=Aim(most=0)))
    section.add(
        Row("seats lost", str(lost), BY_HAND, str(lost_by_hand), ratio=lost, aim=Aim(most=0))
    )
    section.notes.append(
        "Ours looks besides that nobody is at two places at once nor has too many appointments,"
        " and records each in the ledger; by hand neither is done."
    )
    federation.forget()


def _set_up() -> tuple[list[datetime], list[int]]:
    """Have a site with some slots to come, and people; return when they begin, and who."""
    now = timezone.now()
    with within(NORTH):
        area = Area.objects.get(code=AREA)
        site = Site.objects.filter(code=SITE).first()
        if site is None:
            opening = services.Opening(
                SITE, "采样点", "Site", "路", "Road", slot_minutes=60, capacity=SEATS
            )
            site = services.open_site(opening, area=area, by="bench", now=now)
        tomorrow = timezone.localdate(now + timedelta(days=1))
        found = queries.openings(site, tomorrow, now)[:SLOTS]
        people = list(Citizen.objects.order_by("pk").values_list("pk", flat=True)[:PEOPLE])
        while len(people) < PEOPLE:
            people.append(citizens.enrol(area=area, person=None, by=None, now=now).pk)
    return [each.starts_at for each in found], people


def _clear() -> None:
    with within(NORTH):
        Appointment.objects.all().delete()
        Slot.objects.all().delete()
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM raw_booking")
            cursor.execute("UPDATE raw_slot SET taken = 0")


@contextmanager
def _by_hand() -> Iterator[None]:
    with as_owner(), within(NORTH), connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS raw_booking, raw_slot")
        cursor.execute(RAW)
        cursor.executemany(
            "INSERT INTO raw_slot VALUES (%s, %s, 0)", [(n, SEATS) for n in range(SLOTS)]
        )
    yield
    with as_owner(), within(NORTH), connection.cursor() as cursor:
        cursor.execute("DROP TABLE raw_booking, raw_slot")


def _tries_a_second(pool: Pool, work: Callable[[int], None], people: Sequence[int]) -> float:
    """Have everybody try, the workers sharing them; return how many tries there were a second."""
    engine.checkpoint()
    shares = [people[place::CONNECTIONS] for place in range(CONNECTIONS)]
    began = time.perf_counter()
    pool.starmap(each_of, [(work, share) for share in shares], chunksize=1)
    return len(people) / (time.perf_counter() - began)


def each_of(work: Callable[[int], None], people: Sequence[int]) -> None:
    """Have some people try one after the other."""
    with within(NORTH):
        for citizen in people:
            work(citizen)


def book(moments: Sequence[datetime], citizen: int) -> None:
    """Try to book a slot for a citizen as the portal does."""
    site, chosen = Site.objects.get(code=SITE), random.choice(moments)  # noqa: S311
    somebody = Citizen.objects.get(pk=citizen)
    try:
        services.book(
            somebody, site=site, starts_at=chosen, by=f"citizen:{citizen}", now=timezone.now()
        )
    except services.SlotFull:
        return


def by_hand(citizen: int) -> None:
    """Try to book a slot for a citizen, by locking its row and counting."""
    slot = random.randrange(SLOTS)  # noqa: S311
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT capacity, taken FROM raw_slot WHERE id = %s FOR UPDATE", [slot])
        capacity, taken = cursor.fetchone()
        if taken < capacity:
            cursor.execute("UPDATE raw_slot SET taken = taken + 1 WHERE id = %s", [slot])
            cursor.execute(
                "INSERT INTO raw_booking (slot, citizen) VALUES (%s, %s)", [slot, citizen]
            )


def _overbooked() -> int:
    """Return how many seats were given to two, and how many people sit twice."""
    holding = Count("appointments", filter=~Q(appointments__state=State.CANCELLED))
    with within(NORTH):
        slots = Slot.objects.annotate(holding=holding)
        over = sum(max(0, slot.holding - slot.capacity) for slot in slots)
        people = Appointment.objects.values("citizen").annotate(times=Count("pk"))
        return over + people.filter(times__gt=1).count()


def _lost() -> int:
    """Return of how many seats the count is not that of the appointments that hold."""
    holding = Count("appointments", filter=~Q(appointments__state=State.CANCELLED))
    with within(NORTH):
        slots = Slot.objects.annotate(holding=holding).exclude(holding=F("taken"))
        return sum(abs(slot.taken - slot.holding) for slot in slots)


def _lost_by_hand() -> int:
    with within(NORTH), connection.cursor() as cursor:
        cursor.execute("SELECT (SELECT sum(taken) FROM raw_slot) - count(*) FROM raw_booking")
        found: int = cursor.fetchone()[0]
        return abs(found)

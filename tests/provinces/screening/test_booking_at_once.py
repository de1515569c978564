"""Many book few seats at the same time, in sessions of their own: none twice, and none lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from functools import partial

import pytest
from django.db.models import Count, F, Q

from provinces.citizens.models import Citizen
from provinces.screening import services
from provinces.screening.models import Appointment, Site, Slot, State
from provinces.tenancy import scope
from tests import cast
from tests.factories import citizens, sites
from tests.provinces.status import threads

NOW, SOON = cast.NOW, sites.SOON
QUARTER = timedelta(minutes=15)
PEOPLE = 12


@pytest.fixture
def many(in_login_mode: None) -> Iterator[None]:
    """Let everybody be in the province at a time."""
    with threads.sessions(PEOPLE + 3):
        yield


def book(citizen: Citizen, site: Site, starts_at: object = SOON) -> Appointment:
    return services.book(citizen, site=site, starts_at=starts_at, by=citizen, now=NOW)


def miscounted() -> list[Slot]:
    """Return the slots whose count is not that of the appointments that hold, or is too high."""
    holding = Count("appointments", filter=~Q(appointments__state=State.CANCELLED))
    counted = Slot.objects.annotate(holding=holding)
    return list(counted.exclude(holding=F("taken")) | counted.filter(taken__gt=F("capacity")))


class TestAtOnce:
    def test_seats_as_many_as_there_are_seats(self, many: None) -> None:
        with scope.province(cast.NORTH):
            site = sites.site(capacity=5)
            people = [citizens.citizen() for _ in range(PEOPLE)]

        results = threads.at_once(*[partial(book, each, site) for each in people])

        assert Counter(type(each) for each in results) == {
            Appointment: 5,
            services.SlotFull: PEOPLE - 5,
        }
        with scope.province(cast.NORTH):
            assert Appointment.objects.values("citizen").distinct().count() == 5
            assert miscounted() == []

    def test_seats_one_citizen_once(self, many: None) -> None:
        with scope.province(cast.NORTH):
            places, eve = [sites.site() for _ in range(6)], cast.eve()

        results = threads.at_once(*[partial(book, eve, each) for each in places])

        assert Counter(type(each) for each in results) == {Appointment: 1, services.Overlaps: 5}
        with scope.province(cast.NORTH):
            assert miscounted() == []

    def test_loses_no_seat_when_people_change_places(self, many: None) -> None:
        with scope.province(cast.NORTH):
            site = sites.site(capacity=PEOPLE)
            moments = [SOON, SOON + QUARTER]
            booked = [
                (book(citizens.citizen(), site, moments[number % 2]), moments[1 - number % 2])
                for number in range(PEOPLE)
            ]

        def change(appointment: Appointment, starts_at: object) -> Appointment:
            by = appointment.citizen
            return services.move(appointment, site=site, starts_at=starts_at, by=by, now=NOW)

        results = threads.at_once(*[partial(change, *each) for each in booked])

        assert threads.raised(results) == []
        with scope.province(cast.NORTH):
            assert sorted(Slot.objects.values_list("taken", flat=True)) == [6, 6]
            assert miscounted() == []

    def test_leaves_nobody_at_a_site_that_is_closed(self, many: None) -> None:
        with scope.province(cast.NORTH):
            site = sites.site(capacity=PEOPLE)
            people = [citizens.citizen() for _ in range(PEOPLE)]
            first = book(people.pop(), site)

        def close() -> int:
            return services.close_site(site, because="x", by="operator", now=NOW)

        def cancel() -> None:
            services.cancel(first, by=first.citizen, now=NOW)

        works = [partial(book, each, site) for each in people]
        results = threads.at_once(*works[:6], close, cancel, *works[6:])

        kinds = {type(each) for each in threads.raised(results)}
        assert kinds <= {services.NoSuchSlot, services.TooLate}
        with scope.province(cast.NORTH):
            assert set(Appointment.objects.values_list("state", flat=True)) == {State.CANCELLED}
            assert miscounted() == []

"""Appointments are booked, moved and cancelled; no seat is given twice, and none is lost."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction

from provinces.citizens.models import Citizen
from provinces.ledger.models import Payload
from provinces.screening import services
from provinces.screening.models import Appointment, Site, Slot, State
from tests import cast
from tests.factories import citizens, sites

NOW, SOON = cast.NOW, sites.SOON
QUARTER = timedelta(minutes=15)


@pytest.fixture
def site(north: object) -> Site:
    return sites.site()


def book(citizen: Citizen, site: Site, starts_at: Any = SOON, *, now: Any = NOW) -> Appointment:
    return services.book(citizen, site=site, starts_at=starts_at, by=citizen, now=now)


def taken(site: Site) -> list[int]:
    return list(
        Slot.objects.filter(site=site).order_by("starts_at").values_list("taken", flat=True)
    )


class TestBook:
    def test_takes_a_seat(self, site: Site, eve: Citizen) -> None:
        booked = book(eve, site)

        assert (booked.state, booked.period.lower, booked.period.upper) == (
            State.BOOKED, SOON, SOON + QUARTER,
        )  # fmt: skip
        assert taken(site) == [1]
        assert len(booked.code) == 8

    def test_is_told_to_the_citizen(self, site: Site, eve: Citizen) -> None:
        book(eve, site)

        payload = Payload.objects.get(entry__event="appointment.booked")
        assert payload.about == f"citizens.citizen:{eve.pk}"

    def test_refuses_when_all_seats_are_taken(self, site: Site, eve: Citizen) -> None:
        for _ in range(site.capacity):
            book(citizens.citizen(), site)

        with pytest.raises(services.SlotFull):
            book(eve, site)

        assert taken(site) == [site.capacity]

    @pytest.mark.parametrize(
        "starts_at",
        [
            SOON + timedelta(minutes=1),
            NOW - QUARTER,
            NOW,
            NOW + timedelta(days=settings.SCREENING_BOOK_DAYS, minutes=15),
            NOW + timedelta(hours=8),
        ],
        ids=["between", "over", "just begun", "too far ahead", "closed"],
    )
    def test_refuses_what_is_no_slot(self, site: Site, eve: Citizen, starts_at: Any) -> None:
        with pytest.raises(services.NoSuchSlot):
            book(eve, site, starts_at)

    def test_refuses_a_site_that_is_closed(self, site: Site, eve: Citizen) -> None:
        services.close_site(site, because="x", by="operator", now=NOW)

        with pytest.raises(services.NoSuchSlot):
            book(eve, site)

    def test_refuses_two_places_at_once(self, site: Site, eve: Citizen) -> None:
        book(eve, site)

        with pytest.raises(services.Overlaps):
            book(eve, sites.site(slot_minutes=30))

        assert Appointment.objects.count() == 1
        assert list(Slot.objects.values_list("taken", flat=True)) == [1]

    def test_refuses_more_than_a_few_at_once(self, site: Site, eve: Citizen) -> None:
        for place in range(settings.SCREENING_BOOKED_AT_ONCE):
            book(eve, site, SOON + place * QUARTER)

        with pytest.raises(services.TooManyBooked):
            book(eve, site, SOON + timedelta(hours=2))

    def test_counts_only_what_is_to_come(self, site: Site, eve: Citizen) -> None:
        for place in range(settings.SCREENING_BOOKED_AT_ONCE):
            book(eve, site, SOON + place * QUARTER)

        assert book(eve, site, SOON + timedelta(hours=4), now=SOON + timedelta(hours=1))


class TestCancel:
    def test_gives_the_seat_back(self, site: Site, eve: Citizen, finn: Citizen) -> None:
        booked = book(eve, site)

        services.cancel(booked, by=eve, now=NOW)

        booked.refresh_from_db()
        assert (booked.state, booked.cancelled_at) == (State.CANCELLED, NOW)
        assert taken(site) == [0]
        assert book(eve, site)

    @pytest.mark.parametrize("late", [True, False], ids=["begun", "twice"])
    def test_refuses(self, site: Site, eve: Citizen, *, late: bool) -> None:
        booked = book(eve, site)
        if not late:
            services.cancel(booked, by=eve, now=NOW)

        with pytest.raises(services.TooLate):
            services.cancel(booked, by=eve, now=SOON if late else NOW)

        assert taken(site) == [1 if late else 0]


class TestMove:
    def test_takes_the_new_seat_and_gives_the_old_one_back(self, site: Site, eve: Citizen) -> None:
        booked = book(eve, site)

        moved = services.move(booked, site=site, starts_at=SOON + QUARTER, by=eve, now=NOW)

        assert taken(site) == [0, 1]
        assert (moved.state, moved.period.lower) == (State.BOOKED, SOON + QUARTER)

    def test_may_overlap_with_what_it_replaces(self, site: Site, eve: Citizen) -> None:
        booked, other = book(eve, site), sites.site(slot_minutes=30)

        assert services.move(booked, site=other, starts_at=SOON, by=eve, now=NOW)

    def test_keeps_the_old_seat_where_the_new_slot_is_full(self, site: Site, eve: Citizen) -> None:
        booked = book(eve, site)
        for _ in range(site.capacity):
            book(citizens.citizen(), site, SOON + QUARTER)

        with pytest.raises(services.SlotFull):
            services.move(booked, site=site, starts_at=SOON + QUARTER, by=eve, now=NOW)

        booked.refresh_from_db()
        assert (booked.state, taken(site)) == (State.BOOKED, [1, site.capacity])


class TestCloseSite:
    def test_cancels_what_is_to_come_and_tells_whoever_it_is_of(
        self, site: Site, eve: Citizen
    ) -> None:
        booked = book(eve, site)

        assert services.close_site(site, because="搬迁", by="operator", now=NOW) == 1

        booked.refresh_from_db()
        assert booked.state == State.CANCELLED
        payload = Payload.objects.get(entry__event="appointment.cancelled")
        assert payload.body["because"] == "搬迁"

    def test_is_done_once(self, site: Site) -> None:
        services.close_site(site, because="x", by="operator", now=NOW)

        with pytest.raises(services.AlreadyClosed):
            services.close_site(site, because="x", by="operator", now=NOW)


class TestOpenSite:
    @pytest.mark.parametrize(
        "values",
        [
            {"code": "A"},
            {"name_zh": ""},
            {"shuts": sites.time(8)},
            {"slot_minutes": 3},
            {"capacity": 0},
            {"weekdays": ()},
            {"weekdays": (8,)},
        ],
    )
    def test_refuses_what_is_no_site(self, north: object, values: Any) -> None:
        with pytest.raises(services.NotASite):
            sites.site(**values)

    def test_refuses_a_code_that_is_taken(self, site: Site) -> None:
        with pytest.raises(services.NotASite, match="code is taken"):
            sites.site(code=site.code)


class TestConstraints:
    def test_refuse_a_slot_with_more_people_than_seats(self, site: Site, eve: Citizen) -> None:
        slot = book(eve, site).slot

        with pytest.raises(IntegrityError, match="never_overbooked"), transaction.atomic():
            Slot.objects.filter(pk=slot.pk).update(taken=slot.capacity + 1)

    @pytest.mark.parametrize(
        ("assignment", "name"),
        [
            ("state = 'green'", "known_state"),
            ("state = 'cancelled'", "says_when"),
            ("state = 'sampled'", "has_its_number"),
            ("sample_reference = '1'", "has_its_number"),
        ],
    )
    def test_refuse_what_cannot_be(
        self, site: Site, eve: Citizen, assignment: str, name: str
    ) -> None:
        book(eve, site)

        with (
            pytest.raises(IntegrityError, match=name),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(f"UPDATE screening_appointment SET {assignment}")

"""The day at a site: who comes, whose sample is taken, and who does not come."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings

from provinces.accounts.models import User
from provinces.citizens import queries as citizens
from provinces.citizens.fields import Field
from provinces.citizens.models import Citizen
from provinces.screening import services
from provinces.screening.models import Appointment, Site, State
from tests import cast
from tests.factories import laboratories as lab
from tests.factories import sites
from tests.factories.citizens import citizen as enrolled

NOW, SOON = cast.NOW, sites.SOON
HOUR = timedelta(hours=1)


@pytest.fixture
def site(north: object) -> Site:
    return sites.site(capacity=30)


@pytest.fixture
def clerk(north: object) -> User:
    return sites.clerk()


def sample(appointment: Appointment, clerk: User, number: str = "0001", **values: Any) -> None:
    given = {"pooled": False, "by": clerk, "now": NOW, **values}
    services.take_sample(appointment, number=number, **given)


class TestLookUp:
    def test_masks_the_name_and_tells_whose_it_is(self, site: Site, clerk: User) -> None:
        citizen = lab.identified()
        booked = sites.appointment(citizen, site)

        assert services.look_up(booked, by=clerk, now=NOW) == "王＊＊"

        (read,) = citizens.reads_of(citizen)
        assert (read.role, read.office, read.purpose) == ("site_clerk", "test site", "sampling")
        assert read.fields == (Field.APPOINTMENTS, Field.NAME)

    def test_has_no_name_of_whoever_is_known_by_reference(
        self, site: Site, clerk: User, eve: Citizen
    ) -> None:
        assert services.look_up(sites.appointment(eve, site), by=clerk, now=NOW) == ""
        assert citizens.reads_of(eve)[0].fields == (Field.APPOINTMENTS,)


class TestArrive:
    def test_notes_that_somebody_came(self, site: Site, clerk: User, eve: Citizen) -> None:
        booked = services.arrive(sites.appointment(eve, site), by=clerk, now=SOON)

        assert (booked.state, booked.arrived_at) == (State.ARRIVED, SOON)

    def test_takes_whoever_comes_late(self, site: Site, clerk: User, eve: Citizen) -> None:
        booked = sites.appointment(eve, site)
        services.miss(now=SOON + 2 * HOUR)

        assert services.arrive(booked, by=clerk, now=SOON + 2 * HOUR).state == State.ARRIVED

    def test_refuses_what_was_cancelled(self, site: Site, clerk: User, eve: Citizen) -> None:
        booked = sites.appointment(eve, site)
        services.cancel(booked, by=eve, now=NOW)

        with pytest.raises(services.NotExpected):
            services.arrive(booked, by=clerk, now=SOON)


class TestTakeSample:
    def test_notes_the_number_on_the_tube(self, site: Site, clerk: User, eve: Citizen) -> None:
        booked = sites.appointment(eve, site)

        sample(booked, clerk, " 0001 ")

        booked.refresh_from_db()
        assert (booked.state, booked.sample_reference) == (State.SAMPLED, "0001")
        assert (booked.sampled_at, booked.arrived_at) == (NOW, NOW)

    def test_lets_the_number_be_put_right(self, site: Site, clerk: User, eve: Citizen) -> None:
        booked = sites.appointment(eve, site)
        sample(booked, clerk, "0001")

        sample(booked, clerk, "0002", now=NOW + HOUR)

        booked.refresh_from_db()
        assert (booked.sample_reference, booked.sampled_at) == ("0002", NOW)

    @pytest.mark.parametrize("pooled", [(False, False), (True, False), (False, True)])
    def test_refuses_a_number_that_is_used(
        self, site: Site, clerk: User, eve: Citizen, finn: Citizen, pooled: tuple[bool, bool]
    ) -> None:
        sample(sites.appointment(eve, site), clerk, pooled=pooled[0])

        with pytest.raises(services.SampleUsed):
            sample(sites.appointment(finn, site), clerk, pooled=pooled[1])

    def test_takes_so_many_into_one_tube(self, site: Site, clerk: User, eve: Citizen) -> None:
        for _ in range(settings.SCREENING_TUBE_OF):
            sample(sites.appointment(enrolled(), site), clerk, pooled=True)

        with pytest.raises(services.TubeFull):
            sample(sites.appointment(eve, site), clerk, pooled=True)

    @pytest.mark.parametrize("number", ["", " ", "x" * 81, "a\x00b"])
    def test_needs_a_number(self, site: Site, clerk: User, eve: Citizen, number: str) -> None:
        with pytest.raises(services.NoSampleNumber):
            sample(sites.appointment(eve, site), clerk, number)

    def test_takes_the_same_number_at_another_site(
        self, site: Site, clerk: User, eve: Citizen, finn: Citizen
    ) -> None:
        sample(sites.appointment(eve, site), clerk)

        sample(sites.appointment(finn, sites.site()), clerk)

        assert Appointment.objects.filter(sample_reference="0001").count() == 2


class TestMiss:
    def test_notes_of_whom_nobody_came(self, site: Site, eve: Citizen, finn: Citizen) -> None:
        late = sites.appointment(eve, site)
        soon = sites.appointment(finn, site, starts_at=SOON + 3 * HOUR)

        assert services.miss(now=SOON + 2 * HOUR) == 1

        late.refresh_from_db()
        soon.refresh_from_db()
        assert (late.state, soon.state) == (State.MISSED, State.BOOKED)
        assert services.miss(now=SOON + 2 * HOUR) == 0


class TestTidy:
    def test_drops_appointments_some_days_after(self, site: Site, eve: Citizen) -> None:
        sites.appointment(eve, site)
        over = SOON + timedelta(days=settings.SCREENING_APPOINTMENT_DAYS)

        assert services.tidy(now=over)["appointments"] == 0
        assert services.tidy(now=over + HOUR)["appointments"] == 1
        assert not site.slots.exists()

    def test_drops_results_that_found_nobody(self, north: object) -> None:
        lab.delivered(lab.laboratory(), lab.bundle(lab.report_of()))
        over = NOW + timedelta(days=settings.SCREENING_SEALED_DAYS)

        assert services.tidy(now=over)["sealed"] == 0
        assert services.tidy(now=over + HOUR)["sealed"] == 1

    def test_drops_what_laboratories_have_told(self, north: object) -> None:
        lab.delivered(lab.laboratory(), lab.bundle(lab.report_of(), lab.report_of()))
        over = NOW + timedelta(days=settings.SCREENING_RESULT_DAYS, hours=1)

        assert services.tidy(now=over)["reports"] == 2

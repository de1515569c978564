"""A person has erased what may be, and is told what must be kept, why and until when."""

from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.db import transaction

from provinces.accounts.models import User
from provinces.citizens import services as citizens
from provinces.citizens.mandates import LEAST
from provinces.citizens.models import Citizen, Contact, Mandate, RegularPlace
from provinces.citizens.registry import Contacts
from provinces.citizens.services.agreeing import keep_contacts
from provinces.evidence import services as evidence
from provinces.evidence.classes import EvidenceClass
from provinces.evidence.models import Evidence, Trip
from provinces.ledger.events import Event
from provinces.ledger.models import Payload
from provinces.passes.models import Shown
from provinces.presence import services as presence
from provinces.presence.models import CheckIn, Device
from provinces.retention import services
from provinces.retention.register import REGISTER, grounds
from provinces.retention.services import Part, erasing
from provinces.screening.models import Appointment
from provinces.tenancy import directory
from tests.cast import NOW
from tests.factories import appeals, screening, sites
from tests.factories import citizens as people

DAY = timedelta(days=1)


def all_of(eve: Citizen) -> None:
    citizens.give_consents(eve, ["contact", "places"], language="en", now=NOW)
    with transaction.atomic():
        keep_contacts(eve, Contacts(email="eve@example.org"), now=NOW)
    citizens.say_place(eve, citizens.cell_of(39.5, 116.7), "home", language="en", now=NOW)
    citizens.ask_mandate(citizens.Wish(eve, people.citizen(), LEAST), now=NOW)
    evidence.declare(eve, EvidenceClass.WELLNESS_DECLARED, now=NOW)
    evidence.declare_trip(eve, evidence.Journey("south", NOW + DAY, "train"), now=NOW)
    presence.pair_device(eve, now=NOW)
    presence.check_in(eve, venue="North gate", cell=None, at=NOW, now=NOW)
    sites.appointment(eve)
    Shown.objects.create(citizen=eve, letters_hash=b"x" * 32, expires_at=NOW + DAY)


class TestMustBeKept:
    def test_has_nothing_of_what_one_may_have_erased(self, eve: Citizen) -> None:
        all_of(eve)

        kept = {each.kept.key for each in services.must_be_kept(eve, NOW)}

        assert not kept & {"check-ins", "appointments", "shown", "contacts", "trips"}

    def test_rests_on_nobodys_consent(self) -> None:
        consented = {kept.key for kept in REGISTER if kept.ground is grounds.CONSENT}

        assert consented <= erasing.OWN


class TestErase:
    @pytest.mark.parametrize(
        ("part", "left"),
        [
            (Part.CONTACTS, Contact.objects),
            (Part.PLACES, RegularPlace.objects),
            (Part.CHECK_INS, CheckIn.objects),
            (Part.APPOINTMENTS, Appointment.objects),
            (Part.SHOWN, Shown.objects),
            (Part.MANDATES, Mandate.objects.filter(revoked_at=None)),
            (Part.DECLARATIONS, Evidence.objects.filter(withdrawn_at=None)),
            (Part.TRIPS, Trip.objects),
            (Part.DEVICES, Device.objects.filter(revoked_at=None)),
        ],
    )
    def test_erases_what_was_asked_for(self, part: Part, left: object, eve: Citizen) -> None:
        all_of(eve)

        services.erase(eve, [part], now=NOW)

        assert not left.exists()  # type: ignore[attr-defined]
        body = Payload.objects.get(entry__event=Event.DATA_ERASED).body
        assert body == {"parts": {str(part): 1}}

    def test_gives_back_the_seat_of_an_appointment_to_come(self, eve: Citizen) -> None:
        booked = sites.appointment(eve)

        services.erase(eve, [Part.APPOINTMENTS], now=NOW)

        booked.slot.refresh_from_db()
        assert booked.slot.taken == 0

    def test_leaves_an_appointment_at_which_a_sample_was_taken(self, eve: Citizen) -> None:
        sites.sampled(eve, sites.site(), "tube-1")

        erased = services.erase(eve, [Part.APPOINTMENTS], now=NOW)

        assert erased.parts == {Part.APPOINTMENTS: 0}
        assert {each.kept.key: each.rows for each in erased.left}["appointments"] == 1

    def test_leaves_what_was_not_asked_for(self, eve: Citizen) -> None:
        all_of(eve)

        services.erase(eve, [Part.CONTACTS], now=NOW)

        assert RegularPlace.objects.exists()
        assert Mandate.objects.filter(revoked_at=None).exists()

    def test_closes_the_account(self, eve: Citizen) -> None:
        services.erase(eve, [Part.ACCOUNT], now=NOW)

        eve.refresh_from_db()
        assert eve.user is None
        assert not User.objects.filter(username="eve").exists()
        assert Payload.objects.filter(entry__event=Event.ACCOUNT_CLOSED).exists()

    def test_leaves_no_phone_and_no_address_behind_an_account(self, north: directory.Entry) -> None:
        person = appeals.resident()
        appeals.exposed(person)
        appeals.filed(person)  # names the account for as long as it is kept
        number = person.user_id
        assert person.user is not None
        User.objects.create(username=f"closed-{number}")  # somebody's choice, in nobody's way
        presence.pair_device(person, now=NOW)
        UserSession.objects.create(user=person.user, ip="192.0.2.7", session_key="a key")

        services.erase(person, [Part.ACCOUNT], now=NOW)

        assert User.objects.filter(username=f"closed:{number}").exists()
        assert not UserSession.objects.exists()
        assert not Device.objects.filter(revoked_at=None).exists()

    def test_refuses_with_the_reason_and_the_end(self, eve: Citizen) -> None:
        screening.result(eve, now=NOW)

        refused = services.erase(eve, list(Part), now=NOW).left

        kept = {each.kept.key: each for each in refused}
        assert kept["results"].rows == 1
        assert str(kept["results"].kept.lasts) == "28 days after the sample"
        assert "Infectious Diseases" in str(kept["results"].kept.ground)
        told = Payload.objects.get(entry__event=Event.ERASURE_REFUSED).body["kept"]
        assert "results" in told

"""By time travel: each class vanishes on its day, its commitment stays, its certificate holds."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction

from provinces.citizens import queries as citizens_read
from provinces.citizens import services as citizens
from provinces.citizens.mandates import LEAST
from provinces.citizens.models import (
    CaseAssignment,
    Citizen,
    Consent,
    Emergency,
    Mandate,
    Protection,
)
from provinces.citizens.purposes import Purpose
from provinces.ledger import queries as ledgers_read
from provinces.ledger import services as ledger
from provinces.ledger.events import Event
from provinces.ledger.models import Entry, Payload
from provinces.notices.models import Notice
from provinces.oversight.breaches import services as breaches
from provinces.oversight.lawful import services as lawful
from provinces.oversight.models import BreachPerson, LawfulRequest
from provinces.oversight.models import Case as MisuseCase
from provinces.presence import services as presence
from provinces.presence.models import Device
from provinces.retention import queries, services
from provinces.retention.models import Purge
from provinces.retention.register import CLASSES
from provinces.status import pipeline
from provinces.status.models import Decision, Outcome
from provinces.tenancy import keys
from provinces.tenancy.keys import KeyRole
from provinces.zones.models import Level
from tests import cast
from tests.factories import citizens as people
from tests.factories import incidents, oversight, records, road, zones
from tests.factories import ledger as ledgers
from tools import verify_proof

NOW = cast.NOW
MINUTE = timedelta(minutes=1)
ELSEWHERE: int = road.h3.grid_ring(road.HERE, 9)[0]


def a_consent(eve: Citizen) -> datetime:
    citizens.give_consents(eve, ["birth_year"], language="en", now=NOW)
    citizens.withdraw_consent(eve, "birth_year", now=NOW)
    return NOW


def a_mandate(eve: Citizen) -> datetime:
    wish = citizens.Wish(eve, people.citizen(), LEAST)
    citizens.revoke_mandate(citizens.ask_mandate(wish, now=NOW).pk, by=eve, now=NOW)
    return NOW


def a_device(eve: Citizen) -> datetime:
    presence.pair_device(eve, now=NOW)
    presence.revoke_device(eve, Device.objects.get().pk, now=NOW)
    return NOW


def an_assignment(eve: Citizen) -> datetime:
    official = cast.ada()
    CaseAssignment.objects.create(
        citizen=eve,
        area=eve.area,
        powers=["view_person"],
        because="treated",
        starts_at=NOW - MINUTE,
        ends_at=NOW,
        opened_by=official,
    )
    return NOW


def a_notice(eve: Citizen) -> datetime:
    Notice.objects.create(citizen=eve, kind="question", created_at=NOW)
    return NOW


def a_look(eve: Citizen) -> datetime:
    reader = zones.official("case_officer", unit="case office")
    citizens_read.read_record(eve, by=reader, purpose=Purpose.TRACING, at=NOW)
    return NOW


def an_event(eve: Citizen) -> datetime:
    with transaction.atomic():
        ledger.record(Event.CHECKED_IN, by=eve, about=eve, at=NOW)
    return NOW


def an_outcome(eve: Citizen) -> datetime:
    """Eve is yellow, and then red: the first decision is not in force any more."""
    road.first_ruleset()
    road.zone(level=Level.MEDIUM, cells=[ELSEWHERE])
    road.stay(eve, at=NOW - timedelta(days=1), cell=ELSEWHERE)
    pipeline.drain(now=NOW)
    road.zone(level=Level.HIGH)
    road.stay(eve, at=NOW - timedelta(days=2))
    pipeline.drain(now=NOW + MINUTE)
    assert Outcome.objects.count() == 2
    return NOW


def an_emergency(eve: Citizen) -> datetime:
    records.emergency(eve, records.officer("110200"))
    return NOW


def a_protection(eve: Citizen) -> datetime:
    return records.protected(eve).ends_at


def a_request(eve: Citizen) -> datetime:
    incidents.granted(incidents.received(eve), tell_at=NOW)
    lawful.attend(now=NOW)
    return NOW


def a_breach(eve: Citizen) -> datetime:
    suspect = incidents.reader()
    incidents.looked(suspect, eve)
    breaches.tell(incidents.breach(suspect), by=incidents.on_call(), now=NOW)
    return NOW


def a_misuse_case(eve: Citizen) -> datetime:
    oversight.closed_case(eve)
    return NOW


CASES: dict[str, tuple[Callable[[Citizen], datetime], Any]] = {
    "consents": (a_consent, Consent.objects),
    "mandates": (a_mandate, Mandate.objects),
    "devices": (a_device, Device.objects),
    "assignments": (an_assignment, CaseAssignment.objects),
    "emergencies": (an_emergency, Emergency.objects),
    "protections": (a_protection, Protection.objects),
    "notices": (a_notice, Notice.objects),
    "access": (a_look, Payload.objects.filter(entry__event=Event.RECORD_READ)),
    "payloads": (an_event, Payload.objects.filter(entry__event=Event.CHECKED_IN)),
    "misuse": (a_misuse_case, MisuseCase.objects),
    "outcomes": (an_outcome, Outcome.objects),
    "lawful": (a_request, LawfulRequest.objects),
    "breaches": (a_breach, BreachPerson.objects),
}


def of(kind: str) -> Purge:
    return Purge.objects.get(kind=kind)


class TestPurge:
    @pytest.mark.parametrize("kind", CASES)
    def test_erases_a_class_on_its_day_and_certifies_it(self, kind: str, eve: Citizen) -> None:
        make, rows = CASES[kind]
        made = make(eve)
        period = CLASSES[kind].lasts.period
        assert period is not None
        before = rows.count()

        services.purge(now=made + period)
        kept = rows.count()
        services.purge(now=made + period + MINUTE / 2)

        assert kept == before > 0
        assert rows.count() == before - 1
        certificate = Purge.objects.filter(kind=kind).latest("pk")
        assert certificate.statement["body"]["count"] == 1
        assert queries.faults(certificate) == []

    def test_leaves_the_commitment_and_its_proof(self, eve: Citizen) -> None:
        made = an_event(eve)
        entry = Entry.objects.get(event=Event.CHECKED_IN)
        ledgers.seal()
        services.purge(now=made + timedelta(days=366))

        proof = ledgers_read.proof_of(Entry.objects.get(pk=entry.pk))

        assert proof["payload"] is None
        key = verify_proof.key_from(keys.verifiers(KeyRole.LEDGER)[0].text)
        assert verify_proof.check(json.loads(json.dumps(proof)), key, [])

    def test_leaves_the_decision_and_its_commitment(self, eve: Citizen) -> None:
        made = an_outcome(eve)
        commitments = list(Decision.objects.order_by("pk").values_list("commitment", flat=True))

        services.purge(now=made + timedelta(days=91))

        assert Outcome.objects.count() == 1
        assert list(Decision.objects.order_by("pk").values_list("commitment", flat=True)) == (
            commitments
        )

    def test_goes_batch_by_batch_each_with_a_certificate(self, eve: Citizen) -> None:
        for _ in range(5):
            a_notice(eve)

        done = services.purge(now=NOW + timedelta(days=91), batch=2)

        assert done["notices"] == 5
        counts = [
            purge.statement["body"]["count"] for purge in Purge.objects.filter(kind="notices")
        ]
        assert counts == [2, 2, 1]

    def test_does_nothing_a_second_time(self, eve: Citizen) -> None:
        a_notice(eve)
        late = NOW + timedelta(days=400)
        services.purge(now=late)

        assert services.purge(now=late) == {}

    def test_never_erases_what_says_that_something_was_erased(self, eve: Citizen) -> None:
        a_notice(eve)
        services.purge(now=NOW + timedelta(days=91))

        services.purge(now=NOW + timedelta(days=9000))

        assert queries.faults(of("notices")) == []


class TestRipe:
    def test_counts_what_the_purge_would_erase(self, eve: Citizen) -> None:
        a_notice(eve)

        assert services.ripe(now=NOW + timedelta(days=91)) == {"notices": 1}
        assert services.ripe(now=NOW + timedelta(days=89)) == {}
        assert Notice.objects.count() == 1

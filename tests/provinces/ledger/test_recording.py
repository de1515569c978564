"""The ledger: recorded with the change, committed to, and never changed."""

from __future__ import annotations

import hashlib

import pytest
import rfc8785
from django.db import IntegrityError, connection, transaction
from django.utils import translation

from provinces.citizens.models import Citizen
from provinces.ledger import queries, services
from provinces.ledger.events import Event
from provinces.ledger.models import Entry, Payload
from provinces.ledger.wording import EVENTS as WORDING
from provinces.tenancy import directory, scope
from provinces.tenancy.addresses import as_owner
from tests import cast
from tests.cast import NOW
from tests.factories import ledger

BODY = {"unit": "clinic", "people": 3, "note": "体检"}


def recorded(event: Event = Event.OFFICE_GRANTED) -> Entry:
    return services.record(event, by=None, about="accounts.user:7", at=NOW, body=BODY)


class TestRecord:
    def test_is_refused_outside_a_transaction(self, in_login_mode: None) -> None:
        with scope.province(cast.NORTH), pytest.raises(services.NotInATransaction):
            recorded()

    def test_goes_with_its_transaction(self, north: directory.Entry) -> None:
        with transaction.atomic():
            recorded()
            transaction.set_rollback(True)

        assert not Entry.objects.exists()
        assert not Payload.objects.exists()

    def test_names_what_it_is_about(self, eve: Citizen) -> None:
        services.record(Event.RECORD_READ, by=None, about=eve, at=NOW)

        assert queries.about(eve)[0].about == f"citizens.citizen:{eve.pk}"

    def test_refuses_an_event_there_is_not(self, north: directory.Entry) -> None:
        with pytest.raises(ValueError, match="made\\.up"):
            services.record("made.up", by=None, about=None, at=NOW)

    @pytest.mark.parametrize("body", [{"at": NOW}, {"number": 2**60}, {"x": object()}])
    def test_refuses_what_is_not_plain_json(
        self, north: directory.Entry, body: dict[str, object]
    ) -> None:
        with pytest.raises(rfc8785.CanonicalizationError):
            services.record(Event.OFFICE_GRANTED, by=None, about=None, at=NOW, body=body)


class TestCommitment:
    def test_verifies(self, north: directory.Entry) -> None:
        recorded()

        assert queries.holds(Payload.objects.select_related("entry").get())

    def test_is_what_the_documentation_says(self, north: directory.Entry) -> None:
        entry = recorded()
        salt = bytes(Payload.objects.get().salt)

        plain = (
            '{"about":"accounts.user:7","body":{"note":"体检","people":3,"unit":"clinic"},'
            '"by":"","event":"office.granted"}'
        )

        assert bytes(entry.commitment) == hashlib.sha256(salt + plain.encode()).digest()
        assert len(salt) == 16

    @pytest.mark.parametrize(
        "change", [{"by": "accounts.user:8"}, {"about": ""}, {"body": {}}, {"salt": bytes(16)}]
    )
    def test_shows_every_change_to_the_payload(
        self, north: directory.Entry, change: dict[str, object]
    ) -> None:
        recorded()
        with ledger.tampering():
            Payload.objects.update(**change)

        assert not queries.holds(Payload.objects.select_related("entry").get())

    def test_differs_for_equal_events(self, north: directory.Entry) -> None:
        assert bytes(recorded().commitment) != bytes(recorded().commitment)


class TestPayload:
    def test_can_be_erased_while_the_entry_stays(self, north: directory.Entry) -> None:
        entry = recorded()

        with as_owner():
            Payload.objects.filter(entry=entry).delete()

        assert Entry.objects.get() == entry
        assert not queries.about("accounts.user:7").exists()


class TestEntry:
    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE ledger_entry SET recorded_at = recorded_at",
            "DELETE FROM ledger_entry",
            "TRUNCATE ledger_entry",
            "TRUNCATE ledger_entry CASCADE",
        ],
    )
    def test_is_never_changed_even_by_the_owner(
        self, north: directory.Entry, statement: str
    ) -> None:
        recorded()

        with as_owner(), pytest.raises(IntegrityError, match="never changed or deleted"):
            execute(statement)
        assert Entry.objects.count() == 1

    def test_names_an_event_by_its_shape(self, north: directory.Entry) -> None:
        with pytest.raises(IntegrityError, match="an_entry_names_an_event"), transaction.atomic():
            Entry.objects.create(event="anything", recorded_at=NOW, commitment=bytes(32))


class TestAbout:
    def test_lists_the_newest_first(self, north: directory.Entry) -> None:
        recorded(Event.OFFICE_GRANTED)
        recorded(Event.OFFICE_ENDED)

        found = [payload.entry.event for payload in queries.about("accounts.user:7")]

        assert found == ["office.ended", "office.granted"]


class TestWording:
    @pytest.mark.parametrize("event", Event)
    def test_is_there_for_every_event(self, event: Event) -> None:
        with translation.override("en"):
            assert str(WORDING[event])[0].isupper()

    def test_is_found_for_an_entry(self, north: directory.Entry) -> None:
        with translation.override("en"):
            assert queries.wording(recorded()) == "An official was given an office"


def execute(statement: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)

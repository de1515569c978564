"""The programme ends: everybody is free, then nothing is kept of anybody, and proofs still hold."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.utils import timezone
from pytest_django import Settings

from provinces.accounts.models import User
from provinces.citizens.models import Citizen
from provinces.jurisdictions.models import Office
from provinces.ledger import queries as ledger
from provinces.ledger.models import Entry, Payload
from provinces.passes.standing import standing
from provinces.retention import queries, services, tasks
from provinces.retention.models import Purge
from provinces.retention.register import REGISTER
from provinces.retention.sweeps import STAYS
from provinces.status import queries as status
from provinces.tenancy import directory, keys
from provinces.tenancy.addresses import as_owner
from provinces.tenancy.keys import KeyRole
from tests import cast
from tests.client import ProvinceClient
from tests.factories import ledger as ledgers
from tests.pages import address, noon, reader, words
from tools import verify_proof

from . import world

__all__ = ["noon"]

NOW = cast.NOW
END = NOW + timedelta(hours=2)
ERASED = END + timedelta(days=30)
# Officials, with what they signed, and what says that something was erased; counts of tries, which
# name no person, go by the database's own clock.
STAY = {
    "accounts.Kept",
    "accounts.User",
    "jurisdictions.AreaUserObjectPermission",
    "jurisdictions.Office",
    "ledger.Payload",
}


@pytest.fixture
def told(north: directory.Entry, settings: Settings, noon: None) -> list[world.Rows]:
    """Something of everything in the north, whose programme ends in two hours."""
    settings.RULES_PROGRAMME_ENDS = {cast.NORTH: END.isoformat()}
    return world.everything()


def at(now: datetime, patched: pytest.MonkeyPatch) -> None:
    """Have every clock show a moment."""
    patched.setattr(timezone, "now", lambda: now)


def first_page() -> str:
    return words(ProvinceClient(headers={"accept-language": "en"}).get(address("portal:home")))


def own_proof(eve: Citizen) -> dict[str, Any]:
    """Keep the proof of the latest entry about Eve, as she does from her own page."""
    entry = queries.history(eve, most=1)[0].entry
    answer = reader(eve.user).get(address("portal:proof", entry))
    found: dict[str, Any] = json.loads(answer.content)
    return found


def verifies(proof: dict[str, Any]) -> bool:
    return bool(verify_proof.check(proof, _key(), []))


def _key() -> verify_proof.Key:
    return verify_proof.key_from(keys.verifiers(KeyRole.LEDGER)[0].text)


def commitments() -> dict[int, bytes]:
    return {pk: bytes(each) for pk, each in Entry.objects.values_list("pk", "commitment")}


def left_of(*traces: str) -> dict[str, str]:
    """Return every table of the province in which any of some texts stands, and which."""
    found = {}
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY 1"
        )
        for (table,) in cursor.fetchall():
            for trace in traces:
                cursor.execute(
                    f'SELECT EXISTS (SELECT FROM "{table}" t WHERE strpos(t::text, %s) > 0)',
                    [trace],
                )
                if cursor.fetchone()[0]:
                    found[table] = trace
    return found


class TestSunset:
    def test_frees_everybody_and_leaves_them_time_for_their_proof(
        self, told: list[world.Rows], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        eve = Citizen.objects.get(user__username="eve")
        assert "The programme ends on" in first_page()
        assert status.status_of(eve, NOW).status == "red"

        at(END, monkeypatch)
        tasks.lapse(cast.NORTH)

        assert status.status_of(eve, END).status == standing(eve.pk, END).status == "green"
        said = first_page()
        assert "The programme has ended" in said
        assert "Until then you can take along" in said
        assert "How to verify a proof yourself" in said
        ledgers.seal()
        assert verifies(own_proof(eve))
        assert services.purge_all(now=ERASED - timedelta(minutes=1)) == {}

    def test_leaves_nothing_of_anybody_but_what_proves_it(
        self, told: list[world.Rows], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        eve = Citizen.objects.get(user__username="eve")
        reference = eve.reference
        services.lapse(now=END)
        ledgers.seal()
        kept, before = own_proof(eve), commitments()
        assert left_of(reference)

        at(ERASED, monkeypatch)
        tasks.purge(cast.NORTH)

        assert left_of(reference, "citizens.citizen:", "the market", "Not me.") == {}
        left = {
            label
            for kept_class in REGISTER
            if kept_class.is_personal
            for label in kept_class.models
            if apps.get_model(label)._default_manager.exists()
        }
        assert left <= STAY
        assert not User.objects.exclude(pk__in=Office.objects.values("user")).exists()
        assert not Payload.objects.exclude(entry__event__in=STAYS).exists()
        assert before.items() <= commitments().items()
        ledgers.seal(ERASED)
        assert verifies(kept)
        assert all(verifies(ledger.proof_of(entry)) for entry in Entry.objects.all())
        certificates = list(Purge.objects.all())
        assert [fault for each in certificates for fault in queries.faults(each)] == []
        for each in certificates:
            assert verify_proof.check_certificate(queries.file_of(each), [_key()], [])
        said = first_page()
        assert "All that was kept of anybody has been erased." in said
        assert "Sign in to see my status" not in said
        assert services.purge_all(now=ERASED + timedelta(days=1)) == {}

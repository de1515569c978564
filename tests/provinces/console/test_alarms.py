"""Alarms name their source to the auditor."""

from __future__ import annotations

from datetime import timedelta

import pytest

from provinces.accounts.models import User
from provinces.citizens import canaries, identities
from provinces.jurisdictions import services
from provinces.tenancy import credentials, directory
from tests import cast
from tests.cast import NOW
from tests.factories import areas, changes, offices, users
from tests.factories.registries import CANARY
from tests.pages import address, reader, words

HOUR = timedelta(hours=1)


@pytest.fixture
def auditor(north: directory.Entry) -> User:
    official = users.user()
    offices.office(official, areas.area("110000"), "auditor", now=NOW)
    return official


class TestAlarms:
    def test_name_their_source(self, auditor: User) -> None:
        canaries.plant([CANARY], now=NOW)
        hashed = identities.document_hash(credentials.key_of(cast.NORTH), CANARY)
        source = {"actor": "", "network": "192.0.2.7/32"}
        canaries.touch(hashed, "account", source=source, now=NOW)

        said = words(reader(auditor).get(address("console:alarms")))

        assert "Tried with a document that is nobody's Enrolment or recovery 192.0.2.7/32" in said

    def test_name_who_suspended_somebody_alone(self, auditor: User, ada: User) -> None:
        alone = changes.granter()
        changes.suspension(ada.offices.get(), alone, is_emergency=True, now=NOW - 20 * HOUR)
        services.keep_time(now=NOW + 52 * HOUR)

        said = words(reader(auditor).get(address("console:alarms")))

        actor = f"accounts.user:{alone.pk}"
        assert f"Suspended an office alone, and nobody signed Offices of others {actor}" in said

    def test_are_none_at_first(self, auditor: User) -> None:
        assert "None so far." in words(reader(auditor).get(address("console:alarms")))

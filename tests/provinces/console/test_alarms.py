"""Alarms name their source to the auditor."""

from __future__ import annotations

import pytest

from provinces.accounts.models import User
from provinces.citizens import canaries, identities
from provinces.tenancy import credentials, directory
from tests import cast
from tests.cast import NOW
from tests.factories import areas, offices, users
from tests.factories.registries import CANARY
from tests.pages import address, reader, words


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

    def test_are_none_at_first(self, auditor: User) -> None:
        assert "None so far." in words(reader(auditor).get(address("console:alarms")))

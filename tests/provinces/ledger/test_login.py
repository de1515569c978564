"""A province's own login records and reads what was done, and can not have it unsaid."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from provinces.citizens import queries as citizens
from provinces.citizens.models import Citizen
from provinces.citizens.purposes import Purpose
from provinces.tenancy import scope
from provinces.tenancy.addresses import as_owner
from tests import cast
from tests.factories import evidence


def execute(statement: str) -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
        return int(cursor.rowcount)


@pytest.fixture
def looked_at(in_login_mode: None) -> Iterator[Citizen]:
    """An official has looked at Eve's record."""
    with scope.province(cast.NORTH):
        eve = cast.eve()
        by = evidence.official("case_officer", "110100", unit="a")
        citizens.note_reading(eve, [], by=by, purpose=Purpose.CARE, at=cast.NOW)
        yield eve


class TestPayload:
    @pytest.mark.parametrize(
        "statement", ["DELETE FROM ledger_payload", "UPDATE ledger_payload SET about = '', by = ''"]
    )
    def test_of_a_look_is_not_hidden_from_the_person(
        self, looked_at: Citizen, statement: str
    ) -> None:
        with pytest.raises(ProgrammingError, match="permission denied"):
            execute(statement)

        assert len(citizens.reads_of(looked_at)) == 1

    def test_is_not_rewritten_by_the_owner_either(self, looked_at: Citizen) -> None:
        with (
            as_owner(),
            scope.province(cast.NORTH),
            pytest.raises(IntegrityError, match="stay as they are"),
        ):
            execute("UPDATE ledger_payload SET about = ''")

    def test_is_erased_by_the_owner_for_retention(self, looked_at: Citizen) -> None:
        with as_owner(), scope.province(cast.NORTH):
            assert execute("DELETE FROM ledger_payload WHERE about = 'x'") == 0
            assert execute("DELETE FROM ledger_payload") > 0

"""Checks that are added to a table in use: apart from their validation, and once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import IntegrityError, NotSupportedError, connection, transaction

from core.db.checking import AddCheckTo
from provinces.tenancy import directory
from provinces.tenancy.addresses import as_owner

SMALL = AddCheckTo("numbers_here", "a_number_is_small", "number < 10")


@pytest.fixture(autouse=True)
def _numbers(north: directory.Entry) -> Iterator[None]:
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("CREATE TABLE numbers_here (number int)")
        cursor.execute("INSERT INTO numbers_here VALUES (9)")
        yield


def migrate(operation: AddCheckTo, *, atomic: bool = False) -> None:
    with connection.schema_editor(atomic=atomic) as editor:
        operation.database_forwards("ledger", editor, None, None)


def checks() -> list[tuple[str, bool]]:
    query = """
        SELECT conname, convalidated FROM pg_constraint
        WHERE conrelid = 'numbers_here'::regclass
    """
    with connection.cursor() as cursor:
        cursor.execute(query)
        return list(cursor.fetchall())


def add(number: int) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("INSERT INTO numbers_here VALUES (%s)", [number])


class TestAddCheckTo:
    def test_checks_what_is_there_and_what_comes(self) -> None:
        migrate(SMALL)

        assert checks() == [("a_number_is_small", True)]
        with pytest.raises(IntegrityError, match="a_number_is_small"):
            add(10)

    def test_can_be_taken_up_again(self) -> None:
        migrate(SMALL)
        migrate(SMALL)

        assert checks() == [("a_number_is_small", True)]

    def test_names_itself_where_an_old_row_does_not_fit(self) -> None:
        add(10)

        with pytest.raises(IntegrityError, match="a_number_is_small"), transaction.atomic():
            migrate(SMALL)

    def test_refuses_to_hold_the_table_while_it_is_read(self) -> None:
        with pytest.raises(NotSupportedError, match="atomic = False"):
            migrate(SMALL, atomic=True)

    def test_is_undone(self) -> None:
        migrate(SMALL)

        with connection.schema_editor(atomic=False) as editor:
            SMALL.database_backwards("ledger", editor, None, None)

        assert checks() == []

"""The second wall: what SQL injected into a province can do to its neighbours, namely nothing."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from provinces.citizens.models import Citizen
from provinces.tenancy import scope
from tests import cast, database
from tests.factories import areas, citizens

REFUSED = "permission denied|must be owner of|must be able to SET ROLE"
SHUT_OUT = {
    "reads a neighbour": "SELECT count(*) FROM south.citizens_citizen",
    "writes to a neighbour": (
        "INSERT INTO south.jurisdictions_area (code, path, level, name_zh, name_en)"
        " VALUES ('1', '1.', 1, 'x', 'x')"
    ),
    "becomes the neighbour": "SET ROLE concord_south",
    "becomes the neighbour after a reset": "RESET ROLE; SET ROLE concord_south",
    "becomes the owner": "SET ROLE postgres",
    "becomes the owner for the session": "SET SESSION AUTHORIZATION postgres",
    "becomes the neighbour for the session": "SET SESSION AUTHORIZATION concord_south",
    "reads the directory": "SELECT * FROM public.tenancy_province",
    "writes to the directory": "UPDATE public.tenancy_province SET host = 'evil'",
    "makes a table in public": "CREATE TABLE public.evil (i int)",
    "makes a table in its own schema": "CREATE TABLE north.evil (i int)",
    "makes a schema": "CREATE SCHEMA evil",
    "makes a function in its own schema": (
        "CREATE FUNCTION north.evil() RETURNS int LANGUAGE sql AS 'SELECT 1'"
    ),
    "drops its own table": "DROP TABLE north.citizens_citizen",
    "alters its own table": "ALTER TABLE north.citizens_citizen ADD COLUMN evil int",
    "switches a trigger off": "ALTER TABLE north.ledger_entry DISABLE TRIGGER ALL",
    "switches every trigger off": "SET session_replication_role = replica",
    "changes an entry": "UPDATE north.ledger_entry SET event = 'office.ended'",
    "deletes an entry": "DELETE FROM north.ledger_entry",
    "empties the ledger": "TRUNCATE north.ledger_entry",
    "changes a decision": "UPDATE north.status_decision SET made_at = as_of",
    "deletes a decision": "DELETE FROM north.status_decision",
    "makes up a power": (
        "INSERT INTO north.auth_permission (name, content_type_id, codename) VALUES ('x', 1, 'x')"
    ),
    "forgets a migration": "DELETE FROM north.django_migrations",
    "makes a login": "CREATE ROLE evil LOGIN",
    "gives itself more": "GRANT ALL ON SCHEMA south TO concord_north",
    "reads passwords": "SELECT rolpassword FROM pg_authid",
    "reads a file": "SELECT pg_read_file('/etc/passwd')",
    "runs a program": "COPY (SELECT 1) TO PROGRAM 'id'",
}


@pytest.fixture
def in_north(in_login_mode: None) -> Iterator[None]:
    """A citizen in each province, an entry in north's ledger, and the connection in north."""
    with scope.province(cast.SOUTH):
        citizens.citizen(area=areas.area("120101"))
    with scope.province(cast.NORTH):
        citizens.citizen()
        yield


def run(statement: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


class TestInjectedSQL:
    @pytest.mark.parametrize("statement", SHUT_OUT.values(), ids=SHUT_OUT)
    def test_is_refused_when_it(self, in_north: None, statement: str) -> None:
        with pytest.raises(DatabaseError, match=REFUSED):
            run(statement)

    def test_may_use_its_own_rows(self, in_north: None) -> None:
        run("UPDATE north.citizens_citizen SET language = 'en'")

        assert Citizen.objects.get().language == "en"

    def test_sees_no_query_of_others(self, in_north: None) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT DISTINCT query FROM pg_stat_activity"
                " WHERE usename IS NOT NULL AND usename <> current_user"
            )
            assert cursor.fetchall() == [("<insufficient privilege>",)]

    def test_gains_nothing_by_another_search_path(self, in_north: None) -> None:
        # Schemas on the path that may not be used are passed over.
        with pytest.raises(DatabaseError, match="does not exist"):
            run("SET search_path = south; SELECT * FROM citizens_citizen")

        assert Citizen.objects.count() == 1

    def test_is_refused_after_a_rolled_back_savepoint(self, in_north: None) -> None:
        with transaction.atomic():
            with pytest.raises(DatabaseError):
                run("SELECT 1 / 0")
            with pytest.raises(DatabaseError, match="permission denied"):
                run("SELECT count(*) FROM south.citizens_citizen")

            assert Citizen.objects.count() == 1

    def test_cannot_put_a_temporary_table_in_place_of_a_real_one(self, in_north: None) -> None:
        with connection.cursor() as cursor:
            cursor.execute("CREATE TEMP TABLE citizens_citizen (LIKE citizens_citizen)")

        assert Citizen.objects.count() == 1

    def test_leaves_no_search_path_to_the_next_user_of_the_session(self, in_north: None) -> None:
        run("SET search_path = pg_catalog")
        with scope.province(cast.SOUTH):
            pass

        assert Citizen.objects.count() == 1


class TestOwner:
    """Even the owner is refused, by the triggers; the entry is the citizens' enrolment."""

    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE north.ledger_entry SET recorded_at = now()",
            "DELETE FROM north.ledger_entry",
            "TRUNCATE north.ledger_entry",
        ],
    )
    def test_changes_no_entry(self, in_north: None, statement: str) -> None:
        with (
            database.owners_session() as session,
            pytest.raises(psycopg.errors.RestrictViolation, match="never changed or deleted"),
        ):
            session.execute(statement)


class TestDirectory:
    def test_reads_no_province(self, in_login_mode: None) -> None:
        with pytest.raises(DatabaseError, match="permission denied"):
            run("SELECT * FROM north.citizens_citizen")

    def test_cannot_be_written_by_the_application(self, in_login_mode: None) -> None:
        with pytest.raises(DatabaseError, match="permission denied"):
            run(
                "INSERT INTO public.tenancy_domain (domain, is_primary, tenant_id)"
                " VALUES ('evil', true, 1)"
            )

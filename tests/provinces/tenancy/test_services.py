"""Adding provinces to a node, and keeping its schemas up to date."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from psycopg import sql
from pytest_django import Settings

from provinces.citizens.models import Citizen
from provinces.tenancy import credentials, directory, keys, scope, services
from provinces.tenancy.addresses import as_owner
from provinces.tenancy.connecting import connection
from provinces.tenancy.models import Province
from tests import cast, database
from tests.factories import citizens
from tests.provinces.tenancy.conftest import named, traces_of

NAMES: Any = {"name_zh": "西省", "name_en": "West"}


class TestAdd:
    def test_makes_a_province_that_works(self, slug: str) -> None:
        entry = services.add(slug, **NAMES, division_code="130000")

        with scope.province(slug):
            citizens.citizen()
            assert Citizen.objects.count() == 1
        assert entry in directory.hosted()
        assert len(credentials.key_of(slug)) == 32
        assert keys.are_complete(slug)

    @pytest.mark.usefixtures("north")
    def test_works_from_within_another_province(self, slug: str) -> None:
        services.add(slug, **NAMES)

        assert connection.schema_name == cast.NORTH

    @pytest.mark.parametrize(
        "name",
        [
            "", "a", "Beijing", "1north", "north-west", "bei jing", "北京", 'no"rth', "north;",
            "public", "template", "directory", "information_schema", "pg_north", "n" * 32,
            "north\n",
        ],
    )  # fmt: skip
    def test_refuses_a_name_that_cannot_be_one(self, transactional_db: None, name: str) -> None:
        with pytest.raises(ValidationError):
            services.add(name, **NAMES)
        assert not Province.objects.filter(schema_name=name).exclude(schema_name="template")

    def test_refuses_a_name_that_is_taken(self, transactional_db: None) -> None:
        before = credentials.key_of("north")

        with pytest.raises(services.AlreadyHosted):
            services.add("north", **NAMES)
        assert credentials.key_of("north") == before

    def test_refuses_a_schema_that_exists_and_leaves_it(self, slug: str) -> None:
        with database.owners_session() as session:
            session.execute(named("CREATE SCHEMA {}", slug))

        with pytest.raises(services.AlreadyHosted):
            services.add(slug, **NAMES)
        assert traces_of(slug) == ["schema"]

    def test_leaves_nothing_behind_when_it_fails(
        self, slug: str, settings: Settings, tmp_path: Path
    ) -> None:
        settings.POSTGRES_BIN = tmp_path  # no pg_dump there

        with pytest.raises(FileNotFoundError):
            services.add(slug, **NAMES)
        assert traces_of(slug) == []

    def test_keeps_a_key_that_was_there_before(
        self, slug: str, settings: Settings, tmp_path: Path
    ) -> None:
        credentials.ensure_key(slug)
        key = credentials.key_of(slug)
        settings.POSTGRES_BIN = tmp_path

        with pytest.raises(FileNotFoundError):
            services.add(slug, **NAMES)
        assert credentials.key_of(slug) == key

    def test_needs_to_know_the_owner_of_another_server(
        self, slug: str, in_login_mode: None
    ) -> None:
        with pytest.raises(credentials.CredentialMissing):
            services.add(slug, **NAMES, place=services.Place("db.example", 5432, "concord"))
        assert traces_of(slug) == []


class TestPlace:
    def test_is_named_by_all_three_or_none(self) -> None:
        with pytest.raises(services.IncompletePlace):
            services.Place(host="db.example")


class TestPrepareNode:
    def test_changes_nothing_the_second_time(self, transactional_db: None) -> None:
        before = catalogue()

        services.prepare_node()

        assert catalogue() == before

    def test_finishes_what_was_cut_off(self, slug: str) -> None:
        before = tables_in("public")
        Province.objects.create(schema_name=slug, **NAMES)
        directory.forget()

        services.prepare_node()

        assert "citizens_citizen" in tables_in(slug)
        assert tables_in("public") == before
        with scope.province(slug):
            citizens.citizen()
        assert keys.are_complete(slug)

    def test_makes_nothing_anew_that_is_lost(self, slug: str) -> None:
        services.add(slug, **NAMES)
        with database.owners_session() as session:
            session.execute(named("DROP SCHEMA {} CASCADE", slug))

        with pytest.raises(services.SchemaLost, match=slug):
            services.prepare_node()
        assert "schema" not in traces_of(slug)

    def test_returns_what_was_granted_by_hand(self, slug: str) -> None:
        services.add(slug, **NAMES)
        login = directory.login_of(slug)
        with database.owners_session() as session:
            session.execute(named("GRANT DELETE ON {}.ledger_entry TO {}", slug, login))

        with as_owner():
            services.renew_grants()

        assert not may(login, f"{slug}.ledger_entry", "DELETE")


class TestLogin:
    def test_is_left_alone_while_it_is_as_wanted(self, transactional_db: None) -> None:
        before = login_rows()

        with as_owner():
            services.renew_grants()

        assert login_rows() == before

    @pytest.mark.parametrize(
        "change", ["PASSWORD 'stolen'", "CREATEROLE", "INHERIT", "NOLOGIN", "RESET search_path"]
    )
    def test_is_put_right_after_a_change_by_hand(self, slug: str, change: str) -> None:
        services.add(slug, **NAMES)
        login = directory.login_of(slug)
        with database.owners_session() as session:
            session.execute(sql.SQL("ALTER ROLE {} " + change).format(sql.Identifier(login)))

        with as_owner():
            services.renew_grants()

        with database.session_of(login) as session:
            row = session.execute(
                "SELECT rolcreaterole, rolinherit, current_setting('search_path')"
                " FROM pg_roles WHERE rolname = current_user"
            ).fetchone()
        assert row == (False, False, slug)


def login_rows() -> list[tuple[object, ...]]:
    """Return this node's logins as stored, with the transaction that wrote each last."""
    logins = [directory.DIRECTORY_LOGIN, *map(directory.login_of, cast.PROVINCES)]
    query = "SELECT rolname, xmin::text, rolpassword FROM pg_authid WHERE rolname = ANY(%s)"
    with database.owners_session() as session:
        return sorted(session.execute(query, [logins]).fetchall())


def catalogue() -> list[tuple[object, ...]]:
    query = "SELECT relnamespace, relname, relkind, relacl::text FROM pg_class ORDER BY 1, 2"
    with database.owners_session() as session:
        return session.execute(query).fetchall()


def may(login: str, table: str, right: str) -> bool:
    with database.owners_session() as session:
        row = session.execute("SELECT has_table_privilege(%s, %s, %s)", [login, table, right])
        return bool(row.fetchone()[0])  # type: ignore[index]


def tables_in(schema: str) -> list[str]:
    with database.owners_session() as session:
        found = session.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s", [schema])
        return sorted(name for (name,) in found)

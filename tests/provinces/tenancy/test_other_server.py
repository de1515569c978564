"""A province on another server than the node's own: one entry in the directory, no more."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from core.config.engines.address import ServerAddress
from provinces.citizens.models import Citizen
from provinces.retention import services as retention
from provinces.tenancy import credentials, directory, scope, services
from provinces.tenancy.addresses import as_owner
from provinces.tenancy.backend.base import close_all_pools
from tests import cast
from tests.factories import areas, citizens
from tests.provinces.tenancy.conftest import DATABASE

SHUT_OUT = (
    "CREATE TABLE public.evil (i int)",
    "DELETE FROM ledger_entry",
    "SET ROLE postgres",
    "DROP TABLE citizens_citizen",
)


@pytest.fixture
def place(other_server: ServerAddress) -> services.Place:
    """That server, its owner being known."""
    server = f"{other_server.host}:{other_server.port}/{DATABASE}"
    credentials.remember_owner(server, user=other_server.user, password=other_server.password)
    return services.Place(other_server.host, other_server.port, DATABASE)


@pytest.fixture
def away(
    slug: str, in_login_mode: None, place: services.Place, other_server: ServerAddress
) -> Iterator[str]:
    """A province that lives there."""
    services.add(slug, name_zh="西省", name_en="West", division_code="130000", place=place)
    yield slug
    close_all_pools()
    with psycopg.connect(other_server.url("postgresql", DATABASE), autocommit=True) as session:
        session.execute(f"DROP SCHEMA {slug} CASCADE")
        session.execute(f"DROP ROLE {directory.login_of(slug)}")


def port() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT inet_server_port()")
        return int(cursor.fetchone()[0])


def is_allowed(statement: str) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    except DatabaseError:
        return False
    return True


class TestProvinceElsewhere:
    def test_is_served_by_its_own_server(self, away: str, other_server: ServerAddress) -> None:
        with scope.province(cast.NORTH):
            here = port()
        with scope.province(away):
            there = port()

        assert there == other_server.port
        assert here != there

    def test_is_served_together_with_those_at_home(self, away: str) -> None:
        with scope.province(cast.NORTH):
            citizens.citizen()
        with scope.province(away):
            for code in ("130101", "130102"):
                citizens.citizen(area=areas.area(code))

        with scope.province(cast.NORTH):
            assert Citizen.objects.count() == 1
        with scope.province(away):
            assert Citizen.objects.count() == 2

    def test_gets_its_days_from_its_owner(self, away: str) -> None:
        with scope.province(away):
            made = retention.keep_days(now=cast.NOW)["made"]

        assert made > 0

    def test_is_migrated_with_the_others(self, away: str) -> None:
        services.prepare_node()

        with scope.province(away):
            assert not Citizen.objects.exists()

    def test_has_the_same_walls(self, away: str) -> None:
        with scope.province(away):
            allowed = [statement for statement in SHUT_OUT if is_allowed(statement)]

        assert allowed == []

    def test_cannot_be_reached_from_a_transaction_at_home(self, away: str) -> None:
        with (
            scope.province(cast.NORTH),
            transaction.atomic(),
            pytest.raises(transaction.TransactionManagementError),
            scope.province(away),
        ):
            pass

    def test_is_built_by_that_servers_owner(self, away: str) -> None:
        with as_owner(), scope.province(away), connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_get_userbyid(nspowner) FROM pg_namespace WHERE nspname = %s", [away]
            )
            assert cursor.fetchone() == ("postgres",)

"""The connection follows the province; what goes wrong on the way is never passed over."""

from __future__ import annotations

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, OperationalError, transaction
from guardian.shortcuts import assign_perm, get_objects_for_user

from core.config.engines.waiting import comes_true
from provinces.citizens.models import Citizen
from provinces.jurisdictions.models import Area
from provinces.jurisdictions.powers import Power
from provinces.tenancy import directory, scope
from provinces.tenancy.addresses import as_owner
from provinces.tenancy.connecting import connection
from tests import cast, database
from tests.factories import areas, citizens, users

THREADS = 6
ROUNDS = 60


def session() -> tuple[str, str, str]:
    """Return login, search path and process of the connection in use."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT session_user, current_setting('search_path'), pg_backend_pid()::text"
        )
        return cursor.fetchone()


def sessions_of(login: str) -> int:
    """Count a login's sessions in this run's database, waiting for those that are ending."""
    query = (
        "SELECT count(*) FROM pg_stat_activity WHERE usename = %s AND datname = current_database()"
    )
    with database.owners_session() as owner:

        def count() -> int:
            return int(owner.execute(query, [login]).fetchone()[0])  # type: ignore[index]

        comes_true(lambda: count() == 0, within=5)
        return count()


class TestLogin:
    def test_is_the_provinces_own(self, in_login_mode: None) -> None:
        with scope.province(cast.NORTH):
            assert session()[:2] == ("concord_north", '"north",pg_temp')
        with scope.province(cast.SOUTH):
            assert session()[0] == "concord_south"
        assert session()[0] == "concord_directory"

    def test_is_the_owners_only_when_asked(self, in_login_mode: None) -> None:
        with scope.province(cast.NORTH):
            with as_owner():
                assert session()[0] == "postgres"
            assert session()[0] == "concord_north"

    def test_cannot_change_inside_a_transaction(self, in_login_mode: None) -> None:
        with scope.province(cast.NORTH), transaction.atomic():
            with (
                pytest.raises(transaction.TransactionManagementError, match="south"),
                scope.province(cast.SOUTH),
            ):
                pass
            with pytest.raises(transaction.TransactionManagementError), as_owner():
                pass

            assert session()[0] == "concord_north"

    def test_stays_inside_a_transaction_of_the_same_province(self, in_login_mode: None) -> None:
        with scope.province(cast.NORTH), transaction.atomic():
            citizens.citizen()
            with scope.province(cast.NORTH):
                assert Citizen.objects.count() == 1

    def test_that_does_not_work_is_told_at_once(
        self, in_login_mode: None, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setitem(connection.settings_dict, "PASSWORD", "")

        with pytest.raises(OperationalError, match="not prepared"):
            connection.ensure_connection()


class TestPool:
    def test_gives_a_thread_its_session_back(self, in_login_mode: None) -> None:
        with scope.province(cast.NORTH):
            first = session()[2]
        with scope.province(cast.NORTH):
            assert session()[2] == first

    def test_gets_over_a_session_that_ended(self, in_login_mode: None) -> None:
        with scope.province(cast.NORTH):
            ended = session()[2]
        with database.owners_session() as owner:
            owner.execute("SELECT pg_terminate_backend(%s, 5000)", [int(ended)])

        with scope.province(cast.NORTH):
            assert session()[2] != ended

    def test_never_serves_a_wrong_province(self, in_login_mode: None) -> None:
        for number, slug in enumerate(cast.PROVINCES, start=1):
            with scope.province(slug):
                for _ in range(number):
                    citizens.citizen()
        seen: Counter[tuple[str, str, int]] = Counter()
        together = threading.Barrier(THREADS)

        def hammer(worker: int) -> None:
            together.wait()
            for turn in range(ROUNDS):
                slug = (cast.NORTH, cast.SOUTH)[(worker + turn) % 2]
                with scope.province(slug):
                    seen[slug, session()[0], Citizen.objects.count()] += 1
            connection.close()

        with ThreadPoolExecutor(THREADS) as threads:
            list(threads.map(hammer, range(THREADS)))

        assert seen == {
            ("north", "concord_north", 1): THREADS * ROUNDS / 2,
            ("south", "concord_south", 2): THREADS * ROUNDS / 2,
        }

    def test_is_closed_with_those_of_every_province(self, in_login_mode: None) -> None:
        for slug in cast.PROVINCES:
            with scope.province(slug):
                session()
        connection.close()

        connection.close_pool()

        assert sessions_of("concord_north") == sessions_of("concord_south") == 0

    def test_returns_a_session_without_the_callers_transaction(self, in_login_mode: None) -> None:
        with scope.province(cast.NORTH):
            with transaction.atomic(), pytest.raises(DatabaseError), connection.cursor() as cursor:
                cursor.execute("SELECT 1 / 0")
            connection.close()

            assert Citizen.objects.count() == 0


class TestSearchPath:
    def test_is_not_set_in_a_transaction_that_failed(self, north: directory.Entry) -> None:
        with transaction.atomic():
            with suppress(DatabaseError), connection.cursor() as cursor:
                cursor.execute("SELECT 1 / 0")
            connection.set_schema(cast.SOUTH)
            with pytest.raises(DatabaseError, match="aborted"):
                Citizen.objects.count()
            transaction.set_rollback(True)
        connection.set_schema(cast.NORTH)

        assert session()[1] == '"north",pg_temp'

    def test_without_a_schema_is_an_error(self, db: None) -> None:
        connection.set_schema("")

        with pytest.raises(ImproperlyConfigured, match="no province"):
            Citizen.objects.count()
        connection.set_schema_to_public()


class TestRole:
    """How tests visit several provinces in one transaction: the same roles and denials."""

    def test_is_the_provinces(self, db: None) -> None:
        with scope.province(cast.NORTH), connection.cursor() as cursor:
            cursor.execute("SELECT current_user")

            assert cursor.fetchone() == ("concord_north",)

    def test_may_not_look_into_a_neighbour(self, db: None) -> None:
        with (
            scope.province(cast.NORTH),
            connection.cursor() as cursor,
            pytest.raises(DatabaseError, match="permission denied"),
        ):
            cursor.execute("SELECT * FROM south.citizens_citizen")

    def test_is_taken_again_after_a_savepoint_was_rolled_back(self, db: None) -> None:
        with scope.province(cast.NORTH):
            with suppress(DatabaseError), transaction.atomic(), scope.province(cast.SOUTH):
                Citizen.objects.count()
                raise DatabaseError

            with connection.cursor() as cursor:
                cursor.execute("SELECT current_user, current_setting('search_path')")
                assert cursor.fetchone() == ("concord_north", '"north",pg_temp')

    def test_that_is_missing_is_an_error(self, db: None) -> None:
        connection.set_schema("nowhere")

        with pytest.raises(DatabaseError, match="does not exist"), transaction.atomic():
            Citizen.objects.count()
        connection.set_schema_to_public()


class TestGuardian:
    """Its process-wide cache of content types, where their ids differ by province."""

    def test_finds_the_power_in_each_province(self, db: None) -> None:
        with as_owner(), scope.province(cast.SOUTH):
            give_area_another_id()

        found = {}
        for slug in (cast.NORTH, cast.SOUTH, cast.NORTH):
            with scope.province(slug):
                found[slug] = permitted_areas()

        assert found == {cast.NORTH: 1, cast.SOUTH: 1}


class TestContentTypes:
    def test_are_remembered_for_the_thread_alone(self, north: directory.Entry) -> None:
        remembered: dict[str, object] = ContentType.objects._cache  # type: ignore[attr-defined]
        ContentType.objects.get_for_model(Area)

        with ThreadPoolExecutor(1) as other:
            assert not other.submit(dict, remembered).result()
        assert remembered


def give_area_another_id() -> None:
    """Give Area's content type an id that is another model's in the other provinces."""
    old = ContentType.objects.get_for_model(Area)
    other = ContentType.objects.exclude(pk=old.pk).latest("pk")
    new = ContentType.objects.create(pk=other.pk + 1, app_label="old", model="area")
    Permission.objects.filter(content_type=old).update(content_type=new)
    old.delete()
    ContentType.objects.filter(pk=new.pk).update(app_label="jurisdictions")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


def permitted_areas() -> int:
    """Grant a power on an area and ask guardian for it, in the way that fills its cache."""
    user, area = users.user(), areas.area()
    assign_perm(str(Power.AUDIT), user, area)
    return get_objects_for_user(user, f"jurisdictions.{Power.AUDIT}", Area).count()

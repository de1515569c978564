"""What every test may ask for: a province to be in, the cast, and nobody else's network."""

from __future__ import annotations

import ipaddress
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as configured
from django.core.cache import caches
from django.test import TransactionTestCase
from pytest_django import DjangoDbBlocker, Settings

from provinces.accounts.models import User
from provinces.citizens.models import Citizen
from provinces.oversight.switching import state
from provinces.tenancy import directory, scope
from provinces.tenancy.backend.base import close_all_pools
from provinces.tenancy.connecting import connection
from tests import cast, database, worlds
from tests.client import ProvinceClient
from tests.worlds import World


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Have tests that share what is dear to set up done by one worker."""
    from tests.scheduling import Together  # noqa: PLC0415  only where there are workers

    return Together(config, log)


class OutsideWorld(AssertionError):
    """A test tried to reach another machine."""


@pytest.fixture(scope="session", autouse=True)
def only_this_machine() -> Iterator[None]:
    """Refuse connections that leave the machine."""
    connect = socket.socket.connect

    def refuse_others(own: socket.socket, address: Any) -> None:
        if own.family in (socket.AF_INET, socket.AF_INET6) and not _is_here(address[0]):
            raise OutsideWorld(f"{address[0]} is not this machine")
        connect(own, address)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(socket.socket, "connect", refuse_others)
        yield


def _is_here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """A database of this run's own, in which the provinces north and south exist."""
    with (
        pytest.MonkeyPatch.context() as patched,
        django_db_blocker.unblock(),
        database.running() as server,
        database.copied(server),
    ):
        # Django would truncate the directory and whatever migrations put in.
        patched.setattr(TransactionTestCase, "_fixture_teardown", lambda _case: database.empty())
        yield


@pytest.fixture(scope="class")
def world(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[World]:
    """Make what the tests of a class share once; see `tests.worlds` for what that asks of them."""
    worlds.require_all_share(request)
    with worlds.begun(django_db_blocker) as begun:
        yield begun


@pytest.fixture(autouse=True)
def nothing_is_off() -> None:
    """Let this process know, as one that is warm does, that nothing is switched off."""
    for slug in cast.PROVINCES:
        state.remember(slug, seconds=3600)


@pytest.fixture(autouse=True)
def nothing_is_known() -> None:
    """Let this process know nothing of what the test before has undone."""
    caches["process"].clear()


@pytest.fixture
def north(db: None) -> Iterator[directory.Entry]:
    """Be in the province north for this test; to visit another one, use `scope.province`."""
    with scope.province(cast.NORTH) as entry:
        yield entry


@pytest.fixture
def south(db: None) -> Iterator[directory.Entry]:
    """Be in the province south for this test."""
    with scope.province(cast.SOUTH) as entry:
        yield entry


@pytest.fixture
def in_login_mode(transactional_db: None) -> Iterator[None]:
    """Let the connection follow the province, through a pool for each, as in production.

    Rows are committed, and removed after the test. Nobody is in a province: tests enter one by
    `scope.province`.
    """
    pool = {"min_size": 0, "max_size": 4, "timeout": 10, "reconnect_timeout": 2}
    connection.close()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(configured, "PROVINCE_SWITCH", "login")
        patched.setitem(configured.DATABASES["default"]["OPTIONS"], "pool", pool)
        connection.set_schema_to_public()
        yield
        connection.close()
        close_all_pools()
    connection.set_schema_to_public()


@pytest.fixture
def own_keys(settings: Settings, tmp_path: Path) -> None:
    """Let keys be replaced for this test alone: other processes read the same store."""
    kept = tmp_path / "credentials.json"
    shutil.copy(settings.CREDENTIALS_FILE, kept)
    settings.CREDENTIALS_FILE = str(kept)


@pytest.fixture
def client() -> ProvinceClient:
    """A browser in which nobody is signed in; `tests.client.signed_in` returns another."""
    return ProvinceClient()


@pytest.fixture
def ada(north: directory.Entry) -> User:
    return cast.ada()


@pytest.fixture
def ben(north: directory.Entry) -> User:
    return cast.ben()


@pytest.fixture
def cleo(north: directory.Entry) -> User:
    return cast.cleo()


@pytest.fixture
def eve(north: directory.Entry) -> Citizen:
    return cast.eve()


@pytest.fixture
def finn(north: directory.Entry) -> Citizen:
    return cast.finn()

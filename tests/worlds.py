"""Worlds: what the tests of one class share, made once and undone after the last of them.

    @pytest.fixture(scope="class")
    def held(world: World) -> Citizen:
        with world.making(now=NOW):
            return appeals.held()

    class TestFile:
        def test_takes_a_photograph(self, north: object, held: Citizen) -> None: ...

The rows of a world are made in a transaction that stays open while its class is tested. Each test
runs in a savepoint of it, which its `db` (so `north`, `eve` and all that is built on them) begins
and undoes: every one finds the world as it was made. What that asks of tests:

* Every test of the class asks for the world: another would find it, or not, as its turn comes. None
  commits (`transactional_db`, `in_login_mode`): it would not see the world, or wait for its locks.
  Both are refused.
* What a world returns is shared in memory as well: it is read, not changed. A row that a test is to
  change it reads anew, or has of `fresh`.
* A world that is made at another time than the wall clock's says so by `now`; `patched` takes what
  else is to hold only while it is made. The clock of its tests is their own fixture's.
* For the database it is one moment, `now()`, all the time that a class takes.
* A fixture of a class is made before those of a test: `ada` or `eve` are not there yet.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

import pytest
from django.core.cache import caches
from django.db import transaction
from django.utils import timezone, translation
from pytest_django import DjangoDbBlocker

from provinces.oversight.switching import state
from provinces.tenancy import scope
from provinces.tenancy.connecting import connection
from tests import cast

Shared = TypeVar("Shared")


@dataclass(frozen=True, slots=True)
class World:
    """A transaction in which rows are made that the tests of a class share."""

    blocker: DjangoDbBlocker

    @contextmanager
    def making(
        self, slug: str = cast.NORTH, *, now: datetime | None = None
    ) -> Iterator[pytest.MonkeyPatch]:
        """Be in a province while rows are made, at noon where the clock is read in `now`."""
        _know_nothing()
        with (
            self.blocker.unblock(),
            pytest.MonkeyPatch.context() as patched,
            translation.override("en"),
            scope.province(slug),
        ):
            if now is not None:
                patched.setattr(timezone, "now", lambda: now)
            yield patched
            # Otherwise the keys of all that was made would be looked up again after each test.
            connection.check_constraints()
        _know_nothing()


def require_all_share(request: pytest.FixtureRequest) -> None:
    """Require that each test of the class asks for the world, and that none commits."""
    for test in request.session.items:
        if test.parent is request.node:
            names = getattr(test, "fixturenames", ())
            if "world" not in names:
                pytest.fail(f"{test.name} would find a world or none, as its turn comes: move it")
            if "transactional_db" in names:
                pytest.fail(f"{test.name} commits, and would not see the world: move it")


@contextmanager
def begun(blocker: DjangoDbBlocker) -> Iterator[World]:
    """Have a transaction be open in which worlds are made; undo it in the end."""
    with blocker.unblock():
        outermost: Any = transaction.atomic()
        # As of Django's test cases: code that asks to be outermost may be, in a test.
        outermost._from_testcase = True
        outermost.__enter__()
    try:
        yield World(blocker)
    finally:
        with blocker.unblock():
            transaction.set_rollback(True)
            outermost.__exit__(None, None, None)
            # The search path, too, is as it was before; the connection is to look again.
            connection.set_tenant(connection.tenant)
        _know_nothing()


def fresh(shared: Shared) -> Shared:
    """Return a copy of what a world returned, for a test to change."""
    return copy.deepcopy(shared)


def _know_nothing() -> None:
    """Let this process know nothing of rows that are not there any more."""
    for slug in cast.PROVINCES:
        state.remember(slug, seconds=3600)
    caches["process"].clear()

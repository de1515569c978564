"""Several things at once, each in a thread and a session of its own, in the province north."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction

from core.db import locks
from provinces.tenancy import scope
from provinces.tenancy.connecting import connection
from tests import cast

Work = Callable[[], object]

PATIENCE_SECONDS = 120.0
WAITING = """
    SELECT count(*) FROM pg_locks l JOIN pg_database d ON d.oid = l.database
    WHERE l.locktype = 'advisory' AND NOT l.granted AND d.datname = current_database()
"""
_STARTED = time.monotonic()


def clock() -> datetime:
    """Return the tests' clock, which runs on."""
    return cast.NOW + timedelta(seconds=time.monotonic() - _STARTED)


@contextmanager
def sessions(count: int) -> Iterator[None]:
    """Have a pool that lets so many threads be in a province at a time."""
    pool = settings.DATABASES["default"]["OPTIONS"]["pool"]
    before = pool["max_size"], pool["timeout"]
    pool["max_size"], pool["timeout"] = count, PATIENCE_SECONDS
    yield
    pool["max_size"], pool["timeout"] = before


def at_once(*works: Work) -> list[Any]:
    """Start works at the same time; return what each returned, or the exception it raised."""
    results: list[Any] = [None] * len(works)
    together = threading.Barrier(len(works))

    def run(place: int, work: Work) -> None:
        try:
            with scope.province(cast.NORTH):
                connection.ensure_connection()
                together.wait(PATIENCE_SECONDS)
                results[place] = work()
        except Exception as problem:  # handed to whoever waits
            results[place] = problem
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair, daemon=True) for pair in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE_SECONDS)
        assert not thread.is_alive(), "waited two minutes for a thread"
    return results


def keep_back(subject: str, count: int, kept: threading.Event) -> None:
    """Hold the lock of a subject until so many sessions wait for one; `kept` tells that it is held.

    Nobody who takes that lock begins before the others are there.
    """
    started = time.monotonic()
    with transaction.atomic():
        locks.hold(subject, [0])
        kept.set()
        with connection.cursor() as cursor:
            waiting = 0
            while waiting < count:
                assert time.monotonic() < started + PATIENCE_SECONDS / 2, (
                    "nobody waits for the lock"
                )
                time.sleep(0.01)
                cursor.execute(WAITING)
                waiting = cursor.fetchone()[0]


def raised(results: list[object]) -> list[object]:
    """Return the exceptions among results."""
    return [result for result in results if isinstance(result, BaseException)]

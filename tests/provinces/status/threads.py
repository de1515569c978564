"""Several things at once, each in a thread and a session of its own, in the province north."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings

from provinces.tenancy import scope
from provinces.tenancy.connecting import connection
from tests import cast

Work = Callable[[], object]

PATIENCE_SECONDS = 120.0
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


def raised(results: list[object]) -> list[object]:
    """Return the exceptions among results."""
    return [result for result in results if isinstance(result, BaseException)]

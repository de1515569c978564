"""Worker processes that share the shards of a run's stage, as they do in production."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.pool import Pool

from bench import engine


@contextmanager
def hired(count: int, slug: str = "bench") -> Iterator[Pool]:
    """Have some workers stand by, each with the application loaded and a session in a province."""
    with multiprocessing.get_context("spawn").Pool(count, initializer=_begin) as pool:
        pool.map(_stand_by, [slug] * count, chunksize=1)
        yield pool


def share(pool: Pool, count: int, run: int, stage: int) -> None:
    """Have so many of the workers do a stage of a run."""
    pool.starmap(_work, [(run, stage)] * count, chunksize=1)


def process_ids(pool: Pool) -> list[int]:
    """Return the processes of the workers."""
    return [process.pid for process in pool._pool]  # type: ignore[attr-defined]


def _begin() -> None:
    engine.start()


def _stand_by(slug: str) -> int:
    from django.db import connection  # noqa: PLC0415

    from provinces.tenancy import scope  # noqa: PLC0415

    with scope.province(slug), connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(0.2)")  # long enough for each worker to take one
    return os.getpid()


def _work(run: int, stage: int) -> None:
    from django.db import connection  # noqa: PLC0415

    from bench.world import inside  # noqa: PLC0415
    from provinces.status import runs  # noqa: PLC0415
    from provinces.status.models import Run, Shard  # noqa: PLC0415

    connection.close()  # the server may have been restarted since
    with inside():
        running = Run.objects.get(pk=run)
        while shard := runs.lease(running):
            if shard.stage != stage:
                Shard.objects.filter(pk=shard.pk).update(leased_until=None)
                return
            runs.do(shard)

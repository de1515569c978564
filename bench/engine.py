"""An engine of the benchmark's own, durable as in production, and how it is made cold."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from core.config.engines import launcher

PROJECT = Path(__file__).resolve().parents[1]
HOME = Path(os.environ.get("BENCH_VAR") or PROJECT / "var" / "bench")
DROP_CACHES = Path("/proc/sys/vm/drop_caches")


def shape(citizens: int) -> str:
    """Return a digest of what the engine's contents are made of: tables, and the generator."""
    digest = hashlib.sha256(str(citizens).encode())
    shaping = ["bench/population.py", "bench/world.py", "bench/registry.py", "core/db/*.py"]
    shaping += ["*/*/migrations/*.py"]
    shaping += ["provinces/rules/rulesets/*.json"]
    for path in sorted(path for pattern in shaping for path in PROJECT.glob(pattern)):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def prepare(citizens: int) -> None:
    """Start the engine, made anew where it holds something of another shape."""
    note = HOME / "shape"
    if not note.exists() or note.read_text() != shape(citizens):
        forget()
        HOME.mkdir(parents=True, exist_ok=True)
        note.write_text(shape(citizens))
    start()


def start() -> None:
    """Start the engine and load Django upon it; nudges stay in this process."""
    os.environ["CONCORD_VAR"] = str(HOME)
    os.environ["DJANGO_SETTINGS_MODULE"] = "core.config.settings.dev"
    os.environ["BROKER_URL"] = "memory://"
    os.environ.pop("DATABASE_URL", None)
    launcher.export(broker=False)
    import django  # noqa: PLC0415  settings read the address from the environment

    django.setup()


def stop() -> None:
    """Stop the engine."""
    _disconnect()
    launcher.stop_all()


def forget() -> None:
    """Remove the engine with all it holds."""
    os.environ["CONCORD_VAR"] = str(HOME)
    launcher.stop_all()
    shutil.rmtree(HOME, ignore_errors=True)


@contextmanager
def as_superuser() -> Iterator[psycopg.Connection]:
    """Have a session that may do what neither the application nor the owner does."""
    url = launcher.postgres().address.url("postgresql", launcher.DATABASE)
    with psycopg.connect(url, autocommit=True) as session:
        yield session


def checkpoint() -> None:
    """Let nothing that was written before be written during what is measured next."""
    with as_superuser() as session:
        session.execute("CHECKPOINT")


def make_cold() -> None:
    """Restart the server, so that its buffers are empty, and drop the system's file cache."""
    _disconnect()
    port = launcher.postgres().address.port
    launcher.postgres().stop()
    drop_file_cache()
    if launcher.postgres().start().port != port:
        raise RuntimeError("the server came back on another port: run the benchmark again")


def can_drop_file_cache() -> bool:
    """Tell whether this process may empty the system's file cache."""
    return os.geteuid() == 0 and os.access(DROP_CACHES, os.W_OK)


def drop_file_cache() -> None:
    """Write everything out and empty the system's file cache, where that is allowed."""
    subprocess.run(["/bin/sync"], check=True)
    if can_drop_file_cache():
        DROP_CACHES.write_text("3\n")


def coldness() -> str:
    """Say what cold means here."""
    if can_drop_file_cache():
        return "server restarted, file cache of the system dropped"
    return "server restarted; the system's file cache could not be dropped (needs root)"


def _disconnect() -> None:
    from django.db import connection  # noqa: PLC0415

    from provinces.tenancy.backend.base import close_all_pools  # noqa: PLC0415

    connection.close()
    close_all_pools()

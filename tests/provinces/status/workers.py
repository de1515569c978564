"""Real Celery workers on a real broker, for the tests that kill them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from core.config.engines.valkey import ValkeyBroker

PROJECT = Path(__file__).resolve().parents[3]
PATIENCE_SECONDS = 60.0
LEASE_SECONDS = 2.0


def eventually(holds: Callable[[], bool], what: str) -> None:
    """Wait until something holds, looking again every 50 ms; fail after a minute."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        assert time.monotonic() < deadline, f"waited a minute for: {what}"
        time.sleep(0.05)


@contextmanager
def broker(directory: Path) -> Iterator[str]:
    """Run a broker of the test's own; yields its URL."""
    engine = ValkeyBroker(directory)
    address = engine.start()
    try:
        yield address.url("redis", "0")
    finally:
        engine.stop()


@contextmanager
def worker(broker_url: str, log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Run a worker on the test's database, one process, in the provinces' own logins."""
    command = [sys.executable, "-m", "celery", "-A", "core.config.celery", "worker"]
    with log.open("wb") as out:
        process = subprocess.Popen(
            [*command, "--concurrency=1", "--loglevel=INFO", "--without-mingle"],
            cwd=PROJECT,
            env=_environment(broker_url),
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        eventually(lambda: b" ready." in log.read_bytes(), "a worker to be ready")
        yield process
    finally:
        kill(process)


def kill(process: subprocess.Popen[bytes]) -> None:
    """Kill a worker and its children with SIGKILL, as the machine would when memory is out."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _environment(broker_url: str) -> dict[str, str]:
    home = settings.DATABASES["default"]
    where = f"{home['HOST']}:{home['PORT']}/{home['NAME']}"
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "core.config.settings.dev",
        "DATABASE_URL": f"postgresql://{home['USER']}:{home['PASSWORD']}@{where}",
        "BROKER_URL": broker_url,
        "CREDENTIALS_FILE": settings.CREDENTIALS_FILE,
        "STATUS_LEASE_SECONDS": str(LEASE_SECONDS),
    }

"""Two servers that share nothing but the database both obey within a minute."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from provinces.oversight.switching.parts import Part
from provinces.tenancy import scope
from tests import cast
from tests.factories import incidents
from tests.provinces.status.workers import PROJECT, eventually

ENROL, STATUS_PAGE = f"/p/{cast.NORTH}/enrol/", f"/p/{cast.NORTH}/service/"


def environment() -> dict[str, str]:
    home = settings.DATABASES["default"]
    where = f"{home['HOST']}:{home['PORT']}/{home['NAME']}"
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "core.config.settings.dev",
        "DATABASE_URL": f"postgresql://{home['USER']}:{home['PASSWORD']}@{where}",
        "BROKER_URL": "memory://",
        "CREDENTIALS_FILE": settings.CREDENTIALS_FILE,
    }


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def status(port: int, path: str) -> int:
    """Return how a server answers, 0 while it does not."""
    try:
        with closing(HTTPConnection("127.0.0.1", port, timeout=10)) as asked:
            asked.request("GET", path, headers={"Host": "localhost", "Accept": "text/html"})
            return asked.getresponse().status
    except OSError:
        return 0


@contextmanager
def server(log: Path) -> Iterator[int]:
    """Run a server of its own on the test's database; yields its port."""
    port = free_port()
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1"]
    with log.open("wb") as out:
        process = subprocess.Popen(
            [*command, "--port", str(port), "core.config.wsgi:application"],
            cwd=PROJECT,
            env=environment(),
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        eventually(lambda: status(port, STATUS_PAGE) == 200, f"a server: {log.read_text()[-500:]}")
        yield port
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@pytest.mark.usefixtures("in_login_mode")
def test_both_obey_within_a_minute(tmp_path: Path) -> None:
    now = timezone.now()
    with ExitStack() as stack:
        ports = [stack.enter_context(server(tmp_path / f"{n}.log")) for n in (1, 2)]
        assert [status(port, ENROL) for port in ports] == [200, 200]

        with scope.province(cast.NORTH):
            incidents.off(Part.ENROLMENT, by=incidents.on_call(now=now), now=now)
        began = time.monotonic()

        eventually(lambda: {status(port, ENROL) for port in ports} == {503}, "both to obey")
        assert time.monotonic() - began < 60
        assert [status(port, STATUS_PAGE) for port in ports] == [200, 200]

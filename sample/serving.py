"""The sample federation's processes: pages, worker and timetable, started and stopped together."""

from __future__ import annotations

import fcntl
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from urllib.parse import quote

from django.conf import settings

from provinces.tenancy import credentials
from provinces.tenancy.directory import DIRECTORY_LOGIN
from sample import known

HOST = "127.0.0.1"
TRIES = 50
# The sandbox's registry listens so far above the pages, or a little further up.
REGISTRY_ABOVE = 100
# The pages have to answer within so many seconds, three nodes' at once on a busy machine too: a
# part that ends is noticed at once. One has so many to end by itself.
PATIENCE = 240.0
ENDING = 20.0


class NotServed(RuntimeError):
    """The pages cannot be served; the message says why."""


class AskedToStop(Exception):
    """Somebody pressed Ctrl-C, or sent SIGTERM."""


@dataclass(frozen=True, slots=True)
class Part:
    """A process to run: a module of this Python with its arguments.

    Only the one that makes, seals and drops days may act as the owner.
    """

    name: str
    arguments: tuple[str, ...]
    as_owner: bool = False


def parts(port: int, *, registry: int) -> tuple[Part, ...]:
    """Return what is run, the pages last; `registry` is where the identity registry is asked."""
    celery = ("celery", "--app", "core.config.celery")
    schedule = str(settings.VAR_DIR / "beat")
    return (
        Part("registry", ("sample.registry", str(known.registry_file()), str(registry))),
        Part(
            "worker",
            (*celery, "worker", "--concurrency", "2", "--loglevel", "info"),
            as_owner=True,
        ),
        Part("beat", (*celery, "beat", "--schedule", schedule, "--loglevel", "info")),
        Part("web", _web(port)),
    )


def _web(port: int) -> tuple[str, ...]:
    own = ("--interface", "wsgi", "--host", HOST, "--port", str(port), "--workers", "2")
    return ("granian", *own, "--blocking-threads", "4", "core.config.wsgi:application")


def free_port(wanted: int) -> int:
    """Return a port nobody listens on, the wanted one or the next; raises NotServed."""
    for port in range(wanted, min(wanted + TRIES, 65_536)):
        with socket.socket() as attempt, suppress(OSError):
            attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            attempt.bind((HOST, port))
            return port
    raise NotServed(f"no free port from {wanted} on")


@contextmanager
def running(port: int) -> Iterator[list[subprocess.Popen[bytes]]]:
    """Have all parts running and the pages answering; raises NotServed.

    However it is left, no part outlives it.
    """
    processes: list[subprocess.Popen[bytes]] = []
    try:
        with stoppable():
            registry = free_port(port + REGISTRY_ABOVE)
            shared = _registry_environment(registry)
            for part in parts(port, registry=registry):
                processes.append(_start(part, shared))
            _wait_for_pages(port, processes)
            yield processes
    finally:
        _stop(processes)


def until_stopped(processes: list[subprocess.Popen[bytes]]) -> None:
    """Wait until a part ends, which is a failure, or somebody asks to stop.

    Raises NotServed, or AskedToStop.
    """
    os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOWAIT)
    _fail_if_ended(processes)


@contextmanager
def noted(path: Path) -> Iterator[None]:
    """Keep this process's number in a file meanwhile, for whoever wants to stop it.

    Raises NotServed while another process does so.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+") as note:
        try:
            fcntl.flock(note, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise NotServed("the pages are being served already; `make stop` stops them") from None
        note.truncate(0)
        note.write(str(os.getpid()))
        note.flush()
        try:
            yield
        finally:
            note.truncate(0)


def _registry_environment(port: int) -> dict[str, str]:
    """Return how the registry is asked, with a key that only these processes know."""
    return {
        "CITIZENS_REGISTRY_URL": f"http://{HOST}:{port}",
        "CITIZENS_REGISTRY_KEY": secrets.token_urlsafe(24),
        "CITIZENS_SANDBOX_PHONES": f"http://localhost:{port}/",
        "CITIZENS_MESSAGES_BY": "sample.registry.phones.send",
        "EMAIL_BACKEND": "sample.registry.phones.Mailboxes",
    }


def _start(part: Part, shared: dict[str, str]) -> subprocess.Popen[bytes]:
    log = settings.VAR_DIR / "log" / f"{part.name}.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as output:
        # In a session of its own: Ctrl-C reaches us alone, and we stop the parts in order.
        return subprocess.Popen(  # noqa: S603  our own modules and arguments
            [sys.executable, "-m", *part.arguments],
            stdout=output,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            env={**_environment(part), **shared},
            start_new_session=True,
        )


def _environment(part: Part) -> dict[str, str]:
    if part.as_owner:
        return dict(os.environ)
    home = settings.DATABASES["default"]
    password = quote(credentials.password_of(DIRECTORY_LOGIN), safe="")
    where = f"{home['HOST']}:{home['PORT']}/{home['NAME']}"
    return {**os.environ, "DATABASE_URL": f"postgresql://{DIRECTORY_LOGIN}:{password}@{where}"}


def _wait_for_pages(port: int, processes: list[subprocess.Popen[bytes]]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not _answers(port):
        _fail_if_ended(processes)
        if time.monotonic() > deadline:
            raise NotServed(f"the pages do not answer; see {settings.VAR_DIR / 'log' / 'web.log'}")
        time.sleep(0.05)


def _answers(port: int) -> bool:
    with suppress(OSError), socket.create_connection((HOST, port), timeout=1):
        return True
    return False


def _fail_if_ended(processes: list[subprocess.Popen[bytes]]) -> None:
    for process in processes:
        if process.poll() is not None:
            name = Path(str(process.args[2])).name  # type: ignore[index]
            log = settings.VAR_DIR / "log"
            raise NotServed(f"{name} ended with status {process.returncode}; see {log}")


@contextmanager
def stoppable() -> Iterator[None]:
    """Raise AskedToStop where Ctrl-C or SIGTERM comes meanwhile."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise AskedToStop

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _stop(processes: list[subprocess.Popen[bytes]]) -> None:
    """End the parts, the pages first; whatever does not end is killed with all it started."""
    before = [signal.signal(n, signal.SIG_IGN) for n in (signal.SIGINT, signal.SIGTERM)]
    for process in reversed(processes):
        process.terminate()
    deadline = time.monotonic() + ENDING
    for process in reversed(processes):
        with suppress(subprocess.TimeoutExpired):
            process.wait(max(0.0, deadline - time.monotonic()))
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    for number, handler in zip((signal.SIGINT, signal.SIGTERM), before, strict=True):
        signal.signal(number, handler)

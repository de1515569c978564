"""The nodes of the three provinces as tests see them: ordered, looked at, killed, restarted."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from http.client import HTTPConnection
from pathlib import Path
from typing import Any, TypeVar

import pytest

from sample import nodes as sample
from sample.nodes import Node
from sample.plan import PROVINCES
from sample.serving import HOST, free_port
from tests.journeys.nodes import doors
from tests.journeys.nodes.doors import Door
from tests.journeys.nodes.going_on import BEGUN

PROJECT = Path(__file__).resolve().parents[3]
BEIJING, TIANJIN, HEBEI = (each.slug for each in PROVINCES)
CITIZENS, DAYS = 300, 1
# libfaketime 0.9 moves the clock that counts from the start as well where Python sleeps by it.
SLEEPING = """
import select, time
time.sleep = lambda seconds: select.select([], [], [], max(0.0, seconds)) and None
"""
# A condition is waited for so long, and looked at so often.
PATIENCE, AGAIN = 240.0, 0.5

Seen = TypeVar("Seen")


class Deed:
    """A deed that goes on in a process of its own; `told` is what it told at its end."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.told: Any = None

    def end(self) -> None:
        """Tell it to end, unless it has ended, and hear what it has to tell."""
        if self.process.poll() is None:
            out, _ = self.process.communicate()  # it ends when nothing more can be said to it
            self.told = json.loads(out.strip().rpartition("\n")[2] or "null")


class Network:
    """Three nodes, each behind its door."""

    def __init__(self, nodes: Sequence[Node], gates: Mapping[str, Door]) -> None:
        self.nodes = {node.slug: node for node in nodes}
        self.doors = dict(gates)
        # What the clock of each node is moved by, as libfaketime reads it.
        self._clocks: dict[str, str] = {}
        self.served: dict[str, ExitStack] = {}

    @property
    def all(self) -> list[Node]:
        return list(self.nodes.values())

    def serve(self, *slugs: str, alone: bool = False) -> None:
        """Start nodes, all or some; alone, they reach nobody."""
        wanted = slugs or tuple(self.nodes)
        processes = {}
        for slug in wanted:
            node, stack = self.nodes[slug], ExitStack()
            known = [node] if alone else self.all
            with self._clock_of(slug):
                processes[slug] = stack.enter_context(sample.started(node, known))
            self.served[slug] = stack
        try:
            for slug, process in processes.items():
                sample.wait_for(self.nodes[slug], process)
        except BaseException:
            self.stop(*processes)
            raise

    def move_clocks(self, by: Mapping[str, str]) -> None:
        """Have nodes that are started from now on live later; skip the test where they cannot.

        Only ever forwards: what has been done in the future cannot be taken back.
        """
        faketime_library()
        self._clocks |= by

    def stop(self, *slugs: str) -> None:
        """Stop serving nodes, all or some; their engines go on."""
        for slug in slugs or tuple(self.served):
            if stack := self.served.pop(slug, None):
                stack.close()

    def end(self) -> None:
        """Stop everything, engines included, whatever state it is in; fail if a process is left."""
        with ExitStack() as stack:
            stack.callback(self._nothing_is_left)
            for node in self.all:
                stack.callback(self._stop_engines, node)
            for served in self.served.values():
                stack.push(served)
            self.served = {}

    def _nothing_is_left(self) -> None:
        left = {slug: self.kill(slug, ".") for slug in self.nodes}
        assert not any(left.values()), f"processes that had to be killed at the end: {left}"

    def _stop_engines(self, node: Node) -> None:
        self._run(node, "-m", "core.config.engines", "stop")

    def start_engines(self, slug: str) -> None:
        """Start a node's database and broker, if they do not run."""
        self._run(self.nodes[slug], "-m", "core.config.engines", "start")

    def _run(self, node: Node, *arguments: str) -> str:
        environment = sample.environment(node, self.all)
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=PROJECT,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        assert not done.returncode, f"{node.slug}: {arguments}: {done.stderr[-2000:]}"
        return done.stdout.strip().rpartition("\n")[2]

    def do(self, slug: str, deed: str, **values: Any) -> Any:
        """Have a deed done on a node, in a process of its own; return what it told."""
        orders = ("-m", "tests.journeys.nodes.orders", slug, deed, json.dumps(values))
        with self._clock_of(slug):
            return json.loads(self._run(self.nodes[slug], *orders))

    @contextmanager
    def going_on(self, slug: str, deed: str, **values: Any) -> Iterator[Deed]:
        """Have a deed go on in a process of its own until the end of the block.

        It has begun when this yields; what it told is to be had at the end.
        """
        process = self.started(
            slug, "-m", "tests.journeys.nodes.orders", slug, deed, json.dumps(values)
        )
        deed_on = Deed(process)
        try:
            assert process.stdout is not None
            begun = process.stdout.readline()
            assert begun.strip() == BEGUN, f"{slug}: {deed}: {begun!r}"
            yield deed_on
        finally:
            deed_on.end()

    def started(self, slug: str, *arguments: str) -> subprocess.Popen[str]:
        """Start a process of this Python with a node's environment."""
        with self._clock_of(slug):
            return subprocess.Popen(
                [sys.executable, *arguments],
                cwd=PROJECT,
                env=sample.environment(self.nodes[slug], self.all),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
            )

    def federation(self, slug: str, action: str, *, is_well: bool = True) -> dict[str, Any]:
        """Give the `federation` command of a node an order; return what it told."""
        node = self.nodes[slug]
        with self._clock_of(slug):
            done = subprocess.run(
                [sys.executable, "manage.py", "federation", action, "--json"],
                cwd=PROJECT,
                env=sample.environment(node, self.all),
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                check=False,
            )
        assert done.returncode in ({0} if is_well else {0, 1}), done.stderr[-2000:]
        found: dict[str, Any] = json.loads(done.stdout.strip().rpartition("\n")[2])[slug]
        return found

    @contextmanager
    def _clock_of(self, slug: str) -> Iterator[None]:
        with pytest.MonkeyPatch.context() as patched:
            if moved := self._clocks.get(slug):
                patched.setenv("LD_PRELOAD", str(faketime_library()))
                patched.setenv("FAKETIME", moved)
                patched.setenv("FAKETIME_DONT_FAKE_MONOTONIC", "1")
                patched.setenv("PYTHONPATH", str(self._own_sleep()))
            yield

    def _own_sleep(self) -> Path:
        place = self.all[0].home.parent / "sleeping"
        place.mkdir(exist_ok=True)
        (place / "sitecustomize.py").write_text(SLEEPING)
        return place

    def map_of(self, slug: str) -> dict[str, Any] | None:
        """Return what a node tells everybody of its map, asked at its port."""
        node = self.nodes[slug]
        connection = HTTPConnection(HOST, node.port, timeout=PATIENCE)
        try:
            connection.request("GET", f"/p/{slug}/federation/v1/map")
            answer = connection.getresponse()
            return json.loads(answer.read()) if answer.status == 200 else None
        except OSError:
            return None
        finally:
            connection.close()

    def agreed(self, *slugs: str) -> str | None:
        """Return the digest of the map that nodes have, some or all, or nothing."""
        maps = [self.map_of(slug) for slug in slugs or self.nodes]
        digests = {told["digest"] if told else "" for told in maps}
        return digests.pop() if len(digests) == 1 else None

    def settled(self) -> str | None:
        """Return the digest all have agreed on, once every feed is held everywhere, whole."""
        feeds = [self.do(slug, "feed") for slug in self.nodes]
        is_held = all(each == feeds[0] for each in feeds) and len(feeds[0]) == len(self.nodes)
        return self.agreed() if is_held else None

    def pids(self, slug: str, command: str) -> list[int]:
        """Return the processes of a node whose command matches."""
        home = str(self.nodes[slug].home)
        found = []
        for process in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                line = (process / "cmdline").read_bytes().replace(b"\0", b" ").decode()
                around = (process / "environ").read_bytes().decode(errors="replace").split("\0")
                is_its = home in line or f"CONCORD_VAR={home}" in around
                if is_its and re.search(command, line):
                    found.append(int(process.name))
        return found

    def kill(self, slug: str, command: str) -> int:
        """Send SIGKILL to the processes of a node whose command matches; return how many."""
        found = self.pids(slug, command)
        for pid in found:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        return len(found)


def until(seen: Callable[[], Seen | None], what: str, *, patience: float = PATIENCE) -> Seen:
    """Return what is seen as soon as there is something; fail where it takes too long."""
    deadline = time.monotonic() + patience
    while not (found := seen()):
        assert time.monotonic() < deadline, f"not within {patience:.0f} seconds: {what}"
        time.sleep(AGAIN)
    return found


def faketime_library() -> Path:
    """Return the library by which a process has another clock; skip the test without it."""
    found = sorted(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))
    if not found:
        pytest.skip("Debian's faketime is not installed")
    return found[0]


@contextmanager
def running() -> Iterator[Network]:
    """Have the three nodes set up and serving; nothing of them is left at the end."""
    home = Path(tempfile.mkdtemp(prefix="concord-nodes-"))
    home.chmod(0o711)
    with ExitStack() as stack:
        stack.callback(shutil.rmtree, home)
        gates = [stack.enter_context(doors.opened(seed=seed)) for seed, _ in enumerate(PROVINCES)]
        planned = sample.planned(home, port=free_port(20_000 + os.getpid() % 10_000))
        behind = [replace(node, door=d.port) for node, d in zip(planned, gates, strict=True)]
        for node, door in zip(behind, gates, strict=True):
            door.behind = node.port
        network = Network(
            behind, {node.slug: door for node, door in zip(behind, gates, strict=True)}
        )
        stack.callback(network.end)
        sample.set_up(behind, citizens=CITIZENS, days=DAYS, say=lambda _line: None)
        network.serve()
        yield network

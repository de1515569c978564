"""Serving: on a free port, once at a time, and nothing is left behind."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path

import pytest

from sample import serving

PROJECT = Path(__file__).resolve().parents[2]
PATIENCE = 180


@pytest.fixture
def taken() -> Iterator[int]:
    """A port that somebody listens on."""
    with socket.socket() as listener:
        listener.bind((serving.HOST, 0))
        listener.listen()
        yield listener.getsockname()[1]


class TestFreePort:
    def test_is_the_wanted_one_where_nobody_listens(self, taken: int) -> None:
        with socket.socket() as probe:
            probe.bind((serving.HOST, 0))
            free = probe.getsockname()[1]

        assert serving.free_port(free) == free

    def test_is_a_later_one_where_somebody_does(self, taken: int) -> None:
        assert taken < serving.free_port(taken) <= taken + serving.TRIES

    def test_there_is_none_beyond_the_last(self) -> None:
        with pytest.raises(serving.NotServed):
            serving.free_port(65_536)


class TestNoted:
    def test_says_which_process_to_stop(self, tmp_path: Path) -> None:
        note = tmp_path / "deeper" / "serve.pid"

        with serving.noted(note):
            assert int(note.read_text()) == os.getpid()
        assert note.read_text() == ""

    def test_refuses_a_second_one(self, tmp_path: Path) -> None:
        note = tmp_path / "serve.pid"

        with (
            serving.noted(note),
            pytest.raises(serving.NotServed, match="already"),
            serving.noted(note),
        ):
            pass

    def test_a_number_left_behind_stops_nobody(self, tmp_path: Path) -> None:
        note = tmp_path / "serve.pid"
        note.write_text("1")

        with serving.noted(note):
            assert int(note.read_text()) == os.getpid()


@pytest.fixture
def var() -> Iterator[Path]:
    """A directory for the engines of a node of its own, which are stopped at the end."""
    made = Path(tempfile.mkdtemp(prefix="concord-sample-"))
    made.chmod(0o711)
    yield made
    run(made, "-m", "core.config.engines", "stop")
    shutil.rmtree(made)


def run(var: Path, *arguments: str) -> str:
    """Run this Python with arguments on a node of its own; return the last line it wrote."""
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=PROJECT,
        env=environment(var),
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout.strip().rpartition("\n")[2]


def environment(var: Path) -> dict[str, str]:
    kept = {
        k: v for k, v in os.environ.items() if not k.startswith(("DJANGO", "DATABASE", "BROKER"))
    }
    return {**kept, "CONCORD_VAR": str(var)}


def processes_of(var: Path) -> list[str]:
    """Return the processes that were started for a node, engines aside."""
    listing = ["/bin/ps", "-eww", "-o", "command="]
    shown = subprocess.run([*listing, "e"], capture_output=True, text=True, check=True).stdout
    return [
        line
        for line in shown.splitlines()
        if f"CONCORD_VAR={var}" in line and re.search(r"-m (celery|granian)", line)
    ]


@pytest.mark.battery
class TestServe:
    def test_serves_what_the_demo_has_set_up_until_it_is_stopped(self, var: Path) -> None:
        told = json.loads(
            run(var, "manage.py", "demo", "--citizens", "200", "--days", "2", "--json")
        )
        with subprocess.Popen(
            [sys.executable, "manage.py", "serve"],
            cwd=PROJECT,
            env=environment(var),
            stdout=subprocess.PIPE,
            text=True,
        ) as serve:
            port = self.wait_for_port(serve)
            statuses = [self.status(port, path) for path in ("/", "/p/beijing/", "/p/nowhere/")]
            started = len(processes_of(var))
            serve.send_signal(signal.SIGTERM)
            serve.wait(PATIENCE)

        assert [each["citizens"] for each in told["provinces"]] == [90, 50, 60]
        assert statuses == [200, 200, 404]
        assert started >= 3
        assert serve.returncode == 0
        assert processes_of(var) == []

    def wait_for_port(self, serve: subprocess.Popen[str]) -> int:
        assert serve.stdout is not None
        for line in serve.stdout:
            if address := re.match(r"http://localhost:(\d+)/", line):
                return int(address[1])
        raise AssertionError("it ended without an address")

    def status(self, port: int, path: str) -> int:
        connection = HTTPConnection(serving.HOST, port, timeout=PATIENCE)
        connection.request("GET", path, headers={"Host": f"localhost:{port}"})
        try:
            return connection.getresponse().status
        finally:
            connection.close()

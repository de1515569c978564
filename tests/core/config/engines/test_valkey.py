"""The embedded Valkey: what is queued is still there after a restart."""

import os
import signal
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import redis

from core.config.engines.errors import EngineError
from core.config.engines.valkey import ValkeyBroker
from tests.core.config.engines.conftest import NOBODY, Run, servers_in

MakeBroker = Callable[..., ValkeyBroker]

START = """
import sys
from pathlib import Path
from core.config.engines.valkey import ValkeyBroker
print(ValkeyBroker(Path(sys.argv[1])).start().url("redis", "0"))
"""
STOP = START.replace("print(", "").replace('.start().url("redis", "0"))', ".stop()")


@contextmanager
def connected(url: str) -> Iterator[redis.Redis]:
    client = redis.Redis.from_url(url)
    try:
        yield client
    finally:
        client.close()


def process_of(broker: ValkeyBroker) -> int:
    return int((broker.home / "data" / "valkey.pid").read_text())


class TestStart:
    def test_makes_a_server_that_answers(self, broker: ValkeyBroker) -> None:
        address = broker.start()

        assert broker.is_running
        with connected(address.url("redis", "0")) as client:
            assert client.ping()

    def test_starts_one_server_for_all_who_ask_at_once(
        self, broker: ValkeyBroker, directory: Path
    ) -> None:
        command = [sys.executable, "-c", START, str(directory / "broker")]
        askers = [
            subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path.cwd())
            for _ in range(4)
        ]
        urls = {asker.communicate(timeout=60)[0].strip() for asker in askers}

        assert urls == {broker.address.url("redis", "0")}

    def test_outlives_the_process_that_asked(self, broker: ValkeyBroker, directory: Path) -> None:
        command = [sys.executable, "-c", START, str(directory / "broker")]

        subprocess.run(command, check=True, capture_output=True, start_new_session=True)

        assert broker.is_running
        assert os.getsid(process_of(broker)) == process_of(broker)

    def test_asks_for_the_password(self, broker: ValkeyBroker) -> None:
        address = broker.start()
        url = address.url("redis", "0").replace(address.password, "guessed")

        with connected(url) as client, pytest.raises(redis.AuthenticationError):
            client.ping()

    def test_keeps_the_password_from_other_users(self, broker: ValkeyBroker) -> None:
        address = broker.start()

        for name in ("server.json", "valkey.conf"):
            assert stat.S_IMODE((broker.home / name).stat().st_mode) == 0o600
        assert not servers_in(address.password)

    def test_gives_up_when_the_server_dies_and_says_why(
        self, broker: ValkeyBroker, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("core.config.engines.valkey.ATTEMPTS", 1)
        monkeypatch.setattr("core.config.engines.valkey.APPEARANCE_SECONDS", 0.2)
        broker.start()
        broker.stop()
        for manifest in (broker.home / "data" / "appendonlydir").glob("*.manifest"):
            manifest.write_text("nonsense\n")

        with pytest.raises(EngineError, match=r"(?s)does not start.*manifest"):
            broker.start()


class TestStop:
    def test_keeps_what_was_queued(self, broker: ValkeyBroker) -> None:
        url = broker.start().url("redis", "0")
        with connected(url) as client:
            client.lpush("queue", "task")

        broker.stop()

        assert not broker.is_running
        assert broker.start().url("redis", "0") == url
        with connected(url) as client:
            assert client.lrange("queue", 0, -1) == [b"task"]

    def test_leaves_no_process(self, broker: ValkeyBroker, directory: Path) -> None:
        broker.start()

        broker.stop()

        assert servers_in(str(directory)) == []


class TestAfterACrash:
    def test_comes_back(self, broker: ValkeyBroker) -> None:
        broker.start()
        os.kill(process_of(broker), signal.SIGKILL)

        broker.start()

        assert broker.is_running


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")
class TestUsers:
    def test_root_gives_it_a_user_without_privileges(self, broker: ValkeyBroker) -> None:
        broker.start()

        assert Path(f"/proc/{process_of(broker)}").stat().st_uid != 0

    def test_others_run_it_themselves(self, directory: Path, as_nobody: Run) -> None:
        os.chown(directory, NOBODY, NOBODY)

        started = as_nobody(START, directory / "broker")
        with connected(started.stdout.strip()) as client:
            answer = client.ping()
        stopped = as_nobody(STOP, directory / "broker")

        assert (started.stderr, answer, stopped.stderr) == ("", True, "")

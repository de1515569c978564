"""The embedded PostgreSQL: its life, its crashes, its settings."""

import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from core.config.engines import postmaster
from core.config.engines.address import LOOPBACK, ServerAddress
from core.config.engines.errors import EngineError
from core.config.engines.postgres import PostgresCluster
from core.config.engines.waiting import comes_true
from tests.core.config.engines.conftest import servers_in

MakeCluster = Callable[..., PostgresCluster]

START = """
import sys
from pathlib import Path
from core.config.engines.postgres import PostgresCluster
print(PostgresCluster(Path(sys.argv[1]), fast=True).start().port)
"""


def ask(cluster: PostgresCluster, statement: str) -> list[tuple[object, ...]]:
    url = cluster.address.url("postgresql", "postgres")
    with psycopg.connect(url, autocommit=True) as connection:
        cursor = connection.execute(statement)
        return cursor.fetchall() if cursor.description else []


def process_of(cluster: PostgresCluster) -> int:
    note = postmaster.noted_in(cluster.home / "data")
    assert note is not None
    return note.pid


class TestStart:
    def test_makes_a_server_of_our_major_version(self, running_cluster: PostgresCluster) -> None:
        assert running_cluster.is_running
        assert str(ask(running_cluster, "SHOW server_version")[0][0]).startswith("18.")

    def test_finds_a_running_server_again(self, running_cluster: PostgresCluster) -> None:
        again = PostgresCluster(running_cluster.home)

        assert again.start() == running_cluster.address

    def test_starts_one_server_for_all_who_ask_at_once(
        self, cluster: PostgresCluster, directory: Path
    ) -> None:
        command = [sys.executable, "-c", START, str(directory / "pg")]
        askers = [
            subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path.cwd())
            for _ in range(4)
        ]
        ports = {asker.communicate(timeout=60)[0].strip() for asker in askers}

        assert ports == {str(cluster.address.port)}

    def test_serves_two_directories_side_by_side(
        self, cluster: PostgresCluster, running_cluster: PostgresCluster
    ) -> None:
        cluster.start()

        assert cluster.is_running
        assert running_cluster.is_running
        assert cluster.address.port != running_cluster.address.port

    def test_chooses_another_port_when_its_own_is_taken(self, cluster: PostgresCluster) -> None:
        before = cluster.start().port
        cluster.stop()

        with socket.create_server((LOOPBACK, before)):
            after = cluster.start().port

        assert after != before
        assert cluster.is_running

    def test_begins_again_where_making_the_data_was_interrupted(
        self, cluster: PostgresCluster, directory: Path
    ) -> None:
        half_made = directory / "pg" / "data.new" / "base"
        half_made.mkdir(parents=True)
        (directory / "pg").chmod(0o711)

        cluster.start()

        assert not half_made.exists()

    def test_refuses_data_of_another_major_version(
        self, cluster: PostgresCluster, directory: Path
    ) -> None:
        data = directory / "pg" / "data"
        data.mkdir(parents=True)
        (data / "PG_VERSION").write_text("16\n")
        ServerAddress(port=1, password="any").save(directory / "pg" / "server.json")

        with pytest.raises(EngineError, match="written by PostgreSQL 16 and ours is 18"):
            cluster.start()

    def test_refuses_data_whose_password_is_lost(
        self, cluster: PostgresCluster, directory: Path
    ) -> None:
        (directory / "pg" / "data").mkdir(parents=True)

        with pytest.raises(EngineError, match=r"password .* is lost"):
            cluster.start()

    def test_says_what_the_log_says_when_the_server_cannot_start(
        self, cluster: PostgresCluster, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        cluster.start()
        cluster.stop()
        with (cluster.home / "data" / "postgresql.conf").open("a") as settings:
            settings.write("no_such_setting = on\n")
        monkeypatch.setattr("core.config.engines.postgres.ATTEMPTS", 1)

        with pytest.raises(EngineError, match="no_such_setting"):
            cluster.start()

    def test_promises_no_durability_when_asked_for_speed(
        self, running_cluster: PostgresCluster
    ) -> None:
        assert ask(running_cluster, "SHOW fsync") == [("off",)]

    def test_compares_text_by_its_own_rules_not_the_systems(
        self, running_cluster: PostgresCluster
    ) -> None:
        assert ask(running_cluster, "SELECT upper('ä'), 'Z' < 'a'") == [("Ä", True)]


class TestStop:
    def test_keeps_the_data_and_the_address(self, cluster: PostgresCluster) -> None:
        before = cluster.start()
        ask(cluster, "CREATE TABLE kept AS SELECT 42 AS answer")

        cluster.stop()

        assert not cluster.is_running
        assert cluster.start() == before
        assert ask(cluster, "SELECT answer FROM kept") == [(42,)]

    def test_does_nothing_where_nothing_runs(self, cluster: PostgresCluster) -> None:
        cluster.stop()

        assert not cluster.is_running

    def test_leaves_no_process(self, cluster: PostgresCluster, directory: Path) -> None:
        cluster.start()

        cluster.stop()

        assert servers_in(str(directory)) == []


class TestAfterACrash:
    def test_recovers_what_was_committed(self, make_cluster: MakeCluster) -> None:
        lasting = make_cluster(fast=False)
        lasting.start()
        ask(lasting, "CREATE TABLE kept AS SELECT 42 AS answer")
        os.kill(process_of(lasting), signal.SIGKILL)
        comes_true(lambda: not lasting.is_running, within=5)

        lasting.start()

        assert ask(lasting, "SELECT answer FROM kept") == [(42,)]

    def test_is_not_misled_by_another_process_with_the_servers_number(
        self, cluster: PostgresCluster
    ) -> None:
        cluster.start()
        data = cluster.home / "data"
        note = (data / "postmaster.pid").read_text().splitlines()
        owner = data.stat()
        cluster.stop()
        with subprocess.Popen(["/bin/sleep", "60"], user=owner.st_uid) as stranger:
            (data / "postmaster.pid").write_text("\n".join([str(stranger.pid), *note[1:]]) + "\n")

            found_running = cluster.is_running
            cluster.start()
            stranger.kill()

        assert not found_running
        assert cluster.is_running

    def test_gives_a_copied_directory_a_server_of_its_own(
        self, cluster: PostgresCluster, make_cluster: MakeCluster, directory: Path
    ) -> None:
        cluster.start()
        cluster.stop()
        cluster.start()
        shutil.copytree(directory / "pg", directory / "copy")
        (directory / "copy").chmod(0o711)
        copy = make_cluster("copy")

        copy.start()

        assert cluster.is_running
        assert copy.address.port != cluster.address.port

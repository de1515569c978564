"""Who may use the embedded PostgreSQL, and under whose name it runs."""

import os
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from core.config.engines import binaries, postmaster
from core.config.engines.errors import EngineError
from core.config.engines.postgres import PostgresCluster
from tests.core.config.engines.conftest import NOBODY, Run

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="concerns root only")

START = """
import sys
from pathlib import Path
from core.config.engines.postgres import PostgresCluster
print(PostgresCluster(Path(sys.argv[1]), fast=True).start().url("postgresql", "postgres"))
"""
STOP = START.replace("print(", "").replace('.start().url("postgresql", "postgres"))', ".stop()")


@pytest.fixture
def hidden(tmp_path: Path) -> Iterator[PostgresCluster]:
    """A cluster in a directory that only its owner can enter."""
    tmp_path.chmod(0o700)
    cluster = PostgresCluster(tmp_path / "pg", fast=True)
    yield cluster
    cluster.stop()
    shutil.rmtree(cluster.home)


class TestPassword:
    def test_is_kept_where_only_the_owner_reads_it(self, running_cluster: PostgresCluster) -> None:
        mode = (running_cluster.home / "server.json").stat().st_mode

        assert stat.S_IMODE(mode) == 0o600
        assert not (running_cluster.home / "password").exists()

    def test_is_asked_for(self, running_cluster: PostgresCluster) -> None:
        address = running_cluster.address
        url = address.url("postgresql", "postgres").replace(address.password, "guessed")

        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            psycopg.connect(url)

    def test_is_not_shown_by_accident(self, running_cluster: PostgresCluster) -> None:
        address = running_cluster.address

        assert address.password not in repr(address)


@as_root
class TestAsRoot:
    def test_runs_as_a_user_without_privileges(self, running_cluster: PostgresCluster) -> None:
        note = postmaster.noted_in(running_cluster.home / "data")

        assert note is not None
        assert Path(f"/proc/{note.pid}").stat().st_uid != 0

    def test_moves_where_that_user_can_reach_its_data(
        self, hidden: PostgresCluster, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        hidden.start()

        assert hidden.is_running
        assert not hidden.home.is_relative_to(tmp_path)
        assert str(hidden.home) in capsys.readouterr().err

    def test_moves_only_once(self, hidden: PostgresCluster, tmp_path: Path) -> None:
        before = hidden.start()
        hidden.stop()
        home = hidden.home

        again = PostgresCluster(tmp_path / "pg", fast=True)

        assert again.start() == before
        assert again.home == home

    def test_moves_anew_when_a_stranger_has_taken_the_place(
        self, hidden: PostgresCluster, directory: Path
    ) -> None:
        hidden.start()
        hidden.stop()
        first_home = hidden.home
        shutil.rmtree(first_home)
        first_home.mkdir()
        os.chown(first_home, NOBODY, NOBODY)

        hidden.start()
        first_home.rmdir()

        assert hidden.home != first_home

    def test_copies_programs_that_user_cannot_reach(
        self, cluster: PostgresCluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        tmp_path.chmod(0o700)
        package = binaries.bin_directory().parents[1]
        for path in (package, package.with_suffix(".libs")):
            (tmp_path / path.name).symlink_to(path)
        monkeypatch.syspath_prepend(tmp_path)

        cluster.start()

        assert cluster.is_running
        assert (cluster.home / "postgresql-18.4").is_dir()

    def test_refuses_data_that_user_can_no_longer_reach(
        self, cluster: PostgresCluster, directory: Path
    ) -> None:
        cluster.start()
        cluster.stop()
        directory.chmod(0o700)

        with pytest.raises(EngineError, match="can no longer reach its data"):
            cluster.start()

    def test_leaves_to_its_user_what_that_user_began(
        self, cluster: PostgresCluster, directory: Path, as_nobody: Run
    ) -> None:
        os.chown(directory, NOBODY, NOBODY)
        as_nobody(START, directory / "pg")
        as_nobody(STOP, directory / "pg")

        cluster.start()
        found = as_nobody(START, directory / "pg")

        assert found.stdout.strip() == cluster.address.url("postgresql", "postgres")


@as_root
class TestAsAnotherUser:
    def test_runs_as_that_user(self, directory: Path, as_nobody: Run) -> None:
        os.chown(directory, NOBODY, NOBODY)

        started = as_nobody(START, directory / "pg")
        with psycopg.connect(started.stdout.strip()) as connection:
            answer = connection.execute("SELECT 1").fetchone()
        stopped = as_nobody(STOP, directory / "pg")

        assert (started.stderr, answer, stopped.stderr) == ("", (1,), "")

    def test_is_told_that_the_directory_is_not_its_own(
        self, running_cluster: PostgresCluster, as_nobody: Run
    ) -> None:
        refused = as_nobody(START, running_cluster.home)

        assert "belongs to another user" in refused.stderr

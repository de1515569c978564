"""Which addresses a process is given, and what is started for it."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from core.config.engines import launcher
from core.config.engines.__main__ import main
from tests.core.config.engines.conftest import PROJECT, passable_directory


@pytest.fixture(scope="module")
def shared_var() -> Iterator[Path]:
    """Engines for all tests here that do not mind whether others have started them before."""
    with passable_directory() as directory, pytest.MonkeyPatch.context() as patched:
        patched.setenv("CONCORD_VAR", str(directory))
        yield directory
        launcher.stop_all()


@pytest.fixture(autouse=True)
def environment(shared_var: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No addresses given, and none left behind."""
    monkeypatch.setenv("CONCORD_VAR", str(shared_var))
    for name in ("DATABASE_URL", "BROKER_URL"):
        # Set before deleted, so that what a test exports does not stay.
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)


@pytest.fixture
def var(environment: None, directory: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A directory in which nothing was ever started."""
    monkeypatch.setenv("CONCORD_VAR", str(directory))
    yield directory
    launcher.stop_all()


class TestEnsureDatabase:
    def test_returns_the_given_url(self, var: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("DATABASE_URL", "postgresql://elsewhere/one")

        assert launcher.ensure_database() == "postgresql://elsewhere/one"
        assert not (var / "pg").exists()

    def test_starts_a_server_with_our_database(self) -> None:
        with psycopg.connect(launcher.ensure_database()) as connection:
            assert connection.info.dbname == "concord"

    def test_asks_nobody_once_the_server_runs(self, monkeypatch: pytest.MonkeyPatch) -> None:
        before = launcher.ensure_database()

        with monkeypatch.context() as patched:
            patched.setattr(subprocess, "Popen", None)

            assert launcher.ensure_database() == before

    def test_makes_the_database_again_after_the_data_was_removed(self, var: Path) -> None:
        launcher.ensure_database()
        launcher.stop_all()
        (var / "pg" / "data").rename(var / "pg" / "old")

        with psycopg.connect(launcher.ensure_database()) as connection:
            assert connection.info.dbname == "concord"


class TestEnsureBroker:
    def test_returns_the_given_url(self, var: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("BROKER_URL", "amqp://elsewhere")

        assert launcher.ensure_broker() == "amqp://elsewhere"
        assert not (var / "broker").exists()

    def test_asks_nobody_once_the_server_runs(self, monkeypatch: pytest.MonkeyPatch) -> None:
        before = launcher.ensure_broker()

        with monkeypatch.context() as patched:
            patched.setattr(subprocess, "Popen", None)

            assert launcher.ensure_broker() == before


class TestExport:
    def test_puts_both_addresses_into_the_environment(self) -> None:
        launcher.export()

        assert os.environ["DATABASE_URL"] == launcher.ensure_database()
        assert os.environ["BROKER_URL"] == launcher.ensure_broker()

    def test_spares_the_broker_when_told(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("DATABASE_URL", "postgresql://elsewhere/one")

        launcher.export(broker=False)

        assert "BROKER_URL" not in os.environ


class TestByHand:
    def test_starts_tells_and_stops(
        self, shared_var: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        results = [main([order]) for order in ("start", "status", "stop", "status")]

        assert results == [0, 0, 0, 1]
        assert f"database: running, {shared_var / 'pg'}" in capsys.readouterr().out

    def test_prints_what_a_shell_can_read(self, capsys: pytest.CaptureFixture[str]) -> None:
        main(["url"])

        assert capsys.readouterr().out == (
            f"DATABASE_URL={launcher.ensure_database()}\nBROKER_URL={launcher.ensure_broker()}\n"
        )

    def test_explains_a_failure_in_one_message(
        self, var: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (var / "pg" / "data").mkdir(parents=True)

        assert main(["start"]) == 1
        assert "is lost" in capsys.readouterr().err


class TestManage:
    def manage(self, *arguments: str) -> str:
        environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "django.conf.global_settings"}
        return subprocess.run(
            [sys.executable, "manage.py", *arguments],
            env=environment,
            cwd=PROJECT,
            capture_output=True,
            text=True,
            check=True,
        ).stdout

    def test_starts_nothing_for_a_command_about_files(self, var: Path) -> None:
        self.manage("version")

        assert list(var.iterdir()) == []

    def test_spares_the_broker_where_nothing_is_queued(
        self, var: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("DATABASE_URL", "postgresql://elsewhere/one")

        self.manage("check")

        assert list(var.iterdir()) == []

    def test_gives_commands_both_addresses(self) -> None:
        code = "import os; print(os.environ['DATABASE_URL'], os.environ['BROKER_URL'])"

        printed = self.manage("shell", "--verbosity=0", "--command", code)

        assert printed.split() == [launcher.ensure_database(), launcher.ensure_broker()]

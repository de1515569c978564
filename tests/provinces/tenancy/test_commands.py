"""The node's directory from the command line, as a process of its own where that matters."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from core.config.engines.address import ServerAddress
from provinces.tenancy import credentials
from tests import database
from tests.provinces.tenancy.conftest import named, traces_of

PROJECT = Path(__file__).resolve().parents[3]
NAMES = ("--name-zh", "西省", "--name-en", "West")


def manage(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command as an operator does, on this run's database."""
    home = settings.DATABASES["default"]
    url = "postgresql://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**home)
    return subprocess.run(
        [sys.executable, "-W", "error", "manage.py", *arguments],
        cwd=PROJECT,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "core.config.settings.dev",
            "CREDENTIALS_FILE": str(settings.CREDENTIALS_FILE),
            "DATABASE_URL": url,
            "BROKER_URL": "memory://",
            **environment,
        },
        capture_output=True,
        text=True,
        check=False,
    )


class TestPrepare:
    @pytest.fixture
    def home(self) -> Iterator[Path]:
        """Where a node keeps its own engines; a socket's path is short."""
        home = Path(tempfile.mkdtemp(prefix="concord-new-"))
        home.chmod(0o711)
        yield home
        self.run(home, "-m", "core.config.engines", "stop")
        shutil.rmtree(home)

    def run(self, home: Path, *arguments: str) -> str:
        theirs = ("DJANGO", "DATABASE", "BROKER", "CREDENTIALS")
        kept = {key: value for key, value in os.environ.items() if not key.startswith(theirs)}
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=PROJECT,
            env={**kept, "CONCORD_VAR": str(home)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def test_says_which_province_is_lost(self, slug: str) -> None:
        call_command("province", "add", slug, *NAMES, stdout=StringIO())
        with database.owners_session() as session:
            session.execute(named("DROP SCHEMA {} CASCADE", slug))

        with pytest.raises(CommandError, match=f"{slug} was on its server"):
            call_command("province", "prepare")

    def test_makes_a_node_from_nothing(self, home: Path) -> None:
        assert "the node is prepared" in self.run(home, "manage.py", "province", "prepare")
        assert self.run(home, "manage.py", "province", "list") == ""


class TestAdd:
    def test_prints_what_a_script_can_read(self, slug: str) -> None:
        result = manage("province", "add", slug, *NAMES)

        assert (result.returncode, result.stderr) == (0, "")
        assert json.loads(result.stdout.splitlines()[-1])["province"] == slug

    def test_takes_seconds(self, slug: str) -> None:
        out = StringIO()

        call_command("province", "add", slug, *NAMES, stdout=out)

        assert json.loads(out.getvalue())["seconds"] < 10

    def test_explains_a_refusal_in_one_line(self, transactional_db: None) -> None:
        result = manage("province", "add", "Bad-Name", *NAMES)

        assert result.returncode == 1
        assert result.stderr.startswith("CommandError: a slug is")
        assert len(result.stderr.splitlines()) == 1

    @pytest.mark.parametrize(
        ("arguments", "words"),
        [
            (["north", *NAMES], "already on this node"),
            (["west", *NAMES, "--host", "db.example"], "host, port and database"),
            (["west", "--name-zh", "x" * 61, "--name-en", "West"], "60"),
        ],
    )
    def test_refuses(self, transactional_db: None, arguments: list[str], words: str) -> None:
        with pytest.raises(CommandError, match=words):
            call_command("province", "add", *arguments)
        assert "line" not in traces_of("west")


class TestOwner:
    def test_keeps_a_password_from_standard_input(
        self, db: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        monkeypatch.setattr(settings, "CREDENTIALS_FILE", str(tmp_path / "credentials.json"))
        monkeypatch.setattr(sys, "stdin", StringIO("secret\n"))

        call_command("province", "owner", "db:5432/x", "--user", "boss")

        assert credentials.owner_of("db:5432/x") == {"user": "boss", "password": "secret"}


class TestList:
    def test_names_each_province(self, db: None, capsys: pytest.CaptureFixture[str]) -> None:
        call_command("province", "list")

        lines = capsys.readouterr().out.splitlines()
        assert [line.split()[0] for line in lines] == ["north", "south"]

    def test_leaves_its_pools_without_noise(self, db: None) -> None:
        code = (
            "from provinces.tenancy import scope\n"
            "from django.contrib.auth import get_user_model\n"
            "with scope.province('north'): print(get_user_model().objects.count())"
        )

        result = manage("shell", "--verbosity=0", "--command", code)

        assert (result.returncode, result.stdout, result.stderr) == (0, "0\n", "")


class TestMigrationCommands:
    """They act as the owner of the schemas, on a node that nobody prepared yet, too."""

    @pytest.fixture
    def bare(self, other_server: ServerAddress, tmp_path: Path) -> Iterator[dict[str, str]]:
        """An empty database on a server of its own, and no credentials."""
        owners = other_server.url("postgresql", "postgres")
        with psycopg.connect(owners, autocommit=True) as owner:
            owner.execute("CREATE DATABASE bare")
            yield {
                "DATABASE_URL": other_server.url("postgresql", "bare"),
                "CREDENTIALS_FILE": str(tmp_path / "credentials.json"),
            }
            owner.execute("DROP DATABASE bare WITH (FORCE)")
            owner.execute("DROP ROLE IF EXISTS concord_directory")

    def test_do_not_wait_for_a_login_that_is_not_there(self, bare: dict[str, str]) -> None:
        began = time.monotonic()

        result = manage("makemigrations", "--check", "--dry-run", "tenancy", **bare)

        assert (result.returncode, result.stderr) == (0, "")
        assert time.monotonic() - began < 15

    def test_migrate_a_node_from_nothing(self, bare: dict[str, str]) -> None:
        result = manage("migrate", "--verbosity", "0", **bare)

        assert (result.returncode, result.stderr) == (0, "")
        with psycopg.connect(bare["DATABASE_URL"]) as owner:
            found = owner.execute("SELECT to_regclass('public.tenancy_province')").fetchone()
        assert found != (None,)

    def test_take_over_no_other_nodes_logins(self, tmp_path: Path, db: None) -> None:
        result = manage("migrate", CREDENTIALS_FILE=str(tmp_path / "credentials.json"))

        assert result.returncode == 1
        assert "LoginOfAnother" in result.stderr

    def test_tell_other_commands_to_prepare_first(self, bare: dict[str, str]) -> None:
        result = manage("province", "list", **bare)

        assert result.returncode == 1
        assert "manage.py province prepare" in result.stderr
        assert "Traceback" not in result.stderr

    def test_grant_what_new_tables_need(self, slug: str) -> None:
        call_command("province", "add", slug, *NAMES, stdout=StringIO())
        login = f"concord_{slug}"
        with database.owners_session() as owner:
            owner.execute(named("GRANT UPDATE ON {}.ledger_entry TO {}", slug, login))

        result = manage("migrate", "--verbosity", "0")

        assert (result.returncode, result.stderr) == (0, "")
        with database.owners_session() as owner:
            query = "SELECT has_table_privilege(%s, %s, 'UPDATE')"
            assert owner.execute(query, [login, f"{slug}.ledger_entry"]).fetchone() == (False,)

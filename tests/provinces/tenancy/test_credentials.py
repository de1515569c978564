"""The secret store: outside every database, and readable by its owner alone."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from pytest_django import Settings

from provinces.tenancy import credentials


@pytest.fixture(autouse=True)
def store(settings: Settings, tmp_path: Path) -> Path:
    settings.CREDENTIALS_FILE = str(tmp_path / "new" / "credentials.json")
    return Path(settings.CREDENTIALS_FILE)


class TestLogins:
    def test_get_a_password_that_stays(self) -> None:
        made = credentials.ensure_login("concord_north")

        assert len(made) == 32
        assert credentials.ensure_login("concord_north") == made
        assert credentials.password_of("concord_north") == made

    def test_have_passwords_of_their_own(self) -> None:
        assert credentials.ensure_login("one") != credentials.ensure_login("other")

    def test_that_are_unknown_are_missing(self) -> None:
        with pytest.raises(credentials.CredentialMissing):
            credentials.password_of("concord_north")


class TestKeys:
    def test_are_made_once(self) -> None:
        assert credentials.ensure_key("north")
        key = credentials.key_of("north")

        assert not credentials.ensure_key("north")
        assert credentials.key_of("north") == key
        assert len(key) == 32

    def test_differ(self) -> None:
        credentials.ensure_key("north")
        credentials.ensure_key("south")

        assert credentials.key_of("north") != credentials.key_of("south")


class TestOwners:
    def test_are_kept_by_server(self) -> None:
        credentials.remember_owner("db:5432/concord", user="boss", password="p")

        assert credentials.owner_of("db:5432/concord") == {"user": "boss", "password": "p"}


class TestForget:
    def test_leaves_others_alone(self) -> None:
        for slug in ("north", "south"):
            credentials.ensure_key(slug)
            credentials.ensure_login(f"concord_{slug}")

        credentials.forget("north", "concord_north")

        assert credentials.key_of("south")
        for look_up, name in (
            (credentials.key_of, "north"),
            (credentials.password_of, "concord_north"),
        ):
            with pytest.raises(credentials.CredentialMissing):
                look_up(name)


class TestFile:
    def test_is_its_owners_alone(self, store: Path) -> None:
        credentials.ensure_key("north")

        assert stat.S_IMODE(store.stat().st_mode) == 0o600

    def test_is_written_only_when_something_changes(self, store: Path) -> None:
        credentials.ensure_key("north")
        before = store.stat()

        credentials.ensure_key("north")

        assert store.stat() == before

    def test_changed_by_another_process_is_read_anew(self, store: Path) -> None:
        credentials.ensure_login("a")
        credentials.password_of("a")

        replacement = store.with_suffix(".other")
        replacement.write_text('{"logins": {"a": "changed"}}')
        replacement.replace(store)

        assert credentials.password_of("a") == "changed"

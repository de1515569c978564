"""The directory of provinces, as each process keeps it for some seconds."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytest_django import Settings

from provinces.tenancy import credentials, directory
from provinces.tenancy.addresses import NotTheOwner, as_owner
from tests import cast, database


@pytest.mark.django_db
class TestHosted:
    def test_lists_provinces_in_the_order_of_their_codes(self) -> None:
        assert [entry.slug for entry in directory.hosted()] == ["north", "south"]

    def test_leaves_the_template_out(self) -> None:
        with pytest.raises(directory.NoSuchProvince):
            directory.find("template")


class TestEntry:
    def test_tells_what_there_is_to_know(self, db: None) -> None:
        entry = directory.find(cast.NORTH)

        assert (entry.name_zh, entry.name_en, entry.division_code) == ("北省", "North", "110000")
        assert (entry.login, entry.server) == ("concord_north", "")
        assert entry.zone.key == "Asia/Shanghai"


class TestCache:
    @pytest.fixture
    def renamed(self, transactional_db: None) -> Iterator[None]:
        """South's name changed in the database, behind this process's back."""
        directory.find(cast.SOUTH)
        with database.owners_session() as owner:
            owner.execute("UPDATE tenancy_province SET name_en = 'Deep' WHERE name_en = 'South'")
        yield
        with database.owners_session() as owner:
            owner.execute("UPDATE tenancy_province SET name_en = 'South' WHERE name_en = 'Deep'")
        directory.forget()

    def test_is_kept_for_some_seconds(self, renamed: None) -> None:
        assert directory.find(cast.SOUTH).name_en == "South"

    def test_is_read_anew_when_told(self, renamed: None) -> None:
        directory.forget()

        assert directory.find(cast.SOUTH).name_en == "Deep"


class TestNodeThatIsNotPrepared:
    def test_is_told_apart_from_an_unknown_province(
        self, in_login_mode: None, settings: Settings, tmp_path: object
    ) -> None:
        settings.CREDENTIALS_FILE = f"{tmp_path}/none.json"
        directory.forget()

        with pytest.raises(directory.NotPrepared, match="province prepare"):
            directory.find(cast.NORTH)


class TestWebProcess:
    """A process that was started with the directory's login alone."""

    def test_cannot_act_as_the_owner(self, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
        from django.conf import settings  # noqa: PLC0415

        monkeypatch.setitem(settings.DATABASES["default"], "USER", directory.DIRECTORY_LOGIN)

        with pytest.raises(NotTheOwner), as_owner():
            pass
        assert credentials.password_of(directory.DIRECTORY_LOGIN)

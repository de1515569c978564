"""What all processes of a province agree on."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.cache import cache
from django.db import connection

from provinces.accounts import counting
from provinces.accounts.models import Kept
from provinces.tenancy import directory, scope
from tests import cast


def expire(key: str) -> None:
    Kept.objects.filter(key__endswith=key).update(expires_at=cast.NOW.replace(year=2000))


@pytest.mark.usefixtures("north")
class TestProvinceCache:
    def test_gives_back_what_was_set(self) -> None:
        cache.set("a", [1.5, 2.5])
        cache.set("a", {"b": "c"})

        assert cache.get("a") == {"b": "c"}

    def test_knows_nothing_else(self) -> None:
        assert cache.get("a", "nothing") == "nothing"

    def test_adds_only_what_is_not_there(self) -> None:
        assert cache.add("a", 1)
        assert not cache.add("a", 2)
        assert cache.get("a") == 1

    def test_forgets_what_has_expired(self) -> None:
        cache.set("a", 1)
        expire("a")

        assert cache.get("a") is None
        assert not cache.touch("a")
        assert not cache.delete("a")
        assert cache.add("a", 2)
        assert cache.get("a") == 2

    def test_keeps_nothing_for_ever(self) -> None:
        cache.set("a", 1, timeout=None)

        kept = Kept.objects.get()
        with connection.cursor() as cursor:
            cursor.execute("SELECT clock_timestamp() + interval '1 day'")
            assert kept.expires_at <= cursor.fetchone()[0]

    def test_can_be_told_to_keep_on(self) -> None:
        cache.set("a", 1, timeout=1)
        before = Kept.objects.get().expires_at

        assert cache.touch("a", timeout=900)
        assert Kept.objects.get().expires_at > before

    def test_deletes_one_or_all(self) -> None:
        for key in "abc":
            cache.set(key, key)

        assert cache.delete("a")
        assert cache.get("b") == "b"
        cache.clear()
        assert cache.get("b") is None

    def test_takes_nothing_that_could_run_when_it_is_read(self) -> None:
        with pytest.raises(TypeError):
            cache.set("a", object())

    def test_is_each_provinces_own(self) -> None:
        cache.set("a", "northern")

        with scope.province(cast.SOUTH):
            assert cache.get("a") is None


class TestSeveralProcesses:
    def test_agree_on_who_was_first(self, in_login_mode: None) -> None:
        def add(number: int) -> bool:
            try:
                with scope.province(cast.NORTH):
                    return cache.add("a", number)
            finally:
                connection.close()

        with ThreadPoolExecutor(4) as several:
            done = list(several.map(add, range(8)))

        assert sum(done) == 1


class TestForget:
    def test_removes_what_has_expired_alone(self, north: directory.Entry) -> None:
        cache.set("old", 1)
        cache.set("new", 1)
        expire("old")

        assert counting.forget() == 1
        assert cache.get("new") == 1

"""What data may be used for, as everybody reads it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from provinces.ledger import announcing, purposes
from tests.cast import NOW
from tests.client import ProvinceClient
from tests.factories import listings
from tests.pages import address, noon, words  # noqa: F401  a fixture

pytestmark = pytest.mark.usefixtures("north", "noon")


@pytest.fixture(autouse=True)
def _as_committed() -> Iterator[None]:
    """Let the register be as it is committed after each test."""
    yield
    purposes.listed.cache_clear()


def read(language: str = "en") -> str:
    browser = ProvinceClient(headers={"accept-language": language})
    return words(browser.get(address("portal:purposes")))


class TestPurposes:
    def test_shows_each_with_its_law_in_either_language(self) -> None:
        english, chinese = read(), read("zh-hans")

        for each in purposes.listed():
            assert each.said["en"] in english
            assert each.ground["en"] in english
            assert each.said["zh"] in chinese
            assert each.ground["zh"] in chinese

    def test_shows_the_digest_of_what_was_published(self) -> None:
        assert "has not published it yet" in read()

        announcing.publish_purposes(now=NOW)

        assert (announcing.published() or {})["digest"] in read()

    def test_says_from_when_something_new_may_be_used(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        listings.with_one_more(monkeypatch)

        assert "New: it may not be used yet" in read()
        announcing.publish_purposes(now=NOW)
        assert "New: it may be used from 17 November 2026, 12:00 on" in read()

    def test_is_linked_from_the_first_page(self) -> None:
        home = ProvinceClient().get(address("portal:home")).content.decode()

        assert address("portal:purposes") in home


class TestDocument:
    def test_is_what_the_digest_is_of(self) -> None:
        announcing.publish_purposes(now=NOW)

        told = ProvinceClient().get(address("portal:purposes-document")).json()

        assert purposes.digest(told) == (announcing.published() or {})["digest"]

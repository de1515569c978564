"""A list of purposes is published where it differs, and what is new on it waits for 48 hours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from provinces.ledger import announcing, noticing, purposes, services
from provinces.ledger import queries as ledger
from provinces.ledger.events import Event
from provinces.ledger.kinds import Kind
from provinces.ledger.models import Payload
from provinces.ledger.noticing import NotListed, NotYetInUse
from provinces.ledger.purposes import NOTICE, Of, UnfitList
from tests.cast import NOW
from tests.factories import listings

pytestmark = pytest.mark.usefixtures("north")
SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def _as_committed() -> Iterator[None]:
    """Let the register be as it is committed after each test."""
    yield
    purposes.listed.cache_clear()


@transaction.atomic
def looked(purpose: str, at: Any = NOW) -> None:
    body = {"purpose": purpose, "office": "x", "role": "case_officer"}
    services.record(Event.RECORD_READ, by=None, about="citizens.citizen:1", at=at, body=body)


class TestPublishPurposes:
    def test_publishes_the_list_with_its_digest(self) -> None:
        assert announcing.publish_purposes(now=NOW)

        (body,) = ledger.published(Kind.PURPOSES_LISTED)
        assert body["digest"] == purposes.digest(body["document"])
        assert body["document"] == purposes.document("north")

    def test_says_the_same_once(self) -> None:
        announcing.publish_purposes(now=NOW)

        assert not announcing.publish_purposes(now=NOW)
        assert len(list(ledger.published(Kind.PURPOSES_LISTED))) == 1

    def test_says_what_is_new(self, monkeypatch: pytest.MonkeyPatch) -> None:
        announcing.publish_purposes(now=NOW)
        key = listings.with_one_more(monkeypatch)

        assert announcing.publish_purposes(now=NOW)
        *_, last = ledger.published(Kind.PURPOSES_LISTED)
        assert key in {each["key"] for each in last["document"]["purposes"]}

    def test_says_nothing_of_an_edition_that_is_over(self, monkeypatch: pytest.MonkeyPatch) -> None:
        with monkeypatch.context() as patched:
            listings.with_one_more(patched)
            announcing.publish_purposes(now=NOW)

        assert not announcing.publish_purposes(now=NOW)

    @pytest.mark.parametrize(
        ("changes", "wrong"),
        [
            ({"serves": "taxation"}, "read vaccination is not of public health"),
            ({"serves": "law"}, "read vaccination is not of public health"),
            ({"zh": " "}, "read vaccination is not said in both languages"),
            ({"key": "care"}, "read care is listed twice"),
            ({"key": "Not a name"}, "no name of a purpose"),
        ],
    )
    def test_refuses_by_name_what_may_not_be_listed(
        self, monkeypatch: pytest.MonkeyPatch, changes: dict[str, Any], wrong: str
    ) -> None:
        listings.with_one_more(monkeypatch, **changes)

        with pytest.raises(UnfitList, match=re.escape(wrong)):
            announcing.publish_purposes(now=NOW)


class TestRequire:
    def test_lets_what_was_always_in_use_be(self) -> None:
        looked("care")

        assert Payload.objects.get().body["purpose"] == "care"

    def test_refuses_by_name_what_is_not_listed(self) -> None:
        with pytest.raises(NotListed, match="'taxation' of read is on no list"):
            looked("taxation")

        assert not Payload.objects.exists()

    def test_refuses_by_name_what_is_not_published(self, monkeypatch: pytest.MonkeyPatch) -> None:
        announcing.publish_purposes(now=NOW)
        key = listings.with_one_more(monkeypatch)

        with pytest.raises(NotYetInUse, match="'vaccination' of read is new, and is not published"):
            looked(key)

    def test_refuses_what_is_new_for_48_hours(self, monkeypatch: pytest.MonkeyPatch) -> None:
        announcing.publish_purposes(now=NOW)
        key = listings.with_one_more(monkeypatch)
        announcing.publish_purposes(now=NOW)

        with pytest.raises(NotYetInUse, match="'vaccination' of read is new, and counts from"):
            looked(key, NOW + NOTICE - SECOND)
        noticing.require(Of.READ, key, at=NOW + NOTICE)

    def test_gives_notice_even_where_it_is_the_first_list(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        key = listings.with_one_more(monkeypatch)
        announcing.publish_purposes(now=NOW)

        assert not noticing.is_in_use(Of.READ, key, at=NOW)
        assert noticing.is_in_use(Of.READ, key, at=NOW + NOTICE)

    def test_gives_what_comes_back_its_notice_again(self) -> None:
        one, other = ("read", "a"), ("read", "b")
        lists = [(NOW, [one, other]), (NOW + SECOND, [one]), (NOW + 2 * SECOND, [one, other])]

        assert noticing.counting(lists) == {one: NOW, other: NOW + 2 * SECOND + NOTICE}


class TestStandings:
    def test_tell_what_is_new(self, monkeypatch: pytest.MonkeyPatch) -> None:
        key = listings.with_one_more(monkeypatch)
        announcing.publish_purposes(now=NOW)

        (found,) = [each for each in noticing.standings(NOW) if not each.is_in_use]

        assert (found.purpose.key, found.counts_from) == (key, NOW + NOTICE)

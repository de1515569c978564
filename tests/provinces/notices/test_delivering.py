"""News goes by e-mail and to phones: once, only to who agrees, and without saying what it is."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import transaction
from pytest_django import Settings

from provinces.citizens import services as citizens
from provinces.citizens.models import Citizen
from provinces.citizens.registry import Contacts
from provinces.citizens.services.agreeing import keep_contacts
from provinces.notices import delivering
from provinces.notices.models import Delivery, Notice
from provinces.tenancy import scope
from tests import cast
from tests.cast import NOW

MINUTE = timedelta(minutes=1)
SENT: list[tuple[str, str]] = []


def note(number: str, text: str) -> None:
    """Keep a message instead of sending it."""
    SENT.append((number, text))


def refuse(_number: str, _text: str) -> None:
    raise RuntimeError("no line")


@pytest.fixture
def reached(eve: Citizen) -> Citizen:
    """Eve has agreed to be told by e-mail."""
    citizens.give_consents(eve, ["contact"], language="en", now=NOW - MINUTE)
    keep_contacts(eve, Contacts(email="eve@example.org"), now=NOW - MINUTE)
    return eve


@pytest.fixture
def phoned(eve: Citizen, settings: Settings) -> Citizen:
    """Eve has agreed to be told on a phone."""
    SENT.clear()
    settings.CITIZENS_MESSAGES_BY = f"{__name__}.note"
    citizens.give_consents(eve, ["contact"], language="en", now=NOW - MINUTE)
    keep_contacts(eve, Contacts(phone="+86 100"), now=NOW - MINUTE)
    return eve


def told(citizen: Citizen, kind: str = "question", **values: Any) -> Notice:
    return Notice.objects.create(citizen=citizen, kind=kind, **{"created_at": NOW, **values})


class TestDeliver:
    def test_sends_an_e_mail_once(self, reached: Citizen) -> None:
        told(reached)

        assert delivering.deliver(now=NOW)["sent"] == 1
        assert delivering.deliver(now=NOW + MINUTE)["sent"] == 0
        assert [sent.to for sent in mail.outbox] == [["eve@example.org"]]

    def test_sends_to_a_phone_by_the_sender_that_is_set(self, phoned: Citizen) -> None:
        told(phoned)

        delivering.deliver(now=NOW)

        ((number, _text),) = SENT
        assert number == "+86 100"

    @pytest.mark.parametrize("kind", Notice.Kind.values)
    @pytest.mark.parametrize("language", ["en", "zh-hans"])
    def test_tells_a_stranger_nothing(self, kind: str, language: str, eve: Citizen) -> None:
        eve.language = language
        said = delivering.message(Notice(citizen=eve, kind=kind, of="appeal.answered"))

        whole = f"{said.subject} {said.text}".lower()
        for word in ("red", "green", "yellow", "positive", "isolation", "红", "绿", "黄", "阳性"):
            assert word not in whole.replace("required", "")
        assert ("北省" in whole) == (language == "zh-hans")

    def test_sends_nothing_to_who_agreed_to_nothing(self, eve: Citizen) -> None:
        keep_contacts(eve, Contacts(email="eve@example.org"), now=NOW - MINUTE)
        told(eve)

        assert delivering.queue(now=NOW) == 0

    def test_sends_nothing_to_who_has_withdrawn_meanwhile(self, reached: Citizen) -> None:
        told(reached)
        delivering.queue(now=NOW)
        citizens.withdraw_consent(reached, "contact", now=NOW)

        assert delivering.deliver(now=NOW)["unwanted"] == 1
        assert mail.outbox == []

    def test_sends_no_old_news_and_none_that_was_read(self, reached: Citizen) -> None:
        told(reached, created_at=NOW - timedelta(days=2))
        told(reached, read_at=NOW)

        assert delivering.queue(now=NOW) == 0

    def test_tries_again_later_and_later(self, phoned: Citizen, settings: Settings) -> None:
        settings.CITIZENS_MESSAGES_BY = f"{__name__}.refuse"
        told(phoned)

        assert delivering.deliver(now=NOW)["waiting"] == 1
        row = Delivery.objects.get()
        assert (row.tries, row.trouble) == (1, "RuntimeError")
        assert row.next_try_at == NOW + settings.NOTICES_FIRST_WAIT
        delivering.deliver(now=NOW + MINUTE)
        row.refresh_from_db()
        assert row.next_try_at == NOW + MINUTE + 2 * settings.NOTICES_FIRST_WAIT

    def test_gives_up_at_last(self, phoned: Citizen, settings: Settings) -> None:
        settings.CITIZENS_MESSAGES_BY = f"{__name__}.refuse"
        settings.NOTICES_TRIES = 2
        told(phoned)

        delivering.deliver(now=NOW)
        assert delivering.deliver(now=NOW + MINUTE)["dead"] == 1
        assert Delivery.objects.get().state == "dead"
        assert sum(delivering.deliver(now=NOW + timedelta(days=1)).values()) == 0

    def test_leaves_to_others_what_they_have_taken(self, reached: Citizen) -> None:
        told(reached)
        delivering.queue(now=NOW)
        Delivery.objects.update(next_try_at=NOW + delivering.LEASE)

        assert delivering.deliver(now=NOW)["sent"] == 0

    def test_sends_nothing_inside_a_transaction(self, in_login_mode: None) -> None:

        with (
            scope.province(cast.NORTH),
            transaction.atomic(),
            pytest.raises(RuntimeError, match="durable"),
        ):
            delivering.deliver(now=NOW)

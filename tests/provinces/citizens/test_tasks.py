"""What the worker does: send codes, catch up, forget."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.utils import timezone
from pytest_django import Settings

from provinces.citizens import budgets, sending, services, tasks
from provinces.citizens.models import Challenge, Citizen, Contact, Spent
from provinces.citizens.registry import RegistryDown
from provinces.citizens.services import codes
from provinces.tenancy import directory
from tests import cast
from tests.cast import NOW
from tests.factories import registries
from tests.factories.registries import GRAN, InProcess, claimed


@pytest.fixture
def known(north: directory.Entry, monkeypatch: pytest.MonkeyPatch) -> InProcess:
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    return registries.answering(monkeypatch)


def ask() -> Challenge:
    asked = codes.Asked(claimed(GRAN), codes.Purpose.ACCOUNT, "en", {"actor": "", "network": ""})
    return Challenge.objects.get(token=codes.ask(asked, now=NOW))


class TestSendCode:
    def test_sends_it(self, known: InProcess) -> None:
        tasks.send_code(cast.NORTH, number=ask().pk)

        assert len(known.books.sent) == 1

    def test_leaves_it_for_later_while_the_registry_is_down(self, known: InProcess) -> None:
        known.is_down = True

        tasks.send_code(cast.NORTH, number=ask().pk)

        assert codes.pending(NOW)


class TestCatchUp:
    def test_sends_what_could_not_be_sent(self, known: InProcess) -> None:
        ask()

        tasks.catch_up(cast.NORTH)

        assert not codes.pending(NOW)
        assert len(known.books.sent) == 1

    def test_keeps_nobody_waiting_for_one_that_cannot_be_delivered(
        self, known: InProcess, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        first, second = ask(), ask()
        send = codes.send

        def failing(number: int, *, now: datetime) -> bool:
            if number == first.pk:
                raise RegistryDown("not to this one")
            return send(number, now=now)

        monkeypatch.setattr(codes, "send", failing)

        tasks.catch_up(cast.NORTH)

        assert codes.pending(NOW) == [first.pk]
        assert second.pk != first.pk

    def test_forgets_even_while_the_registry_is_down(self, known: InProcess) -> None:
        known.is_down = True
        ask()
        budgets.spend("code", actor="x", now=NOW - timedelta(days=2))

        tasks.catch_up(cast.NORTH)

        assert not Spent.objects.exists()


class TestSendContactCode:
    def test_sends_an_e_mail_once(self, known: InProcess, eve: Citizen) -> None:
        waiting = services.ask_contact(eve, "email", "eve@example.org", now=NOW)

        tasks.send_contact_code(cast.NORTH, number=waiting.pk)
        tasks.send_contact_code(cast.NORTH, number=waiting.pk)

        assert [sent.to for sent in mail.outbox] == [["eve@example.org"]]

    def test_sends_a_message_where_there_is_a_sender(
        self, known: InProcess, eve: Citizen, settings: Settings
    ) -> None:
        SENT.clear()
        settings.CITIZENS_MESSAGES_BY = f"{__name__}.note"
        assert Contact.Channel.PHONE in sending.channels()
        waiting = services.ask_contact(eve, "phone", "+86 100", now=NOW)

        tasks.send_contact_code(cast.NORTH, number=waiting.pk)

        ((number, text),) = SENT
        assert number == "+86 100"
        assert "验证码" in text


SENT: list[tuple[str, str]] = []


def note(number: str, text: str) -> None:
    """Keep a message instead of sending it."""
    SENT.append((number, text))

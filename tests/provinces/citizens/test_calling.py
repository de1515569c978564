"""A caller proves who they are by a code; it is for one appeal, and for one official."""

from __future__ import annotations

from datetime import timedelta

import pytest

from provinces.accounts.models import User
from provinces.citizens import queries, services
from provinces.citizens.models import Challenge, Citizen
from provinces.citizens.registry import Claimed, Match
from provinces.citizens.services import WrongCode, codes
from provinces.tenancy import directory
from tests.cast import NOW
from tests.factories import areas, records, registries
from tests.factories.evidence import official
from tests.factories.registries import GRAN, SON, InProcess, claimed
from tests.statements import run_by

SOON = NOW + timedelta(minutes=1)
SOURCE = {"actor": "accounts.user:1", "network": "192.0.2.7/32"}


@pytest.fixture
def known(north: directory.Entry, monkeypatch: pytest.MonkeyPatch) -> InProcess:
    areas.area("110101")
    return registries.answering(monkeypatch)


@pytest.fixture
def clerk(known: InProcess) -> User:
    return official("desk_clerk", unit="desk")


def gran() -> Citizen:
    match = Match("", "110101", 1942, ())
    return services.enrol_matched(claimed(GRAN), match, by=None, now=NOW)


def called(clerk: User, who: Claimed | None = None, *, is_quiet: bool = False) -> str:
    """Have a code sent to a caller; return the token."""
    call = services.TelephoneCall(who or claimed(GRAN), "en", SOURCE, is_quiet)
    token = services.ask_caller(call, by=clerk, now=NOW)
    codes.send(Challenge.objects.get(token=token).pk, now=NOW)
    return token


def heard(clerk: User, known: InProcess) -> codes.Entered:
    """Have a caller read out their code."""
    token = called(clerk)
    services.hear_caller(token, known.code(), by=clerk, now=SOON)
    return services.heard(token, by=clerk, now=SOON)


class TestAskCaller:
    def test_says_what_the_code_is_for(self, clerk: User, known: InProcess) -> None:
        called(clerk)

        (message,) = known.books.sent
        assert message.to == f"{GRAN.name} {GRAN.phone}"
        assert message.text.startswith(f"Code for a call to a desk: {known.code()}. ")
        assert "If you are on the telephone with a desk" in message.text

    def test_costs_the_same_for_known_unknown_and_without_contact(
        self, clerk: User, known: InProcess
    ) -> None:
        gran()
        ran = []
        for who in (claimed(GRAN), claimed(GRAN, full_name="N"), claimed(SON)):
            known.asked.clear()
            ran.append((run_by(lambda who=who: called(clerk, who)), list(known.asked)))  # type: ignore[misc]

        assert ran[0] == ran[1] == ran[2]
        assert len(known.books.sent) == 1

    def test_sends_nothing_where_it_was_asked_for_too_often(
        self, clerk: User, known: InProcess
    ) -> None:
        called(clerk, is_quiet=True)

        assert not known.books.sent


class TestHearCaller:
    @pytest.mark.parametrize("who", [claimed(GRAN), claimed(GRAN, full_name="N"), claimed(SON)])
    def test_refuses_another_code_by_the_same_statements(
        self, clerk: User, known: InProcess, who: Claimed
    ) -> None:
        tokens = [called(clerk, one) for one in (claimed(GRAN), who)]

        def hear(token: str) -> None:
            with pytest.raises(WrongCode):
                services.hear_caller(token, "x", by=clerk, now=SOON)

        assert run_by(lambda: hear(tokens[0])) == run_by(lambda: hear(tokens[1]))

    def test_is_for_the_official_who_had_it_sent(self, clerk: User, known: InProcess) -> None:
        other, token = official("desk_clerk", unit="other desk"), called(clerk)

        with pytest.raises(WrongCode):
            services.hear_caller(token, known.code(), by=other, now=SOON)
        with pytest.raises(WrongCode):
            services.heard(token, by=other, now=SOON)

    @pytest.mark.parametrize("purposes", [codes.OPENING, [codes.Purpose.MANDATE]])
    def test_takes_a_code_that_opens_nothing_else(
        self, clerk: User, known: InProcess, purposes: list[codes.Purpose]
    ) -> None:
        token = called(clerk)
        with pytest.raises(WrongCode):
            codes.enter(token, known.code(), purposes, now=SOON)
        services.hear_caller(token, known.code(), by=clerk, now=SOON)

        with pytest.raises(WrongCode):
            codes.opened(token, purposes, now=SOON)

    @pytest.mark.parametrize("purpose", [codes.Purpose.ACCOUNT, codes.Purpose.MANDATE])
    def test_takes_no_code_that_was_sent_for_something_else(
        self, clerk: User, known: InProcess, purpose: codes.Purpose
    ) -> None:
        asked = codes.Asked(claimed(GRAN), purpose, "en", SOURCE, more={"official": clerk.pk})
        token = codes.ask(asked, now=NOW)
        codes.send(Challenge.objects.get().pk, now=NOW)

        with pytest.raises(WrongCode):
            services.hear_caller(token, known.code(), by=clerk, now=SOON)

    def test_is_over_after_half_an_hour(self, clerk: User, known: InProcess) -> None:
        token = heard(clerk, known).challenge.token

        with pytest.raises(WrongCode):
            services.heard(token, by=clerk, now=SOON + codes.OPEN)


class TestAnswerCaller:
    def test_tells_who_it_is_once(self, clerk: User, known: InProcess) -> None:
        caller, person = heard(clerk, known), gran()

        assert services.answer_caller(caller, by=clerk, now=SOON) == person
        with pytest.raises(WrongCode):
            services.answer_caller(caller, by=clerk, now=SOON)

    def test_knows_nobody_who_is_not_enrolled(self, clerk: User, known: InProcess) -> None:
        assert services.answer_caller(heard(clerk, known), by=clerk, now=SOON) is None

    def test_knows_nobody_out_of_reach(self, clerk: User, known: InProcess) -> None:
        person = gran()
        person.area = areas.area("110201")
        person.save(update_fields=["area"])

        assert services.answer_caller(heard(clerk, known), by=clerk, now=SOON) is None

    def test_keeps_nobody_protected_from_appealing(self, clerk: User, known: InProcess) -> None:
        person = gran()
        records.protected(person)

        assert services.answer_caller(heard(clerk, known), by=clerk, now=SOON) == person
        assert not queries.served(person)

    def test_is_not_for_the_official_themselves(self, clerk: User, known: InProcess) -> None:
        person = gran()
        person.user = clerk
        person.save(update_fields=["user"])

        with pytest.raises(services.OwnRecord):
            services.answer_caller(heard(clerk, known), by=clerk, now=SOON)

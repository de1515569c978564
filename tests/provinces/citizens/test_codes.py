"""Codes go to what the registry holds, and whether anybody is known cannot be told."""

from __future__ import annotations

from datetime import timedelta

import pytest

from provinces.citizens import canaries, queries
from provinces.citizens.models import Challenge
from provinces.citizens.registry import Claimed, RegistryDown
from provinces.citizens.services import WrongCode, codes
from provinces.ledger.models import Payload
from provinces.tenancy import directory
from tests.cast import NOW
from tests.factories import registries
from tests.factories.registries import CANARY, GRAN, MOTHER, InProcess, claimed
from tests.statements import run_by

SOURCE = {"actor": "", "network": "192.0.2.7/32"}
SOON, LATER = NOW + timedelta(minutes=1), NOW + timedelta(minutes=15)
UNKNOWN = claimed(GRAN, full_name="王芳")


@pytest.fixture
def known(north: directory.Entry, monkeypatch: pytest.MonkeyPatch) -> InProcess:
    return registries.answering(monkeypatch)


def ask(who: Claimed) -> Challenge:
    asked = codes.Asked(who, Challenge.Purpose.ACCOUNT, "en", SOURCE)
    return Challenge.objects.get(token=codes.ask(asked, now=NOW))


def sent(who: Claimed) -> Challenge:
    challenge = ask(who)
    codes.send(challenge.pk, now=NOW)
    challenge.refresh_from_db()
    return challenge


class TestSend:
    def test_goes_to_what_the_registry_holds(self, known: InProcess) -> None:
        sent(claimed(MOTHER))

        assert [message.to for message in known.books.sent] == [
            f"{MOTHER.name} {MOTHER.phone}",
            f"{MOTHER.name} {MOTHER.email}",
        ]
        assert len(known.code()) == codes.DIGITS

    def test_asks_the_registry_the_same_about_who_is_unknown(self, known: InProcess) -> None:
        sent(claimed(MOTHER))
        of_known = list(known.asked)
        known.asked.clear()
        sent(UNKNOWN)

        assert known.asked == of_known == ["look-up", "deliver"]

    def test_runs_the_same_statements_for_who_is_unknown(self, known: InProcess) -> None:
        one, other = ask(claimed(MOTHER)), ask(UNKNOWN)

        of_known = run_by(lambda: codes.send(one.pk, now=NOW))
        of_unknown = run_by(lambda: codes.send(other.pk, now=NOW))

        assert of_known == of_unknown

    def test_sends_nothing_to_who_is_unknown(self, known: InProcess) -> None:
        sent(UNKNOWN)

        assert not known.books.sent

    def test_is_done_once(self, known: InProcess) -> None:
        challenge = sent(claimed(GRAN))

        assert not codes.send(challenge.pk, now=NOW)
        assert len(known.books.sent) == 1

    def test_waits_for_a_registry_that_is_down(self, known: InProcess) -> None:
        challenge = ask(claimed(GRAN))
        known.is_down = True
        with pytest.raises(RegistryDown):
            codes.send(challenge.pk, now=NOW)
        assert queries.is_code_sent(challenge.token, NOW)
        assert not queries.is_code_sent(challenge.token, SOON)
        known.is_down = False

        assert codes.pending(SOON) == [challenge.pk]
        assert codes.send(challenge.pk, now=SOON)

    def test_is_tried_again_where_it_could_not_be_delivered(self, known: InProcess) -> None:
        challenge = ask(claimed(GRAN))
        known.cannot.add("deliver")
        with pytest.raises(RegistryDown):
            codes.send(challenge.pk, now=NOW)
        assert queries.is_code_sent(challenge.token, SOON)
        known.cannot.clear()

        assert codes.send(challenge.pk, now=SOON)
        assert codes.enter(challenge.token, known.code(), codes.OPENING, now=SOON)

    def test_raises_an_alarm_for_a_canary(self, known: InProcess) -> None:
        canaries.plant([CANARY], now=NOW)

        sent(claimed(GRAN, number=CANARY))

        alarm = Payload.objects.get(entry__event="canary.touched")
        assert alarm.body == {"kind": "account", "source": SOURCE}

    def test_raises_none_for_anybody_else(self, known: InProcess) -> None:
        canaries.plant([CANARY], now=NOW)

        sent(claimed(GRAN))

        assert not Payload.objects.filter(entry__event="canary.touched").exists()


class TestEnter:
    def test_tells_who_it_is(self, known: InProcess) -> None:
        challenge = sent(claimed(MOTHER))

        entered = codes.enter(challenge.token, f" {known.code()} ", codes.OPENING, now=SOON)

        assert entered.claimed == claimed(MOTHER)
        assert (entered.match.area, entered.match.birth_year) == ("110101", 1985)
        assert codes.opened(challenge.token, codes.OPENING, now=SOON) == entered

    def test_refuses_another_code(self, known: InProcess) -> None:
        challenge = sent(claimed(MOTHER))

        with pytest.raises(WrongCode):
            codes.enter(challenge.token, "not it", codes.OPENING, now=SOON)

    def test_refuses_the_right_one_after_five_wrong_ones(self, known: InProcess) -> None:
        challenge = sent(claimed(MOTHER))
        for _ in range(5):
            with pytest.raises(WrongCode):
                codes.enter(challenge.token, "0", codes.OPENING, now=SOON)

        with pytest.raises(WrongCode):
            codes.enter(challenge.token, known.code(), codes.OPENING, now=SOON)

    def test_refuses_it_after_its_time(self, known: InProcess) -> None:
        challenge = sent(claimed(MOTHER))

        with pytest.raises(WrongCode):
            codes.enter(challenge.token, known.code(), codes.OPENING, now=LATER)

    def test_refuses_it_twice(self, known: InProcess) -> None:
        challenge = sent(claimed(MOTHER))
        codes.enter(challenge.token, known.code(), codes.OPENING, now=SOON)

        with pytest.raises(WrongCode):
            codes.enter(challenge.token, known.code(), codes.OPENING, now=SOON)

    def test_refuses_it_for_another_request(self, known: InProcess) -> None:
        other = sent(claimed(GRAN))
        sent(claimed(MOTHER))

        with pytest.raises(WrongCode):
            codes.enter(other.token, known.code(), codes.OPENING, now=SOON)

    def test_refuses_it_for_anything_else(self, known: InProcess) -> None:
        challenge = sent(claimed(MOTHER))
        others = set(codes.Purpose) - {codes.Purpose.ACCOUNT}

        with pytest.raises(WrongCode):
            codes.enter(challenge.token, known.code(), others, now=SOON)
        with pytest.raises(WrongCode):
            codes.opened(challenge.token, codes.OPENING, now=SOON)

    def test_refuses_whatever_is_entered_for_who_is_unknown(
        self, known: InProcess, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(codes.secrets, "randbelow", lambda _most: 12345678)
        challenge = sent(UNKNOWN)

        with pytest.raises(WrongCode):
            codes.enter(challenge.token, "12345678", codes.OPENING, now=SOON)

    def test_runs_the_same_statements_for_who_is_unknown(self, known: InProcess) -> None:
        one, other = sent(claimed(MOTHER)), sent(UNKNOWN)

        def enter(challenge: Challenge) -> None:
            with pytest.raises(WrongCode):
                codes.enter(challenge.token, "00000000", codes.OPENING, now=SOON)

        assert run_by(lambda: enter(one)) == run_by(lambda: enter(other))


class TestOpened:
    def test_is_over_after_half_an_hour(self, known: InProcess) -> None:
        challenge = sent(claimed(MOTHER))
        codes.enter(challenge.token, known.code(), codes.OPENING, now=SOON)

        with pytest.raises(WrongCode):
            codes.opened(challenge.token, codes.OPENING, now=SOON + codes.OPEN)

    def test_is_for_one_purpose(self, known: InProcess) -> None:
        challenge = sent(claimed(MOTHER))
        codes.enter(challenge.token, known.code(), codes.OPENING, now=SOON)

        with pytest.raises(WrongCode):
            codes.opened(challenge.token, [codes.Purpose.MANDATE], now=SOON)


class TestChallenge:
    def test_shows_nobody(self, known: InProcess) -> None:
        challenge = sent(claimed(MOTHER))

        kept = bytes(challenge.claimed) + bytes(challenge.found or b"")
        for secret in (MOTHER.name, MOTHER.number, MOTHER.area, known.code()):
            assert secret.encode() not in kept

    def test_is_forgotten_a_day_after_its_time(self, known: InProcess) -> None:
        sent(claimed(MOTHER))

        assert codes.forget(now=NOW + timedelta(days=1)) == 0
        assert codes.forget(now=NOW + timedelta(days=1, minutes=16)) == 1

"""Whether somebody is under an order is told by their pass alone: yes, until when, or no."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import translation
from pytest_django import Settings

from provinces.accounts.models import User
from provinces.citizens import queries as citizens
from provinces.citizens.budgets import OverBudget
from provinces.citizens.models import Citizen
from provinces.citizens.purposes import Purpose
from provinces.evidence import services as pieces
from provinces.evidence.classes import EvidenceClass
from provinces.evidence.models import Evidence, Thing, Why
from provinces.ledger.events import Event
from provinces.ledger.models import Entry
from provinces.notices import queries as notices
from provinces.notices import wording
from provinces.notices.models import Notice
from provinces.passes import bearing, spoken
from provinces.passes import services as passes
from provinces.passes.models import Issued, Shown
from provinces.passes.services import Asking, NoAnswer, Order
from provinces.retention import queries as retention
from provinces.tenancy import directory
from tests.cast import NOW
from tests.factories import evidence, road
from tests.factories import passes as made

SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
HOME = EvidenceClass.HOME_ISOLATION


@pytest.fixture(autouse=True)
def rules(north: directory.Entry) -> None:
    road.first_ruleset()


@pytest.fixture
def checker(north: directory.Entry) -> User:
    return evidence.official("order_checker", "110100", unit="community team")


def ask(by: User, said: str, *, now: Any = NOW, purpose: Purpose = Purpose.ORDER_VISIT) -> Order:
    return passes.ask_order(said, Asking(by, purpose), now=now)


def order(citizen: Citizen, of: EvidenceClass = HOME, **values: Any) -> Evidence:
    return evidence.recorded(citizen, of, **values)


def shown(citizen: Citizen) -> str:
    return passes.show_live(citizen.pk, now=NOW).letters


class TestAskOrder:
    def test_tells_until_when(self, eve: Citizen, checker: User) -> None:
        piece = order(eve)

        assert ask(checker, shown(eve)) == Order(piece.ends_at)

    @pytest.mark.parametrize("of", [None, EvidenceClass.MONITORING, EvidenceClass.CONFIRMED_CASE])
    def test_is_no_without_an_order_of_isolation(
        self, eve: Citizen, checker: User, of: EvidenceClass | None
    ) -> None:
        if of is not None:
            order(eve, of)

        assert ask(checker, shown(eve)) == Order(None)

    def test_is_no_once_it_is_released_past_its_end_or_suspended(
        self, eve: Citizen, checker: User
    ) -> None:
        released = order(eve, source_reference="one")
        pieces.end(released, at=NOW, because="well", by=None, now=NOW)
        order(eve, happened_at=NOW - 3 * DAY, ends_at=NOW, source_reference="two")
        third = order(eve, EvidenceClass.CENTRAL_ISOLATION)
        thing = pieces.Suspended(
            citizen=eve.pk, thing=Thing.PIECE, until=third.expires_at, piece=third.pk
        )
        pieces.suspend([thing], why=Why.OVERTURNED, because_of="appeals.appeal:1", now=NOW)

        assert ask(checker, shown(eve)) == Order(None)

    def test_is_no_when_the_programme_is_over(
        self, eve: Citizen, checker: User, settings: Settings
    ) -> None:
        order(eve)
        letters = shown(eve)
        settings.RULES_PROGRAMME_ENDS = {"north": NOW.isoformat()}

        assert ask(checker, letters) == Order(None)

    def test_is_told_to_the_person_and_kept_in_the_ledger(
        self, eve: Citizen, checker: User
    ) -> None:
        order(eve)

        ask(checker, shown(eve), purpose=Purpose.ORDER_SUPPLY)

        with translation.override("en"):
            (look,) = retention.usage_of(eve)
        assert (look.receiver, look.role) == ("community team", "Order checker")
        assert "whether you are under an order" in look.action
        assert "To bring food" in look.action
        assert [read.purpose for read in citizens.reads_of(eve)] == ["order_supply"]
        notice = Notice.objects.get(citizen=eve, kind="checked")
        assert "community team asked whether you" in wording.in_words(notice, language="en").text
        assert notices.unread(eve) == 1
        assert Entry.objects.filter(event=Event.ORDER_CHECKED).count() == 1

    def test_answers_out_of_reach_and_unknown_alike(
        self, eve: Citizen, finn: Citizen, checker: User
    ) -> None:
        order(finn)
        theirs = shown(finn)

        told = []
        for said in (theirs, "7K2Q-M4XP-9RTB", "CC1:NOTHING", ""):
            with pytest.raises(NoAnswer) as refusal:
                ask(checker, said)
            told.append(str(refusal.value))

        assert len(set(told)) == 1
        assert not Notice.objects.filter(citizen=finn, kind="checked").exists()

    def test_counts_by_whose_pass_it_is(
        self, eve: Citizen, checker: User, settings: Settings
    ) -> None:
        limits = {"actor": 100, "network": 100, "subject": 2, "spread": 100}
        settings.CITIZENS_BUDGETS = {**settings.CITIZENS_BUDGETS, "order": limits}
        letters = [shown(eve) for _ in range(3)]
        for each in letters[:2]:
            ask(checker, each)

        with pytest.raises(OverBudget):
            ask(checker, letters[2])

    def test_counts_what_is_nobodys_by_what_it_is(
        self, eve: Citizen, checker: User, settings: Settings
    ) -> None:
        limits = {"actor": 100, "network": 100, "subject": 1, "spread": 100}
        settings.CITIZENS_BUDGETS = {**settings.CITIZENS_BUDGETS, "order": limits}
        # Passes of one key begin alike.
        texts = [passes.issue_live(eve.pk, now=NOW).text for _ in range(2)]

        for text in texts:
            with pytest.raises(NoAnswer):
                ask(checker, text)
        with pytest.raises(OverBudget):
            ask(checker, texts[0])

    def test_refuses_other_purposes(self, eve: Citizen, checker: User) -> None:
        with pytest.raises(ValueError, match="appeal"):
            ask(checker, shown(eve), purpose=Purpose.APPEAL)


class TestBearer:
    def test_is_told_by_a_live_pass_that_is_shown_for_it(self, eve: Citizen) -> None:
        found = passes.show_live(eve.pk, now=NOW)

        assert bearing.bearer(found.live.text, NOW) == eve.pk
        assert bearing.bearer(found.letters.lower().replace("-", " "), NOW) == eve.pk

    def test_is_nobody_by_any_other_live_pass(self, eve: Citizen) -> None:
        live = passes.issue_live(eve.pk, now=NOW)

        assert not bearing.bearer(live.text, NOW)
        assert not bearing.bearer(spoken.letters(live.claims.opaque_id), NOW)

    def test_is_nobody_once_it_is_over(self, eve: Citizen) -> None:
        found = passes.show_live(eve.pk, now=NOW)

        assert not bearing.bearer(found.live.text, NOW + 61 * SECOND)
        assert bearing.bearer(found.letters, NOW + 179 * SECOND)
        assert not bearing.bearer(found.letters, NOW + 180 * SECOND)
        passes.forget_shown(now=NOW + 181 * SECOND)
        assert not Shown.objects.exists()

    @pytest.mark.parametrize("issue", [passes.issue_paper, passes.issue_day])
    def test_is_told_by_a_pass_that_is_kept(self, eve: Citizen, issue: Any) -> None:
        text = issue(eve, now=NOW)
        letters = spoken.letters(made.read(text).opaque_id)

        assert bearing.bearer(text, NOW) == bearing.bearer(letters, NOW) == eve.pk

    def test_is_told_when_the_pass_is_not_true_any_more(self, eve: Citizen) -> None:
        text = passes.issue_paper(eve, now=NOW)
        made.exposed(eve)
        assert Issued.objects.get().because == Issued.Because.UNTRUE

        assert bearing.bearer(text, NOW) == eve.pk

    def test_is_nobody_when_it_was_taken_back(self, eve: Citizen) -> None:
        text = passes.issue_paper(eve, now=NOW)
        letters = spoken.letters(made.read(text).opaque_id)
        passes.withdraw_for(eve, now=NOW)

        assert not bearing.bearer(text, NOW)
        assert not bearing.bearer(letters, NOW)

    def test_is_nobody_when_an_untrue_one_was_replaced_or_taken_back(self, eve: Citizen) -> None:
        paper, day = passes.issue_paper(eve, now=NOW), passes.issue_day(eve, now=NOW)
        made.exposed(eve)

        passes.issue_paper(eve, now=NOW)
        assert (bearing.bearer(paper, NOW), bearing.bearer(day, NOW)) == (0, eve.pk)

        passes.withdraw_for(eve, now=NOW)
        assert not bearing.bearer(day, NOW)

    def test_is_nobody_by_a_pass_that_was_tampered_with(self, eve: Citizen) -> None:
        text = passes.issue_paper(eve, now=NOW)

        assert not bearing.bearer(text[:-1] + ("0" if text[-1] != "0" else "1"), NOW)

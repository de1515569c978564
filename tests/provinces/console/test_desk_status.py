"""At a desk a person is told their status, and answers what they are asked, and sees who looked."""

from __future__ import annotations

from datetime import timedelta

import pytest

from provinces.accounts.models import User
from provinces.citizens import fields, queries
from provinces.citizens.fields import Field, Rights, Sight
from provinces.citizens.models import Citizen
from provinces.citizens.purposes import Purpose
from provinces.console.desk import SESSION_KEY
from provinces.exposure.models import Question
from provinces.ledger.models import Payload
from provinces.status import pipeline
from tests.cast import NOW
from tests.client import ProvinceClient
from tests.factories import areas, offices, road, users
from tests.pages import address, reader, words

YESTERDAY = NOW - timedelta(days=1)


@pytest.fixture
def clerk(eve: Citizen) -> User:
    official = users.user()
    offices.office(official, areas.area("110100"), "desk_clerk", unit="service centre", now=NOW)
    return official


@pytest.fixture
def desk(clerk: User, eve: Citizen) -> ProvinceClient:
    """A clerk's browser, with Eve at the desk."""
    return at_desk(clerk, eve)


def at_desk(clerk: User, person: Citizen, language: str = "en") -> ProvinceClient:
    browser = reader(clerk, language)
    session = browser.session
    session[SESSION_KEY] = [person.reference, NOW.isoformat()]
    session.save()
    return browser


def shown(desk: ProvinceClient) -> str:
    return words(desk.get(address("console:desk-person")))


def held(citizen: Citizen) -> None:
    """Let a citizen have stayed in a zone for 75 minutes, and be judged half a day later."""
    road.first_ruleset()
    road.zone(starts=NOW - timedelta(days=12))
    road.stay(citizen, at=YESTERDAY, minutes=75)
    pipeline.drain(now=YESTERDAY + timedelta(hours=12))


class TestStatus:
    def test_is_told_with_its_reasons_its_end_and_what_it_means(
        self, desk: ProvinceClient, eve: Citizen
    ) -> None:
        held(eve)

        said = shown(desk)

        assert "Status of the person Red Until 21 November 2026, 13:15 6 days 1 hour left" in said
        assert "Stay at home." in said
        assert "You stayed in a high-risk zone." in said
        assert "It ends by itself seven days after you left the zone." in said
        assert "Provincial office of disease control · 12320" in said

    def test_is_told_in_the_words_of_the_persons_own_page(
        self, desk: ProvinceClient, eve: Citizen
    ) -> None:
        held(eve)

        own = words(reader(eve.user).get(address("portal:status")))
        why = own[own.index("Why You") : own.index("Last decision")]

        assert why in shown(desk)

    def test_is_told_in_chinese(self, clerk: User, eve: Citizen) -> None:
        held(eve)

        said = shown(at_desk(clerk, eve, "zh-hans"))

        assert "此人的状态 红码 截至 2026年11月21日 13:15" in said

    def test_is_green_where_nothing_is_known(self, desk: ProvinceClient, north: object) -> None:
        road.first_ruleset()

        assert "Status of the person Green" in shown(desk)

    def test_leaves_a_look_that_the_person_sees(self, desk: ProvinceClient, eve: Citizen) -> None:
        held(eve)
        shown(desk)

        (read,) = queries.reads_of(eve)

        assert (read.purpose, read.office) == (Purpose.DESK, "service centre")
        # Nothing is kept of who Eve is, and her appeals, trips and appointments are other pages'.
        assert set(read.fields) == {
            Field.STATUS,
            Field.GROUNDS,
            Field.QUESTIONS,
            Field.CONSENTS,
        }

    @pytest.mark.parametrize("seen", [{Field.NAME}, {Field.NAME, Field.STATUS}])
    def test_shows_no_more_than_the_table_grants(
        self,
        desk: ProvinceClient,
        eve: Citizen,
        seen: set[Field],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        held(eve)
        rights = Rights(inside=Sight(frozenset(seen)))
        monkeypatch.setitem(fields.TABLE, ("desk_clerk", Purpose.DESK), rights)

        said = shown(desk)

        assert ("Status of the person Red" in said) is (Field.STATUS in seen)
        assert "You stayed in a high-risk zone." not in said


def asked(citizen: Citizen) -> Question:
    """Let a citizen have been near a zone, so that they are asked."""
    road.first_ruleset()
    road.zone(certain=False)
    road.stay(citizen, at=YESTERDAY)
    pipeline.drain(now=NOW - timedelta(hours=1))
    return Question.objects.get(citizen=citizen)


def answer(desk: ProvinceClient, question: Question, said: str) -> str:
    given = {"question": str(question.pk), "answer": said}
    return words(desk.post(address("console:desk-person"), given, follow=True))


class TestAnswer:
    def test_is_asked_of_the_person_present(self, desk: ProvinceClient, eve: Citizen) -> None:
        asked(eve)

        assert "Were you in Some compound on 14 November?" in shown(desk)

    @pytest.mark.parametrize("said", ["yes", "no"])
    def test_is_noted_as_the_person_gives_it(
        self, desk: ProvinceClient, eve: Citizen, said: str
    ) -> None:
        question = asked(eve)

        page = answer(desk, question, said)

        question.refresh_from_db()
        assert question.answer == said
        assert "Noted, as the person said." in page
        assert "Were you in" not in page

    def test_is_taken_back_as_the_person_wants(
        self, desk: ProvinceClient, clerk: User, eve: Citizen
    ) -> None:
        question = asked(eve)
        answer(desk, question, "yes")
        pipeline.drain(now=NOW)
        assert "Take my answer back" in shown(desk)

        given = {"question": str(question.pk), "take_back": "yes"}
        page = words(desk.post(address("console:desk-person"), given, follow=True))

        assert "Taken back, as the person wanted. They are asked again." in page
        assert "Were you in Some compound" in page
        assert {each.act for each in queries.served(eve)} == {"answered", "taken_back"}
        taken = Payload.objects.get(entry__event="question.taken_back")
        assert taken.by == f"accounts.user:{clerk.pk}"

    def test_that_was_not_given_is_not_taken_back(self, desk: ProvinceClient, eve: Citizen) -> None:
        given = {"question": str(asked(eve).pk), "take_back": "yes"}

        page = words(desk.post(address("console:desk-person"), given, follow=True))

        assert "There is no such answer, or it was taken back already." in page
        assert not queries.served(eve)

    def test_is_told_to_the_person(self, desk: ProvinceClient, eve: Citizen) -> None:
        answer(desk, asked(eve), "no")

        assert [each.act for each in queries.served(eve)] == ["answered"]
        own = words(reader(eve.user).get(address("portal:status")))
        assert "Your answer to a question was noted, as you gave it" in own

    def test_is_in_the_ledger_as_taken_by_the_official(
        self, desk: ProvinceClient, clerk: User, eve: Citizen
    ) -> None:
        answer(desk, asked(eve), "no")

        taken = Payload.objects.get(entry__event="question.answered")
        assert (taken.by, taken.body["answer"]) == (f"accounts.user:{clerk.pk}", "no")

    def test_is_of_no_question_to_others(
        self, desk: ProvinceClient, eve: Citizen, finn: Citizen
    ) -> None:
        question = asked(finn)

        page = answer(desk, question, "yes")

        question.refresh_from_db()
        assert question.answer == ""
        assert "This question is closed, or was answered already." in page
        assert not queries.served(eve)

    def test_is_yes_or_no(self, desk: ProvinceClient, eve: Citizen) -> None:
        given = {"question": str(asked(eve).pk), "answer": "maybe"}

        assert desk.post(address("console:desk-person"), given).status_code == 400

    def test_is_not_for_oneself(self, clerk: User, desk: ProvinceClient, eve: Citizen) -> None:
        question = asked(eve)
        eve.user = clerk
        eve.save()

        assert "You cannot serve yourself" in answer(desk, question, "no")
        question.refresh_from_db()
        assert question.answer == ""

    def test_is_asked_where_the_table_grants_it_alone(
        self, desk: ProvinceClient, eve: Citizen, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        question = asked(eve)
        rights = Rights(inside=Sight(frozenset({Field.NAME, Field.STATUS})))
        monkeypatch.setitem(fields.TABLE, ("desk_clerk", Purpose.DESK), rights)

        assert "Were you in" not in shown(desk)
        given = {"question": str(question.pk), "answer": "no"}
        assert desk.post(address("console:desk-person"), given).status_code == 404

"""A desk takes appeals by telephone: known and unknown alike, and nothing of them is shown."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from pytest_django import Settings

from provinces.accounts.models import User
from provinces.appeals import queries as appealed
from provinces.appeals.models import Appeal
from provinces.citizens import queries, services
from provinces.citizens.models import Challenge, Citizen
from provinces.citizens.registry import Match
from provinces.citizens.services import codes
from provinces.console.desk_calls import SESSION_KEY
from provinces.ledger.models import Payload
from provinces.notices import queries as notices
from provinces.passes.models import Posting
from provinces.tenancy import directory
from tests.cast import NOW
from tests.client import ProvinceClient
from tests.factories import appeals, areas, records, registries
from tests.factories.registries import GRAN, SON, InProcess, claimed
from tests.pages import address, reader, words
from tests.statements import run_by

SAID = {"category": "not_there", "text": "I was at my sister's."}
STRANGER = {"number": "110101197001014375", "full_name": "王五"}
WRONG_NAME = {"full_name": "N"}
NO_CONTACT = {"number": SON.number, "full_name": SON.name}
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"')


@pytest.fixture
def known(north: directory.Entry, monkeypatch: pytest.MonkeyPatch) -> InProcess:
    areas.area("110101")
    return registries.answering(monkeypatch)


@pytest.fixture
def clerk(known: InProcess) -> User:
    return appeals.reviewer("110101", unit="desk", role="desk_clerk")


@pytest.fixture
def desk(clerk: User) -> ProvinceClient:
    return reader(clerk)


def enrolled() -> Citizen:
    match = Match("", "110101", 1942, ())
    return services.enrol_matched(claimed(GRAN), match, by=None, now=NOW)


@pytest.fixture
def held(known: InProcess) -> Citizen:
    gran = enrolled()
    appeals.exposed(gran)
    return gran


def send_codes() -> None:
    """Do what the worker does."""
    for number in codes.pending(NOW):
        codes.send(number, now=NOW)


def who(**values: str) -> dict[str, str]:
    said = {"kind": GRAN.kind, "number": GRAN.number, "full_name": GRAN.name, "language": "en"}
    return {**said, **values}


def call(desk: ProvinceClient, **values: str) -> Any:
    answer = desk.post(address("console:desk-call"), who(**values))
    send_codes()
    return answer


def hear(desk: ProvinceClient, code: str) -> Any:
    return desk.post(address("console:desk-call-code"), {"code": code})


def on_the_telephone(desk: ProvinceClient, known: InProcess) -> None:
    """Have the caller read out their code."""
    call(desk)
    assert hear(desk, known.code())["Location"] == address("console:desk-call-wish")


def file(desk: ProvinceClient, **values: str) -> Any:
    return desk.post(address("console:desk-call-appeal"), {**SAID, **values}, follow=True)


def step(work: Callable[[], Any]) -> tuple[int, str, str, list[str]]:
    """Return what a request is answered, and the statements that it runs."""
    answers: list[Any] = []
    ran = run_by(lambda: answers.append(work()))
    answer = answers[0]
    body = TOKEN.sub("", answer.content.decode())
    return answer.status_code, answer.get("Location", ""), body, ran


def steps_of(desk: ProvinceClient, **values: str) -> list[Any]:
    """Return all that a clerk learns of a caller who reads out no code, in order."""
    asked = step(lambda: desk.post(address("console:desk-call"), who(**values)))
    send_codes()
    page = step(lambda: desk.get(address("console:desk-call-code")))
    wrong = step(lambda: hear(desk, "x"))
    beyond = step(lambda: desk.get(address("console:desk-call-appeal")))
    return [asked, page, wrong, beyond]


class TestCall:
    def test_is_had_from_the_desk(self, desk: ProvinceClient) -> None:
        assert address("console:desk-call") in desk.get(address("console:desk")).content.decode()

    def test_sends_the_code_in_the_callers_language(
        self, desk: ProvinceClient, known: InProcess
    ) -> None:
        call(desk, language="zh-hans")

        assert known.books.sent[0].text.startswith("窗口来电验证码")

    def test_asks_who_it_is_by_form_alone(self, desk: ProvinceClient, known: InProcess) -> None:
        answer = call(desk, number="110101198501010011", language="xx")

        assert "Numbers of this document are not made like this." in words(answer)
        assert not Challenge.objects.exists()

    def test_answers_everybody_alike_by_the_same_statements(
        self, desk: ProvinceClient, held: Citizen, known: InProcess
    ) -> None:
        for each in ({}, WRONG_NAME):
            steps_of(desk, **each)

        told = [steps_of(desk, **each) for each in ({}, WRONG_NAME, STRANGER, NO_CONTACT)]

        assert all(one == told[0] for one in told)
        assert len(known.books.sent) == 2

    def test_sends_no_more_codes_than_may_be_and_answers_alike(
        self, desk: ProvinceClient, known: InProcess, settings: Settings
    ) -> None:
        limits = {**settings.CITIZENS_BUDGETS["telephone"], "subject": 1}
        settings.CITIZENS_BUDGETS = {**settings.CITIZENS_BUDGETS, "telephone": limits}

        answers = [call(desk) for _ in range(2)]

        assert len(known.books.sent) == 1
        assert answers[0]["Location"] == answers[1]["Location"]
        assert Payload.objects.get(entry__event="budget.tripped").body["axis"] == "subject"

    def test_is_counted_for_each_official(self, desk: ProvinceClient, settings: Settings) -> None:
        limits = {**settings.CITIZENS_BUDGETS["telephone"], "actor": 1}
        settings.CITIZENS_BUDGETS = {**settings.CITIZENS_BUDGETS, "telephone": limits}
        call(desk)

        answer = call(desk, **STRANGER)

        assert answer.status_code == 429
        assert "A colleague can take the call." in words(answer)


class TestCode:
    def test_is_tried_a_few_times_only(
        self, desk: ProvinceClient, known: InProcess, settings: Settings
    ) -> None:
        limits = {**settings.CITIZENS_BUDGETS["telephone_code"], "actor": 1}
        settings.CITIZENS_BUDGETS = {**settings.CITIZENS_BUDGETS, "telephone_code": limits}
        call(desk)

        assert "That is not the code" in words(hear(desk, "x"))
        assert hear(desk, known.code()).status_code == 429

    def test_is_asked_for(self, desk: ProvinceClient) -> None:
        call(desk)

        assert "Code: Fill this in. It cannot be left empty." in words(hear(desk, ""))

    def test_opens_no_account(self, desk: ProvinceClient, known: InProcess) -> None:
        call(desk)
        browser = ProvinceClient(headers={"accept-language": "en"})
        said = {"letter": desk.session[SESSION_KEY], "code": known.code()}

        answer = browser.post(address("portal:enrol-letter"), said)

        assert "That is not the code" in words(answer)


class TestAppeal:
    def test_is_filed_by_the_clerk_and_told(
        self, desk: ProvinceClient, clerk: User, held: Citizen, known: InProcess
    ) -> None:
        on_the_telephone(desk, known)

        done = file(desk)

        appeal = Appeal.objects.get()
        assert f"for the caller to write down: {appeal.reference}" in words(done)
        assert (appeal.citizen, appeal.channel, appeal.filed_by) == (held, "telephone", clerk)
        assert [one.text for one in appealed.said(appeal)] == [SAID["text"]]
        assert [served.act for served in queries.served(held)] == ["telephoned"]
        assert notices.for_citizen(held)[0].of == f"telephoned:appeal:{appeal.pk}"
        told = Payload.objects.get(entry__event="appeal.filed")
        assert (told.body["channel"], told.by) == ("telephone", f"accounts.user:{clerk.pk}")

    def test_shows_nothing_of_the_caller(
        self, desk: ProvinceClient, held: Citizen, known: InProcess
    ) -> None:
        on_the_telephone(desk, known)

        page = words(desk.get(address("console:desk-call-appeal")))

        for of_theirs in (GRAN.name, GRAN.number, held.reference, "high-risk", "Area 110101"):
            assert of_theirs not in page

    def test_looks_the_same_for_whoever_is_held_by_nothing(
        self, desk: ProvinceClient, held: Citizen, known: InProcess
    ) -> None:
        on_the_telephone(desk, known)
        of_held = desk.get(address("console:desk-call-appeal")).content.decode()
        known.books.sent.clear()
        said = {"number": registries.MOTHER.number, "full_name": registries.MOTHER.name}
        call(desk, **said)
        hear(desk, known.code())

        of_green = desk.get(address("console:desk-call-appeal")).content.decode()

        assert TOKEN.sub("", of_held) == TOKEN.sub("", of_green)

    def test_is_for_somebody_protected_as_for_anybody(
        self, desk: ProvinceClient, held: Citizen, known: InProcess
    ) -> None:
        records.protected(held)
        on_the_telephone(desk, known)

        file(desk)

        assert Appeal.objects.get().citizen == held

    def test_needs_as_much_said_of_whoever_is_not_enrolled(
        self, desk: ProvinceClient, known: InProcess
    ) -> None:
        on_the_telephone(desk, known)

        assert "Say what is wrong" in words(file(desk, text=" "))
        assert "Nothing was filed" in words(file(desk))

    @pytest.mark.parametrize("why", ["green", "elsewhere", "not enrolled"])
    def test_says_the_same_where_there_is_nothing_to_file(
        self, desk: ProvinceClient, known: InProcess, why: str
    ) -> None:
        gran = enrolled() if why != "not enrolled" else None
        if gran and why == "elsewhere":
            appeals.exposed(gran)
            gran.area = areas.area("110201")
            gran.save(update_fields=["area"])
        on_the_telephone(desk, known)

        done = words(file(desk))

        assert "Nothing was filed: at this desk there is nothing" in done
        assert not Appeal.objects.exists()

    def test_is_filed_once(self, desk: ProvinceClient, held: Citizen, known: InProcess) -> None:
        on_the_telephone(desk, known)
        file(desk)

        assert "The time for this call is over." in words(file(desk))
        assert Appeal.objects.count() == 1

    def test_needs_a_code(self, desk: ProvinceClient, held: Citizen, known: InProcess) -> None:
        call(desk)

        assert "The time for this call is over." in words(file(desk))
        assert not Appeal.objects.exists()

    @pytest.mark.parametrize(
        ("changes", "mistake"),
        [({"category": ""}, "Choose what is wrong."), ({"text": " "}, "Say what is wrong")],
    )
    def test_says_what_is_missing_and_keeps_the_rest(
        self,
        desk: ProvinceClient,
        held: Citizen,
        known: InProcess,
        changes: dict[str, str],
        mistake: str,
    ) -> None:
        on_the_telephone(desk, known)

        assert mistake in words(file(desk, **changes))
        file(desk)
        assert Appeal.objects.count() == 1

    def test_is_not_for_the_clerk_themselves(
        self, desk: ProvinceClient, clerk: User, held: Citizen, known: InProcess
    ) -> None:
        held.user = clerk
        held.save(update_fields=["user"])
        on_the_telephone(desk, known)

        assert "You cannot serve yourself" in words(file(desk))
        assert not Appeal.objects.exists()


class TestLetter:
    def test_is_chosen_after_the_code(self, desk: ProvinceClient, known: InProcess) -> None:
        assert desk.get(address("console:desk-call-wish"))["Location"]
        on_the_telephone(desk, known)

        page = desk.get(address("console:desk-call-wish"))

        assert "A paper code by post" in words(page)
        assert address("console:desk-call-appeal") in page.content.decode()

    def test_is_asked_for_in_the_callers_language_and_told(
        self, desk: ProvinceClient, clerk: User, held: Citizen, known: InProcess
    ) -> None:
        on_the_telephone(desk, known)

        desk.post(address("console:desk-call-post"))

        row = Posting.objects.get()
        assert (row.citizen, row.channel, row.language) == (held, "telephone", "en")
        assert row.asked_by == clerk
        assert [served.act for served in queries.served(held)] == ["posted"]
        assert "telephone" in [one.of for one in notices.for_citizen(held)]

    def test_is_answered_alike_whoever_rings(
        self, desk: ProvinceClient, known: InProcess, settings: Settings
    ) -> None:
        settings.PASSES_POSTS_PER_WEEK = 1
        told = [self.answered(desk, known)]
        gran = enrolled()
        told.append(self.answered(desk, known))
        Posting.objects.update(state="posted", settled_at=NOW)
        told.append(self.answered(desk, known))
        Posting.objects.all().delete()
        records.protected(gran)
        told.append(self.answered(desk, known))
        assert Posting.objects.count() == 1
        gran.area = areas.area("110201")
        gran.save(update_fields=["area"])
        told.append(self.answered(desk, known))

        assert all(one == told[0] for one in told)
        assert "you are not told" in told[0][1]

    def answered(self, desk: ProvinceClient, known: InProcess) -> list[str]:
        """Return all that a clerk sees of a caller who wants a letter."""
        known.books.sent.clear()
        on_the_telephone(desk, known)
        pages = [
            desk.get(address("console:desk-call-wish")),
            desk.post(address("console:desk-call-post"), follow=True),
        ]
        return [TOKEN.sub("", page.content.decode()) for page in pages]

    def test_is_for_one_of_the_two(
        self, desk: ProvinceClient, held: Citizen, known: InProcess
    ) -> None:
        on_the_telephone(desk, known)
        file(desk)

        again = desk.post(address("console:desk-call-post"), follow=True)

        assert "The time for this call is over." in words(again)
        assert not Posting.objects.exists()

    def test_is_not_for_the_clerk_themselves(
        self, desk: ProvinceClient, clerk: User, held: Citizen, known: InProcess
    ) -> None:
        held.user = clerk
        held.save(update_fields=["user"])
        on_the_telephone(desk, known)

        answer = desk.post(address("console:desk-call-post"), follow=True)

        assert "You cannot serve yourself" in words(answer)
        assert not Posting.objects.exists()

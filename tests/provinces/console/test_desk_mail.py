"""A desk takes in appeals by post; whoever wrote, the answers are the same."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from provinces.appeals import services
from provinces.appeals.models import Appeal, MailedAppeal
from provinces.tenancy import directory
from tests.cast import NOW
from tests.client import ProvinceClient
from tests.factories import appeals, areas
from tests.factories.registries import GRAN
from tests.pages import address, reader, words
from tests.provinces.appeals.services.test_mailing import enrolled
from tests.statements import run_by

Settings = Any
WHO = {"kind": GRAN.kind, "number": GRAN.number, "full_name": GRAN.name}
SAID = {**WHO, "arrived_on": "2026-11-14", "category": "not_there", "text": "I was at my sister's."}
STRANGER = {"number": "110101197001014375", "full_name": "王五"}
CHANGING = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"|number \w{8,}')


@pytest.fixture
def desk(north: directory.Entry) -> ProvinceClient:
    areas.area("110101")
    return reader(appeals.reviewer("110101", unit="desk", role="desk_clerk"))


def sent(desk: ProvinceClient, **values: Any) -> Any:
    return desk.post(address("console:desk-mail"), {**SAID, **values}, follow=True)


class TestMail:
    def test_is_had_from_the_desk(self, desk: ProvinceClient) -> None:
        assert address("console:desk-mail") in desk.get(address("console:desk")).content.decode()

    def test_has_a_number_to_write_on_the_letter(self, desk: ProvinceClient) -> None:
        picture = SimpleUploadedFile("page.png", b"\x89PNG\r\n\x1a\n" + bytes(20))

        answer = sent(desk, files=picture)

        kept = MailedAppeal.objects.get()
        assert f"Taken in under the number {kept.reference}" in words(answer)
        appeals.exposed(enrolled())
        services.file_mailed(now=NOW)
        assert Appeal.objects.get().statements.get().attachments.count() == 1

    def test_answers_everybody_alike_by_the_same_statements(self, desk: ProvinceClient) -> None:
        appeals.exposed(enrolled())
        sent(desk)

        def told(**values: str) -> tuple[list[str], str]:
            answers: list[Any] = []
            ran = run_by(lambda: answers.append(sent(desk, **values)))
            return ran, CHANGING.sub("", answers[0].content.decode())

        assert told() == told(**STRANGER) == told(full_name="N")

    @pytest.mark.parametrize(
        ("values", "problem"),
        [
            ({"number": "110101198501010011"}, "Numbers of this document are not made like this."),
            ({"arrived_on": ""}, "Day on which the letter came: Give a day, such as 2026-11-20."),
            ({"arrived_on": "2026-11-16"}, "Within the last 14 days, and today at the latest."),
            ({"category": ""}, "Choose what is wrong."),
            ({"text": " "}, "Say what is wrong, in at most 4,000 characters."),
        ],
    )
    def test_says_what_is_missing_and_keeps_what_was_said(
        self, desk: ProvinceClient, values: dict[str, str], problem: str
    ) -> None:
        answer = sent(desk, **values)

        assert problem in words(answer)
        assert GRAN.name in answer.content.decode()
        assert not MailedAppeal.objects.exists()

    def test_says_all_that_is_missing_at_once(self, desk: ProvinceClient) -> None:
        answer = sent(desk, number="", arrived_on="", category="", text="")

        said = words(answer)
        assert "Choose what is wrong." in said
        assert "Say what is wrong, in at most 4,000 characters." in said
        assert "Day on which the letter came: " in said
        assert said.count("There is a problem") == 1
        assert "Something is missing" not in said

    def test_that_is_typed_in_wrong_counts_for_no_writer(
        self, desk: ProvinceClient, settings: Settings
    ) -> None:
        limits = {**settings.CITIZENS_BUDGETS["mail"], "subject": 1}
        settings.CITIZENS_BUDGETS = {**settings.CITIZENS_BUDGETS, "mail": limits}
        for wrong in ({"arrived_on": "2026-11-16"}, {"text": " "}, {"category": ""}):
            sent(desk, **wrong)
        sent(desk, files=SimpleUploadedFile("page.exe", b"MZ"))

        sent(desk)

        assert not MailedAppeal.objects.get().is_mistaken

    def test_is_counted_for_each_official(self, desk: ProvinceClient, settings: Settings) -> None:
        limits = {**settings.CITIZENS_BUDGETS["mail"], "actor": 1}
        settings.CITIZENS_BUDGETS = {**settings.CITIZENS_BUDGETS, "mail": limits}
        sent(desk)

        answer = sent(desk, **STRANGER)

        assert answer.status_code == 429
        assert "A colleague can take them in." in words(answer)
        assert MailedAppeal.objects.count() == 1

    def test_is_in_chinese_as_well(self, desk: ProvinceClient) -> None:
        page = words(desk.get(address("console:desk-mail"), headers={"accept-language": "zh-hans"}))

        assert "邮寄申诉" in page
        assert "收到来信的日期" in page

    def test_of_one_person_beyond_a_days_number_is_laid_aside_and_answered_alike(
        self, desk: ProvinceClient, settings: Settings
    ) -> None:
        limits = {**settings.CITIZENS_BUDGETS["mail"], "subject": 1}
        settings.CITIZENS_BUDGETS = {**settings.CITIZENS_BUDGETS, "mail": limits}

        first, second = [CHANGING.sub("", sent(desk).content.decode()) for _ in range(2)]

        assert first == second
        assert [one.is_mistaken for one in MailedAppeal.objects.order_by("pk")] == [False, True]

"""This is wrong: three clicks to a filed appeal, its page, and the letter."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from provinces.accounts.models import User
from provinces.appeals import services
from provinces.appeals.models import Appeal, Attachment, Letter
from provinces.citizens import services as people
from provinces.citizens.mandates import Scope
from provinces.citizens.models import Citizen
from tests import cast
from tests.factories import appeals
from tests.factories.appeals import HIGH, PNG
from tests.pages import address, reader, words
from tests.worlds import World, fresh

NOW = cast.NOW
SAID = {"category": "not_there", "text": "I was at home."}


@pytest.fixture(scope="class")
def judged(world: World) -> Citizen:
    with world.making(now=NOW):
        citizen = appeals.resident()
        appeals.exposed(citizen)
    return citizen


@pytest.fixture
def held(north: object, judged: Citizen) -> Citizen:
    return fresh(judged)


def decision(citizen: Citizen) -> int:
    return appeals.complaint(citizen).decision


def form(citizen: Citizen) -> str:
    return address("portal:appeal-file", decision(citizen), HIGH)


def browser(citizen: Citizen, language: str = "en") -> Any:
    assert citizen.user is not None
    return reader(citizen.user, language)


class TestStatus:
    def test_leads_to_the_form_and_that_to_a_filed_appeal(self, held: Citizen) -> None:
        reading = browser(held)
        page = reading.get(address("portal:status"))
        assert form(held).partition("/north")[2] in page.content.decode()

        shown = reading.get(form(held))
        assert "You stayed in a high-risk zone." in words(shown)
        filed = reading.post(form(held), SAID, follow=True)

        appeal = Appeal.objects.get()
        assert f"Appeal {appeal.reference}" in words(filed)
        assert "Your appeal is filed." in words(filed)
        assert "I was at home." in words(filed)

    def test_tells_what_is_contested_already(self, held: Citizen) -> None:
        appeals.filed(held)

        assert "You contest this; the answer is due by" in words(
            browser(held).get(address("portal:status"))
        )

    def test_marks_decisions_that_are_void(self, held: Citizen) -> None:
        officer = appeals.reviewer()
        appeal = appeals.attended(appeals.filed(held))
        appeals.answered(appeal, officer)

        said = words(browser(held).get(address("portal:status")))

        assert f"{appeal.decision_id} Void" in said


class TestStatusWhereNothingHolds:
    def test_says_nothing_of_it(self, eve: Citizen) -> None:
        page = browser(eve).get(address("portal:status"))

        assert "This is wrong" not in words(page)


class TestFile:
    @pytest.mark.parametrize(
        ("changes", "mistake"),
        [
            ({"category": ""}, "Choose what is wrong."),
            ({"text": " "}, "Say what is wrong, in at most 4,000 characters."),
        ],
    )
    def test_says_what_is_missing_and_keeps_what_was_written(
        self, held: Citizen, changes: dict[str, str], mistake: str
    ) -> None:
        response = browser(held).post(form(held), {**SAID, **changes})

        assert response.status_code == 200
        assert mistake in words(response)
        assert not Appeal.objects.exists()

    def test_takes_a_photograph(self, held: Citizen) -> None:
        picture = SimpleUploadedFile("ticket.png", PNG, "image/png")
        browser(held).post(form(held), {**SAID, "files": picture})

        assert Attachment.objects.get().media_type == "image/png"

    def test_takes_nothing_else(self, held: Citizen) -> None:
        page = SimpleUploadedFile("a.html", b"<script>", "image/png")
        response = browser(held).post(form(held), {**SAID, "files": page})

        assert "neither a photograph nor a PDF" in words(response)

    @pytest.mark.parametrize("ground", ["none", "stayed_in_medium_risk_zone"])
    def test_is_not_found_for_what_does_not_hold(self, held: Citizen, ground: str) -> None:
        page = address("portal:appeal-file", decision(held), ground)

        assert browser(held).get(page).status_code == 404
        assert browser(held).post(page, SAID).status_code == 404

    def test_is_in_chinese(self, held: Citizen) -> None:
        assert "哪里不对？" in words(browser(held, "zh-hans").get(form(held)))


class TestMandate:
    def act_for(self, held: Citizen, *scopes: Scope) -> Any:
        """Return the browser of somebody who acts for another person."""
        holder = appeals.resident()
        wish = people.Wish(held, holder, scopes)
        mandate = people.ask_mandate(wish, now=NOW)
        people.accept_mandate(mandate.pk, by=held, now=NOW)
        acting = browser(holder)
        acting.post(address("portal:mandate-switch"), {"reference": held.reference})
        return acting

    def test_files_for_the_person_who_gave_it(self, held: Citizen) -> None:
        self.act_for(held, Scope.APPEAL).post(form(held), SAID)

        appeal = Appeal.objects.get()
        assert (appeal.citizen, appeal.channel) == (held, "proxy")
        assert appeal.filed_by != held.user

    def test_does_not_reach_without_its_scope(self, held: Citizen) -> None:
        response = self.act_for(held, Scope.SHOW_CODE).post(form(held), SAID)

        assert response.status_code == 403
        assert not Appeal.objects.exists()


class TestAppeals:
    def test_lists_appeals_and_letters(self, held: Citizen) -> None:
        officer = appeals.reviewer()
        appeal = appeals.attended(appeals.filed(held))
        appeals.answered(appeal, officer)

        said = words(browser(held).get(address("portal:appeals")))

        assert appeal.reference in said
        assert "Upheld: you were right" in said
        assert f"Letter {Letter.objects.get().reference}" in said


class TestAppeal:
    def test_tells_who_has_it_and_what_they_found(self, held: Citizen) -> None:
        officer = appeals.reviewer()
        appeal = appeals.attended(appeals.filed(held))
        page = address("portal:appeal", appeal.reference)
        assert "1 day left" in words(browser(held).get(page))

        appeals.answered(appeal, officer, wrong=False)
        said = words(browser(held).get(page))

        assert "Given to appeals office" in said
        assert appeals.REASONS in said
        assert "Have another office look" in said

    def test_is_told_as_relieved(self, held: Citizen, monkeypatch: Any) -> None:
        appeal = appeals.filed(held, now=NOW - timedelta(hours=25))
        appeals.attended(appeal)

        said = words(browser(held).get(address("portal:appeal", appeal.reference)))

        assert "What you contest has no effect until you are answered." in said


class TestAgain:
    def test_asks_for_the_second_look(self, held: Citizen) -> None:
        officer = appeals.reviewer()
        appeal = appeals.attended(appeals.filed(held))
        page = address("portal:appeal-again", appeal.reference)
        assert browser(held).get(page).status_code == 404
        appeals.answered(appeal, officer, wrong=False)

        assert browser(held).get(page).status_code == 200
        response = browser(held).post(page, SAID, follow=True)

        assert "It has 72 hours." in words(response)
        assert Appeal.objects.get().level == 2


class TestAttachment:
    def test_comes_as_it_was_brought_and_never_runs(self, held: Citizen) -> None:
        appeal = appeals.filed(held, files=[services.File("a.png", PNG)])
        key = Attachment.objects.get().pk

        response = browser(held).get(address("portal:appeal-attachment", appeal.reference, key))

        assert response.content == PNG
        assert response["Content-Disposition"].startswith("attachment")
        assert "sandbox" in response["Content-Security-Policy"]


class TestLetter:
    def test_says_which_decisions_are_void(self, held: Citizen) -> None:
        officer = appeals.reviewer()
        appeal = appeals.attended(appeals.filed(held))
        appeals.answered(appeal, officer)
        letter = Letter.objects.get()

        said = words(browser(held).get(address("portal:letter", letter.reference)))

        assert "Letter of correction" in said
        assert f"{appeal.decision_id} 15 November 2026" in said
        assert "is: Green." in said

    def test_is_nobody_elses(self, held: Citizen, finn: Citizen) -> None:
        officer = appeals.reviewer()
        appeals.answered(appeals.attended(appeals.filed(held)), officer)
        letter = Letter.objects.get()

        page = address("portal:letter", letter.reference)
        assert browser(finn).get(page).status_code == 404


class TestAppealsOfOfficials:
    def test_are_none(self, ada: User) -> None:
        assert reader(ada).get(address("portal:appeals")).status_code == 403

"""What a person does with an appeal that waits: they read what comes, add to it, withdraw it."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from provinces.appeals import services
from provinces.appeals.models import Appeal, Forwarded
from provinces.citizens import services as people
from provinces.citizens.mandates import Scope
from provinces.citizens.models import Citizen
from tests import cast
from tests.factories import appeals
from tests.pages import address, reader, words
from tests.worlds import World, fresh

NOW = cast.NOW
SAID = {"category": "not_there", "text": "My neighbour saw me at home."}


@pytest.fixture(scope="class")
def judged(world: World) -> Citizen:
    with world.making(now=NOW):
        citizen = appeals.resident()
        appeals.exposed(citizen)
    return citizen


@pytest.fixture
def held(north: object, judged: Citizen) -> Citizen:
    return fresh(judged)


@pytest.fixture
def appeal(held: Citizen) -> Appeal:
    return appeals.filed(held)


def browser(citizen: Citizen, language: str = "en") -> Any:
    assert citizen.user is not None
    return reader(citizen.user, language)


def page(appeal: Appeal, name: str = "appeal") -> str:
    return address(f"portal:{name}", appeal.reference)


def lies_elsewhere(appeal: Appeal) -> None:
    asked = {"taken_at": NOW, "contest": uuid4(), "issuer": "south", "answer_by": appeal.answer_by}
    Forwarded.objects.create(appeal=appeal, piece=1, queued_at=NOW, **asked)


class TestWaiting:
    def test_says_what_happens_next_and_by_when(self, held: Citizen, appeal: Appeal) -> None:
        said = words(browser(held).get(page(appeal)))

        assert "What happens next" in said
        assert "had nothing to do with it before. They answer you by" in said
        assert "What became of it" not in said

    def test_says_what_became_of_it_once_something_did(self, held: Citizen, appeal: Appeal) -> None:
        appeals.reviewer()
        appeals.attended(appeal)

        said = words(browser(held).get(page(appeal)))

        assert "What became of it" in said
        assert "What happens next" not in said

    def test_says_what_another_appeal_of_the_same_cause_means_for_it(self, held: Citizen) -> None:
        officer, other = appeals.reviewer(), appeals.resident()
        appeals.exposed_as_well(other)
        appeals.answered(appeals.attended(appeals.filed(other)), officer)
        appeal = appeals.attended(appeals.filed(held))

        said = words(browser(held).get(page(appeal)))

        assert "By what is recorded the ground holds, and the machine does not lift it" in said
        assert "What speaks against the ground:" in said
        assert "upheld before. That was decided for that appeal alone" in said

    def test_is_in_chinese(self, held: Citizen, appeal: Appeal) -> None:
        said = words(browser(held, "zh-hans").get(page(appeal)))

        assert "接下来会怎样" in said
        assert "撤回此申诉" in said


class TestWithdraw:
    def test_says_what_follows_and_waits_for_the_button(
        self, held: Citizen, appeal: Appeal
    ) -> None:
        said = words(browser(held).get(page(appeal, "appeal-withdraw")))

        assert "Nobody looks at it any more, and you get no answer." in said
        assert "You may appeal again at any time while it holds" in said
        assert Appeal.objects.get().is_open

    def test_is_done_by_the_button_and_stands_in_the_history(
        self, held: Citizen, appeal: Appeal
    ) -> None:
        reading = browser(held)
        done = words(reading.post(page(appeal, "appeal-withdraw"), follow=True))

        assert "Your appeal is withdrawn." in done
        assert "Withdrawn by you, or for you" in done
        assert "Add to this appeal" not in done
        assert "A person withdrew their appeal" in words(reading.get(address("portal:history")))
        assert "was withdrawn" in words(reading.get(address("portal:status")))

    def test_may_be_asked_for_twice(self, held: Citizen, appeal: Appeal) -> None:
        reading = browser(held)
        reading.post(page(appeal, "appeal-withdraw"))

        again = reading.post(page(appeal, "appeal-withdraw"), follow=True)

        assert "Your appeal is withdrawn." in words(again)

    def test_is_too_late_once_it_is_answered(self, held: Citizen, appeal: Appeal) -> None:
        officer = appeals.reviewer()
        appeals.answered(appeals.attended(appeal), officer, wrong=False)
        reading = browser(held)

        assert reading.get(page(appeal, "appeal-withdraw")).status_code == 302
        said = words(reading.post(page(appeal, "appeal-withdraw"), follow=True))

        assert "Your appeal has been answered in the meantime" in said
        assert Appeal.objects.get().outcome == "refused"

    def test_calls_nothing_back_from_another_province(self, held: Citizen, appeal: Appeal) -> None:
        lies_elsewhere(appeal)
        reading = browser(held)
        assert "Withdraw this appeal" not in words(reading.get(page(appeal)))
        assert reading.get(page(appeal, "appeal-withdraw")).status_code == 302

        said = words(reading.post(page(appeal, "appeal-withdraw"), follow=True))

        assert "cannot be called back from there" in said
        assert Appeal.objects.get().is_open

    @pytest.mark.parametrize(
        ("scope", "answer", "result"),
        [(Scope.APPEAL, 302, "withdrawn"), (Scope.SHOW_CODE, 403, "")],
    )
    def test_is_for_whoever_may_appeal_for_the_person(
        self, held: Citizen, appeal: Appeal, scope: Scope, answer: int, result: str
    ) -> None:
        holder = appeals.resident()
        mandate = people.ask_mandate(people.Wish(held, holder, (scope,)), now=NOW)
        people.accept_mandate(mandate.pk, by=held, now=NOW)
        acting = browser(holder)
        acting.post(address("portal:mandate-switch"), {"reference": held.reference})

        assert acting.post(page(appeal, "appeal-withdraw")).status_code == answer
        assert Appeal.objects.get().result == result


class TestAdd:
    def test_joins_what_was_said(self, held: Citizen, appeal: Appeal) -> None:
        reading = browser(held)
        assert "with what you said before" in words(reading.get(page(appeal, "appeal-add")))

        added = words(reading.post(page(appeal, "appeal-add"), SAID, follow=True))

        assert "What you said was added to your appeal." in added
        assert "I was at home that day." in added
        assert "My neighbour saw me at home." in added

    def test_says_what_is_missing(self, held: Citizen, appeal: Appeal) -> None:
        response = browser(held).post(page(appeal, "appeal-add"), {**SAID, "text": ""})

        assert "Say what is wrong, in at most 4,000 characters." in words(response)

    def test_says_that_another_province_reads_only_the_first(
        self, held: Citizen, appeal: Appeal
    ) -> None:
        lies_elsewhere(appeal)

        said = words(browser(held).get(page(appeal, "appeal-add")))

        assert "What you add now is read here, in your own province." in said

    def test_is_told_where_it_was_answered_while_they_wrote(
        self, held: Citizen, appeal: Appeal, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        reading = browser(held)
        reading.post(page(appeal, "appeal-withdraw"))
        monkeypatch.setattr(Appeal, "is_open", property(lambda _appeal: True))
        monkeypatch.setattr("provinces.portal.appeals.services.add", _too_late)

        said = words(reading.post(page(appeal, "appeal-add"), SAID, follow=True))

        assert "Your appeal has been answered in the meantime" in said


def _too_late(*_args: Any, **_values: Any) -> None:
    raise services.AlreadyAnswered

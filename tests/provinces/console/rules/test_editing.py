"""A draft is edited by forms or as JSON, each fault at its place, and nobody overwrites another."""

from __future__ import annotations

import json
from typing import Any

import pytest

from provinces.accounts.models import User
from provinces.rules import services as rules
from provinces.rules.models import Draft
from tests import cast
from tests.factories import rulesets
from tests.pages import address, reader, words


def form(user: User, page: str, *values: Any) -> dict[str, Any]:
    """Return what a browser would send of a form as it is shown."""
    answer = reader(user).get(address(page, *values))
    assert answer.status_code == 200
    form_shown = answer.context["form"]
    said: dict[str, Any] = {"edition": answer.context["edition"]}
    for group in form_shown.groups:
        for field in group.fields:
            said[field.name] = field.value
    return said


def send(user: User, page: str, *values: Any, said: dict[str, Any]) -> Any:
    return reader(user).post(address(page, *values), said)


class TestGround:
    def test_is_saved_as_it_was_where_nothing_is_typed(self, draft: Draft, drafter: User) -> None:
        before = draft.document
        said = form(drafter, "console:rules-ground", draft.pk, 0)

        send(drafter, "console:rules-ground", draft.pk, 0, said={**said, "do": "save"})

        draft.refresh_from_db()
        assert (draft.document, draft.edition) == (before, 2)

    def test_is_saved_with_what_is_typed(self, draft: Draft, drafter: User) -> None:
        said = form(drafter, "console:rules-ground", draft.pk, 0)
        said |= {"phases.0.days": "9", "do": "save"}

        send(drafter, "console:rules-ground", draft.pk, 0, said=said)

        draft.refresh_from_db()
        assert draft.document["grounds"][0]["phases"] == [{"status": "red", "days": 9}]

    def test_shows_a_fault_at_its_field(self, draft: Draft, drafter: User) -> None:
        said = form(drafter, "console:rules-ground", draft.pk, 0)
        said |= {"phases.0.days": "91", "do": "check"}

        answer = send(drafter, "console:rules-ground", draft.pk, 0, said=said)

        assert "a phase lasts 1 to 90 days, not 91" in words(answer)
        assert 'href="#f-phases-0-days"' in answer.content.decode()
        draft.refresh_from_db()
        assert draft.edition == 1

    def test_says_a_fault_in_the_language_of_the_page(self, draft: Draft, drafter: User) -> None:
        said = form(drafter, "console:rules-ground", draft.pk, 0)
        said |= {"phases.0.days": "91", "do": "check"}
        browser = reader(drafter, "zh-hans")

        answer = browser.post(address("console:rules-ground", draft.pk, 0), said)

        assert "一个阶段持续 1 至 90 天，而不是 91" in words(answer)

    def test_tells_a_script_only_what_is_found(self, draft: Draft, drafter: User) -> None:
        said = form(drafter, "console:rules-ground", draft.pk, 0)
        browser = reader(drafter)

        answer = browser.post(
            address("console:rules-ground", draft.pk, 0), said, headers={"X-Live": "1"}
        )

        assert words(answer) == "Nothing is wrong here."

    def test_gets_another_phase_by_a_button_and_keeps_what_was_typed(
        self, draft: Draft, drafter: User
    ) -> None:
        said = form(drafter, "console:rules-ground", draft.pk, 0)
        said |= {"answerable.contact": "12345", "do": "add:phases"}

        answer = send(drafter, "console:rules-ground", draft.pk, 0, said=said)

        assert 'name="phases.1.days"' in answer.content.decode()
        assert 'value="12345"' in answer.content.decode()

    def test_refuses_a_button_that_there_is_not(self, draft: Draft, drafter: User) -> None:
        answer = send(drafter, "console:rules-ground", draft.pk, 0, said={"do": "set:status"})

        assert answer.status_code == 400

    def test_that_there_is_not_is_not_found(self, draft: Draft, drafter: User) -> None:
        assert reader(drafter).get(address("console:rules-ground", draft.pk, 77)).status_code == 404


class TestCase:
    def test_is_called_in_both_languages(self, draft: Draft, drafter: User) -> None:
        said = form(drafter, "console:rules-case", draft.pk, 1)
        said |= {"names.zh-hans": "离开高风险区", "names.en": "Left a zone", "do": "save"}

        send(drafter, "console:rules-case", draft.pk, 1, said=said)

        draft.refresh_from_db()
        case = draft.document["cases"][1]
        assert case["name"] == "Left a zone"
        assert case["names"] == {"zh-hans": "离开高风险区", "en": "Left a zone"}

    def test_may_be_called_in_one(self, draft: Draft, drafter: User) -> None:
        said = form(drafter, "console:rules-case", draft.pk, 1)
        said |= {"names.zh-hans": "离开高风险区", "names.en": "", "do": "save"}

        send(drafter, "console:rules-case", draft.pk, 1, said=said)

        draft.refresh_from_db()
        case = draft.document["cases"][1]
        assert (case["name"], "names" in case) == ("离开高风险区", False)

    def test_chooses_its_grounds_by_what_people_read(self, draft: Draft, drafter: User) -> None:
        page = reader(drafter, "zh-hans").get(address("console:rules-case", draft.pk, 1))

        read = words(page)
        assert "您曾在高风险区停留" in read
        assert "stayed_in_high_risk_zone" not in read
        assert "exposures.high.left_at" not in read


class TestSaving:
    def test_overwrites_nothing_that_was_saved_meanwhile(self, draft: Draft, drafter: User) -> None:
        said = form(drafter, "console:rules-about", draft.pk)
        rules.edit(draft, rulesets.lasting(3, version="2026-2"), by=drafter, now=cast.NOW)

        answer = send(
            drafter, "console:rules-about", draft.pk, said={**said, "names.en": "X", "do": "save"}
        )

        assert "edited in the meantime" in words(answer)
        assert 'value="X"' in answer.content.decode()
        draft.refresh_from_db()
        assert draft.document["grounds"][0]["phases"][0]["days"] == 3

    @pytest.mark.parametrize("page", ["about", "statuses", "places"])
    def test_leaves_the_rest_of_the_document(self, draft: Draft, drafter: User, page: str) -> None:
        before = draft.document
        said = form(drafter, f"console:rules-{page}", draft.pk)

        send(drafter, f"console:rules-{page}", draft.pk, said={**said, "do": "save"})

        draft.refresh_from_db()
        assert (draft.document, draft.edition) == (before, 2)

    def test_is_for_the_drafter_alone(self, draft: Draft) -> None:
        other = rulesets.drafter()

        answer = send(other, "console:rules-about", draft.pk, said={"do": "save"})

        assert answer.status_code == 403

    def test_is_over_while_it_is_reviewed(self, draft: Draft, drafter: User) -> None:
        rules.submit(draft, by=drafter, now=cast.NOW)

        answer = send(drafter, "console:rules-about", draft.pk, said={"do": "save"})

        assert answer.status_code == 403


class TestArrange:
    def test_moves_and_removes_grounds(self, draft: Draft, drafter: User) -> None:
        first, second = (one["key"] for one in draft.document["grounds"])

        for button, left in (("down:grounds.0", [second, first]), ("remove:grounds.0", [first])):
            draft.refresh_from_db()
            said = {"do": button, "edition": draft.edition}
            send(drafter, "console:rules-arrange", draft.pk, said=said)
            draft.refresh_from_db()
            assert [one["key"] for one in draft.document["grounds"]] == left

    def test_adds_a_case_to_be_filled_in(self, draft: Draft, drafter: User) -> None:
        count = len(draft.document["cases"])
        said = {"do": "add:cases", "edition": 1}

        send(drafter, "console:rules-arrange", draft.pk, said=said)

        page = reader(drafter).get(address("console:rules-case", draft.pk, count))
        assert page.status_code == 200

    def test_reaches_nothing_else(self, draft: Draft, drafter: User) -> None:
        said = {"do": "remove:statuses.0", "edition": 1}

        assert send(drafter, "console:rules-arrange", draft.pk, said=said).status_code == 400


class TestJson:
    def test_names_the_line_and_the_pointer_of_a_fault(self, draft: Draft, drafter: User) -> None:
        document = {**draft.document, "days_in_force": 400}
        said = {"document": json.dumps(document), "do": "check"}

        answer = words(send(drafter, "console:rules-json", draft.pk, said=said))

        assert "/days_in_force rules last 1 to 90 days, not 400" in answer

    def test_keeps_what_is_no_json_to_be_put_right(self, draft: Draft, drafter: User) -> None:
        said = {"document": '{"schema": 2,', "do": "save"}

        answer = send(drafter, "console:rules-json", draft.pk, said=said)

        assert "Line 1" in words(answer)
        assert answer.context["text"] == '{"schema": 2,'

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("[]", "A rule set is one JSON object."),
            ('{"a":' * 130 + "1" + "}" * 130, "It is nested too deeply to be read."),
            ("[" * 100_000, "It is nested too deeply to be read."),
        ],
    )
    def test_reads_nothing_else(self, draft: Draft, drafter: User, text: str, said: str) -> None:
        answer = send(drafter, "console:rules-json", draft.pk, said={"document": text})

        assert said in words(answer)

    def test_is_saved(self, draft: Draft, drafter: User) -> None:
        document = rulesets.lasting(5, version="2026-2")
        said = {"document": json.dumps(document), "edition": 1, "do": "save"}

        send(drafter, "console:rules-json", draft.pk, said=said)

        draft.refresh_from_db()
        assert draft.document == document

    def test_says_what_keeps_it_from_being_saved(self, draft: Draft, drafter: User) -> None:
        said = {"document": '{"name": "first"}', "edition": 1, "do": "save"}

        answer = words(send(drafter, "console:rules-json", draft.pk, said=said))

        assert "It needs a name of small letters and a version" in answer

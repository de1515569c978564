"""The page of a person: with a purpose, within reach, as far as the table goes, and told."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from provinces.citizens import canaries, queries
from provinces.citizens.models import Citizen
from provinces.citizens.purposes import Purpose
from provinces.evidence.classes import EvidenceClass
from provinces.ledger.events import Event
from provinces.ledger.models import Payload
from provinces.retention import queries as retention
from provinces.retention.usage import usage_of
from provinces.status import pipeline
from tests import cast
from tests.cast import NOW
from tests.factories import appeals, evidence, records, screening
from tests.factories.evidence import official
from tests.pages import address, reader, words
from tests.statements import run_by

pytestmark = pytest.mark.usefixtures("north")
MISSING = "No record can be opened"
WHO = records.WHO


def page(by: Any, citizen: Citizen | str, purpose: str = "care", **more: str) -> Any:
    reference = citizen if isinstance(citizen, str) else citizen.reference
    return reader(by).get(address("console:person", reference), {"purpose": purpose, **more})


def search(by: Any, **values: str) -> Any:
    given = {"kind": "resident", "number": WHO.document, "full_name": WHO.full_name}
    return reader(by).post(address("console:people"), {"purpose": "care", **given, **values})


@pytest.fixture
def known() -> Citizen:
    """Somebody about whom everything there can be is known."""
    eve = records.somebody()
    appeals.exposed(eve)
    pipeline.drain(now=NOW)
    evidence.recorded(eve, EvidenceClass.HOME_ISOLATION)
    screening.result(eve)
    return eve


class TestFind:
    def test_asks_what_for_first(self) -> None:
        said = reader(records.officer()).get(address("console:people")).content.decode()

        assert 'name="purpose"' in said
        assert 'name="number"' not in said

    def test_speaks_of_the_person_and_not_to_them(self) -> None:
        said = words(reader(records.officer()).get(address("console:people")))

        assert "To answer the person's appeal" in said
        assert "your" not in said.partition("What for?")[2].partition("Continue")[0].lower()

    def test_says_in_chinese_what_its_buttons_do(self) -> None:
        browser = reader(records.officer(), "zh-hans")

        said = words(browser.get(address("console:people"), {"purpose": "care"}))

        assert "打开该记录" in said
        assert "开放时间" not in said

    def test_leads_to_whom_it_finds(self) -> None:
        eve = records.somebody()

        found = search(records.officer())

        assert found["Location"] == f"{address('console:person', eve.reference)}?purpose=care"

    @pytest.mark.parametrize("reference", ["a/b", "a b", "é", "..", "a?b"])
    def test_knows_nobody_by_what_is_no_reference(self, reference: str) -> None:
        by = reader(records.officer())

        found = by.post(address("console:people"), {"purpose": "care", "reference": reference})

        assert found.status_code == 404
        assert MISSING in words(found)

    @pytest.mark.parametrize(
        "purpose", ["", "curiosity", "desk", "oversight", "sampling", "order_visit"]
    )
    def test_is_for_a_purpose_of_the_office(self, purpose: str) -> None:
        records.somebody()

        found = search(records.officer(), purpose=purpose)

        assert found["Location"] == address("console:people")

    def test_answers_unknown_out_of_reach_protected_and_misnamed_alike(self) -> None:
        officer = records.officer()
        hidden = records.somebody()
        records.protected(hidden)
        far = records.somebody("110201", person=records.Person("张远", "110101199003077758"))
        assert far

        answers = [
            search(officer),
            search(officer, full_name="李四"),
            search(officer, number="110101199003077758", full_name="张远"),
            search(officer, number="110101197001014375", full_name="王五"),
        ]

        assert {(each.status_code, words(each)) for each in answers} == {(404, words(answers[0]))}

    def test_runs_the_same_for_each_of_them(self) -> None:
        officer = records.officer()
        hidden = records.somebody()
        records.protected(hidden)
        client = reader(officer)
        given = {"purpose": "care", "kind": "resident", "full_name": WHO.full_name}
        client.get(address("console:people"))

        runs = [
            run_by(
                lambda number=number: client.post(  # type: ignore[misc]
                    address("console:people"), {**given, "number": number}
                )
            )
            for number in (WHO.document, "110101197001014375")
        ]

        assert runs[0] == runs[1]

    def test_is_budgeted(self, settings: Settings) -> None:
        limits = {"actor": 1, "network": 9, "subject": None, "spread": None}
        settings.CITIZENS_BUDGETS = {**settings.CITIZENS_BUDGETS, "person": limits}
        officer = records.officer()
        search(officer)

        assert search(officer).status_code == 429
        assert page(officer, "2222").status_code == 429

    def test_raises_an_alarm_for_a_canary(self) -> None:
        canaries.plant([WHO.document], now=NOW)

        search(records.officer())

        assert Payload.objects.filter(entry__event=Event.CANARY_TOUCHED).count() == 1

    def test_suggests_and_counts_nobody(self) -> None:
        records.somebody()
        officer = records.officer()

        for part in ("夏", "1101", WHO.document[:-1]):
            said = search(officer, number=part, full_name="夏")
            assert WHO.full_name not in said.content.decode()
        listed = reader(officer).get(address("console:people"), {"q": "夏", "purpose": "care"})
        assert WHO.full_name not in listed.content.decode()

    def test_opens_nothing_at_a_desks_office_and_leads_to_the_desk(self) -> None:
        page = reader(official("desk_clerk", unit="d")).get(address("console:people"))

        said = page.content.decode().partition("Your office opens no records on this page")[2]
        assert f'href="{address("console:desk")}"' in said


class TestPerson:
    def test_shows_what_the_table_allows(self, known: Citizen) -> None:
        said = words(page(records.officer(), known))

        assert WHO.full_name in said
        assert WHO.document not in said
        assert "＊＊＊＊2X" in said
        assert "Order of isolation at home" in said
        assert "Negative" in said
        assert "What is held" not in said

    def test_shows_more_to_correct_it(self, known: Citizen) -> None:
        said = words(page(records.officer(), known, "correction"))

        assert WHO.document in said
        assert "Earlier decisions" in said
        assert "What is held" in said

    def test_shows_no_name_to_who_answers_appeals(self, known: Citizen) -> None:
        said = words(page(official("appeals_officer", unit="appeals"), known, "appeal"))

        assert "Status" in said
        assert WHO.full_name not in said
        assert "夏" not in said

    def test_shows_less_of_who_is_assigned(self, known: Citizen) -> None:
        records.assigned(known, "110201")

        said = words(page(records.officer("110200"), known))

        assert WHO.full_name in said
        assert "Why" not in said
        assert "Evidence, in outline" not in said

    def test_asks_for_a_purpose_before_it_looks(self) -> None:
        eve = records.somebody()

        answer = reader(records.officer()).get(address("console:person", eve.reference))

        assert answer["Location"].startswith(address("console:people"))
        assert not queries.reads_of(eve)

    def test_tells_the_person_what_was_seen(self) -> None:
        eve = records.somebody()

        page(records.officer(), eve)

        (use,) = usage_of(eve)
        assert use.receiver == "city case office"
        assert "Seen: district, where the case is assigned, document number" in use.action

    def test_is_told_once_a_session(self, monkeypatch: pytest.MonkeyPatch) -> None:
        eve, officer = records.somebody(), records.officer()
        for _ in range(2):
            page(officer, eve)
        monkeypatch.setattr(timezone, "now", lambda: NOW + timedelta(minutes=31))
        page(officer, eve)

        assert len(queries.reads_of(eve)) == 2

    @pytest.mark.parametrize(
        "forged", ["2222222222222222", "1", "0", "none", "a" * 200, "citizens-citizen-1"]
    )
    def test_opens_nothing_by_a_forged_reference(self, forged: str) -> None:
        records.somebody()

        answer = page(records.officer(), forged)

        assert answer.status_code == 404
        assert MISSING in words(answer)

    def test_opens_nothing_by_a_key_of_the_table(self) -> None:
        eve = records.somebody()

        assert page(records.officer(), str(eve.pk)).status_code == 404

    def test_answers_out_of_reach_protected_and_unknown_alike(self) -> None:
        officer = records.officer()
        hidden, far = records.somebody(), records.somebody("110201", person=None)
        records.protected(hidden)

        answers = [page(officer, each) for each in (hidden, far, "2222222222222222")]

        assert {(each.status_code, words(each)) for each in answers} == {(404, words(answers[0]))}

    @pytest.mark.parametrize(
        "more",
        [
            {"way": "area"},
            {"role": "case_officer", "office": "1"},
            {"is_protected": "", "is_admitted": "1", "is_emergency": "1"},
            {"area": "110201", "fields": "document"},
        ],
    )
    def test_takes_nothing_but_the_purpose_from_the_address(self, more: dict[str, str]) -> None:
        far = records.somebody("110201")

        assert page(records.officer(), far, **more).status_code == 404

    def test_is_not_anothers_provinces_path(self) -> None:
        eve, officer = records.somebody(), records.officer()
        inside = reverse("console:person", args=[eve.reference])

        answer = reader(officer).get(f"/p/{cast.SOUTH}{inside}", {"purpose": "care"})

        assert answer.status_code in (302, 403, 404)
        assert WHO.full_name not in answer.content.decode()
        assert not queries.reads_of(eve)

    def test_tells_nobody_that_somebody_is_protected(self) -> None:
        eve, officer = records.somebody(), records.officer()
        plain = words(page(officer, eve, "correction"))
        records.protected(eve)
        records.admitted(eve, officer, purpose=Purpose.CORRECTION)

        marked = words(page(officer, eve, "correction"))

        assert marked == plain
        assert any(each.kept.key == "protections" for each in retention.held(eve))

    def test_costs_a_known_number_of_statements(self, known: Citizen) -> None:
        client = reader(records.officer())
        target = address("console:person", known.reference)
        client.get(target, {"purpose": "care"})

        assert len(run_by(lambda: client.get(target, {"purpose": "care"}))) == 25


class TestInCare:
    def test_lists_references_and_no_names(self) -> None:
        eve = records.somebody("110201")
        records.assigned(eve, "110101")

        said = words(reader(records.officer()).get(address("console:people-in-care")))

        assert eve.reference in said
        assert WHO.full_name not in said

    def test_lists_nobody_of_another_area(self) -> None:
        eve = records.somebody("110201")
        records.assigned(eve, "110101")

        said = words(reader(records.officer("110200")).get(address("console:people-in-care")))

        assert eve.reference not in said
        assert "Whoever lives in your areas is found by reference or by document." in said

    def test_costs_a_known_number_of_statements(self) -> None:
        for _ in range(3):
            records.assigned(records.somebody("110201", person=None), "110101")
        client = reader(records.officer())
        client.get(address("console:people-in-care"))

        assert len(run_by(lambda: client.get(address("console:people-in-care")))) == 6

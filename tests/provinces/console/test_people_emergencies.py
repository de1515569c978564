"""Breaking the glass in the console: a reason, the person told, another office's judgement."""

from __future__ import annotations

from typing import Any

import pytest
from pytest_django import Settings

from provinces.citizens import queries
from provinces.citizens.models import Emergency
from provinces.notices.models import Notice
from provinces.retention.usage import usage_of
from tests.cast import NOW
from tests.factories import records
from tests.factories.evidence import official
from tests.pages import address, reader, words
from tests.statements import run_by

pytestmark = pytest.mark.usefixtures("north")
WHO = records.WHO
FOUND = "The ward has no record of her that night."


def call(by: Any, **values: str) -> Any:
    given = {
        "purpose": "care",
        "kind": "resident",
        "reason": "life",
        "explanation": records.WHY,
        "case": "C-7",
    }
    return reader(by).post(address("console:emergency-open"), {**given, **values})


class TestOpen:
    def test_leads_to_the_record_and_tells_the_person(self) -> None:
        eve, officer = records.somebody("110201"), records.officer()

        answer = call(officer, reference=eve.reference)
        said = words(reader(officer).get(answer["Location"]))

        assert "Opened in an emergency, until" in said
        assert WHO.full_name in said
        assert [each.kind for each in Notice.objects.filter(citizen=eve)] == ["emergency"]
        assert "In an emergency." in usage_of(eve)[0].action

    def test_finds_somebody_by_document_and_name(self) -> None:
        eve = records.somebody("110201")

        answer = call(records.officer(), number=WHO.document, full_name=WHO.full_name)

        assert eve.reference in answer["Location"]

    @pytest.mark.parametrize(
        "wrong",
        [{"reference": "2222222222222222"}, {"number": WHO.document, "full_name": "李四"}],
    )
    def test_opens_nobody_unknown(self, wrong: dict[str, str]) -> None:
        records.somebody("110201")

        assert call(records.officer(), **wrong).status_code == 404
        assert not Emergency.objects.exists()

    @pytest.mark.parametrize(
        "wrong",
        [
            {"reason": "curious"},
            {"reason": ""},
            {"purpose": ""},
            {"explanation": "urgent"},
            {"purpose": "correction"},
        ],
    )
    def test_needs_reason_explanation_and_purpose(self, wrong: dict[str, str]) -> None:
        eve = records.somebody("110201")

        answer = call(records.officer(), reference=eve.reference, **wrong)

        assert answer.status_code == 200
        assert not Emergency.objects.exists()

    def test_chooses_neither_purpose_nor_reason_beforehand(self) -> None:
        page = reader(records.officer()).get(address("console:emergency-open")).content.decode()

        for name in ("purpose", "reason"):
            offered = page.partition(f'name="{name}"')[2].partition("</select>")[0]
            assert offered.partition("<option")[2].startswith(' value=""')

    def test_does_not_take_who_or_how_long_from_the_form(self) -> None:
        eve, officer = records.somebody("110201"), records.officer()

        call(
            officer,
            reference=eve.reference,
            opened_by="1",
            ends_at="2099-01-01",
            verdict="justified",
            reviewed_at="2026-01-01",
        )

        made = Emergency.objects.get()
        assert (made.opened_by, made.ends_at - made.opened_at) == (
            officer,
            made.ends_at - NOW,
        )
        assert made.verdict == ""

    def test_says_when_it_is_one_too_many(self) -> None:
        officer = records.officer()
        people = [records.somebody("110201", person=None) for _ in range(4)]

        answers = [call(officer, reference=each.reference) for each in people]

        assert [each.status_code for each in answers] == [302, 302, 302, 200]
        assert "that nobody has judged" in words(answers[3])

    def test_is_budgeted_even_where_nobody_is_found(self, settings: Settings) -> None:
        limits = {"actor": 1, "network": 9, "subject": None, "spread": None}
        settings.CITIZENS_BUDGETS = {**settings.CITIZENS_BUDGETS, "emergency": limits}
        officer = records.officer()
        call(officer, reference="2222222222222222")

        assert call(officer, reference="2222222222222222").status_code == 429


class TestEmergencies:
    def test_wait_for_another_office_of_the_area(self) -> None:
        records.emergency(records.somebody("110201"), records.officer())

        near, far = records.reviewer(), records.reviewer("110200")
        pages = [words(reader(each).get(address("console:emergencies"))) for each in (near, far)]

        assert "city case office" in pages[0]
        assert "Nothing waits here." in pages[1]

    def test_cost_a_known_number_of_statements(self) -> None:
        officer = records.officer()
        for _ in range(3):
            records.emergency(records.somebody("110201", person=None), officer)
        client = reader(records.reviewer())
        client.get(address("console:emergencies"))

        assert len(run_by(lambda: client.get(address("console:emergencies")))) == 6


class TestEmergency:
    def test_shows_what_was_seen_and_not_of_whom(self) -> None:
        eve, officer = records.somebody("110201"), records.officer()
        call(officer, reference=eve.reference)
        made = Emergency.objects.get()
        reader(officer).get(address("console:person", eve.reference), {"purpose": "care"})

        said = words(reader(records.reviewer()).get(address("console:emergency", made.pk)))

        assert records.WHY in said
        assert "name" in said
        assert eve.reference not in said
        assert WHO.full_name not in said


class TestJudge:
    @pytest.mark.parametrize("given", [{"verdict": "unjustified", "finding": "no"}, {}])
    def test_says_how_much_has_to_be_said(self, given: dict[str, str]) -> None:
        made = records.emergency(records.somebody("110201"), records.officer())
        client = reader(records.reviewer())

        answer = client.post(address("console:emergency-judge", made.pk), given, follow=True)

        told = words(answer)
        assert "say what you found in twenty characters at least. Nothing has been judged" in told
        assert "Twenty characters at least." in told

    def test_keeps_what_was_said(self) -> None:
        made = records.emergency(records.somebody("110201"), records.officer())
        given = {"verdict": "unjustified", "finding": "none <here>"}

        client = reader(records.reviewer())
        answer = client.post(address("console:emergency-judge", made.pk), given, follow=True)

        page = answer.content.decode()
        assert 'value="unjustified" checked' in page
        assert 'value="justified" checked' not in page
        assert "none &lt;here&gt;</textarea>" in page

    def test_tells_the_person_and_leaves_the_queue(self) -> None:
        eve = records.somebody("110201")
        made = records.emergency(eve, records.officer())
        client = reader(records.reviewer())

        client.post(
            address("console:emergency-judge", made.pk),
            {"verdict": "unjustified", "finding": FOUND},
        )

        assert "Nothing waits here." in words(client.get(address("console:emergencies")))
        assert list(queries.misuse()) == [made]
        assert Notice.objects.filter(citizen=eve, of="unjustified:city review office").exists()

    def test_is_not_the_same_offices(self) -> None:
        made = records.emergency(records.somebody("110201"), records.officer(unit="one office"))
        client = reader(records.reviewer(unit="one office"))

        answer = client.post(
            address("console:emergency-judge", made.pk),
            {"verdict": "justified", "finding": FOUND},
            follow=True,
        )

        assert "another office has to decide" in words(answer)
        made.refresh_from_db()
        assert made.reviewed_at is None

    def test_is_seen_by_the_auditor(self) -> None:
        made = records.emergency(records.somebody("110201"), records.officer())
        reader(records.reviewer()).post(
            address("console:emergency-judge", made.pk),
            {"verdict": "unjustified", "finding": FOUND},
        )

        said = words(reader(official("auditor", unit="audit")).get(address("console:alarms")))

        assert "Opened a record in an emergency, and there was none" in said

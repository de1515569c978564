"""Consents and marks in the console: asked by one office, given by another, told to nobody."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from provinces.citizens import services
from provinces.citizens.models import Admission, Lifting, Protection
from provinces.notices import queries as notices
from provinces.notices import wording
from tests.cast import NOW
from tests.factories import records
from tests.factories.evidence import official
from tests.pages import address, reader, words
from tests.statements import run_by

pytestmark = pytest.mark.usefixtures("north")
WHY = "Her treatment begins today."


def ask(by: Any, **values: str) -> Any:
    given = {"purpose": "care", "kind": "resident", "because": WHY}
    return reader(by).post(address("console:consent-ask"), {**given, **values}, follow=True)


class TestAsk:
    def test_answers_alike_whoever_is_asked_for(self) -> None:
        officer = records.officer()
        hidden, far = records.somebody(), records.somebody("110201", person=None)
        records.protected(hidden)

        answers = [
            words(ask(officer, reference=reference)).partition("What I asked for")[0]
            for reference in (hidden.reference, far.reference, "2222222222222222")
        ]

        assert answers[0] == answers[1] == answers[2]
        assert [each.citizen for each in Admission.objects.order_by("pk")] == [hidden, None, None]

    def test_finds_by_document_and_name(self) -> None:
        eve = records.somebody()

        ask(records.officer(), number=records.WHO.document, full_name=records.WHO.full_name)

        assert Admission.objects.get().citizen == eve

    def test_is_for_a_desk_too(self) -> None:
        eve = records.somebody()

        ask(official("desk_clerk", unit="desk"), purpose="desk", reference=eve.reference)

        assert Admission.objects.get().purpose == "desk"


class TestGive:
    def test_lets_a_colleague_open_the_record(self) -> None:
        eve, officer = records.somebody(), records.officer()
        records.protected(eve)
        ask(officer, reference=eve.reference)
        made = Admission.objects.get()

        reader(records.reviewer()).post(address("console:consent-give", made.pk))

        target = address("console:person", eve.reference)
        assert reader(officer).get(target, {"purpose": "care"}).status_code == 200

    def test_refused_opens_nothing(self) -> None:
        eve, officer = records.somebody(), records.officer()
        records.protected(eve)
        made = records.asked(eve, officer)

        reader(records.reviewer()).post(address("console:consent-refuse", made.pk))

        target = address("console:person", eve.reference)
        assert reader(officer).get(target, {"purpose": "care"}).status_code == 404

    def test_is_not_the_same_offices(self) -> None:
        made = records.asked(records.somebody(), records.officer(unit="one office"))
        client = reader(records.reviewer(unit="one office"))

        answer = client.post(address("console:consent-give", made.pk), follow=True)

        assert "another office has to decide" in words(answer)


class TestConsents:
    def test_name_nobody(self) -> None:
        eve = records.somebody()
        records.asked(eve, records.officer())

        said = words(reader(records.reviewer()).get(address("console:consents")))

        assert WHY in said
        assert eve.reference not in said
        assert records.WHO.full_name not in said

    def test_cost_a_known_number_of_statements(self) -> None:
        officer = records.officer()
        for _ in range(3):
            eve = records.somebody(person=None)
            records.asked(eve, officer)
            services.propose_mark(eve.reference, "public", by=officer, now=NOW)
        client = reader(records.reviewer())
        client.get(address("console:consents"))

        assert len(run_by(lambda: client.get(address("console:consents")))) == 9


class TestMarks:
    def test_are_proposed_and_signed_by_two_offices(self) -> None:
        eve, officer = records.somebody(), records.officer()
        reader(officer).post(
            address("console:mark-propose"), {"reference": eve.reference, "why": "violence"}
        )
        mark = Protection.objects.get()

        reader(records.reviewer()).post(address("console:mark-sign", mark.pk))

        target = address("console:person", eve.reference)
        assert reader(officer).get(target, {"purpose": "care"}).status_code == 404

    def test_are_refused(self) -> None:
        eve = records.somebody()
        by = records.officer()
        mark = services.propose_mark(eve.reference, "public", by=by, now=NOW)

        reader(records.reviewer()).post(address("console:mark-refuse", mark.pk))

        mark.refresh_from_db()
        assert mark.refused_at == NOW

    def test_are_proposed_of_nobody_unknown(self) -> None:
        answer = reader(records.officer()).post(
            address("console:mark-propose"),
            {"reference": "2222222222222222", "why": "violence"},
            follow=True,
        )

        assert "Nobody of this reference in your area can be marked." in words(answer)

    def test_have_no_reason_before_somebody_chose_one(self) -> None:
        eve, client = records.somebody(), reader(records.officer())

        page = client.get(address("console:consent-ask")).content.decode()
        answer = client.post(
            address("console:mark-propose"), {"reference": eve.reference, "why": ""}, follow=True
        )

        assert '<option value="">Choose one</option><option value="violence">' in page
        assert "Choose the reason. Nothing has been proposed." in words(answer)
        assert not Protection.objects.exists()


class TestLiftings:
    @pytest.fixture
    def mark(self) -> Protection:
        """A mark that has counted for two hours."""
        return records.protected(records.somebody(), now=NOW - timedelta(hours=2))

    def test_are_proposed_and_signed_by_two_offices(self, mark: Protection) -> None:
        reader(records.reviewer(unit="first")).post(
            address("console:lifting-propose", mark.pk), {"because": "over"}
        )
        lifting = Lifting.objects.get()

        reader(records.reviewer()).post(address("console:lifting-sign", lifting.pk))

        target = address("console:person", mark.citizen.reference)
        assert reader(records.officer()).get(target, {"purpose": "care"}).status_code == 200
        (told,) = notices.for_citizen(mark.citizen)
        assert told.kind == "lifted"

    def test_say_nothing_of_protection_in_what_is_sent(self, mark: Protection) -> None:
        records.lifted(mark, now=NOW)

        (told,) = notices.for_citizen(mark.citizen)

        said = wording.in_words(told, language="en").text
        assert said.startswith("How officials open your record has changed.")
        assert "care" not in said

    def test_are_refused(self, mark: Protection) -> None:
        first = records.reviewer(unit="first")
        lifting = services.propose_lifting(mark.pk, "wish", by=first, now=NOW)

        reader(records.reviewer()).post(address("console:lifting-refuse", lifting.pk))

        mark.refresh_from_db()
        assert mark.ends_at > NOW
        assert not notices.for_citizen(mark.citizen)

    def test_are_not_the_same_offices(self, mark: Protection) -> None:
        first = records.reviewer(unit="one office")
        lifting = services.propose_lifting(mark.pk, "wish", by=first, now=NOW)
        client = reader(records.reviewer(unit="one office"))

        answer = client.post(address("console:lifting-sign", lifting.pk), follow=True)

        assert "another office has to decide" in words(answer)

    def test_are_for_a_reason_of_the_list(self, mark: Protection) -> None:
        client = reader(records.reviewer())

        page = client.get(address("console:consents")).content.decode()
        answer = client.post(
            address("console:lifting-propose", mark.pk), {"because": "other"}, follow=True
        )

        assert 'name="because" required><option value="">Choose one</option>' in page
        assert "Choose the reason. Nothing has been proposed." in words(answer)
        assert not Lifting.objects.exists()

    def test_list_what_counts_by_reference(self, mark: Protection) -> None:
        said = words(reader(records.reviewer()).get(address("console:consents")))

        assert mark.citizen.reference in said
        assert records.WHO.full_name not in said
        far = words(reader(records.reviewer("110200")).get(address("console:consents")))
        assert mark.citizen.reference not in far

"""Unknown, out of reach and protected are answered alike, by the same statements, on every page.

More care begins where a second official, or an emergency, is asked for: those pages answer alike,
too, and are the way for all three.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from provinces.citizens import queries, services
from provinces.citizens.identities import Person
from provinces.citizens.models import Citizen, Protection
from provinces.citizens.registry import Match
from provinces.evidence.classes import EvidenceClass
from provinces.jurisdictions.powers import Power
from provinces.ledger.models import Payload
from provinces.tenancy import directory
from tests.cast import NOW
from tests.factories import areas, evidence, records, registries
from tests.factories.evidence import official
from tests.factories.registries import GRAN, SOUTHERN, claimed
from tests.pages import address, reader, words
from tests.statements import run_by

pytestmark = pytest.mark.usefixtures("north")
FAR = Person("张远", "110101199003077758")
UNKNOWN = ("2222222222222222", "110101197001014375", "王五")
WHY = "Her treatment begins today."

Whom = tuple[str, str, str]


@pytest.fixture
def three() -> list[Whom]:
    """Somebody protected, somebody out of reach, and nobody: reference, document and name."""
    hidden, far = records.somebody(), records.somebody("110201", person=FAR)
    records.protected(hidden)
    return [
        (hidden.reference, records.WHO.document, records.WHO.full_name),
        (far.reference, FAR.document, FAR.full_name),
        UNKNOWN,
    ]


def person(whom: Whom) -> dict[str, Any]:
    return {"path": address("console:person", whom[0]), "data": {"purpose": "care"}}


def sheet(whom: Whom) -> dict[str, Any]:
    where = address("console:person-sheet", whom[0])
    return {"method": "post", "path": where, "data": {"purpose": "care"}}


def search(whom: Whom) -> dict[str, Any]:
    said = {"purpose": "care", "kind": "resident", "number": whom[1], "full_name": whom[2]}
    return {"method": "post", "path": address("console:people"), "data": said}


def filed(whom: Whom) -> dict[str, Any]:
    said = {"kind": "resident", "number": whom[1], "full_name": whom[2]}
    return {"method": "post", "path": address("console:evidence-find"), "data": said}


def about(whom: Whom) -> dict[str, Any]:
    return {"path": address("console:evidence-about", whom[0])}


def form(whom: Whom) -> dict[str, Any]:
    return {"path": address("console:evidence-file", whom[0], "confirmed_case")}


def mark(whom: Whom) -> dict[str, Any]:
    said = {"reference": whom[0], "why": "violence"}
    return {"method": "post", "path": address("console:mark-propose"), "data": said}


PAGES: list[Callable[[Whom], dict[str, Any]]] = [person, sheet, search, filed, about, form, mark]


def without_what_was_typed(said: str, whom: Whom) -> str:
    for part in whom:
        said = said.replace(part, "…")
    return said


@pytest.mark.parametrize("page", PAGES)
class TestPages:
    def test_answer_alike(self, page: Any, three: list[Whom]) -> None:
        officer, told = records.officer(), set()
        for whom in three:
            asked = page(whom)
            method = getattr(reader(officer), asked.pop("method", "get"))
            answer = method(**asked, follow=True)
            told.add((answer.status_code, without_what_was_typed(words(answer), whom)))

        assert len(told) == 1

    def test_run_the_same_statements(self, page: Any, three: list[Whom]) -> None:
        client, ran = reader(records.officer()), []
        for whom in [UNKNOWN, *three]:
            asked = page(whom)
            method = getattr(client, asked.pop("method", "get"))
            ran.append(run_by(lambda method=method, asked=asked: method(**asked)))  # type: ignore[misc]

        _warm_up, hidden, far, unknown = ran
        assert hidden == far == unknown


class TestLists:
    """What lists somebody whom one cannot open tells that they are protected."""

    @pytest.fixture
    def assigned(self) -> Citizen:
        eve = records.somebody("110201")
        records.assigned(eve, "110101")
        assignment = eve.assignments.get()
        assignment.powers = ["view_person", "propose_evidence"]
        assignment.save(update_fields=["powers"])
        records.protected(eve)
        return eve

    @pytest.mark.parametrize("page", ["console:people-in-care", "console:evidence-find"])
    def test_leave_out_whom_one_cannot_open(self, assigned: Citizen, page: str) -> None:
        officer = records.officer()

        assert assigned.reference not in words(reader(officer).get(address(page)))

    def test_have_them_once_a_second_official_consents(self, assigned: Citizen) -> None:
        officer = records.officer()
        records.admitted(assigned, officer)

        assert queries.in_care(officer, NOW, most=9)
        assert assigned in queries.assigned_to(officer, Power.PROPOSE_EVIDENCE, NOW)

    @pytest.mark.parametrize("page", ["console:cases", "console:contacts"])
    def test_of_cases_and_contacts_leave_them_out(self, page: str) -> None:
        eve = records.somebody()
        case = evidence.recorded(eve)
        evidence.in_force(eve, EvidenceClass.CLOSE_CONTACT)
        officer = records.officer()
        shown = words(reader(officer).get(address(page)))
        records.protected(eve)

        hidden = words(reader(officer).get(address(page)))

        assert eve.reference in shown
        assert eve.reference not in hidden
        assert reader(officer).get(address("console:case", case.pk)).status_code == 404

    @pytest.mark.parametrize("page", ["console:evidence-ours", "console:orders-overdue"])
    def test_of_my_office_leave_them_out(self, page: str) -> None:
        eve, officer = records.somebody(), records.officer(unit="filing office")
        order = evidence.in_force(eve, EvidenceClass.HOME_ISOLATION, ends_at=NOW)
        shown = words(reader(officer).get(address(page)))
        records.protected(eve)

        hidden = words(reader(officer).get(address(page)))
        ending = address("console:evidence-ending", order.pk)

        assert eve.reference in shown
        assert eve.reference not in hidden
        assert reader(officer).get(ending).status_code == 404
        records.admitted(eve, officer)
        assert reader(officer).get(ending).status_code == 200

    def test_of_cases_have_them_once_a_second_official_consents(self) -> None:
        eve, officer = records.somebody(), records.officer()
        case = evidence.recorded(eve)
        records.protected(eve)
        records.admitted(eve, officer)

        assert reader(officer).get(address("console:case", case.pk)).status_code == 200


class TestMarks:
    def test_are_proposed_alike_of_who_is_to_be_marked_already(self) -> None:
        eve, officer = records.somebody(), records.officer()
        plain = words(self.proposed(eve, officer))
        Protection.objects.update(refused_at=NOW)
        services.propose_mark(eve.reference, "public", by=records.officer(), now=NOW)

        assert words(self.proposed(eve, officer)) == plain

    def test_are_proposed_alike_of_who_is_marked_and_was_let_open(self) -> None:
        eve, officer = records.somebody(), records.officer()
        plain = words(self.proposed(eve, officer))
        Protection.objects.update(refused_at=NOW)
        records.protected(eve)
        records.admitted(eve, officer)

        assert words(self.proposed(eve, officer)).split("What I asked for")[0] in plain

    def test_are_proposed_once_by_one_official(self) -> None:
        eve, officer = records.somebody(), records.officer()

        first, again = (
            services.propose_mark(eve.reference, "public", by=officer, now=NOW) for _ in range(2)
        )

        assert first == again

    def proposed(self, eve: Citizen, by: Any) -> Any:
        said = {"reference": eve.reference, "why": "violence"}
        return reader(by).post(address("console:mark-propose"), said, follow=True)


class TestDesk:
    """A desk enrols whom the registry knows: somebody protected is no exception, and no news."""

    @pytest.fixture(autouse=True)
    def _known(self, north: directory.Entry, monkeypatch: pytest.MonkeyPatch) -> None:
        areas.area("110101")
        registries.answering(monkeypatch)

    def enrol(self, client: Any, **who: str) -> Any:
        said = {"kind": "resident", "is_present": "on", "enrol": "", **who}
        return client.post(address("console:desk"), said)

    def gran(self) -> Citizen:
        match = Match("", "110101", 1942, ())
        return services.enrol_matched(claimed(GRAN), match, by=None, now=NOW)

    def test_answers_protected_out_of_reach_and_unknown_alike(self) -> None:
        gran = self.gran()
        records.protected(gran)
        client = reader(official("desk_clerk", unit="desk"))
        people = [
            {"number": GRAN.number, "full_name": GRAN.name},
            {"kind": "passport", "number": SOUTHERN.number, "full_name": SOUTHERN.name},
            {"number": "110101197001014375", "full_name": "王五"},
        ]

        answers, ran = [], []
        for who in [people[-1], *people]:
            ran.append(run_by(lambda who=who: answers.append(self.enrol(client, **who))))  # type: ignore[misc]

        told = set()
        for who, answer in zip([people[-1], *people], answers, strict=True):
            whom = ("-", who["number"], who["full_name"])
            told.add((answer.status_code, without_what_was_typed(words(answer), whom)))
        assert len(told) == 1
        assert "The registry knows nobody like that" in words(answers[1])
        assert ran[1] == ran[2] == ran[3]

    def test_records_no_enrolment_of_who_is_protected(self) -> None:
        gran = self.gran()
        records.protected(gran)

        self.enrol(
            reader(official("desk_clerk", unit="desk")),
            number=GRAN.number,
            full_name=GRAN.name,
        )

        assert not Payload.objects.filter(entry__event="person.served")

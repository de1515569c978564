"""A case is assigned to an area on the page of its person, listed there, told, and ended early."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.utils import timezone

from provinces.accounts.models import User
from provinces.citizens.models import CaseAssignment, Citizen
from provinces.ledger.events import Event
from provinces.ledger.models import Payload
from provinces.notices.models import Notice
from tests.cast import NOW
from tests.factories import records, users
from tests.factories.evidence import official
from tests.pages import address, reader, words

pytestmark = pytest.mark.usefixtures("north")
THERE = "the clinic there"


@pytest.fixture
def eve() -> Citizen:
    """Somebody of the city 110100."""
    return records.somebody(user=users.user("eve"))


@pytest.fixture
def there() -> User:
    """A case officer of the other city."""
    return records.officer("110200", unit=THERE)


def posted(by: Any, citizen: Citizen, **values: Any) -> Any:
    target = address("console:person", citizen.reference)
    return reader(by).post(target, {"purpose": "care", **values})


def assign(by: Any, citizen: Citizen, **changed: Any) -> Any:
    given = {"area": "110200", "powers": ["view_person"], "because": "treated", "days": "30"}
    return posted(by, citizen, **{**given, **changed})


def page(by: Any, citizen: Citizen, purpose: str = "care") -> str:
    target = address("console:person", citizen.reference)
    return words(reader(by).get(target, {"purpose": purpose}))


def in_care(by: Any) -> str:
    return words(reader(by).get(address("console:people-in-care")))


class TestAssign:
    def test_lets_officials_there_find_and_open_it(self, eve: Citizen, there: User) -> None:
        before = page(there, eve)

        answer = assign(records.officer(), eve)

        assert answer["Location"] == f"{address('console:person', eve.reference)}?purpose=care"
        assert "No record can be opened" in before
        assert f"{eve.reference} " in in_care(there)
        assert "Treatment there" in in_care(there)
        assert records.WHO.full_name in page(there, eve)

    def test_says_who_has_what_until_when(self, eve: Citizen, there: User) -> None:
        officer = records.officer()
        assign(officer, eve, powers=["view_person", "propose_evidence"])

        said = page(officer, eve).partition("Assigned to other areas")[2]

        assert "File evidence and orders" in said
        assert "Treatment there" in said
        assert "15 Dec 2026, 12:00" in said

    def test_is_listed_among_whom_evidence_is_filed_about(self, eve: Citizen, there: User) -> None:
        assign(records.officer(), eve, powers=["view_person", "propose_evidence"])

        said = words(reader(there).get(address("console:evidence-find")))

        assert f"Assigned to my areas {eve.reference}" in said

    def test_is_told_to_the_person_and_in_the_ledger(self, eve: Citizen, there: User) -> None:
        assign(records.officer(), eve)

        entry = Payload.objects.get(entry__event=Event.ASSIGNMENT_OPENED)
        assert entry.body["office"] == "city case office"
        assert Notice.objects.get(citizen=eve).kind == "lifted"
        said = words(reader(eve.user).get(address("portal:my-data")))
        told = said.partition("To whom my case was given")[2]
        assert "15 November 2026 – 15 December 2026" in told
        assert "city case office: Treatment there" in told

    def test_offers_areas_with_an_office_alone(self, eve: Citizen) -> None:
        """An office that only files, or the person's own city, is nobody to assign a case to."""
        official("epidemiologist", "110200", unit="centre")
        officer = records.officer()

        assert "Assign the case to another area" not in page(officer, eve)
        assert assign(officer, eve).status_code == 200
        assert assign(officer, eve, area="110100").status_code == 200
        assert not CaseAssignment.objects.exists()

    @pytest.mark.parametrize(
        "changed",
        [
            {"powers": []},
            {"powers": ["hand_over"]},
            {"powers": ["approve_evidence"]},
            {"because": "curiosity"},
            {"because": ""},
            {"days": "0"},
            {"days": "61"},
            {"days": ""},
            {"area": "110101"},
        ],
    )
    def test_takes_what_is_on_the_lists_alone(
        self, eve: Citizen, there: User, changed: dict[str, Any]
    ) -> None:
        answer = assign(records.officer(), eve, **changed)

        assert answer.status_code == 200
        assert "There is a problem" in words(answer)
        assert not CaseAssignment.objects.exists()

    def test_says_that_it_is_assigned_already(self, eve: Citizen, there: User) -> None:
        officer = records.officer()
        assign(officer, eve)

        answer = assign(officer, eve)

        assert "have these powers already" in str(*get_messages(answer.wsgi_request))
        assert CaseAssignment.objects.count() == 1

    def test_is_not_handed_on_in_turn(self, eve: Citizen, there: User) -> None:
        assign(records.officer(), eve)
        records.officer("110101", unit="a third office")

        answer = assign(there, eve, area="110101")

        assert answer.status_code == 403
        assert "Assign the case to another area" not in page(there, eve)

    def test_is_for_nobody_out_of_reach(self, there: User) -> None:
        far = records.somebody("110201")

        assert assign(records.officer(), far).status_code == 404

    @pytest.mark.parametrize("purpose", ["tracing", "correction", "appeal"])
    def test_is_for_who_looks_after_somebody(self, eve: Citizen, there: User, purpose: str) -> None:
        officer = records.officer()

        assert assign(officer, eve, purpose=purpose).status_code == 403
        assert "Assign the case" not in page(officer, eve, purpose)

    def test_is_not_for_who_broke_in(self, eve: Citizen, there: User) -> None:
        records.emergency(eve, there)
        records.officer("110201", unit="a third office")

        assert assign(there, eve, area="110201").status_code == 403


class TestEnd:
    def test_is_over_at_once_and_told(
        self, eve: Citizen, there: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        officer = records.officer()
        assign(officer, eve)
        monkeypatch.setattr(timezone, "now", lambda: NOW + timedelta(minutes=5))

        posted(officer, eve, end=CaseAssignment.objects.get().pk)

        assert CaseAssignment.objects.get().ends_at == NOW + timedelta(minutes=5)
        assert "No record can be opened" in page(there, eve)
        assert "Nobody who lives elsewhere is assigned to your areas now." in in_care(there)
        entry = Payload.objects.get(entry__event=Event.ASSIGNMENT_ENDED)
        assert entry.body["office"] == "city case office"
        assert Notice.objects.filter(citizen=eve).count() == 2
        said = words(reader(eve.user).get(address("portal:my-data")))
        assert "Ended early by city case office." in said

    def test_is_for_those_who_have_it_as_well(
        self, eve: Citizen, there: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        assign(records.officer(), eve)
        monkeypatch.setattr(timezone, "now", lambda: NOW + timedelta(minutes=5))

        posted(there, eve, end=CaseAssignment.objects.get().pk)

        assert Payload.objects.get(entry__event=Event.ASSIGNMENT_ENDED).body["office"] == THERE

    def test_is_of_this_person_alone(self, eve: Citizen, there: User) -> None:
        officer = records.officer()
        other = records.somebody(person=None)
        assign(officer, other)
        number = CaseAssignment.objects.get().pk

        answer = posted(officer, eve, end=number)

        assert CaseAssignment.objects.get().ends_at == NOW + timedelta(days=30)
        assert "That assignment is over." in str(*get_messages(answer.wsgi_request))

    def test_of_another_area_is_not_theirs(self, eve: Citizen, there: User) -> None:
        records.assigned(eve, "110201")
        theirs = records.officer("110201", unit="the county's")
        other = records.assigned(eve, "110101")

        posted(theirs, eve, end=other.pk)

        other.refresh_from_db()
        assert other.ends_at > NOW

    @pytest.mark.parametrize("number", ["x", "-1", "9" * 30, ""])
    def test_of_no_number_is_not_found(self, eve: Citizen, number: str) -> None:
        assert posted(records.officer(), eve, end=number).status_code == 404

"""An official finds a person, chooses a class, and files evidence by its form."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from provinces.accounts.models import User
from provinces.citizens import canaries, services
from provinces.citizens import queries as citizens
from provinces.citizens.identities import Person
from provinces.citizens.models import Citizen
from provinces.console.evidence.forms import FILED
from provinces.evidence.classes import CONTACTS, FORMS, ORDERS, EvidenceClass
from provinces.evidence.models import Evidence, State
from provinces.jurisdictions.powers import Power
from provinces.ledger.models import Entry
from tests import cast
from tests.factories import areas, evidence
from tests.factories import citizens as people
from tests.factories.registries import CANARY, GRAN, MOTHER
from tests.pages import address, reader, words

WHY = {"source_reference": "report 7", "authority": "CDC", "legal_basis": "art. 39"}
MOMENTS = {"happened_at": "2026-11-14T08:00", "expires_at": "2026-11-17T08:00"}


@pytest.fixture
def gran(north: object) -> Citizen:
    """Somebody in Ada's city whose identity is kept."""
    return people.citizen(person=Person(GRAN.name, GRAN.number))


def searched(user: User, number: str, name: str) -> Any:
    said = {"kind": "resident", "number": number, "full_name": name}
    return reader(user).post(address("console:evidence-find"), said)


def filed(user: User, person: Citizen, kind: str, **values: Any) -> Any:
    said = {**WHY, **MOMENTS, **values}
    return reader(user).post(address("console:evidence-file", person.reference, kind), said)


class TestFind:
    def test_leads_to_the_person_of_a_document_and_name(self, ada: User, gran: Citizen) -> None:
        answer = searched(ada, GRAN.number, GRAN.name)

        assert answer["Location"] == address("console:evidence-about", gran.reference)

    def test_answers_alike_who_is_nobody_misnamed_or_out_of_reach(
        self, ada: User, cleo: User, gran: Citizen
    ) -> None:
        answers = [
            searched(ada, MOTHER.number, MOTHER.name),
            searched(ada, GRAN.number, MOTHER.name),
            searched(cleo, GRAN.number, GRAN.name),
        ]

        assert [answer.status_code for answer in answers] == [200, 200, 200]
        assert all("Nobody like that is known" in words(answer) for answer in answers)

    def test_counts_each_search(self, ada: User, gran: Citizen, settings: Any) -> None:
        tight = {**settings.CITIZENS_BUDGETS["filing"], "actor": 1}
        settings.CITIZENS_BUDGETS = {**settings.CITIZENS_BUDGETS, "filing": tight}
        searched(ada, MOTHER.number, MOTHER.name)

        answer = searched(ada, GRAN.number, GRAN.name)

        assert answer.status_code == 429
        assert Entry.objects.filter(event="budget.tripped").exists()

    def test_of_a_canary_raises_an_alarm(self, ada: User) -> None:
        canaries.plant([CANARY], now=cast.NOW)

        searched(ada, CANARY, "王芳")

        assert Entry.objects.filter(event="canary.touched").exists()

    def test_lists_those_assigned_to_ones_areas(self, ada: User, cleo: User, finn: Citizen) -> None:
        services.assign(
            finn,
            area=areas.area("110101"),
            powers=[Power.PROPOSE_EVIDENCE],
            because="treated",
            period=(cast.NOW - timedelta(days=1), cast.NOW + timedelta(days=1)),
            by=cleo,
        )

        said = words(reader(ada).get(address("console:evidence-find")))

        assert f"Assigned to my areas {finn.reference}" in said


class TestAbout:
    def test_offers_the_closed_list_and_nothing_else(self, ada: User, eve: Citizen) -> None:
        page = reader(ada).get(address("console:evidence-about", eve.reference))

        offered = [kind["key"] for group in page.context["groups"] for kind in group["kinds"]]
        assert sorted(offered) == sorted(map(str, FILED))
        assert not {"other", "status", "colour"} & set(offered)

    def test_shows_a_masked_name_and_has_the_person_know(self, ada: User, gran: Citizen) -> None:
        said = words(reader(ada).get(address("console:evidence-about", gran.reference)))

        assert "李＊" in said
        assert GRAN.name not in said
        (read,) = citizens.reads_of(gran)
        assert (read.purpose, read.fields) == ("evidence", ("name",))

    def test_of_a_case_offers_contacts_and_of_a_close_contact_theirs(
        self, ada: User, eve: Citizen
    ) -> None:
        case = evidence.recorded()
        close = evidence.in_force(
            of=EvidenceClass.CLOSE_CONTACT, contact=evidence.contact(case=case)
        )

        offered = []
        for base in (case, close):
            where = f"{address('console:evidence-about', eve.reference)}?case={base.pk}"
            groups = reader(ada).get(where).context["groups"]
            offered.append({kind["key"] for group in groups for kind in group["kinds"]})

        assert offered[0] == set(map(str, CONTACTS - {EvidenceClass.SECONDARY_CONTACT}))
        assert offered[1] == {"secondary_contact"}


class TestFile:
    @pytest.mark.parametrize("of", FILED)
    def test_has_a_form_for_every_class_that_officials_file(
        self, ada: User, eve: Citizen, of: EvidenceClass
    ) -> None:
        values: dict[str, Any] = {}
        if of in ORDERS:
            values["ends_at"] = "2026-11-16T08:00"
        if of in CONTACTS:
            values |= {"case_reference": "case 9", "method": "call", "investigator": str(ada.pk)}

        answer = filed(ada, eve, str(of), **values)

        assert answer["Location"] == address("console:evidence-mine")
        piece = Evidence.objects.get()
        assert (piece.evidence_class, piece.citizen, piece.state) == (of, eve, State.AWAITING)

    def test_asks_what_its_class_has(self, ada: User, eve: Citizen) -> None:
        for of in FILED:
            where = address("console:evidence-file", eve.reference, of)
            form = reader(ada).get(where).context["form"]
            assert set(FORMS[of].details) <= set(form.fields)
            assert ("ends_at" in form.fields) == (of in ORDERS)
            assert ("case" in form.fields) == (of in CONTACTS)

    def test_has_no_form_for_what_only_the_person_declares(self, ada: User, eve: Citizen) -> None:
        assert filed(ada, eve, "symptoms_declared").status_code == 404
        assert filed(ada, eve, "other").status_code == 404

    def test_says_at_the_field_what_is_wrong(self, ada: User, eve: Citizen) -> None:
        answer = filed(ada, eve, "confirmed_case", expires_at="2027-11-17T08:00", authority="")

        form = answer.context["form"]
        assert set(form.errors) == {"authority"}
        answer = filed(ada, eve, "confirmed_case", expires_at="2027-11-17T08:00")
        assert "no later than this class may count" in words(answer)
        assert set(answer.context["form"].errors) == {"expires_at"}
        assert not Evidence.objects.exists()

    @pytest.mark.parametrize("name", ["happened_at", "onset_at", "ends_at", "expires_at"])
    @pytest.mark.parametrize("moment", ["0001-01-01T00:00", "9999-12-31T23:59"])
    def test_takes_no_moment_of_another_age(
        self, ada: User, eve: Citizen, name: str, moment: str
    ) -> None:
        kind = "home_isolation" if name == "ends_at" else "confirmed_case"

        answer = filed(ada, eve, kind, **{name: moment})

        assert name in answer.context["form"].errors
        assert not Evidence.objects.exists()

    def test_rests_a_contact_on_a_case_of_the_register(self, ada: User, eve: Citizen) -> None:
        case = evidence.recorded()
        colleague = evidence.official("epidemiologist", unit="city health office")
        more = {"case": case.pk, "method": "call", "investigator": str(colleague.pk)}

        filed(ada, eve, "close_contact", **more)

        piece = Evidence.objects.get(citizen=eve)
        assert (piece.case, piece.investigator) == (case, colleague)

    def test_refuses_a_case_out_of_reach_as_one_that_is_not(self, ada: User, eve: Citizen) -> None:
        far = evidence.recorded(people.citizen(area=areas.area("110201")))
        more = {"method": "call", "investigator": str(ada.pk)}

        answers = [
            filed(ada, eve, "close_contact", case=number, **more) for number in (far.pk, 999_999)
        ]

        errors = [answer.context["form"].errors["case"] for answer in answers]
        assert errors[0] == errors[1]

    def test_rests_a_secondary_contact_on_a_close_one(self, ada: User, eve: Citizen) -> None:
        close = evidence.in_force(of=EvidenceClass.CLOSE_CONTACT)
        more = {"case": close.pk, "method": "call", "investigator": str(ada.pk)}

        assert filed(ada, eve, "close_contact", **more).context["form"].errors["case"]
        assert filed(ada, eve, "secondary_contact", **more).status_code == 302

    def test_is_not_for_whoever_is_out_of_reach(self, cleo: User, eve: Citizen) -> None:
        assert filed(cleo, eve, "confirmed_case").status_code == 404

    def test_says_that_it_is_held(self, ada: User, eve: Citizen, settings: Any) -> None:
        settings.EVIDENCE_UNLINKED_DAY = 0
        said = {**WHY, **MOMENTS}
        where = address("console:evidence-file", eve.reference, "confirmed_case")

        answer = words(reader(ada).post(where, said, follow=True))

        assert "Filed, and held" in answer
        assert "Held for another body" in answer

    def test_takes_no_status(self, ada: User, eve: Citizen) -> None:
        filed(ada, eve, "confirmed_case", status="red", colour="red", state="in_force")

        piece = Evidence.objects.get()
        assert (piece.state, piece.details) == (State.AWAITING, {})

    def test_takes_as_many_statements_whoever_it_is_about(
        self, ada: User, eve: Citizen, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        browser, where = reader(ada), address("console:evidence-about", eve.reference)
        browser.get(where)

        with django_assert_num_queries(18):
            browser.get(where)

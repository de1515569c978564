"""Officials look at who holds which office, propose what is to change, and sign for others."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from provinces.accounts.models import User
from provinces.jurisdictions import queries, services
from provinces.jurisdictions.models import Change, Office
from provinces.jurisdictions.powers import Power
from tests import cast
from tests.cast import NOW
from tests.client import ProvinceClient
from tests.factories import areas, changes, offices, users
from tests.pages import address, reader, words

DAY = timedelta(days=1)
SEAT = {
    "area": "110101",
    "role": "reviewer",
    "unit": "review office",
    "starts": "2026-11-15",
    "ends": "2026-12-14",
    "because": "post_filled",
}


@pytest.fixture
def first(north: object) -> User:
    areas.area()
    return changes.granter(full_name="Personnel One")


@pytest.fixture
def second(north: object) -> User:
    return changes.granter(changes.INSPECTION, full_name="Inspector Two")


def propose(by: User, office: Office, kind: str, because: str, **more: str) -> Any:
    said = {"kind": kind, "because": because, **more}
    return reader(by).post(address("console:office-propose", office.pk), said, follow=True)


def sign(by: User, change: Change | None = None) -> Any:
    change = change or Change.objects.latest("pk")
    return reader(by).post(address("console:office-change-sign", change.pk), follow=True)


class TestList:
    def listed(self, by: User, **sought: str) -> str:
        return words(reader(by).get(address("console:offices"), sought)).split("Look for these")[1]

    def test_has_the_offices_of_ones_area(self, first: User, ada: User, cleo: User) -> None:
        of_a_city = changes.granter("city personnel", "110200")

        assert "ada" in self.listed(first)
        assert "cleo" in self.listed(of_a_city)
        assert "ada" not in self.listed(of_a_city)

    def test_is_looked_through_by_area_role_and_state(
        self, first: User, ada: User, ben: User, cleo: User
    ) -> None:
        changes.suspension(ben.offices.get(), first, is_emergency=True)

        assert re.findall(r"\b(?:ada|ben|cleo)\b", self.listed(first, area="110200")) == ["cleo"]
        assert re.findall(r"\b(?:ada|ben|cleo)\b", self.listed(first, role="reviewer")) == ["ben"]
        assert re.findall(r"\b(?:ada|ben)\b", self.listed(first, state="suspended")) == ["ben"]
        ending = self.listed(first, state="ending", role="epidemiologist")
        assert re.findall(r"\b(?:ada|ben|cleo)\b", ending) == ["ada", "cleo"]
        assert "No office is like that." in self.listed(first, state="ended")

    def test_knows_areas_by_names_that_are_of_one_only(self, first: User, cleo: User) -> None:
        _one, _other = (areas.area(code, name_en="Bank") for code in ("110301", "110302"))
        found = {self.listed(first, area=said) for said in ("area 110200", "110200 区", "110200")}
        of_two = words(reader(first).get(address("console:offices"), {"area": "Bank"}))

        assert [re.findall(r"\b(?:ada|cleo)\b", said) for said in found] == [["cleo"]]
        assert "More than one of your areas has this name." in of_two

    def test_knows_no_area_of_others(self, ada: User) -> None:
        of_a_city = changes.granter("city personnel", "110200")

        said = words(reader(of_a_city).get(address("console:offices"), {"area": "110101"}))

        assert "No area of this name or number is one you decide about." in said
        assert "ada" not in said

    def test_takes_as_many_statements_whoever_is_in_it(
        self, first: User, ada: User, django_assert_max_num_queries: Any
    ) -> None:
        for _ in range(20):
            offices.office(users.user(), areas.area("110101"), now=NOW)
        client = reader(first)

        with django_assert_max_num_queries(15):
            client.get(address("console:offices"))


class TestOfficer:
    def test_shows_offices_and_what_was_proposed(
        self, first: User, second: User, ada: User
    ) -> None:
        sign(second, changes.grant(ada, first))

        said = words(reader(first).get(address("console:officer", ada.pk)))

        assert "Epidemiologist · Area 110100 In force" in said
        assert "Reviewer · Area 110101 In force" in said
        assert "counts once an official of another unit signs it" in said
        assert "Give an office Signed ada Area 110101 personnel office" in said

    def test_says_only_what_is_within_reach(self, ada: User) -> None:
        of_a_city = changes.granter("city personnel", "110200")
        offices.office(ada, areas.area("110201"), "reviewer", unit="elsewhere", now=NOW)

        said = words(reader(of_a_city).get(address("console:officer", ada.pk)))

        assert "Area 110201" in said
        assert "Area 110100" not in said

    def test_lets_nobody_decide_about_themselves(self, first: User) -> None:
        said = words(reader(first).get(address("console:officer", first.pk)))

        assert "This is you." in said
        assert "Propose a change" not in said

    def test_takes_as_many_statements_however_many_offices(
        self, first: User, ada: User, django_assert_max_num_queries: Any
    ) -> None:
        for number in range(9):
            offices.office(ada, areas.area(f"11020{number + 1}"), now=NOW)
        client = reader(first)

        with django_assert_max_num_queries(15):
            client.get(address("console:officer", ada.pk))


class TestByTwo:
    """Each change in the browser: proposed by one, signed by another of another unit."""

    def test_grants(self, first: User, second: User, ada: User) -> None:
        page = reader(first).post(address("console:office-grant", ada.pk), SEAT, follow=True)
        assert "Proposed. It counts when" in words(page)
        assert Power.APPROVE_EVIDENCE not in queries.powers_of(ada, NOW)

        assert "Signed. It counts from now on." in words(sign(second))

        assert Power.APPROVE_EVIDENCE in queries.powers_of(ada, NOW)
        made = ada.offices.get(role="reviewer")
        assert made.period.upper == NOW + timedelta(days=29, hours=12)

    @pytest.mark.parametrize(
        ("kind", "because"),
        [("end", "left"), ("suspend", "under_review"), ("stop", "account_lost")],
    )
    def test_takes_powers_away(
        self, first: User, second: User, ada: User, kind: str, because: str
    ) -> None:
        propose(first, ada.offices.get(), kind, because)

        sign(second)

        assert queries.powers_of(ada, NOW) == frozenset()

    def test_resumes(self, first: User, second: User, ada: User) -> None:
        services.sign(changes.suspension(ada.offices.get(), first), by=second, now=NOW)
        propose(first, ada.offices.get(), "resume", "cleared")

        sign(second)

        assert Power.DECLARE_ZONE in queries.powers_of(ada, NOW)

    def test_hands_over(self, first: User, second: User, ada: User, cleo: User) -> None:
        propose(first, ada.offices.get(), "hand_over", "stands_in", to="cleo")

        sign(second)

        assert cleo.offices.filter(unit="city health office").exists()
        assert queries.powers_of(ada, NOW) == frozenset()

    def test_suspends_at_once_in_an_emergency(self, first: User, ada: User) -> None:
        said = words(propose(first, ada.offices.get(), "stop", "misuse_suspected"))

        assert "Suspended at once." in said
        assert queries.powers_of(ada, NOW) == frozenset()
        assert reader(ada).get(address("console:home")).status_code == 403

    def test_names_the_controller(self, first: User, second: User, client: ProvinceClient) -> None:
        said = {**changes.CONTROLLER, "because": "named_by_decree"}
        reader(first).post(address("console:office-controller"), said)
        public = address("portal:controller")
        assert "Nobody is named yet." in words(client.get(public))

        sign(second)

        assert "1 First Road, Anping" in words(client.get(public))
        assert "Disease control of the north" in words(client.get(address("portal:home")))

    def test_refuses_with_a_reason_of_the_list(self, first: User, second: User, ada: User) -> None:
        change = changes.grant(ada, first)
        where = address("console:office-change-refuse", change.pk)

        assert "Choose a reason." in words(
            reader(second).post(where, {"because": "I say so"}, follow=True)
        )
        said = words(reader(second).post(where, {"because": "no_need"}, follow=True))

        assert "Turned down. Nothing has changed." in said
        assert "There is no need for it" in said

    def test_is_taken_back_by_who_proposed_it(self, first: User, second: User, ada: User) -> None:
        change = changes.grant(ada, first)
        where = address("console:office-change-withdraw", change.pk)

        assert "beyond what you decide about" in words(reader(second).post(where, follow=True))
        assert "Taken back." in words(reader(first).post(where, follow=True))


class TestReplays:
    """What an administrator might try to get more for themselves, each in the browser."""

    def test_for_ever(self, first: User, ada: User) -> None:
        seat = {**SEAT, "starts": "9999-12-31", "ends": "9999-12-31"}

        page = reader(first).post(address("console:office-grant", ada.pk), seat)

        assert "Ensure this value is less than or equal to" in words(page)

    def test_for_themselves(self, first: User) -> None:
        seat = {**SEAT, "area": "110000", "role": "high_reviewer"}

        page = reader(first).post(address("console:office-grant", first.pk), seat)

        assert "Nobody decides about themselves" in words(page)
        assert not Change.objects.exists()

    def test_by_their_own_signature(self, first: User, ada: User) -> None:
        changes.grant(ada, first)

        assert "Nobody decides about themselves" in words(sign(first))
        assert not ada.offices.filter(role="reviewer").exists()

    def test_by_an_accomplice_of_the_same_unit(self, first: User, ada: User) -> None:
        accomplice = changes.granter(changes.PERSONNEL)
        changes.grant(ada, first)

        assert "another unit has to sign it" in words(sign(accomplice))
        assert not ada.offices.filter(role="reviewer").exists()

    def test_by_an_accomplice_in_two_offices(self, first: User, ada: User) -> None:
        accomplice = changes.granter(changes.INSPECTION)
        offices.office(accomplice, areas.area(), "reviewer", unit=changes.PERSONNEL, now=NOW)
        changes.grant(ada, first)

        assert "another unit has to sign it" in words(sign(accomplice))

    def test_by_a_forged_area(self, ada: User) -> None:
        of_a_city = changes.granter("city personnel", "110100")

        page = reader(of_a_city).post(
            address("console:office-grant", ada.pk), {**SEAT, "area": "110000"}
        )

        assert "No area of this name or number is one you decide about." in words(page)
        assert not Change.objects.exists()

    def test_by_a_forged_role(self, ada: User) -> None:
        areas.area()
        of_a_city = changes.granter("city personnel", "110100")

        page = reader(of_a_city).post(
            address("console:office-grant", ada.pk), {**SEAT, "role": "administrator"}
        )

        assert "There is a problem Role" in words(page)
        assert not Change.objects.exists()

    def test_by_fields_that_the_form_does_not_have(
        self, first: User, second: User, ada: User
    ) -> None:
        forged = {**SEAT, "state": "signed", "decided_by": second.pk, "proposed_by": second.pk}
        reader(first).post(address("console:office-grant", ada.pk), forged)

        change = Change.objects.get()
        assert (change.state, change.proposed_by, change.decided_by) == ("awaiting", first, None)

    def test_by_an_order_that_there_is_not(self, first: User, ada: User) -> None:
        office = ada.offices.get()

        assert propose(first, office, "grant", "post_filled").status_code == 404
        assert propose(first, office, "prolong", "prolonged").status_code == 404


class TestDesk:
    def test_warns_of_offices_that_end(self, north: object) -> None:
        official = users.user("zoe")
        offices.office(official, areas.area(), now=NOW, period=(NOW - DAY, NOW + 6 * DAY))
        granter = users.user()
        offices.office(
            granter, areas.area("110000"), "administrator", now=NOW,
            period=(NOW - DAY, NOW + 100 * DAY),
        )  # fmt: skip

        own = words(reader(official).get(address("console:home")))
        others = words(reader(granter).get(address("console:home")))

        assert "Soon My office ends: Epidemiologist, 21 November 2026" in own
        assert "Soon An office ends: zoe, Epidemiologist, 21 November 2026" in others
        assert "My office ends" not in others

    def test_says_what_waits_for_ones_signature(self, first: User, second: User, ada: User) -> None:
        changes.grant(ada, first)

        assert "Changes of offices to sign 1" in words(reader(second).get(address("console:home")))
        assert "Changes of offices to sign" not in words(reader(first).get(address("console:home")))

    def test_takes_few_statements_more(
        self, first: User, ada: User, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        client = reader(first)

        with django_assert_max_num_queries(30):
            client.get(address("console:home"))


class TestAdministrator:
    def test_reads_no_person(self, first: User) -> None:
        eve = cast.eve()
        client = reader(first)

        assert client.get(address("console:desk")).status_code == 403
        assert client.get(address("console:officer", eve.user_id)).status_code == 404
        assert client.get(address("console:appeals")).status_code == 403

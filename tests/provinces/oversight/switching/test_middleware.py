"""What is off answers so, to people and programs; what is on costs nothing to ask."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from provinces.citizens.models import Citizen
from provinces.oversight.switching import state
from provinces.oversight.switching.parts import Part
from provinces.tenancy import scope
from tests import cast
from tests.client import ProvinceClient
from tests.factories import incidents
from tests.factories.incidents import HOUR, NOW
from tests.pages import address, noon, reader, words

__all__ = ["noon"]

pytestmark = pytest.mark.usefixtures("north", "noon")


def enrolling(client: ProvinceClient, **headers: str) -> Any:
    return client.get(address("portal:enrol"), **headers)


class TestOff:
    def test_tells_people_what_until_when_and_what_goes_on(self, client: ProvinceClient) -> None:
        incidents.off(Part.ENROLMENT)

        answer = enrolling(client, HTTP_ACCEPT="text/html")

        said = words(answer)
        assert answer.status_code == 503
        assert "Switched off: Enrolment, and giving accounts back" in said
        assert "暂停使用：登记和找回账户" in said
        assert "15 November 2026, 13:00" in said
        assert "Your status stays as it is" in said

    def test_says_when_to_try_again(self, client: ProvinceClient) -> None:
        incidents.off(Part.ENROLMENT, lasting=HOUR / 60)

        assert enrolling(client).headers["Retry-After"] == "61"

    def test_tells_programs_as_a_problem(self, client: ProvinceClient) -> None:
        incidents.off(Part.LABORATORIES)

        answer = client.post(address("api:laboratory-fhir"), {}, "application/json")

        assert answer.status_code == 503
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert answer.json()["part"] == "laboratories"
        assert answer.json()["status"] == 503

    def test_closes_the_other_roads_to_what_is_off(self, client: ProvinceClient) -> None:
        incidents.off(Part.LIVE_CODES)

        answer = client.post(address("api:channel-code"))

        assert answer.status_code == 503
        assert answer.json()["part"] == "live_codes"

    def test_tells_scripts_of_pages_as_a_problem(self, eve: Citizen) -> None:
        incidents.off(Part.LIVE_CODES)

        answer = reader(eve.user).get(address("portal:code-next"), HTTP_ACCEPT="*/*")

        assert answer.json()["reason"] == "attack"

    def test_leaves_all_else_on(self, client: ProvinceClient) -> None:
        incidents.off(Part.DESK_LOOK_UP)

        assert enrolling(client).status_code == 200

    def test_is_of_one_province_alone(self, client: ProvinceClient) -> None:
        incidents.off(Part.ENROLMENT)

        with scope.province(cast.SOUTH):
            assert enrolling(client).status_code == 200

    def test_is_over_by_itself(
        self, client: ProvinceClient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        switch = incidents.off(Part.ENROLMENT)
        monkeypatch.setattr("django.utils.timezone.now", lambda: switch.until)

        assert enrolling(client).status_code == 200


class TestOn:
    def test_costs_no_statement_while_it_is_known(self, eve: Citizen) -> None:
        state.remember(cast.NORTH, seconds=60)

        with CaptureQueriesContext(connection) as ran:
            reader(eve.user).get(address("portal:code-next"))

        assert not [each for each in ran if "oversight_switch" in each["sql"]]

    def test_costs_one_where_it_is_not(self, client: ProvinceClient) -> None:
        state.forget()

        with CaptureQueriesContext(connection) as ran:
            enrolling(client)
            enrolling(client)

        assert len([each for each in ran if "oversight_switch" in each["sql"]]) == 1

    def test_is_not_even_asked_for_what_is_never_off(self, eve: Citizen) -> None:
        state.forget()

        with CaptureQueriesContext(connection) as ran:
            reader(eve.user).get(address("portal:my-data"))

        assert not [each for each in ran if "oversight_switch" in each["sql"]]


class TestCheckpoints:
    def test_are_told_what_to_do(self, client: ProvinceClient) -> None:
        incidents.off(Part.LIVE_CODES)

        (told,) = client.get(address("scanner:lists"), HTTP_ACCEPT_LANGUAGE="en").json()["do"]

        assert "nobody is kept out because the service is off" in told

    def test_are_told_nothing_while_all_is_on(self, client: ProvinceClient) -> None:
        assert client.get(address("scanner:lists")).json()["do"] == []

    def test_are_told_even_while_their_lists_are_off(self, client: ProvinceClient) -> None:
        incidents.off(Part.CHECKPOINT_LISTS)

        assert client.get(address("portal:trust-list")).status_code == 503
        assert client.get(address("scanner:lists")).json()["do"]


class TestState:
    def test_goes_on_with_what_was_known_where_the_tables_cannot_be_read(self) -> None:
        known = state.Off(Part.ENROLMENT, NOW, NOW + HOUR, "attack")
        state.remember(cast.NORTH, [known], seconds=0)

        with connection.cursor() as cursor:
            cursor.execute("SAVEPOINT before")
            cursor.execute("SET LOCAL search_path TO pg_catalog")
            found = state.off(Part.ENROLMENT, NOW)
            cursor.execute("ROLLBACK TO SAVEPOINT before")

        assert found == known

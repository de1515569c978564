"""Legal officers receive, examine and hand over what authorities ask about one person."""

from __future__ import annotations

from typing import Any

import pytest

from provinces.citizens.models import Citizen
from provinces.oversight.models import LawfulRequest
from tests.factories import incidents
from tests.pages import address, reader, words

pytestmark = pytest.mark.usefixtures("north")

SAID = {
    "authority": "court",
    "authority_name": "Anping Court",
    "basis": "civil_procedure_70",
    "their_reference": "(2026) 118",
    "fields_asked": ["status", "results"],
    "first": "2026-11-05",
    "last": "2026-11-14",
}
GRANT = {
    "fields_granted": ["results"],
    "first": "2026-11-10",
    "last": "2026-11-14",
    "days": "7",
}


def receive(citizen: Citizen, **changes: Any) -> Any:
    said = {**SAID, "person": citizen.reference, **changes}
    return reader(incidents.legal()).post(address("console:lawful-receive"), said, follow=True)


class TestReceive:
    def test_takes_in_what_is_asked_and_gives_nothing(self, eve: Citizen) -> None:
        answer = receive(eve)

        assert "Received. Another office examines it" in words(answer)
        request = LawfulRequest.objects.get()
        assert (request.citizen, request.fields) == (eve, ["status", "results"])
        assert "Fetch the file" not in words(answer)

    def test_finds_nobody_elsewhere(self, finn: Citizen) -> None:
        assert "Nobody of this reference is in your areas." in words(receive(finn))
        assert not LawfulRequest.objects.exists()

    @pytest.mark.parametrize("days", [{"last": "9999-12-31"}, {"first": "0001-01-01"}])
    def test_takes_no_day_beyond_ours(self, eve: Citizen, days: dict[str, str]) -> None:
        assert "Ensure this value is" in words(receive(eve, **days))

    def test_refuses_who_together_with_how(self, eve: Citizen) -> None:
        said = words(receive(eve, fields_asked=["name", "status"]))

        assert "who somebody is never together with how they are" in said
        assert not LawfulRequest.objects.exists()


class TestExamine:
    def test_grants_a_part_and_hands_it_over(self, eve: Citizen) -> None:
        request = incidents.received(eve)
        browser = reader(incidents.legal("court liaison"))

        said = words(
            browser.post(address("console:lawful-grant", request.reference), GRANT, follow=True)
        )
        made = browser.post(address("console:lawful-file", request.reference))

        assert "Granted in part" in said
        request.refresh_from_db()
        assert request.granted == ["results"]
        assert made.headers["Content-Type"] == "application/pdf"
        assert made.content.startswith(b"%PDF")

    def test_is_refused_to_the_office_that_received_it(self, eve: Citizen) -> None:
        request = incidents.received(eve)

        answer = reader(incidents.legal()).post(
            address("console:lawful-grant", request.reference), GRANT, follow=True
        )

        assert "It was received in your office" in words(answer)

    def test_turns_down_with_a_reason_of_the_list_alone(self, eve: Citizen) -> None:
        request = incidents.received(eve)
        browser = reader(incidents.legal("court liaison"))
        where = address("console:lawful-refuse", request.reference)

        free = browser.post(where, {"refusal": "because"}, follow=True)
        listed = browser.post(where, {"refusal": "too_broad"}, follow=True)

        assert "Choose a reason." in words(free)
        assert "Turned down · More is asked for than the purpose needs" in words(listed)


class TestRequests:
    def test_are_those_of_my_areas(self, eve: Citizen) -> None:
        request = incidents.received(eve)

        here = words(reader(incidents.legal()).get(address("console:lawful")))
        there = words(reader(incidents.legal(code="110200")).get(address("console:lawful")))

        assert request.reference in here
        assert request.reference not in there

    def test_are_never_shown_to_whom_they_are_about(self, eve: Citizen) -> None:
        official = incidents.legal()
        request = incidents.received(eve)
        Citizen.objects.filter(pk=eve.pk).update(user=official)

        where = address("console:lawful-request", request.reference)
        assert reader(official).get(where).status_code in (403, 404)

"""What apps of others may do, and that they may do nothing else."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.utils import translation

from provinces.citizens import moving
from provinces.citizens.models import Citizen
from provinces.evidence.models import Evidence
from provinces.oversight.breaches import reading
from provinces.retention.usage import usage_of
from tests import cast
from tests.architecture import urls
from tests.factories import channels, road
from tests.pages import address, noon

__all__ = ["noon"]

pytestmark = pytest.mark.usefixtures("noon")

ALL = "code:read declare:write enrol:start"
OWN = {
    "api:channel-code": ("code:read", "GET"),
    "api:channel-declarations": ("declare:write", "POST"),
    "api:channel-enrolments": ("enrol:start", "POST"),
}
# What everybody may read.
OPEN = {"api:schema", "api:docs", "api:run-progress", "api:usage-heartbeat"}
HEALTH = {"health": "wellness_declared"}


def call(token: str, page: str, method: str = "GET") -> int:
    body = json.dumps(HEALTH)
    client = channels.calling(token)
    return int(client.generic(method, address(page), body, "application/json").status_code)


class TestCode:
    def test_is_the_citizens_own_and_tells_nothing_more(self, eve: Citizen) -> None:
        road.first_ruleset()

        answer = channels.calling(channels.token(eve, channels.app())).get(
            address("api:channel-code")
        )

        assert answer.status_code == 200
        assert set(answer.json()) == {"code", "expires_at"}
        assert answer.json()["code"].startswith("CC1:")
        assert answer["Cache-Control"] == "no-store"

    def test_is_told_to_its_citizen_once_in_half_an_hour(self, eve: Citizen) -> None:
        road.first_ruleset()
        token = channels.token(eve, channels.app("Ride"))

        for _ in range(2):
            call(token, "api:channel-code")

        with translation.override("en"):
            (use,) = usage_of(eve)
        assert use.receiver == "Ride"
        assert use.action.startswith("An app that you let act for you did so. Show your code")

    def test_lets_a_breach_through_the_app_name_whom_it_concerns(
        self, eve: Citizen, finn: Citizen
    ) -> None:
        road.first_ruleset()
        ride = channels.app("Ride")
        call(channels.token(eve, ride), "api:channel-code")
        call(channels.token(finn, channels.app("Walk")), "api:channel-code")

        suspect = reading.named("Ride")
        found = reading.touched(suspect, cast.NOW, cast.NOW + timedelta(minutes=1))

        assert reading.spoken(suspect) == "Ride"
        assert [each.citizen for each in found] == [eve.pk]

    def test_is_another_provinces_for_whoever_goes_there(self, eve: Citizen) -> None:
        road.first_ruleset()
        token = channels.token(eve, channels.app())
        moving.leave(eve, to="south", now=cast.NOW)

        answer = channels.calling(token).get(address("api:channel-code"))

        assert answer.status_code == 403
        assert answer.json()["detail"] == "Another province gives this citizen their codes."


class TestDeclarations:
    def test_are_kept_with_the_apps_name(self, eve: Citizen) -> None:
        token = channels.token(eve, channels.app("Ride"), "declare:write")

        assert call(token, "api:channel-declarations", "POST") == 201
        assert [use.receiver for use in usage_of(eve)] == ["Ride"]
        assert Evidence.objects.get(citizen=eve).source_reference == "Ride"

    @pytest.mark.parametrize(
        ("health", "status"), [("symptoms_declared", 201), ("wellness_declared", 400)]
    )
    def test_say_which_symptoms(self, eve: Citizen, health: str, status: int) -> None:
        client = channels.calling(channels.token(eve, channels.app(), "declare:write"))
        body = {"health": health, "symptoms": ["fever"], "onset_at": "2026-01-02T00:00:00Z"}

        answer = client.post(
            address("api:channel-declarations"), body, content_type="application/json"
        )

        assert answer.status_code == status
        kept = Evidence.objects.values_list("details", flat=True)
        assert list(kept) == ([{"symptoms": ["fever"]}] if status == 201 else [])

    @pytest.mark.parametrize("body", [{"health": "\ud800"}, {**HEALTH, "symptoms": ["\udfff"]}])
    def test_have_no_half_a_character(self, eve: Citizen, body: dict[str, object]) -> None:
        client = channels.calling(channels.token(eve, channels.app(), "declare:write"))

        answer = client.generic(
            "POST", address("api:channel-declarations"), json.dumps(body), "application/json"
        )

        assert answer.status_code == 400
        assert "has half a character" in answer.json()["detail"]

    @pytest.mark.parametrize("onset", ["0001-01-01T00:00:00", "0001-01-01T00:00:00+14:00"])
    def test_are_of_no_other_age(self, eve: Citizen, onset: str) -> None:
        client = channels.calling(channels.token(eve, channels.app(), "declare:write"))
        body = {"health": "symptoms_declared", "onset_at": onset}

        answer = client.post(
            address("api:channel-declarations"), body, content_type="application/json"
        )

        assert answer.status_code == 400
        assert [each["parameter"] for each in answer.json()["errors"]] == ["onset_at"]

    def test_are_of_oneself_alone(self, eve: Citizen) -> None:
        client = channels.calling(channels.token(eve, channels.app(), "declare:write"))
        body = {"health": "confirmed_case"}

        answer = client.post(
            address("api:channel-declarations"), body, content_type="application/json"
        )

        assert answer.status_code == 400
        assert not Evidence.objects.exists()


class TestEnrolments:
    def test_are_finished_with_the_province(self, eve: Citizen) -> None:
        client = channels.calling(channels.token(eve, channels.app(), "enrol:start"))

        answer = client.post(address("api:channel-enrolments"))

        assert answer.status_code == 201
        assert answer.json() == {"finish_at": f"http://testserver{address('portal:enrol')}"}


@pytest.mark.parametrize("page", OWN)
class TestScopes:
    def test_open_their_own(self, eve: Citizen, page: str) -> None:
        road.first_ruleset()
        scope, method = OWN[page]

        assert call(channels.token(eve, channels.app(), scope), page, method) in (200, 201)

    def test_open_nothing_else(self, eve: Citizen, page: str) -> None:
        scope, method = OWN[page]
        others = " ".join(one for one in ALL.split() if one != scope)

        assert call(channels.token(eve, channels.app(), others), page, method) == 403


class TestOtherEndpoints:
    def test_refuse_an_apps_token(self, eve: Citizen) -> None:
        token = channels.token(eve, channels.app(), ALL)
        others = {
            page
            for page in urls.pages()
            if page.name.startswith("api:")
            and page.name not in {*OWN, *OPEN}
            and "<" not in page.pattern
        }

        answers = {
            (page.name, method): call(token, page.name, method)
            for page in others
            for method in page.methods
        }

        assert answers
        assert set(answers.values()) <= {401, 403}, answers

    def test_of_citizens_take_no_token(self, eve: Citizen) -> None:
        client = channels.calling(channels.token(eve, channels.app(), ALL))

        assert client.get(address("portal:status")).status_code == 302

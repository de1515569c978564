"""What paired devices may do, and what they are answered."""

from __future__ import annotations

import base64
import json
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from core.cells.datum import wgs84_to_gcj02
from core.cells.lookup import cell_for
from core.periods import epoch_minute
from provinces.api import presence_bodies
from provinces.citizens.models import Citizen
from provinces.presence import services
from provinces.presence.models import CheckIn, Device
from provinces.tenancy import scope
from tests import cast
from tests.client import ProvinceClient
from tests.factories import citizens, presences
from tests.pages import address, noon  # noqa: F401  a fixture
from tests.provinces.presence import samples

pytestmark = pytest.mark.usefixtures("north", "noon")

AT = int(presences.YESTERDAY.timestamp())
MINUTE = epoch_minute(presences.YESTERDAY)
CELL = cell_for(presences.LAT, presences.LON, 11)
LOCATION = {"_type": "location", "tst": AT, "lat": presences.LAT, "lon": presences.LON, "acc": 20}
POINT = {"time": AT, "lat": presences.LAT, "lon": presences.LON, "accuracy": 20}
FEATURE = {
    "type": "Feature",
    "geometry": {"type": "Point", "coordinates": [presences.LON, presences.LAT]},
    "properties": {"time": AT, "accuracy": 20},
}
CHECK_IN = {"venue": "the market", "cell": f"{CELL:x}", "at": presences.YESTERDAY.isoformat()}
OWNTRACKS, FIXES, CHECK_INS = (
    "api:presence-owntracks",
    "api:presence-fixes",
    "api:presence-check-ins",
)


@pytest.fixture
def token(eve: Citizen) -> str:
    """The token of Eve's phone."""
    return services.pair_device(eve, now=cast.NOW)


def bearer(token: str) -> str:
    return f"Bearer {token}"


def basic(name: str, token: str) -> str:
    return "Basic " + base64.b64encode(f"{name}:{token}".encode()).decode()


def post(
    page: str, body: object, authorization: str = "", *, query: str = "", kind: str = "json"
) -> Any:
    content = body if isinstance(body, str | bytes) else json.dumps(body)
    headers = {"authorization": authorization} if authorization else {}
    where = f"{address(page)}{query}"
    return ProvinceClient().post(
        where, content, content_type=f"application/{kind}", headers=headers
    )


def send(body: object, token: str, **options: Any) -> Any:
    """Post fixes in WGS84."""
    return post(FIXES, body, bearer(token), **{"query": "?datum=wgs84", **options})


def problem(response: Any) -> dict[str, Any]:
    """Return the problem details an answer consists of."""
    told: dict[str, Any] = response.json()
    assert response["Content-Type"] == "application/problem+json"
    assert told["status"] == response.status_code
    return told


class TestAuthentication:
    @pytest.mark.parametrize("page", [FIXES, CHECK_INS])
    def test_asks_for_the_token_of_a_device(self, page: str) -> None:
        response = post(page, {})

        assert problem(response)["status"] == 401
        assert response["WWW-Authenticate"] == 'Bearer realm="north"'

    def test_asks_owntracks_for_a_user_and_a_password(self) -> None:
        response = post(OWNTRACKS, LOCATION)

        assert problem(response)["status"] == 401
        assert response["WWW-Authenticate"] == 'Basic realm="north"'

    def test_answers_whatever_is_wrong_alike(self, eve: Citizen, finn: Citizen, token: str) -> None:
        wrong = [
            basic(eve.reference, "unknown"),
            basic(finn.reference, token),
            basic("nobody", token),
            basic("", token),
            basic(eve.reference, ""),
            "Basic not-base64",
            "Basic é".encode().decode("latin-1"),
        ]

        answers = [post(OWNTRACKS, LOCATION, each) for each in wrong]

        assert {(answer.status_code, answer.content) for answer in answers} == {
            (401, answers[0].content)
        }
        assert presences.kept() == []

    @pytest.mark.parametrize("wrong", ["unknown", "", "é", "two words"])
    def test_refuses_a_token_that_is_none(self, token: str, wrong: str) -> None:
        assert post(FIXES, {}, bearer(wrong)).status_code == 401

    def test_refuses_one_way_in_place_of_the_other(self, eve: Citizen, token: str) -> None:
        assert post(OWNTRACKS, LOCATION, bearer(token)).status_code == 401
        assert post(FIXES, {}, basic(eve.reference, token)).status_code == 401

    def test_refuses_a_device_that_was_revoked(self, token: str) -> None:
        Device.objects.update(revoked_at=cast.NOW)

        assert send({"points": [POINT]}, token).status_code == 401

    def test_refuses_a_device_of_another_province(self) -> None:
        with scope.province(cast.SOUTH):
            foreign = services.pair_device(citizens.citizen(), now=cast.NOW)

        assert send({"points": [POINT]}, foreign).status_code == 401

    def test_refuses_a_session_without_a_token(self, eve: Citizen) -> None:
        client = ProvinceClient()
        client.force_login(eve.user)

        response = client.post(f"{address(FIXES)}?datum=wgs84", {}, "application/json")

        assert response.status_code == 401


class TestFault:
    def test_is_none_of_the_devices(self, token: str, monkeypatch: pytest.MonkeyPatch) -> None:
        later = cast.NOW + timedelta(days=9)
        monkeypatch.setattr(timezone, "now", lambda: later)

        with pytest.raises(services.NoSuchDay):
            send({"points": [{**POINT, "time": later.timestamp()}]}, token)


class TestOwnTracks:
    def test_takes_a_location_and_answers_nothing(self, eve: Citizen, token: str) -> None:
        response = post(OWNTRACKS, LOCATION, basic(eve.reference, token))

        assert (response.status_code, response.json()) == (200, [])
        assert presences.kept(eve) == [(CELL, MINUTE, MINUTE + 1, False)]

    @pytest.mark.parametrize("body", [{"_type": "waypoint"}, [], "", "{", [LOCATION, 3]])
    def test_answers_nothing_whatever_a_message_is(
        self, eve: Citizen, token: str, body: object
    ) -> None:
        response = post(OWNTRACKS, body, basic(eve.reference, token))

        assert (response.status_code, response.json()) == (200, [])

    def test_takes_what_the_apps_send(self, eve: Citizen, token: str) -> None:
        for path in samples.real("location_payloads/owntracks"):
            response = post(OWNTRACKS, path.read_bytes(), basic(eve.reference, token))

            assert (response.status_code, response.json()) == (200, [])

    def test_refuses_more_than_any_app_sends(self, eve: Citizen, token: str) -> None:
        body = " " * (presence_bodies.Bytes.longest + 1)

        response = post(OWNTRACKS, body, basic(eve.reference, token))

        assert problem(response)["status"] == 413


class TestFixes:
    @pytest.mark.parametrize("kind", ["json", "geo+json"])
    def test_takes_geojson(self, eve: Citizen, token: str, kind: str) -> None:
        body = {"type": "FeatureCollection", "features": [FEATURE]}

        response = send(body, token, kind=kind)

        assert response.status_code == 200
        assert presences.kept(eve) == [(CELL, MINUTE, MINUTE + 1, False)]

    def test_takes_points(self, eve: Citizen, token: str) -> None:
        moments = [{**POINT, "time": AT + 300 * number} for number in range(4)]

        response = send({"points": moments}, token)

        assert response.json() == {
            "read": 4,
            "kept": 4,
            "duplicates": 0,
            "refused": [],
            "presences": 4,
            "stays": 1,
        }

    def test_converts_gcj02(self, eve: Citizen, token: str) -> None:
        lat, lon = wgs84_to_gcj02(presences.LAT, presences.LON)

        send({"points": [{**POINT, "lat": lat, "lon": lon}]}, token, query="?datum=gcj02")

        assert [cell for cell, *_ in presences.kept(eve)] == [CELL]

    def test_refuses_record_by_record(self, eve: Citizen, token: str) -> None:
        coarse = {**POINT, "accuracy": 4000}
        points = [
            coarse,
            POINT,
            {**POINT, "time": None},
            {"time": AT},
            coarse,
            7,
            {**POINT, "lat": "x"},
        ]

        told = send({"points": points}, token).json()

        assert (told["read"], told["kept"]) == (7, 1)
        assert [(each["reason"], each["count"], each["records"]) for each in told["refused"]] == [
            ("unreadable", 2, [6, 7]),
            ("too_coarse", 2, [1, 5]),
            ("no_time", 1, [3]),
            ("no_position", 1, [4]),
        ]
        assert all(each["detail"].endswith(".") for each in told["refused"])

    @pytest.mark.parametrize("query", ["", "?datum=", "?datum=bd09"])
    def test_refuses_an_undeclared_datum(self, token: str, query: str) -> None:
        told = problem(send({"points": [POINT]}, token, query=query))

        assert told["status"] == 400
        assert [error["parameter"] for error in told["errors"]] == ["datum"]
        assert presences.kept() == []

    @pytest.mark.parametrize(
        "body", ["", "{", "[]", "3", "{}", '{"points": 3}', '{"type": "Feature"}', "[" * 100_000]
    )
    def test_refuses_a_body_that_is_none(self, token: str, body: str) -> None:
        assert problem(send(body, token))["status"] == 400

    def test_refuses_a_body_that_is_too_long(self, token: str) -> None:
        body = json.dumps({"points": []}) + " " * presence_bodies.Bytes.longest

        assert problem(send(body, token))["status"] == 413

    def test_refuses_another_kind_of_body(self, token: str) -> None:
        assert problem(send("lat,lon", token, kind="csv"))["status"] == 415

    def test_refuses_to_be_read(self, token: str) -> None:
        headers = {"authorization": bearer(token)}

        response = ProvinceClient().get(address(FIXES), headers=headers)

        assert problem(response)["status"] == 405


class TestCheckIns:
    def test_are_kept_for_ones_own_citizen(self, eve: Citizen, token: str) -> None:
        response = post(CHECK_INS, CHECK_IN, bearer(token))

        known = CheckIn.objects.get()
        assert (response.status_code, response.json()["cell"]) == (201, CHECK_IN["cell"])
        assert (known.citizen, known.cell, known.at_minute) == (eve, CELL, MINUTE)

    def test_need_no_cell(self, token: str) -> None:
        body = {"venue": "a bus", "at": presences.YESTERDAY.isoformat()}

        assert post(CHECK_INS, body, bearer(token)).status_code == 201
        assert CheckIn.objects.get().cell is None

    @pytest.mark.parametrize(
        ("values", "wrong"),
        [
            ({"cell": "nowhere"}, "cell"),
            ({"cell": "f" * 40}, "cell"),
            ({"cell": "0"}, "cell"),
            ({"cell": 3.5}, "cell"),
            ({"venue": ""}, "venue"),
            ({"venue": "x" * 81}, "venue"),
            ({"venue": "a\0b"}, "venue"),
            ({"at": "yesterday"}, "at"),
            ({"at": (cast.NOW + timedelta(hours=1)).isoformat()}, "at"),
            ({"at": "2020-01-01T00:00:00Z"}, "at"),
        ],
    )
    def test_tell_which_part_is_wrong(self, token: str, values: dict[str, Any], wrong: str) -> None:
        told = problem(post(CHECK_INS, {**CHECK_IN, **values}, bearer(token)))

        assert told["status"] == 400
        assert [error["parameter"] for error in told["errors"]] == [wrong]
        assert not CheckIn.objects.exists()

    def test_refuse_what_is_no_object(self, token: str) -> None:
        assert problem(post(CHECK_INS, [CHECK_IN], bearer(token)))["status"] == 400
        assert problem(post(CHECK_INS, "{", bearer(token)))["status"] == 400

"""Which province a request is in, and that its cookies mean nothing in another."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from django.core.cache import caches
from django.test import Client
from django.urls import get_script_prefix

from provinces.tenancy import directory, scope
from provinces.tenancy.connecting import connection
from provinces.tenancy.models import Domain, Province
from tests import cast, database
from tests.client import ProvinceClient

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.provinces.tenancy.pages")]


class TestPath:
    def test_leads_into_the_province(self, client: Client) -> None:
        told = client.get("/p/north/where/").json()

        assert told == {
            "province": "north",
            "schema": "north",
            "path": "/p/north/where/",
            "path_info": "/where/",
            "reversed": "/p/north/where/",
            "absolute": "http://testserver/p/north/where/",
        }

    def test_is_below_the_servers_own_prefix(self, client: Client) -> None:
        told = client.get("/p/north/where/", SCRIPT_NAME="/concord").json()

        assert told["path"] == told["reversed"] == "/concord/p/north/where/"

    def test_without_its_slash_leads_to_the_one_with(self, client: Client) -> None:
        response = client.get("/p/north")

        assert (response.status_code, response["Location"]) == (301, "/p/north/")

    def test_of_an_unknown_province_answers_as_any_unknown_page(self, client: Client) -> None:
        unknown = client.get("/p/nowhere/where/")
        missing = client.get("/missing/")

        assert unknown.status_code == missing.status_code == 404
        assert unknown.content == missing.content

    @pytest.mark.parametrize(
        "path", ["/p/template/where/", "/p/public/where/", "/p//where/", "/p/", "/p",
                 "/p/NORTH/where/", "/p/north;/where/", "/p/%22/where/", "/p/../p/south%00/where/"],
    )  # fmt: skip
    def test_leads_nowhere_else(self, client: Client, path: str) -> None:
        assert client.get(path).status_code == 404

    def test_of_a_province_may_be_unknown_too(self, client: Client) -> None:
        assert client.get("/p/north/missing/").status_code == 404

    def test_wins_over_the_host(self, client: Client, hosted_north: str) -> None:
        assert client.get("/p/south/where/", headers={"host": hosted_north}).json()["schema"] == (
            "south"
        )


@pytest.fixture
def hosted_north(transactional_db: None) -> Any:
    """A host name that leads to north."""
    north = Province.objects.get(schema_name=cast.NORTH)
    Domain.objects.create(domain="north.localhost", tenant=north)
    directory.forget()
    yield "north.localhost"
    with database.owners_session() as session:
        session.execute("DELETE FROM tenancy_domain")
    directory.forget()


class TestHost:
    @pytest.mark.parametrize("port", ["", ":8000"])
    def test_leads_into_the_province(self, client: Client, hosted_north: str, port: str) -> None:
        told = client.get("/where/", headers={"host": hosted_north + port}).json()

        assert (told["schema"], told["reversed"]) == ("north", "/where/")

    def test_without_a_province_leads_to_the_node(self, client: Client) -> None:
        assert client.get("/where/", headers={"host": "localhost"}).status_code == 404


class TestAfterwards:
    """A thread serves one request after the other; nothing of the last may stay."""

    @pytest.mark.parametrize(
        "path", ["/p/north/where/", "/p/nowhere/", "/p/north/missing/", "/p/north/broken/"]
    )
    def test_nobody_is_in_a_province(self, path: str) -> None:
        Client(raise_request_exception=False).get(path)

        assert connection.schema_name == scope.PUBLIC
        assert get_script_prefix() == "/"


class TestCookies:
    def test_carry_the_province_in_name_and_path(self, client: Client) -> None:
        response = client.get("/p/north/remember/", {"what": "x"})

        assert list(response.cookies) == ["north.sessionid"]
        cookie = response.cookies["north.sessionid"]
        assert cookie["path"] == "/p/north/"
        assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")

    def test_are_found_again_in_the_same_province(self, client: Client) -> None:
        client.get("/p/north/remember/", {"what": "secret"})

        assert client.get("/p/north/recall/").content == b"secret"

    def test_are_not_read_in_another_province(self, client: Client) -> None:
        client.get("/p/north/remember/", {"what": "secret"})

        assert client.get("/p/south/recall/").content == b""

    def test_mean_nothing_there_even_when_renamed(self, client: Client) -> None:
        client.get("/p/north/remember/", {"what": "secret"})
        stolen = client.cookies["north.sessionid"].value

        client.cookies[f"south.{settings.SESSION_COOKIE_NAME}"] = stolen

        assert client.get("/p/south/recall/").content == b""

    def test_without_a_province_are_not_read(self, client: Client) -> None:
        client.get("/p/north/remember/", {"what": "secret"})
        bare = ProvinceClient()

        bare.cookies[settings.SESSION_COOKIE_NAME] = client.cookies["north.sessionid"].value

        assert bare.get("/p/north/recall/").content == b""


class TestKeptThings:
    def test_carry_the_province(self, client: Client) -> None:
        north = client.get("/p/north/keep/", {"what": "northern"}).json()
        south = client.get("/p/south/keep/", {"what": "southern"}).json()

        assert north["file"].endswith("/media/north/a.txt")
        assert south["file"].endswith("/media/south/a.txt")
        with scope.province(cast.NORTH):
            assert caches["process"].get("what") == "northern"
        with scope.province(cast.SOUTH):
            assert caches["process"].get("what") == "southern"
        assert caches["process"].get("what") is None

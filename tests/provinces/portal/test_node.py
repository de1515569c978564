"""The node's first page."""

from __future__ import annotations

import re

import pytest
from django.db import OperationalError

from provinces.portal import overview
from provinces.tenancy import scope
from tests import cast
from tests.client import ProvinceClient
from tests.factories import road, zones
from tests.pages import words

FROM = re.compile(r'data-label="From">([^<]+)<')

pytestmark = pytest.mark.django_db


class TestDoors:
    def test_names_every_province_in_both_languages(self, client: ProvinceClient) -> None:
        said = words(client.get("/"))

        assert "北省 North" in said
        assert "南省 South" in said

    def test_links_to_pages_that_exist(self, client: ProvinceClient) -> None:
        page = client.get("/").content.decode()

        inside = set(re.findall(r'href="(/p/[^"#]*)"', page))
        assert {"/p/north/status/", "/p/north/console/", "/p/south/provinces/"} <= inside
        assert {client.get(link).status_code for link in inside} <= {200, 302}

    def test_leads_each_kind_of_visitor_to_their_door(self, client: ProvinceClient) -> None:
        said = words(client.get("/"))

        assert "to turn if it is wrong. North : My status South : My status" in said
        assert "public ledger. North : The federation South : The federation" in said

    def test_says_what_each_province_stands_for(self, client: ProvinceClient) -> None:
        with scope.province(cast.SOUTH):
            road.first_ruleset()

        north, south = (
            words(client.get("/")).split("What each province stands for")[1].split("南省")
        )

        assert (
            "Controller of personal records North Rules in force No rule set is in force" in north
        )
        assert "Controller of personal records South Provincial office of disease control" in south
        assert "First rule set 2026-1" in south

    def test_lists_the_zones_of_each_province(self, client: ProvinceClient) -> None:
        with scope.province(cast.NORTH):
            zones.in_force()

        page = client.get("/")

        assert "1 zone of North North Zone Level From Until Fuding Garden High risk" in words(page)
        documents = 'data-documents="/p/north/zones.geojson /p/south/zones.geojson"'
        assert documents in page.content.decode()

    def test_tells_times_as_the_provinces_clocks_do(self, client: ProvinceClient) -> None:
        with scope.province(cast.NORTH):
            zones.in_force()

        here = client.get("/").content.decode()

        in_the_province = client.get("/p/north/zones/").content.decode()
        assert FROM.findall(here) == FROM.findall(in_the_province) != []
        assert "All times are Beijing time." in here

    def test_shows_a_province_whose_server_is_down_by_its_name_alone(
        self, client: ProvinceClient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def down(_slug: str) -> None:
            raise OperationalError("connection refused")

        monkeypatch.setattr(overview.scope, "province", down)

        said = words(client.get("/"))

        assert "南省 South Controller of personal records South" in said
        assert "This province cannot be reached just now." in said

    def test_speaks_chinese_to_whoever_prefers_nothing(self) -> None:
        page = ProvinceClient().get("/")

        assert '<html class="govuk-template" lang="zh-Hans">' in page.content.decode()
        assert "请选择省份" in words(page)


class TestChooseLanguage:
    def test_holds_on_the_node_and_in_every_province(self, client: ProvinceClient) -> None:
        client.post("/language/", {"language": "zh-hans", "next": "/"})

        assert "请选择省份" in words(client.get("/"))
        assert "登录" in words(client.get("/p/north/sign-in/"))
        assert "登录" in words(client.get("/p/south/sign-in/"))

    def test_keeps_nothing_for_a_language_there_is_not(self, client: ProvinceClient) -> None:
        response = client.post("/language/", {"language": "xx", "next": "/"})

        assert not response.cookies

    def test_leads_nowhere_else(self, client: ProvinceClient) -> None:
        response = client.post(
            "/language/", {"language": "en", "next": "https://elsewhere.example/"}
        )

        assert response["Location"] == "/"


class TestRobots:
    @pytest.mark.parametrize("path", ["/robots.txt", "/p/north/robots.txt"])
    def test_are_kept_out(self, client: ProvinceClient, path: str) -> None:
        assert client.get(path).content == b"User-agent: *\nDisallow: /\n"

"""The node's first page."""

from __future__ import annotations

import re

import pytest

from tests.client import ProvinceClient
from tests.pages import words

pytestmark = pytest.mark.django_db


class TestDoors:
    def test_names_every_province_in_both_languages(self, client: ProvinceClient) -> None:
        said = words(client.get("/"))

        assert "北省 North" in said
        assert "南省 South" in said

    def test_links_to_doors_that_exist_and_to_no_others(self, client: ProvinceClient) -> None:
        page = client.get("/").content.decode()

        inside = {link for link in re.findall(r'href="(/[^"]*)"', page) if "/static/" not in link}
        assert inside - {"/"} == {
            "/p/north/",
            "/p/north/console/",
            "/p/south/",
            "/p/south/console/",
        }

    def test_says_which_doors_are_not_open_yet(self, client: ProvinceClient) -> None:
        said = words(client.get("/"))

        assert "Checkpoints Check a pass, and see what to do next. Not open yet" in said
        assert "Citizens See my status" in said

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

"""Large letters are a choice that a cookie keeps, on the node and in each province."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.client import ProvinceClient

LARGE = {"size": "large"}


@pytest.mark.django_db
class TestChoose:
    def test_holds_in_the_province_it_was_chosen_in(self, north: object) -> None:
        client = ProvinceClient()
        before = client.get("/p/north/").content.decode()

        answer = client.post("/p/north/size/", {**LARGE, "next": "/p/north/rules/"})

        assert (answer.status_code, answer["Location"]) == (302, "/p/north/rules/")
        assert 'class="govuk-template"' in before
        assert 'class="govuk-template large"' in client.get("/p/north/").content.decode()

    def test_can_be_undone(self, north: object) -> None:
        client = ProvinceClient()
        client.post("/p/north/size/", LARGE)

        client.post("/p/north/size/", {"size": "normal"})

        assert 'class="govuk-template"' in client.get("/p/north/").content.decode()

    @pytest.mark.usefixtures("north", "south")
    def test_on_the_node_holds_in_every_province(self) -> None:
        client = Client()

        client.post("/size/", LARGE)

        assert 'class="govuk-template large"' in client.get("/").content.decode()
        for province in ("north", "south"):
            assert client.cookies[f"{province}.size"].value == "large"
            assert client.cookies[f"{province}.size"]["path"] == f"/p/{province}/"

    def test_leads_nowhere_else(self, north: object) -> None:
        answer = ProvinceClient().post(
            "/p/north/size/", {**LARGE, "next": "https://elsewhere.example/"}
        )

        assert answer["Location"] == "/"

    def test_keeps_no_size_that_there_is_not(self, north: object) -> None:
        answer = ProvinceClient().post("/p/north/size/", {"size": "huge"})

        assert "size" not in "".join(answer.cookies)

    def test_is_only_posted(self, north: object) -> None:
        assert ProvinceClient().get("/p/north/size/").status_code == 405

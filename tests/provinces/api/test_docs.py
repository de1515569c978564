"""The API describes itself, and its pages load nothing from elsewhere."""

from __future__ import annotations

import re

import pytest
from django.core.management import call_command

from core.web.headers import POLICY
from tests.client import ProvinceClient
from tests.pages import address

pytestmark = pytest.mark.usefixtures("north")


class TestSchema:
    def test_names_the_endpoints_of_this_province(self) -> None:
        schema = ProvinceClient().get(f"{address('api:schema')}?format=json").json()

        assert schema["servers"] == [{"url": "/p/north"}]
        assert "/api/presence/fixes" in schema["paths"]
        (datum,) = schema["paths"]["/api/presence/fixes"]["post"]["parameters"]
        assert (datum["name"], datum["required"]) == ("datum", True)
        assert set(datum["schema"]["enum"]) == {"wgs84", "gcj02"}

    def test_is_valid_and_complete(self, tmp_path: object) -> None:
        call_command(
            "spectacular",
            urlconf="core.config.urls.province",
            validate=True,
            fail_on_warn=True,
            file=f"{tmp_path}/schema.yml",
        )


class TestDocs:
    def test_keep_to_the_policy_of_all_pages(self) -> None:
        response = ProvinceClient().get(address("api:docs"))
        page = response.content.decode()

        assert response["Content-Security-Policy"] == POLICY
        assert "<style" not in page
        assert re.findall(r"<script(?! src=\"/)", page) == []
        assert re.findall(r"(?:src|href)=\"(?!/)", page) == []

    def test_serve_the_script_that_opens_the_description(self) -> None:
        response = ProvinceClient().get(f"{address('api:docs')}?script=")

        assert response["Content-Type"].startswith("application/javascript")
        assert b"SwaggerUIBundle" in response.content

"""Whoever finds a fault learns where to say so."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from provinces.jurisdictions import services as jurisdictions
from provinces.tenancy import directory, scope
from tests import cast
from tests.client import ProvinceClient
from tests.factories import changes
from tests.pages import words

pytestmark = pytest.mark.django_db


class TestFaults:
    def test_name_who_answers(self, client: ProvinceClient) -> None:
        assert "Nobody is named yet." in words(client.get("/p/north/faults/"))
        with scope.province(cast.NORTH):
            jurisdictions.name_controller(changes.CONTROLLER, by=None, now=cast.NOW)

        assert changes.CONTROLLER["contact"] in words(client.get("/p/north/faults/"))

    def test_are_led_to_from_every_public_page(self, client: ProvinceClient) -> None:
        assert 'href="/p/north/faults/"' in client.get("/p/north/zones/").content.decode()


class TestSecurityTxt:
    def test_leads_to_a_page_of_each_province(self, client: ProvinceClient) -> None:
        fields = said(client)

        assert fields["Contact"] == ["http://testserver/p/north/faults/",
                                     "http://testserver/p/south/faults/"]  # fmt: skip
        assert {client.get(page).status_code for page in fields["Contact"]} == {200}

    def test_is_good_for_less_than_a_year(self, client: ProvinceClient) -> None:
        (expires,) = said(client)["Expires"]

        until = datetime.fromisoformat(expires)
        assert timezone.now() < until < timezone.now() + timedelta(days=365)

    def test_is_not_there_without_a_province(
        self, client: ProvinceClient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(directory, "hosted", list)

        assert client.get("/.well-known/security.txt").status_code == 404


def said(client: ProvinceClient) -> dict[str, list[str]]:
    response = client.get("/.well-known/security.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    fields: dict[str, list[str]] = {}
    for line in response.content.decode().splitlines():
        name, value = line.split(": ", 1)
        fields.setdefault(name, []).append(value)
    return fields

"""A NUL anywhere in a request is an answer of 400, and never a fault."""

from __future__ import annotations

import pytest

from provinces.citizens.models import Citizen
from tests.client import ProvinceClient
from tests.pages import address, reader


class TestRefuseNul:
    @pytest.mark.parametrize("asked", ["appeals/%00/", "appointments/book/?instead=%00", "%00/"])
    def test_refuses_one_in_an_address(self, eve: Citizen, asked: str) -> None:
        assert reader(eve.user).get(f"/p/north/{asked}").status_code == 400

    def test_refuses_one_in_a_form(self, eve: Citizen) -> None:
        answer = reader(eve.user).post(address("portal:mandate-switch"), {"reference": "a\x00"})

        assert answer.status_code == 400

    def test_refuses_one_in_a_cookie(self, north: object) -> None:
        browser = ProvinceClient(headers={"cookie": r'north.sessionid="12345678\000"'})

        assert browser.get(address("portal:status")).status_code == 400

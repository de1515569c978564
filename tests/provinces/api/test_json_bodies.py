"""Small messages are small: what is longer, or nested without end, is refused and not a fault."""

from __future__ import annotations

from typing import Any

import pytest

from provinces.api.json_bodies import SmallJSON
from provinces.citizens.models import Citizen
from provinces.presence import services as presence
from tests import cast
from tests.client import ProvinceClient
from tests.pages import address, noon

__all__ = ["noon"]

pytestmark = pytest.mark.usefixtures("noon")


def post(citizen: Citizen, body: bytes) -> Any:
    token = presence.pair_device(citizen, now=cast.NOW)
    client = ProvinceClient(headers={"authorization": f"Bearer {token}"})
    return client.post(address("api:presence-check-ins"), body, content_type="application/json")


class TestSmallJSON:
    def test_refuses_what_is_nested_too_deeply(self, eve: Citizen) -> None:
        answer = post(eve, b"[" * 60_000)

        assert answer.status_code == 400
        assert answer.json()["detail"] == "The body is nested too deeply."

    @pytest.mark.parametrize("body", [rb'{"venue": "\ud800"}', rb'{"venue": [{"a": "x\udfff"}]}'])
    def test_refuses_half_a_character_and_says_where(self, eve: Citizen, body: bytes) -> None:
        answer = post(eve, body)

        assert answer.status_code == 400
        assert "The body is not Unicode: $.venue" in answer.json()["detail"]

    def test_refuses_what_is_too_long(self, eve: Citizen) -> None:
        assert post(eve, b" " * (SmallJSON.longest + 1)).status_code == 413

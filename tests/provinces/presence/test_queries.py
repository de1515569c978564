"""Whose phone this is."""

from __future__ import annotations

import pytest

from provinces.citizens.models import Citizen
from provinces.presence import queries, services
from provinces.presence.models import Device
from tests import cast


class TestCitizenOfDevice:
    def test_is_found_by_the_token(self, eve: Citizen, finn: Citizen) -> None:
        tokens = [services.pair_device(citizen, now=cast.NOW) for citizen in (eve, finn)]

        assert [queries.citizen_of_device(token) for token in tokens] == [eve, finn]

    @pytest.mark.parametrize("token", ["", "x", "\0"])
    def test_is_nobody_for_another_token(self, eve: Citizen, token: str) -> None:
        services.pair_device(eve, now=cast.NOW)

        with pytest.raises(queries.DeviceUnknown):
            queries.citizen_of_device(token)

    def test_is_nobody_once_the_device_is_revoked(self, eve: Citizen) -> None:
        token = services.pair_device(eve, now=cast.NOW)
        Device.objects.update(revoked_at=cast.NOW)

        with pytest.raises(queries.DeviceUnknown):
            queries.citizen_of_device(token)

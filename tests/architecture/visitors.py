"""The visitors of the access table, each with a browser, or a phone, of their own."""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any

from django.conf import settings

from provinces.citizens.models import Citizen
from provinces.presence import services as presence
from provinces.tenancy import scope
from tests import cast
from tests.architecture.access.rows import Row
from tests.client import ProvinceClient, signed_in
from tests.factories import areas, citizens, offices, users

Entrance = Callable[[Row, Citizen], ProvinceClient]


def anonymous(_row: Row, _eve: Citizen) -> ProvinceClient:
    return ProvinceClient()


def foreigner(row: Row, _eve: Citizen) -> ProvinceClient:
    """Somebody who is somebody in the south shows their session, or token, to the north."""
    with scope.province(cast.SOUTH):
        if row.device:
            return _phone(row, citizens.citizen(area=areas.area("120101")))
        official = users.user()
        offices.office(official, areas.area("120100"), row.role, now=cast.NOW)
        client = signed_in(official)
    stolen = client.cookies[f"{cast.SOUTH}.{settings.SESSION_COOKIE_NAME}"].value
    client.cookies[f"{cast.NORTH}.{settings.SESSION_COOKIE_NAME}"] = stolen
    return client


def powerless(row: Row, _eve: Citizen) -> ProvinceClient:
    return _official(row.without, row.seat)


def stranger(row: Row, _eve: Citizen) -> ProvinceClient:
    return _official(row.role, "110200")


def official(row: Row, _eve: Citizen) -> ProvinceClient:
    return _official(row.role, row.seat)


def citizen(row: Row, eve: Citizen) -> ProvinceClient:
    return _citizen(row, eve)


def other(row: Row, _eve: Citizen) -> ProvinceClient:
    return _citizen(row, cast.finn())


def holding(role: str) -> Entrance:
    """Return the way in of somebody who holds a role over the whole province, and no other."""
    return lambda _row, _eve: _official(role, "110000")


def _official(role: str, code: str) -> ProvinceClient:
    user = users.user()
    offices.office(user, areas.area(code), role, unit="an office of its own", now=cast.NOW)
    return signed_in(user)


def _citizen(row: Row, who: Any) -> ProvinceClient:
    return _phone(row, who) if row.device else signed_in(who.user)


def _phone(row: Row, owner: Citizen) -> ProvinceClient:
    credentials = presence.pair_device(owner, now=cast.NOW)
    if row.device == "Basic":
        pair = f"{owner.reference}:{credentials}".encode()
        credentials = base64.b64encode(pair).decode()
    return ProvinceClient(headers={"authorization": f"{row.device} {credentials}"})


ENTRANCES: dict[str, Entrance] = {
    entrance.__name__: entrance
    for entrance in (anonymous, foreigner, powerless, stranger, official, citizen, other)
}

"""The visitors of the access table, each with a browser, or a phone, of their own."""

from __future__ import annotations

import base64
from collections.abc import Callable, Sequence
from typing import Any

from django.conf import settings

from provinces.accounts.models import User
from provinces.citizens.models import Citizen
from provinces.jurisdictions.powers import Power
from provinces.jurisdictions.roles import ROLES
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
        client = _official(row.role, "120100")
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


def seated(role: str, code: str) -> User:
    """Return an official with a role on an area: the one whom a world of tests has, if it does."""
    name = f"{role} of {code}"
    user = User.objects.filter(username=name).first()
    if user is None:
        user = users.user(name)
        offices.office(user, areas.area(code), role, unit="an office of its own", now=cast.NOW)
    return user


def seat(rows: Sequence[Row]) -> None:
    """Seat the officials who visit some rows, in both provinces, once for all of them.

    Those to whom appeals would be given that are to lie with others come when it is their turn.
    """
    north = {(row.without, row.seat) for row in rows}
    north |= {(row.role, code) for row in rows for code in (row.seat, "110200")}
    for role, code in sorted(north):
        if Power.REVIEW_APPEAL not in ROLES[role].powers:
            seated(role, code)
    with scope.province(cast.SOUTH):
        for role in sorted({row.role for row in rows}):
            seated(role, "120100")


def _official(role: str, code: str) -> ProvinceClient:
    return signed_in(seated(role, code))


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

"""Officials who decide about offices, and what they propose."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from provinces.accounts.models import User
from provinces.jurisdictions import services
from provinces.jurisdictions.models import Change, Office
from tests.cast import NOW
from tests.factories import areas, offices, users

YEAR = timedelta(days=365)
PERSONNEL, INSPECTION = "personnel office", "inspection office"
CONTROLLER = {
    "name_zh": "北省疾控局",
    "name_en": "Disease control of the north",
    "address_zh": "北省安平市一路一号",
    "address_en": "1 First Road, Anping",
    "contact": "010-5555",
}


def granter(unit: str = PERSONNEL, code: str = "110000", **values: Any) -> User:
    """Return somebody of a unit who decides about offices, by default in the whole province."""
    official = users.user(**values)
    offices.office(official, areas.area(code), "administrator", unit=unit, now=NOW)
    return official


def seat(code: str = "110101", role: str = "reviewer", **values: Any) -> services.Seat:
    """Return an office to be given, by default from now on for a month."""
    return services.Seat(
        area=areas.area(code),
        role=role,
        unit=values.get("unit", "review office"),
        period=values.get("period", (NOW, NOW + timedelta(days=30))),
    )


def grant(to: User, by: User, *, now: datetime = NOW, **values: Any) -> Change:
    """Have an office proposed for an official."""
    return services.propose_grant(to, seat(**values), because="post_filled", by=by, now=now)


def suspension(
    office: Office, by: User, *, is_emergency: bool = False, now: datetime = NOW
) -> Change:
    """Have it proposed that an office is suspended."""
    return services.propose_suspension(
        office, because="misuse_suspected", is_emergency=is_emergency, by=by, now=now
    )


def invited(by: User, second: User, *, now: datetime = NOW, **values: Any) -> tuple[str, str]:
    """Have two invite somebody; return the link's secret and the code."""
    change, code = services.propose_invitation(
        "赵新 Zhao Xin",
        seat(**values),
        language="en",
        because="post_filled",
        by=by,
        now=now,
    )
    return services.sign(change, by=second, now=now), code

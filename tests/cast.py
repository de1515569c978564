"""The clock, the provinces and the people that tests speak of."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

from provinces.accounts.models import User
from provinces.citizens.models import Citizen
from provinces.jurisdictions.models import Area
from tests.factories import areas, citizens, offices, users

# Noon in both provinces; partitions of daily tables exist for the days kept until then.
NOW = datetime(2026, 11, 15, 12, 0, tzinfo=timezone(timedelta(hours=8))).astimezone(UTC)
TODAY = date(2026, 11, 15)

NORTH = "north"
SOUTH = "south"
# Slug to division code, Chinese name and English name.
PROVINCES = {
    NORTH: ("110000", "北省", "North"),
    SOUTH: ("120000", "南省", "South"),
}


def ada() -> User:
    """An epidemiologist of the city 110100, from yesterday until the end of the month."""
    return _official("ada", "110100", "epidemiologist", unit="city health office")


def ben() -> User:
    """Ada's second pair of eyes: a reviewer in the same city, of another unit."""
    return _official("ben", "110100", "reviewer", unit="city review office")


def cleo() -> User:
    """A stranger: epidemiologist of another city, 110200."""
    return _official("cleo", "110200", "epidemiologist", unit="second city health office")


def dan() -> User:
    """An epidemiologist of the southern city 120100; meant for the south."""
    return _official("dan", "120100", "epidemiologist", unit="southern health office")


def eve() -> Citizen:
    """A citizen of the county 110101, who can sign in."""
    return citizens.citizen(area=areas.area("110101"), user=users.user("eve"))


def finn() -> Citizen:
    """A citizen of the county 110201, in the other city, who can sign in."""
    return citizens.citizen(area=areas.area("110201"), user=users.user("finn"))


def _official(name: str, code: str, role: str, *, unit: str) -> User:
    official = users.user(name)
    area: Area = areas.area(code)
    offices.office(official, area, role, unit=unit, now=NOW)
    return official

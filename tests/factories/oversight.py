"""What oversight looks at: auditors, officials who look at people, and filings of two together."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from pytest_django import Settings

from provinces.accounts.models import User
from provinces.citizens import queries as citizens
from provinces.citizens.models import Citizen
from provinces.citizens.purposes import Purpose
from provinces.evidence import limits
from provinces.evidence.models import Evidence
from provinces.oversight.misuse import services
from provinces.oversight.models import Case, CaseSubject
from tests import cast
from tests.factories import areas, evidence, offices, users
from tests.factories import citizens as people

NOW = cast.NOW
MINUTE = timedelta(minutes=1)
YESTERDAY = NOW - timedelta(days=1)


def official(role: str, code: str = "110000", *, unit: str, name: str = "") -> User:
    """Return an official with a role on an area, for a year before and a month after."""
    user = users.user(full_name=name)
    period = (NOW - timedelta(days=400), NOW + timedelta(days=40))
    offices.office(user, areas.area(code), role, unit=unit, now=NOW, period=period)
    return user


def auditor(unit: str = "audit office") -> User:
    """Return an auditor of the province."""
    return official("auditor", unit=unit)


def reader(unit: str = "clinic", name: str = "") -> User:
    """Return an official who may look at people's records."""
    return official("case_officer", unit=unit, name=name)


def looked(
    by: User,
    citizen: Citizen,
    *,
    times: int = 1,
    at: datetime = YESTERDAY,
    apart: timedelta = MINUTE,
    purpose: Purpose = Purpose.CARE,
) -> None:
    """Have an official look at a person's record, once or more often."""
    for number in range(times):
        moment = at + number * apart
        citizens.read_record(citizen, by=by, purpose=purpose, at=moment)


def a_case(*, by: User | None = None) -> Case:
    """Have a case be found of somebody who was looked up six times, and given to an auditor."""
    looked(by or reader(), people.citizen(), times=6)
    services.detect(now=NOW)
    return Case.objects.latest("pk")


def closed_case(citizen: Citizen, *, at: datetime = NOW) -> Case:
    """Have there have been a case in which a person's data are, unfounded and closed."""
    official = reader(unit="a clinic")
    case = Case.objects.create(
        reference="K7",
        kind="repeated",
        key="repeated",
        official=official,
        units=["a clinic"],
        opened_at=at,
        state="unfounded",
        examined_at=at,
        examined_by=official,
        closed_at=at,
        closed_by=official,
        closed_because="a long stay",
    )
    CaseSubject.objects.create(case=case, citizen=citizen)
    return case


def nothing_is_held(settings: Settings) -> None:
    """Let officials file as much as they did before anybody held it."""
    for name in limits.NAMES:
        setattr(settings, name, 10**6)


def single_entries(
    citizens_: Iterable[Citizen], *, filed_by: User, signed_by: User, at: datetime = YESTERDAY
) -> list[Evidence]:
    """Have two officials put evidence about people into force, one by one, seconds apart."""
    found = []
    for number, citizen in enumerate(citizens_):
        moment = at + number * MINUTE
        reference = f"report {number}"
        piece = evidence.proposed(
            citizen,
            by=filed_by,
            now=moment,
            happened_at=moment - timedelta(hours=2),
            source_reference=reference,
        )
        signed = moment + timedelta(seconds=20)
        found.append(evidence.services.approve(piece, by=signed_by, now=signed))
    return found

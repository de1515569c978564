"""Evidence about citizens: claims that are in order, and what becomes of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.test import override_settings

from provinces.accounts.models import User
from provinces.citizens.models import Citizen
from provinces.evidence import services
from provinces.evidence.classes import CONTACTS, ORDERS, EvidenceClass
from provinces.evidence.models import Batch, Evidence, Origin
from tests import cast
from tests.factories import areas, citizens, offices, users

YESTERDAY = cast.NOW - timedelta(days=1)
CASE = "CASE-110101-0001"


def official(role: str, code: str = "110100", *, unit: str, now: datetime = cast.NOW) -> User:
    """Return a new official with a role on an area, in a unit."""
    user = users.user()
    offices.office(user, areas.area(code), role, unit=unit, now=now)
    return user


def claim(
    citizen: Citizen | None = None,
    of: EvidenceClass = EvidenceClass.CONFIRMED_CASE,
    **values: Any,
) -> services.Claim:
    """Return a claim of yesterday, with what its class needs besides."""
    happened = values.get("happened_at", YESTERDAY)
    given: dict[str, Any] = {
        "citizen": citizen or citizens.citizen(),
        "evidence_class": of,
        "happened_at": happened,
        "expires_at": happened + timedelta(days=7),
        "source_reference": "report 2026-1114-07",
        "authority": "市疾病预防控制中心",
        "legal_basis": "《传染病防治法》第三十九条",
    }
    if of in CONTACTS:
        given["contact"] = contact()
    if of in ORDERS:
        given["ends_at"] = happened + timedelta(days=5)
    return services.Claim(**{**given, **values})


def contact(**values: Any) -> services.Contact:
    """Return on what a contact rests: by default a case kept elsewhere."""
    given = {"method": "现场流调"} | ({} if "case" in values else {"case_reference": CASE})
    return services.Contact(**{**given, **values})


def proposed(
    citizen: Citizen | None = None,
    of: EvidenceClass = EvidenceClass.CONFIRMED_CASE,
    *,
    by: User | None = None,
    now: datetime = cast.NOW,
    **values: Any,
) -> Evidence:
    """File evidence; it awaits its approval."""
    by = by or official("epidemiologist", "110000", unit="filing office", now=now)
    return services.propose(claim(citizen, of, **values), by=by, now=now)


def in_force(
    citizen: Citizen | None = None,
    of: EvidenceClass = EvidenceClass.CONFIRMED_CASE,
    *,
    now: datetime = cast.NOW,
    **values: Any,
) -> Evidence:
    """File evidence and have another office approve it."""
    second = official("reviewer", "110000", unit="approving office", now=now)
    return services.approve(proposed(citizen, of, now=now, **values), by=second, now=now)


def held(citizen: Citizen | None = None, *, now: datetime = cast.NOW, **values: Any) -> Evidence:
    """File evidence that is held, as if too much had been filed with it."""
    with override_settings(EVIDENCE_UNLINKED_DAY=0):
        return proposed(citizen, now=now, **values)


def listed(
    people: Iterable[Citizen],
    of: EvidenceClass = EvidenceClass.CLOSE_CONTACT,
    *,
    by: User | None = None,
    digest: str = "0" * 64,
    now: datetime = cast.NOW,
    **values: Any,
) -> Batch:
    """File a list about some people; it awaits its approval."""
    by = by or official("epidemiologist", "110000", unit="filing office", now=now)
    claims = [claim(person, of, **values) for person in people]
    return services.file_list(claims, digest=digest, by=by, now=now).batch


def recorded(
    citizen: Citizen | None = None,
    of: EvidenceClass = EvidenceClass.CONFIRMED_CASE,
    *,
    source: Origin = Origin.REGISTRY,
    now: datetime = cast.NOW,
    **values: Any,
) -> Evidence:
    """Record what a register says; it counts at once."""
    return services.record(claim(citizen, of, **values), source=source, now=now)

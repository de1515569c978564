"""A list that is held, and one that waits to be signed: what officials see of both."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from provinces.accounts.models import User
from provinces.citizens.models import Citizen
from provinces.evidence import services as evidence
from provinces.evidence.classes import EvidenceClass
from provinces.evidence.models import Batch

OFFICER, COLLEAGUE = "case.officer", "epidemiologist.province"
# More people than may be filed in a day whom nothing connects with a case, and a few.
MANY, FEW = 24, 4
HELD, WAITING = "储户登记表 Register of depositors", "街道排查表 Survey of a street"
BASIS = "《中华人民共和国传染病防治法》第三十九条"


def is_held() -> bool:
    """Tell whether the lists of the province in scope have been filed."""
    return Batch.objects.exists()


def file(*, now: datetime) -> int:
    """Have two officials file a list each; return about how many people."""
    officer = User.objects.get(username=OFFICER)
    people = _people(officer)
    _list(people[:FEW], WAITING, User.objects.get(username=COLLEAGUE), now)
    _list(people[FEW:], HELD, officer, now)
    return len(people)


def _people(officer: User) -> list[Citizen]:
    """Return people of the officer's area of whom nothing is told."""
    area = officer.offices.select_related("area").get().area
    found = Citizen.objects.filter(area__path__startswith=area.path, user=None, evidence=None)
    return list(found.select_related("area").order_by("-pk")[: MANY + FEW])


def _list(people: list[Citizen], paper: str, officer: User, now: datetime) -> None:
    if not people:
        return
    at = now.replace(second=0, microsecond=0) - timedelta(hours=20)
    claims = [
        evidence.Claim(
            citizen=person,
            evidence_class=EvidenceClass.GENERAL_CONTACT,
            happened_at=at,
            expires_at=at + timedelta(days=14),
            source_reference=paper,
            authority=person.area.name_zh,
            legal_basis=BASIS,
            contact=evidence.Contact(method="名单比对 by list", case_reference=paper),
        )
        for person in people
    ]
    digest = hashlib.sha256(paper.encode()).hexdigest()
    evidence.file_list(claims, digest=digest, by=officer, now=now)

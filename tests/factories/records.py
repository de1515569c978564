"""Records that officials open: of whom, by whom, in an emergency, with consent, protected."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from provinces.accounts.models import User
from provinces.citizens import services
from provinces.citizens.identities import Person
from provinces.citizens.models import Admission, CaseAssignment, Citizen, Emergency, Protection
from provinces.citizens.purposes import Purpose
from provinces.oversight import protections
from tests.cast import NOW
from tests.factories import areas, citizens
from tests.factories.evidence import official

WHO = Person("夏小娃", "11010519491231002X", "+8613800000000")
WHY = "She is unconscious on the ward."
DAY = timedelta(days=1)


def somebody(code: str = "110101", *, person: Person | None = WHO, **values: Any) -> Citizen:
    """Return a person of an area, whose name and document are kept."""
    return citizens.citizen(area=areas.area(code), person=person, **values)


def officer(code: str = "110100", *, unit: str = "city case office") -> User:
    """Return a case officer of an area."""
    return official("case_officer", code, unit=unit)


def reviewer(code: str = "110100", *, unit: str = "city review office") -> User:
    """Return somebody of another office who judges what officers open."""
    return official("reviewer", code, unit=unit)


def call(**values: Any) -> services.Call:
    """Return a call for which a record may be opened."""
    given = {"purpose": Purpose.CARE, "reason": "life", "explanation": WHY, "case": "C-7"}
    return services.Call(**{**given, **values})


def emergency(citizen: Citizen, by: User, *, now: datetime = NOW, **values: Any) -> Emergency:
    """Open a record in an emergency; its person is not told here."""
    return services.break_glass(citizen.reference, call(**values), by=by, now=now)


def protected(citizen: Citizen, *, now: datetime = NOW) -> Protection:
    """Have two offices of the citizen's city mark them."""
    city = f"{citizen.area.code[:4]}00"
    mark = services.propose_mark(
        citizen.reference, "violence", by=officer(city, unit="shelter"), now=now
    )
    return services.sign_mark(mark.pk, by=reviewer(city, unit="other shelter"), now=now)


def lifted(mark: Protection, *, now: datetime) -> Protection:
    """Have two offices end a mark before its time, and its person told."""
    first = reviewer(unit="lifting office")
    proposal = services.propose_lifting(mark.pk, "wish", by=first, now=now)
    protections.lift(proposal.pk, by=reviewer(unit="other lifting office"), now=now)
    mark.refresh_from_db()
    return mark


def asked(citizen: Citizen | str, by: User, *, now: datetime = NOW, **values: Any) -> Admission:
    """Ask a second official to let one open a record."""
    whom = citizen if isinstance(citizen, str) else citizen.reference
    given = {"purpose": Purpose.CARE, "because": "Her treatment begins today.", "whom": whom}
    wish = services.AskedConsent(**{**given, **values})
    return services.ask_consent(wish, by=by, source={"actor": "", "network": ""}, now=now)


def admitted(citizen: Citizen, by: User, *, now: datetime = NOW, **values: Any) -> Admission:
    """Have a second official let one open a record."""
    wish = asked(citizen, by, now=now, **values)
    return services.give_consent(wish.pk, by=reviewer(unit="second office"), now=now)


def assigned(citizen: Citizen, code: str, *, now: datetime = NOW) -> CaseAssignment:
    """Assign a person to an area, to be viewed there."""
    return CaseAssignment.objects.create(
        citizen=citizen,
        area=areas.area(code),
        powers=["view_person"],
        because="treated",
        starts_at=now - DAY,
        ends_at=now + DAY,
        opened_by=officer(unit="assigning office"),
    )

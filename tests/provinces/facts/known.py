"""What may be known about a citizen, put where the facts are read from."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import count
from typing import Any

from django.db import connection

from core.db import temporary
from provinces.citizens.models import Citizen
from provinces.evidence.classes import CONTACTS, FORMS, EvidenceClass
from provinces.evidence.models import Evidence
from provinces.exposure import counting
from provinces.facts import assembly
from provinces.facts.models import FactSheet
from provinces.facts.schema import FACTS
from provinces.screening.models import Result, Vaccination
from tests import cast

NOW = cast.NOW
DAY = timedelta(days=1)
_numbers = count(1)


def piece(
    citizen: Citizen,
    of: EvidenceClass,
    *,
    happened_at: datetime = NOW - 2 * DAY,
    in_force_at: datetime | None = None,
    expires_at: datetime | None = None,
    **values: Any,
) -> Evidence:
    """Put a piece of evidence into force, by default as soon as it happened."""
    form = FORMS[of]
    values = {
        "source": "self" if form.self_declared else "registry",
        "source_reference": f"R{next(_numbers)}",
        "authority": "" if form.self_declared else "the register",
        "legal_basis": "art. 1",
        "expires_at": expires_at or happened_at + timedelta(days=form.most_days),
        "in_force_at": in_force_at or happened_at,
        **_required(of, happened_at),
        **values,
    }
    return Evidence.objects.create(
        citizen=citizen, evidence_class=of, happened_at=happened_at, state="in_force", **values
    )


def _required(of: EvidenceClass, happened_at: datetime) -> dict[str, Any]:
    if of in CONTACTS:
        return {"case_reference": "case 1", "method": "interview"}
    if FORMS[of].has_planned_end:
        return {"ends_at": happened_at + 7 * DAY}
    return {}


def ending(at: datetime, *, noted_at: datetime | None = None) -> dict[str, Any]:
    """Return what a piece says that has ended."""
    return {"ended_at": at, "end_noted_at": noted_at or at, "ended_because": "it is over"}


def result(
    citizen: Citizen, *, sampled_at: datetime, outcome: str = "negative", **values: Any
) -> Result:
    """Have a laboratory tell a result, by default three hours after the sample."""
    resulted_at = values.setdefault("resulted_at", sampled_at + timedelta(hours=3))
    values = {"method": "pcr", "received_at": resulted_at, "laboratory": "first", **values}
    return Result.objects.create(
        citizen=citizen,
        sampled_at=sampled_at,
        outcome=outcome,
        sample_reference=f"S{next(_numbers)}",
        **values,
    )


def dose(citizen: Citizen, number: int, *, given_at: datetime, **values: Any) -> Vaccination:
    """Have the register tell of a dose, by default when it was given."""
    return Vaccination.objects.create(
        citizen=citizen,
        given_at=given_at,
        vaccine="inactivated",
        dose_number=number,
        register_reference=f"V{next(_numbers)}",
        **{"received_at": given_at, **values},
    )


def facts_of(*citizens: Citizen, as_of: datetime = NOW) -> dict[str, Any]:
    """Assemble some citizens' sheets as of a moment; return what is known about the first."""
    changed(*citizens, as_of=as_of)
    return kept(citizens[0])


def changed(*citizens: Citizen, as_of: datetime = NOW) -> int:
    """Assemble some citizens' sheets as of a moment; return how many have other facts."""
    with connection.cursor() as cursor:
        stale(cursor, citizens)
        return assembly.assemble(cursor, {}, assembly.Terms(10), as_of=as_of)


def stale(cursor: Any, citizens: tuple[Citizen, ...]) -> None:
    """Fill `stale`, and make ready what `counting` fills."""
    temporary.ready(cursor, **assembly.TABLES, **counting.TABLES)
    keys = [citizen.pk for citizen in citizens]
    cursor.execute("INSERT INTO stale SELECT unnest(%s::integer[])", [keys])


def kept(citizen: Citizen) -> dict[str, Any]:
    """Return what a citizen's sheet says that is known."""
    sheet = FactSheet.objects.filter(citizen=citizen).first()
    if sheet is None:
        return {}
    values = {fact.name: getattr(sheet, fact.column) for fact in FACTS}
    return {name: value for name, value in values.items() if value is not None}


def due(citizen: Citizen) -> datetime | None:
    """Return when the clock next changes a citizen's facts."""
    return FactSheet.objects.get(citizen=citizen).due_at

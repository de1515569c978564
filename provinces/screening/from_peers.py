"""Results that another province tells of somebody, and results given on to another one."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from provinces.citizens.models import Citizen

from . import services
from .models import Method, Outcome, Result, Vaccination
from .reports import ReportedDose, ReportedResult, checked_result


def problems(told: dict[str, Any], *, now: datetime) -> dict[str, str]:
    """Return what is wrong with a result as it is told, by field, whoever it is of."""
    try:
        found = checked_result(_reported(told, 0), now)
    except (KeyError, ValueError, TypeError) as problem:
        return {"outcome": f"is not told as a result is: {problem}"}
    return dict([found]) if isinstance(found, tuple) else {}


def record(citizen: int, told: dict[str, Any], *, source: str, now: datetime) -> int | None:
    """Keep a result; return its key, None where it cannot be kept. Known before, it is the same."""
    reported = _reported(told, citizen)
    services.record([reported], source=source, now=now)
    standing = Result.objects.filter(
        citizen=citizen,
        laboratory=reported.laboratory.strip(),
        sample_reference=reported.sample_reference.strip(),
        voided_at=None,
    )
    return standing.values_list("pk", flat=True).first()


def take_back(result: int, *, because: str, source: str, now: datetime) -> bool:
    """Void a result; tell whether it still stood."""
    found = Result.objects.filter(pk=result, voided_at=None).first()
    if found is None:
        return False
    services.void(found, because=because, source=source, now=now)
    return True


def told_of(citizen: Citizen, *, at: datetime) -> list[dict[str, Any]]:
    """Return a citizen's results as another province can keep them, the latest sample first."""
    found = Result.objects.known(at).filter(citizen=citizen).order_by("-sampled_at", "-pk")
    return [
        {
            "sampled_at": result.sampled_at.astimezone(UTC),
            "resulted_at": result.resulted_at.astimezone(UTC),
            "outcome": result.outcome,
            "method": result.method,
            "pooled": result.pooled,
            "laboratory": result.laboratory,
            "sample_reference": result.sample_reference,
        }
        for result in found
    ]


def _reported(told: dict[str, Any], citizen: int) -> ReportedResult:
    return ReportedResult(
        citizen=citizen,
        sampled_at=told["sampled_at"],
        resulted_at=told["resulted_at"],
        outcome=Outcome(told["outcome"]),
        method=Method(told["method"]),
        laboratory=told["laboratory"],
        sample_reference=told["sample_reference"],
        pooled=told.get("pooled", False),
    )


def doses_of(citizen: Citizen) -> list[dict[str, Any]]:
    """Return a citizen's vaccinations as another province can keep them."""
    found = Vaccination.objects.filter(citizen=citizen).order_by("given_at", "pk")
    return [
        {
            "given_at": dose.given_at.astimezone(UTC),
            "vaccine": dose.vaccine,
            "dose_number": dose.dose_number,
            "register_reference": dose.register_reference,
        }
        for dose in found
    ]


def record_doses(citizen: int, told: list[dict[str, Any]], *, source: str, now: datetime) -> int:
    """Keep vaccinations that another province tells of; return how many were new."""
    doses = [ReportedDose(citizen=citizen, **each) for each in told]
    return services.record_vaccinations(doses, source=source, now=now).kept

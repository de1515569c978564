"""Results and vaccinations, as laboratories and registers report them."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import count
from typing import Any

from provinces.citizens.models import Citizen
from provinces.screening import services
from provinces.screening.models import Method, Outcome, Result, Vaccination
from tests import cast

LABORATORY = "市疾控中心实验室"
SOURCE = "laboratory:1"
SAMPLED = cast.NOW - timedelta(days=1)
_numbers = count(1)


def reported(citizen: Citizen, **values: Any) -> services.ReportedResult:
    """Return a negative PCR result of yesterday, six hours after its sample; of a new sample."""
    sampled = values.get("sampled_at", SAMPLED)
    given: dict[str, Any] = {
        "citizen": citizen.pk,
        "sampled_at": sampled,
        "resulted_at": sampled + timedelta(hours=6),
        "outcome": Outcome.NEGATIVE,
        "method": Method.PCR,
        "laboratory": LABORATORY,
        "sample_reference": f"S{next(_numbers)}",
    }
    return services.ReportedResult(**{**given, **values})


def dose(citizen: Citizen, **values: Any) -> services.ReportedDose:
    """Return a first dose of a month ago."""
    given: dict[str, Any] = {
        "citizen": citizen.pk,
        "given_at": cast.NOW - timedelta(days=30),
        "vaccine": "CoronaVac",
        "dose_number": 1,
        "register_reference": f"V{next(_numbers)}",
    }
    return services.ReportedDose(**{**given, **values})


def result(citizen: Citizen, *, now: datetime = cast.NOW, **values: Any) -> Result:
    """Record a result."""
    report = reported(citizen, **values)
    assert services.record([report], source=SOURCE, now=now).kept == 1
    return Result.objects.latest("pk")


def vaccination(citizen: Citizen, *, now: datetime = cast.NOW, **values: Any) -> Vaccination:
    """Record a vaccination."""
    report = services.record_vaccinations([dose(citizen, **values)], source=SOURCE, now=now)
    assert report.kept == 1
    return Vaccination.objects.latest("pk")

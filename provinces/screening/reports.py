"""What laboratories and registers report, and what became of it, before anything is stored."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from django.conf import settings

from .models import Method, Outcome

# Clocks of laboratories differ a little from ours.
TOLERANCE = timedelta(minutes=5)
# So many refusals are told record by record; all of them are counted.
TOLD = 1000
# PostgreSQL's smallint.
MOST_DOSES = 32_767

RESULT_TEXTS = {"laboratory": 120, "sample_reference": 80, "specimen": 40}
DOSE_TEXTS = {"vaccine": 80, "register_reference": 120}


@dataclass(frozen=True, slots=True)
class ReportedResult:
    """A result as a laboratory reports it; `citizen` is the key of whoever the sample is of."""

    citizen: int
    sampled_at: datetime
    resulted_at: datetime
    outcome: Outcome
    method: Method
    laboratory: str
    sample_reference: str
    pooled: bool = False
    specimen: str = ""


@dataclass(frozen=True, slots=True)
class ReportedDose:
    """A vaccination as a register reports it."""

    citizen: int
    given_at: datetime
    vaccine: str
    dose_number: int
    register_reference: str


@dataclass(frozen=True, slots=True)
class Refused:
    """A record that cannot be kept: its place in the batch, the field, and what is wrong."""

    index: int
    field: str
    problem: str


@dataclass(slots=True)
class Report:
    """What became of the records that came in: `read = kept + duplicates + refused`."""

    read: int = 0
    kept: int = 0
    duplicates: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    told: list[Refused] = field(default_factory=list)

    def refuse(self, index: int, field: str, problem: str) -> None:
        """Count one refused record, by the field that is wrong."""
        self.refused[field] += 1
        if len(self.told) < TOLD:
            self.told.append(Refused(index, field, problem))


def checked_result(result: ReportedResult, now: datetime) -> ReportedResult | tuple[str, str]:
    """Return a result with its times in whole minutes, or the field that is wrong and why."""
    for problem in _result_problems(result, now):
        return problem
    return replace(
        result,
        sampled_at=_minute(result.sampled_at),
        resulted_at=_minute(result.resulted_at),
        laboratory=result.laboratory.strip(),
        sample_reference=result.sample_reference.strip(),
    )


def checked_dose(dose: ReportedDose, now: datetime) -> ReportedDose | tuple[str, str]:
    """Return a dose with its time in whole minutes, or the field that is wrong and why."""
    for problem in _dose_problems(dose, now):
        return problem
    return replace(
        dose,
        given_at=_minute(dose.given_at),
        vaccine=dose.vaccine.strip(),
        register_reference=dose.register_reference.strip(),
    )


def _result_problems(result: ReportedResult, now: datetime) -> Iterator[tuple[str, str]]:
    if result.outcome not in set(Outcome):
        yield "outcome", f"{result.outcome!r} is none of {', '.join(Outcome.values)}"
    if result.method not in set(Method):
        yield "method", f"{result.method!r} is none of {', '.join(Method.values)}"
    if not isinstance(result.pooled, bool):
        yield "pooled", "is neither true nor false"
    for name, most in RESULT_TEXTS.items():
        text = getattr(result, name)
        if problem := _text_problem(text, most, is_needed=name != "specimen"):
            yield name, problem
    yield from _time_problems(result, now)


def _time_problems(result: ReportedResult, now: datetime) -> Iterator[tuple[str, str]]:
    for name in ("sampled_at", "resulted_at"):
        if problem := _moment_problem(getattr(result, name), now):
            yield name, problem
            return
    if result.resulted_at < result.sampled_at:
        yield "resulted_at", "is before the sample was taken"
    if result.sampled_at < now - timedelta(days=settings.SCREENING_RESULT_DAYS):
        yield "sampled_at", f"is more than {settings.SCREENING_RESULT_DAYS} days ago"


def _dose_problems(dose: ReportedDose, now: datetime) -> Iterator[tuple[str, str]]:
    for name, most in DOSE_TEXTS.items():
        if problem := _text_problem(getattr(dose, name), most, is_needed=True):
            yield name, problem
    if type(dose.dose_number) is not int or not 1 <= dose.dose_number <= MOST_DOSES:
        yield "dose_number", f"{dose.dose_number!r} is no number of a dose"
    if problem := _moment_problem(dose.given_at, now):
        yield "given_at", problem
    elif dose.given_at < now - timedelta(days=settings.SCREENING_VACCINATION_DAYS):
        yield "given_at", f"is more than {settings.SCREENING_VACCINATION_DAYS} days ago"


def _moment_problem(moment: datetime, now: datetime) -> str:
    if moment.tzinfo is None:
        return "has no time zone"
    return "is to come" if moment > now + TOLERANCE else ""


def _text_problem(text: object, most: int, *, is_needed: bool) -> str:
    if not isinstance(text, str) or (is_needed and not text.strip()):
        return "is missing"
    if not text.isprintable():
        return "holds characters that cannot be printed"
    return f"is longer than {most} characters" if len(text) > most else ""


def _minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)

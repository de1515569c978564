"""The facts of the sheet as the language of conditions has them, and as a person's data holds them.

A person's data is nested by the dots of the facts' names; a moment in it is a text, a list of
moments a list of texts, and what is unknown is null or missing.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from core.certlogic.instants import read_date_time
from core.certlogic.sql.typed import in_utc
from core.certlogic.values import look_up, steps_of
from core.certlogic.vocabulary import Fact as TypedFact
from core.certlogic.vocabulary import Kind as Type
from provinces.evidence.classes import EvidenceClass
from provinces.facts.schema import BY_NAME, COMPARABLE, GROUP_OF, Kind

_TYPES = {
    Kind.MOMENT: Type.MOMENT,
    Kind.MINUTES: Type.INTEGER,
    Kind.COUNT: Type.INTEGER,
    Kind.HOURS: Type.INTEGER,
    Kind.FLAG: Type.BOOLEAN,
    Kind.CODE: Type.TEXT,
}

# Moments on a sheet are whole minutes, so none is finer than a millisecond.
VOCABULARY = {
    name: TypedFact(_TYPES[fact.kind]) for name, fact in BY_NAME.items() if fact.kind in COMPARABLE
}

SAMPLED, RESULTED = "tests.negatives.sampled", "tests.negatives.resulted"


class NoSuchFact(ValueError):
    """A name is not in the vocabulary."""


def column(fact: str) -> str:
    """Return a fact's column on the sheet `f`; raises NoSuchFact."""
    if fact not in BY_NAME:
        raise NoSuchFact(f"{fact!r} is not in the vocabulary")
    return f"f.{BY_NAME[fact].column}"


COLUMNS = {
    name: in_utc(column(name)) if BY_NAME[name].kind is Kind.MOMENT else column(name)
    for name in VOCABULARY
}


def is_moment(fact: str) -> bool:
    """Tell whether there is such a fact, and it is a moment."""
    return fact in BY_NAME and BY_NAME[fact].kind is Kind.MOMENT


def expiries(sources: tuple[str, ...]) -> list[str]:
    """Return the facts that tell when the evidence of some sources expires."""
    classes = [of for of in EvidenceClass if of in sources]
    names = [f"{GROUP_OF[of]}.expires_at" for of in classes]
    return [name for name in names if name in BY_NAME]


def value_of(facts: Mapping[str, Any], fact: str) -> Any:
    """Return what is known of a fact, as it is written in a person's data."""
    return look_up(facts, steps_of(fact.split(".")))


def moment_of(facts: Mapping[str, Any], fact: str) -> datetime | None:
    """Return a moment that is known of a person."""
    value = value_of(facts, fact)
    return None if value is None else read_date_time(value)


def moments_of(facts: Mapping[str, Any], fact: str) -> list[datetime]:
    """Return a list of moments that are known of a person."""
    return [read_date_time(value) for value in value_of(facts, fact) or ()]


def shown(facts: Mapping[str, Any], fact: str) -> Any:
    """Return what is known of a fact as a decision shows it: moments in UTC."""
    kind, value = BY_NAME[fact].kind, value_of(facts, fact)
    if value is None:
        return None
    if kind is Kind.MOMENT:
        return written(read_date_time(value))
    return list(map(written, moments_of(facts, fact))) if kind is Kind.MOMENTS else value


def written(moment: datetime) -> str:
    """Return a moment as a person's data has it."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

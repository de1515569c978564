"""What others did for a person, at desks and by mandate; the person sees all of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from provinces.citizens import queries as citizens
from provinces.citizens import services as citizen
from provinces.citizens.mandates import WORDING as SCOPES
from provinces.jurisdictions.roles import ROLES


@dataclass(frozen=True, slots=True)
class Doing:
    """Something done for a person: when, by whom, and what; without a role, by mandate.

    By mandate it is told once an hour, of which `at` is the beginning.
    """

    at: datetime
    who: str
    what: Any
    role: Any = None


def done_for(person: Any) -> list[Doing]:
    """Return what others did for a citizen, the latest first."""
    return sorted([*_at_desks(person), *_by_mandate(person)], key=lambda one: one.at, reverse=True)


def _at_desks(person: Any) -> Iterator[Doing]:
    for one in citizens.served(person):
        what = citizen.ACTS[citizen.Act(one.act)]
        yield Doing(one.at, one.office, what, ROLES.get(one.role))


def _by_mandate(person: Any) -> Iterator[Doing]:
    for one in citizens.uses_of(person):
        who = citizens.name_of(one.holder) or one.holder.reference
        yield Doing(one.hour, who, SCOPES[one.scope])

"""How long it took from a case's positive result until its contacts were told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from provinces.evidence import queries as evidence
from provinces.evidence.classes import EvidenceClass
from provinces.notices import queries as notices
from provinces.screening import queries as screening

# A case may be reported some days after the result that showed it, and a result come in later.
BEFORE, AFTER = timedelta(days=7), timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Times:
    """Of a case: when it was positive, and how many contacts have been told, the last one when.

    `close` is how many of the contacts are close ones.

    Without a result it is the moment of the diagnosis that counts.
    """

    positive_at: datetime
    is_result: bool
    told: int
    untold: int
    close: int
    last_told_at: datetime | None

    @property
    def resting(self) -> int:
        """How many contacts rest on it."""
        return self.told + self.untold

    @property
    def took(self) -> timedelta | None:
        """How long it took until the last contact who was told, None where nobody was."""
        return None if self.last_told_at is None else self.last_told_at - self.positive_at

    @property
    def seconds(self) -> float | None:
        """The same in seconds, never less than nothing."""
        return None if self.took is None else max(0.0, self.took.total_seconds())


def of_cases(cases: Sequence[Any], at: datetime) -> dict[int, Times]:
    """Return the times of some cases, by number, in three statements whatever their number."""
    contacts: dict[int, list[Any]] = {case.pk: [] for case in cases}
    read = ("case", "citizen", "evidence_class", "in_force_at")
    resting = list(evidence.resting_on(contacts, at).only(*read))
    for contact in resting:
        contacts.setdefault(contact.case_id or 0, []).append(contact)
    told = _told(resting)
    positives = _positives(cases, at)
    return {case.pk: _times(case, contacts[case.pk], told, positives) for case in cases}


def _times(
    case: Any, contacts: Sequence[Any], told: dict[int, list[datetime]], positives: dict[int, Any]
) -> Times:
    first = [_first(told.get(each.citizen_id, []), each.in_force_at) for each in contacts]
    moments = [moment for moment in first if moment is not None]
    result = _first(positives.get(case.citizen_id, []), case.happened_at - BEFORE)
    is_result = result is not None and result <= case.happened_at + AFTER
    return Times(
        positive_at=result if is_result and result else case.happened_at,
        is_result=is_result,
        told=len(moments),
        untold=len(contacts) - len(moments),
        close=sum(each.evidence_class == EvidenceClass.CLOSE_CONTACT for each in contacts),
        last_told_at=max(moments, default=None),
    )


def _first(moments: Sequence[datetime], since: datetime) -> datetime | None:
    return next((moment for moment in moments if moment >= since), None)


def _told(contacts: Sequence[Any]) -> dict[int, list[datetime]]:
    if not contacts:
        return {}
    since = min(each.in_force_at for each in contacts)
    found: dict[int, list[datetime]] = {}
    people = {each.citizen_id for each in contacts}
    for citizen, at in notices.told_since(people, since).values_list("citizen", "created_at"):
        found.setdefault(citizen, []).append(at)
    return found


def _positives(cases: Sequence[Any], at: datetime) -> dict[int, list[datetime]]:
    found: dict[int, list[datetime]] = {}
    people = {case.citizen_id for case in cases}
    rows = screening.positives_of(people, at).values_list("citizen", "resulted_at")
    for citizen, moment in rows:
        found.setdefault(citizen, []).append(moment)
    return found

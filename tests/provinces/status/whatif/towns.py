"""Towns made up: people about whom something is known of every kind, under a law; and how it reads.

What a draft would change is worked out person by person, from what people are told now and then.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from provinces.citizens.models import Citizen
from provinces.evidence.classes import FORMS, EvidenceClass
from provinces.exposure.models import Answer, Question
from provinces.rules import queries as rules
from provinces.rules import services as publishing
from provinces.rules.models import Ruleset
from provinces.status import queries, runs, services
from provinces.status.models import Current, Run
from provinces.status.whatif import Flip
from tests import cast
from tests.factories import areas, road
from tests.provinces.exposure import crowds
from tests.provinces.facts import known

NOW = cast.NOW
DAY = timedelta(days=1)
HOMES = ("110101", "110102001", "110102002", "110201")
# In 2026 they come to 13, 14, 17, 18, 59, 60 years, and nobody knows.
BIRTHS = (2013, 2012, 2009, 2008, 1967, 1966, None)

Statuses = dict[int, str]


class Town(crowds.Crowd):
    """People, stays and cases around one place, with zones, evidence and tests besides."""

    def __init__(self, seed: int, *, law: str = "first", people: int = 24) -> None:
        super().__init__(seed, people=people)
        for number, person in enumerate(self.people):
            home, born = areas.area(HOMES[number % 4]), BIRTHS[number % 7]
            Citizen.objects.filter(pk=person.pk).update(area=home, birth_year=born)
        for level in (1, 2, 3):
            for certain in (True, False):
                cells = self.chance.sample(self.cells[9], 3) + self.chance.sample(self.cells[10], 9)
                road.zone(level=level, cells=cells, certain=certain, starts=NOW - 9 * DAY)
        for person in self.people:
            self._tell(person)
        self.law = publish(rules.shipped(law), now=NOW - DAY)
        walk()
        for question in Question.objects.order_by("citizen", "zone", "day")[::2]:
            question.answer, question.answered_at = Answer.YES, NOW
            question.save()
        walk()

    def _tell(self, person: Citizen) -> None:
        for of in self.chance.sample(list(EvidenceClass), self.chance.randrange(3)):
            happened, form = self._moment(), FORMS[of]
            ends = {}
            if form.ended and self.chance.random() < 0.3:
                ends = known.ending(happened + timedelta(hours=3), noted_at=NOW)
            known.piece(person, of, happened_at=happened, **ends)
        for _ in range(self.chance.randrange(4)):
            outcome = self.chance.choice(["negative", "negative", "positive"])
            known.result(person, sampled_at=self._moment() - DAY, outcome=outcome)

    def _moment(self) -> datetime:
        return NOW - timedelta(minutes=self.chance.randrange(60, 9 * 1440))


def publish(document: dict[str, Any], *, now: datetime) -> Ruleset:
    """Put a rule set in force."""
    return publishing.publish(document, by=None, now=now)


def walk(at: datetime = NOW) -> None:
    """Decide about everybody."""
    services.recompute(runs.Plan(as_of=at, kind=Run.Kind.FULL, shards=1), now=at)


def read(at: datetime = NOW) -> Statuses:
    """Return everybody's status as it reads at a moment, one by one."""
    return {person.pk: queries.status_of(person, at).status for person in Citizen.objects.all()}


def decided() -> set[int]:
    """Return whoever was ever decided about."""
    return set(Current.objects.values_list("citizen_id", flat=True))


def flips(before: Statuses, after: Statuses, among: set[int] | None = None) -> Counter[tuple]:
    """Count whose status differs, by what it was and is."""
    return Counter(
        (before[one], after[one])
        for one in before
        if before[one] != after[one] and (among is None or one in among)
    )


def counted(found: tuple[Flip, ...]) -> dict[tuple, int]:
    """Return flips as they are counted here."""
    return {(flip.before, flip.after): flip.count for flip in found}


def by(values: Mapping[int, Any], before: Statuses, after: Statuses) -> dict[Any, Counter[tuple]]:
    """Return the flips of whoever has each value."""
    found = {
        value: flips(before, after, {one for one in values if values[one] == value})
        for value in set(values.values())
    }
    return {value: counts for value, counts in found.items() if counts}

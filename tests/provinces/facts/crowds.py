"""A crowd about whom something is known of every kind, at random."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from core.db import temporary
from core.periods import epoch_minute
from provinces.citizens.models import Citizen
from provinces.evidence.classes import FORMS, EvidenceClass
from provinces.exposure import companions, divisions
from provinces.facts import sheets
from tests.factories import citizens, road

from .known import DAY, NOW, dose, ending, piece, result, stale

ZONE_DAY = "INSERT INTO zone_day VALUES (%s, %s, %s, %s, %s, %s, %s, %s)"
DIVISION = "INSERT INTO division_stay VALUES (%s, %s, %s, %s)"
COMPANION = "INSERT INTO companionship VALUES (%s, %s, %s, %s, %s)"
OBSERVED = {**companions.TABLES, **divisions.TABLES}


class Crowd:
    """Some people, of each of whom some things are known, drawn by a seed."""

    def __init__(self, seed: int, *, size: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311  not for secrets
        self.people = [citizens.citizen() for _ in range(size)]
        self.zones = [road.zone(level=level).pk for level in (1, 2, 3)]

    def assemble(self) -> None:
        """Have every sheet say what is drawn for its citizen."""
        with connection.cursor() as cursor:
            stale(cursor, tuple(self.people))
            temporary.ready(cursor, **OBSERVED)
            for person in self.people:
                self._observe(cursor, person)
                self._tell(person)
            cursor.execute(sheets.UPSERT, {"as_of": NOW, "dwell": 10})

    def _observe(self, cursor: Any, person: Citizen) -> None:
        for zone in self.chance.sample(self.zones, self.chance.randrange(3)):
            left = epoch_minute(self.moment())
            minutes, answered = self.chance.randrange(5, 90), self.is_so()
            row = [person.pk, zone, left - 600, left, minutes, answered, left, minutes]
            cursor.execute(ZONE_DAY, row)
        for level in self.chance.sample((2, 3), self.chance.randrange(3)):
            code = self.chance.choice(["110100", "5101", "双流|=区"])
            cursor.execute(DIVISION, [person.pk, level, self.minute(), code])
        if self.is_so():
            numbers = [self.chance.randrange(1, 3000) for _ in range(3)]
            cursor.execute(COMPANION, [person.pk, self.minute(), *numbers])

    def _tell(self, person: Citizen) -> None:
        for of in self.chance.sample(list(EvidenceClass), self.chance.randrange(7)):
            self._piece(person, of)
        for _ in range(self.chance.randrange(5)):
            outcome = self.chance.choice(["negative", "negative", "positive"])
            sampled = self.moment() - DAY
            result(person, sampled_at=sampled, outcome=outcome, pooled=self.is_so())
        if self.is_so():
            dose(person, self.chance.randrange(1, 4), given_at=self.moment())

    def _piece(self, person: Citizen, of: EvidenceClass) -> None:
        form, happened = FORMS[of], self.moment()
        said: dict[str, Any] = {"details": {}}
        if form.has_onset and self.is_so():
            said["onset_at"] = happened - DAY
        if form.ended and self.is_so():
            said |= ending(happened + timedelta(hours=3), noted_at=NOW - timedelta(minutes=1))
        if form.details and self.is_so():
            said["details"] = {"country": "FR", "division": "5101", "bound_elsewhere": self.is_so()}
        piece(person, of, happened_at=happened, **said)

    def moment(self) -> datetime:
        """Return a moment of the last days, to the microsecond."""
        return NOW - timedelta(seconds=self.chance.randrange(60, 6 * 86400), microseconds=7)

    def minute(self) -> datetime:
        """Return a moment of the last days, as stays have them."""
        return self.moment().replace(second=0, microsecond=0)

    def is_so(self) -> bool:
        return self.chance.random() < 0.5

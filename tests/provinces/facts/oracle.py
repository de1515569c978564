"""What exposures come to, minute by minute and status by status, in plain loops.

Nothing here is shared with the road but the words of the rule set.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

LEVELS = {1: "low", 2: "medium", 3: "high"}
# Of these the rule set has grounds.
RULED = {2, 3}
GROUNDS = {
    3: ("stayed_in_high_risk_zone", "red"),
    2: ("stayed_in_medium_risk_zone", "yellow"),
}
RANKS = {"green": 0, "yellow": 1, "red": 2}
HOLD = timedelta(days=7)

Entry = tuple[datetime, int, int, bool]
Sheet = dict[str, Entry]
Held = list[tuple[str, str, datetime]]


@dataclass(frozen=True, order=True)
class Met:
    """A stay of a citizen met a zone, for minutes `[started, ended)` of a day."""

    citizen: int
    zone: int
    day: int
    started: int
    ended: int
    cell: int
    certain: bool


@dataclass
class World:
    """Citizens who met zones, what they said, and the levels of the zones."""

    levels: dict[int, int]
    met: set[Met] = field(default_factory=set)
    yes: set[tuple[int, int, int]] = field(default_factory=set)

    def sheets(self, *, minute: int, dwell: int) -> dict[int, Sheet]:
        """Return every citizen's sheet.

        For each level: when they last left, minutes, zone, whether it rests on a yes.
        """
        found: dict[int, Sheet] = defaultdict(dict)
        answered = self.answered(minute)
        for (citizen, zone, day), minutes in self.zone_days(minute).items():
            level = LEVELS[self.levels[zone]]
            if len(minutes) >= dwell:
                is_answered = (citizen, zone, day) in answered
                entry = (moment(max(minutes) + 1), len(minutes), zone, is_answered)
                known = found[citizen].get(level)
                if known is None or _later(entry, known):
                    found[citizen][level] = entry
        return dict(found)

    def zone_days(self, minute: int) -> dict[tuple[int, int, int], set[int]]:
        """Return the minutes that count, of whatever began before a minute."""
        days: dict[tuple[int, int, int], set[int]] = defaultdict(set)
        for one in self.met:
            key = (one.citizen, one.zone, one.day)
            if one.started < minute and (one.certain or key in self.yes):
                days[key] |= set(range(one.started, one.ended))
        return dict(days)

    def answered(self, minute: int) -> set[tuple[int, int, int]]:
        """Return where a possible stay counts because of a yes."""
        keys = {
            (m.citizen, m.zone, m.day) for m in self.met if m.started < minute and not m.certain
        }
        return keys & self.yes

    def questions(self, *, minute: int, dwell: int) -> set[tuple[int, int, int]]:
        """Return the one question for each citizen and level whose answer would count most."""
        counted, sheets = self.zone_days(minute), self.sheets(minute=minute, dwell=dwell)
        at_most: dict[tuple[int, int, int], set[int]] = defaultdict(set)
        for one in self.met:
            if one.started < minute and self.levels[one.zone] in RULED:
                key = (one.citizen, one.zone, one.day)
                at_most[key] |= set(range(one.started, one.ended))
        found: dict[tuple[int, str], tuple[Entry, int]] = {}
        for (citizen, zone, day), minutes in at_most.items():
            if not len(counted.get((citizen, zone, day), ())) < dwell <= len(minutes):
                continue
            level = LEVELS[self.levels[zone]]
            entry = (moment(max(minutes) + 1), len(minutes), zone, True)
            sheet = sheets.get(citizen, {}).get(level)
            if entry[0] <= moment(minute) - HOLD or (sheet and entry[0] <= sheet[0]):
                continue
            known = found.get((citizen, level))
            if known is None or _later(entry, known[0]):
                found[citizen, level] = (entry, day)
        return {(citizen, entry[2], day) for (citizen, _), (entry, day) in found.items()}


def _later(one: Entry, other: Entry) -> bool:
    return (one[0], one[1], -one[2]) > (other[0], other[1], -other[2])


def held(sheet: Sheet, *, at: datetime, ends: datetime) -> Held:
    """Return the grounds in force at a moment, the gravest first, under rules that end.

    Whoever has not left yet is held from when they do; until then the ground waits.
    """
    found = []
    for level, (ground, status) in GROUNDS.items():
        if LEVELS[level] in sheet:
            left = sheet[LEVELS[level]][0]
            waits = left > at
            until = min(left if waits else left + HOLD, ends)
            if until > at:
                found.append((ground, "green" if waits else status, until))
    return sorted(found, key=lambda one: (-RANKS[one[1]], -one[2].timestamp(), one[0]))


def moment(minute: int) -> datetime:
    return datetime.fromtimestamp(minute * 60, UTC)


@dataclass
class Dice:
    """Random exposures and answers for some citizens, zones and days."""

    chance: random.Random
    zones: list[int]
    days: list[int]
    cells: list[int]

    def meetings(self, citizens: Iterable[int]) -> set[Met]:
        """Return meetings that overlap, touch and repeat; none twice in a cell and minute."""
        found: dict[tuple[int, int, int, int], Met] = {}
        for citizen in citizens:
            for _ in range(self.chance.randrange(5)):
                for one in self._around(citizen):
                    found[one.citizen, one.zone, one.cell, one.started] = one
        return set(found.values())

    def _around(self, citizen: int) -> list[Met]:
        """Return some meetings with one zone that lie close together."""
        zone, day = self.chance.choice(self.zones), self.chance.choice(self.days)
        begins = day + self.chance.randrange(1300)
        return [self._met(citizen, zone, day, begins) for _ in range(self.chance.randrange(1, 4))]

    def _met(self, citizen: int, zone: int, day: int, begins: int) -> Met:
        started = begins + self.chance.randrange(25)
        ended = started + self.chance.choice([1, 3, 5, 9, 10, 20, 25])
        cell, certain = self.chance.choice(self.cells), self.chance.random() < 0.6
        return Met(citizen, zone, day, started, ended, cell, certain)

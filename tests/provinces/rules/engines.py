"""Both engines on the same rules and the same people, side by side."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from provinces.rules import judging, laying, reading
from provinces.rules.compiling import compile_ruleset
from provinces.rules.judging import Judged
from tests.provinces.rules import drafts, histories
from tests.provinces.rules import tested as testing

Person = tuple[dict[str, Any], datetime]

DAYS = 60
# In one of them a day begins twice within those weeks; in another one begins at one o'clock.
ZONES = [
    ("Asia/Shanghai", datetime(2026, 11, 1)),  # noqa: DTZ001
    ("America/Havana", datetime(2026, 10, 15)),  # noqa: DTZ001
    ("Asia/Beirut", datetime(2026, 3, 10)),  # noqa: DTZ001
]


def over_weeks(seed: int, *, people: int) -> list[tuple[Any, ...]]:
    """Return where the engines differ about people made up, on any of 60 days."""
    chance = Random(seed)  # noqa: S311  not for secrets
    name, begins = ZONES[seed % len(ZONES)]
    zone = ZoneInfo(name)
    document = drafts.ruleset(chance)
    return differences(document, list(lives(chance, begins.replace(tzinfo=zone), people)), zone)


def over_tests(seed: int, *, people: int) -> list[tuple[Any, ...]]:
    """Return where the engines differ about people who were tested at nearly the same hours."""
    chance = Random(seed)  # noqa: S311  not for secrets
    document = testing.ruleset(chance)
    return differences(document, [testing.somebody(chance) for _ in range(people)], testing.ZONE)


def lives(chance: Random, begins: datetime, people: int) -> Iterator[Person]:
    """Yield what is known of people made up, day by day at some hour."""
    for _ in range(people):
        life = histories.life(chance.randrange(2**32), begins, DAYS)
        for day in range(DAYS):
            moment = begins + timedelta(days=day, hours=day % 24)
            yield life.facts(moment), moment


def differences(
    document: dict[str, Any], people: list[Person], zone: ZoneInfo
) -> list[tuple[Any, ...]]:
    """Return of whom the engines differ, and what each says."""
    prepared = judging.prepare(reading.read(document), zone)
    in_python = [outline(judging.judge(prepared, facts, as_of)) for facts, as_of in people]
    in_sql = map(outline, laying.judge(compile_ruleset(document, zone), people))
    return [
        (person, python, sql)
        for person, python, sql in zip(people, in_python, in_sql, strict=True)
        if python != sql
    ]


def outline(judged: Judged) -> tuple[Any, ...]:
    """Return all of a judgement that both engines tell."""
    grounds = [
        (one.ground, one.status, one.rank, one.since, one.until, dict(one.evidence))
        for one in judged.grounds
    ]
    return judged.status, judged.until, grounds

"""People who were tested at hours that coincide or nearly do, and rules that count their tests."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from typing import Any

from tests.provinces.rules import documents
from tests.provinces.rules.documents import ZONE, at, contact

WEEK = {"status": "yellow", "days": 7}

__all__ = ["ZONE", "ruleset", "somebody"]


def somebody(chance: Random) -> tuple[dict[str, Any], datetime]:
    """Return the facts about a contact who was tested, and a moment in those days."""
    samples = sorted(at(1, hour=12 * chance.randrange(-2, 9)) for _ in range(chance.randrange(8)))
    waits = [timedelta(hours=12 * chance.choice([0, 1, 1, 2, 6])) for _ in samples]
    facts = contact(
        at(1, hour=12 * chance.randrange(3)),
        contacts__close__released_at=at(2),
        tests__negatives__sampled=samples,
        tests__negatives__resulted=[at + wait for at, wait in zip(samples, waits, strict=True)],
    )
    if chance.random() < 0.5:
        expires = documents.text(at(chance.randrange(3, 20)))
        facts["contacts"]["close"]["expires_at"] = expires
    return facts, at(1, hour=chance.choice([6, 6, 6 * chance.randrange(40)]))


def ruleset(chance: Random) -> dict[str, Any]:
    """Return rules in which tests clear some phases, and begin some holds."""
    return documents.ruleset(
        *(documents.ground(f"alone_{number}", phases=[_phase(chance, 60)]) for number in range(4)),
        *(
            documents.ground(f"in_turn_{number}", phases=[_phase(chance, 2) for _ in range(3)])
            for number in range(3)
        ),
        *(
            documents.ground(
                f"begun_{clock}", anchor=_nth(chance, clock), phases=[_phase(chance, 2), WEEK]
            )
            for clock in ("sample", "result")
        ),
    )


def _nth(chance: Random, clock: str) -> dict[str, Any]:
    nth = {"test": chance.choice([1, 2, 3]), "after": documents.CONTACT}
    return {**nth, "clock": clock, "counting": "exact"}


def _phase(chance: Random, days: int) -> dict[str, Any]:
    return {"status": "red", "days": days, "clears": [_tests(chance)]}


def _tests(chance: Random) -> dict[str, Any]:
    count, days = chance.choice([1, 2, 3, 4, 5]), chance.choice([1, 2, 3])
    apart = min(chance.choice([0, 12, 24]), 24 * days // max(1, count - 1))
    since = chance.choice([documents.CONTACT, "contacts.close.released_at"])
    within = {
        "within_days": days,
        "hours_apart": apart,
        "clock": chance.choice(["sample", "result"]),
    }
    return {"tests": {"count": count, **within, "since": since}}

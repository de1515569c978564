"""Rule sets made up for tests, in which everything is in order unless a test says otherwise."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

Json = dict[str, Any]

ZONE = ZoneInfo("Asia/Shanghai")
CONTACT = "contacts.close.last_contact_at"
RELEASED = "contacts.close.released_at"
SAID = {"zh-hans": "示例", "en": "Sample"}


def at(day: int, hour: int = 12, minute: int = 0) -> datetime:
    """Return a moment of November 2026; days may go beyond the month, either way."""
    start = datetime(2026, 11, 1, tzinfo=ZONE).timestamp()
    return datetime.fromtimestamp(start + ((day - 1) * 24 + hour) * 3600 + minute * 60, tz=ZONE)


def text(moment: datetime) -> str:
    """Return a moment as documents have it."""
    return moment.isoformat()


def known(fact: str) -> Json:
    """Return the condition that a fact is known."""
    return {"!": [{"!": [{"var": fact}]}]}


def either(*conditions: Json) -> Json:
    """Return the condition that one of several holds, as the language writes it."""
    return {"!": [{"and": [{"!": [condition]} for condition in conditions]}]}


def nested(**facts: Any) -> Json:
    """Return facts nested by their dots, which are written __ here; moments become texts."""
    found: Json = {}
    for name, value in facts.items():
        *groups, field = name.split("__")
        within = found
        for group in groups:
            within = within.setdefault(group, {})
        within[field] = _written(value)
    return found


def _written(value: Any) -> Any:
    if isinstance(value, datetime):
        return text(value)
    return list(map(_written, value)) if isinstance(value, list) else value


def contact(moment: datetime, **facts: Any) -> Json:
    """Return the facts about somebody who was in close contact with a case."""
    return nested(contacts__close__last_contact_at=moment, **facts)


def ground(key: str = "close_contact", fact: str = CONTACT, **changes: Any) -> Json:
    """Return a ground that rests on close contact: red for 14 days, then yellow for 7.

    Who is released before that is yellow at once.
    """
    return {
        "key": key,
        "rests_on": ["close_contact"],
        "when": known(fact),
        "anchor": {"fact": fact, "counting": "exact"},
        "phases": [
            {"status": "red", "days": 14, "clears": [{"event": RELEASED}]},
            {"status": "yellow", "days": 7},
        ],
        "evidence": {"last_contact": fact},
        "legal_basis": dict(SAID),
        "answerable": {"office": dict(SAID), "contact": "12320"},
        "texts": {language: {"reason": "…", "clears": "…"} for language in SAID},
    } | changes


def status(key: str, rank: int, consequence: str) -> Json:
    """Return a status."""
    names = {"names": dict(SAID), "meaning": dict(SAID)}
    return {"key": key, "rank": rank, "consequence": consequence, **names}


def case(name: str, as_of: datetime, facts: Json, *grounds: str, **expect: Any) -> Json:
    """Return a case in which these grounds hold."""
    expected = {"status": "green", "until": None, "grounds": list(grounds)} | expect
    expected["until"] = _written(expected["until"])
    return {"name": name, "as_of": text(as_of), "facts": facts, "expect": expected}


def cases() -> list[Json]:
    """Return what becomes of close contacts, and of nobody."""
    released = contact(at(1), contacts__close__released_at=at(5))
    return [
        case("nobody", at(10), {}),
        case("early", at(10), contact(at(1)), "close_contact", status="red", until=at(15)),
        case("late", at(20), contact(at(1)), "close_contact", status="yellow", until=at(22)),
        case("released", at(10), released, "close_contact", status="yellow", until=at(22)),
    ]


def ruleset(*grounds: Json, **changes: Any) -> Json:
    """Return a rule set with grounds, of which its cases know the close contact."""
    return {
        "schema": 2,
        "name": "sample",
        "version": "2026-1",
        "names": dict(SAID),
        "days_in_force": 90,
        "parameters": {"dwell_minutes": 10},
        "statuses": [
            status("green", 0, "free"),
            status("yellow", 1, "restricted"),
            status("red", 2, "held"),
        ],
        "default": "green",
        "grounds": list(grounds) or [ground()],
        "cases": cases(),
    } | changes

"""What earlier runs have found, for comparing populations of different sizes."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from bench import engine

# Beside the engine, not in it: the engine is made anew for a population of another size.
KEPT = engine.HOME.with_name("bench-results.json")


def _read() -> dict[str, dict]:
    return json.loads(KEPT.read_text()) if KEPT.exists() else {}


def keep(citizens: int, name: str, value: list[float]) -> None:
    """Remember a figure of a population."""
    found = _read()
    found.setdefault(str(citizens), {})[name] = value
    KEPT.write_text(json.dumps(found, indent=1))


def of(citizens: int, name: str) -> list[float] | None:
    """Return a figure of a population, if one was found."""
    return _read().get(str(citizens), {}).get(name)


def keep_report(citizens: int, sections: list[str]) -> None:
    """Remember a population's tables."""
    found = _read()
    kept = found.setdefault(str(citizens), {})
    kept["sections"] = sections
    kept["on"] = f"{datetime.now(UTC):%Y-%m-%d}"
    KEPT.write_text(json.dumps(found, indent=1))


def elsewhere(citizens: int) -> list[str]:
    """Return the tables of populations of other sizes."""
    told = []
    for size, found in _read().items():
        if int(size) != citizens and "sections" in found:
            told.append(f"# {int(size):,} citizens, measured on {found['on']}\n")
            told += found["sections"]
    return told

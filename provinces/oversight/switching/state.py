"""What is off, as this process remembers it for some seconds: a warm look costs no statement.

    switch_off ──commit──► oversight_switch ◄── read every OVERSIGHT_SWITCH_SECONDS ── each process

So a part is off everywhere within those seconds, on any number of machines, and nothing has to be
told to anybody. Where the tables cannot be read, what was last known goes on until its end.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import DatabaseError

from provinces.oversight.models import Switch
from provinces.tenancy import scope

from .parts import Part


@dataclass(frozen=True, slots=True)
class Off:
    """That a part is off: since when, until when at the latest, and why."""

    part: Part
    since: datetime
    until: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class _Known:
    until: float
    off: tuple[Off, ...]


_known: dict[str, _Known] = {}


def off(part: Part, at: datetime) -> Off | None:
    """Return that a part is off at a moment in the province in scope, None where it is on."""
    return next((each for each in all_off(at) if each.part == part), None)


def kept_codes_are_off(at: datetime) -> bool:
    """Tell whether no codes are made to be kept at a moment; see PASSES_KEPT_OFF_BY."""
    return off(Part.KEPT_CODES, at) is not None


def all_off(at: datetime) -> list[Off]:
    """Return every part that is off at a moment in the province in scope."""
    return [each for each in _current(at) if each.since <= at < each.until]


def forget() -> None:
    """Read anew at the next look, in this process and the province in scope."""
    _known.pop(scope.current().slug, None)


def remember(slug: str, off: Iterable[Off] = (), *, seconds: float | None = None) -> None:
    """Take for known what is off in a province: for so many seconds, or else the setting's."""
    lasting = settings.OVERSIGHT_SWITCH_SECONDS if seconds is None else seconds
    _known[slug] = _Known(time.monotonic() + lasting, tuple(off))


def _current(at: datetime) -> tuple[Off, ...]:
    slug = scope.current().slug
    known = _known.get(slug)
    if known and time.monotonic() < known.until:
        return known.off
    try:
        found = _read(at)
    except DatabaseError:
        if known is None:
            raise
        found = known.off
    remember(slug, found)
    return found


def _read(at: datetime) -> tuple[Off, ...]:
    rows = Switch.objects.off(at).values_list("part", "since", "until", "reason")
    known = set(Part)
    return tuple(
        Off(Part(part), since, until, reason)
        for part, since, until, reason in rows
        if part in known
    )

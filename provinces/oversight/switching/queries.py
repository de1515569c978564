"""Reading what is off, what was, and what waits for a second office."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Prefetch
from django.utils.functional import Promise

from provinces.oversight.models.switches import Switch, SwitchChange, SwitchQuerySet

from . import wording
from .parts import CAN_BE_OFF, NEVER, Part

# So far back the public sees what was off.
SHOWN_DAYS = 90


@dataclass(frozen=True, slots=True)
class Shown:
    """A switch with what it is called, why it was used, and the change that waits, if one does."""

    switch: Switch
    name: Promise | str
    why: Promise | str
    waiting: SwitchChange | None


def off_now(at: datetime) -> list[Shown]:
    """Return what is off at a moment, the latest first, with the change that waits for each."""
    return _shown(Switch.objects.off(at))


def past(at: datetime, *, most: int) -> list[Shown]:
    """Return what was off within the last months and is on again, the latest first."""
    recent = Switch.objects.filter(since__gte=at - timedelta(days=SHOWN_DAYS))
    off = Switch.objects.off(at)
    return _shown(recent.exclude(pk__in=off))[:most]


def switch(key: int) -> Switch | None:
    """Return a switch by its number."""
    return Switch.objects.filter(pk=key).first()


def change(key: int) -> SwitchChange | None:
    """Return a change of a switch by its number."""
    return SwitchChange.objects.filter(pk=key).select_related("switch").first()


def can_be_off() -> list[tuple[Part, Promise]]:
    """Return every part that can be switched off, with its name."""
    return [(part, wording.PARTS[part]) for part in CAN_BE_OFF]


def never_off() -> list[Promise]:
    """Return the names of the parts that are never off."""
    return [wording.PARTS[part] for part in Part if part in NEVER]


def _shown(switches: SwitchQuerySet) -> list[Shown]:
    open_changes = SwitchChange.objects.filter(signed_at=None, refused_at=None)
    rows: Any = switches.order_by("-since", "-pk").prefetch_related(
        Prefetch("changes", open_changes.select_related("proposed_by"), to_attr="waiting")
    )
    return [
        Shown(
            switch=each,
            name=wording.PARTS[Part(each.part)] if each.part in set(Part) else each.part,
            why=wording.REASONS.get(each.reason, each.reason),
            waiting=next(iter(each.waiting), None),
        )
        for each in rows
    ]

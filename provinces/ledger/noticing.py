"""From when a purpose counts: a new one 48 hours after the list that has it was published.

Until then whoever records something for it is refused, by its name. What the first edition lists
was in use before there were lists, and counts without being looked up.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.core.cache import caches
from django.core.exceptions import PermissionDenied

from provinces.tenancy import scope

from . import purposes
from .kinds import Kind
from .models import FeedEntry
from .purposes import NOTICE, Listed, Name, Of

# A list published by another process is read within so long; what is new on it is not due yet.
KEEP_SECONDS = 60


class NotListed(ValueError):
    """The purpose is on no list: nothing is read, agreed to or told for it."""


class NotYetInUse(PermissionDenied):
    """The purpose is new, and the other provinces and the public have notice of it first."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A purpose and from when it counts: None for always, or for one not published yet."""

    purpose: Listed
    counts_from: datetime | None
    is_in_use: bool


def require(of: Of, key: str, *, at: datetime) -> None:
    """Require that something may be done for a purpose now; raises NotListed and NotYetInUse."""
    name = str(of), str(key)
    if name in purposes.founding():
        return
    if name[1] not in purposes.keys(of):
        raise NotListed(f"the purpose {key!r} of {of} is on no list: only what is listed may be")
    begins = _counts_from().get(name)
    if begins is None:
        raise NotYetInUse(f"the purpose {key!r} of {of} is new, and is not published yet")
    if begins > at:
        raise NotYetInUse(f"the purpose {key!r} of {of} is new, and counts from {begins}")


def is_in_use(of: Of, key: str, *, at: datetime) -> bool:
    """Tell whether a purpose that is listed counts at a moment."""
    try:
        require(of, key, at=at)
    except NotYetInUse:
        return False
    return True


def standings(at: datetime) -> list[Standing]:
    """Return every purpose that the register lists, and from when it counts."""
    is_any_new = any(each.name not in purposes.founding() for each in purposes.listed())
    begins = _counts_from() if is_any_new else {}
    return [
        Standing(
            each,
            None if each.name in purposes.founding() else begins.get(each.name),
            is_in_use(Of(each.of), each.key, at=at),
        )
        for each in purposes.listed()
    ]


def latest() -> FeedEntry | None:
    """Return the list that was published last, if one was."""
    return FeedEntry.objects.filter(kind=Kind.PURPOSES_LISTED).order_by("-pk").first()


def counting(
    lists: Iterable[tuple[datetime, Iterable[Name]]], *, has_begun: bool = False
) -> dict[Name, datetime]:
    """Return from when each purpose counts that the last of several lists has.

    What the first one lists counts from then on, unless something was in use before it. What was
    taken off in between is new again.
    """
    found: dict[Name, datetime] | None = {} if has_begun else None
    for at, names in lists:
        if found is None:
            found = dict.fromkeys(names, at)
        else:
            found = {name: found.get(name, at + NOTICE) for name in names}
    return found or {}


def forget() -> None:
    """Have the lists be read anew by this process."""
    caches["process"].delete(_kept())


def _counts_from() -> dict[Name, datetime]:
    found: dict[Name, datetime] | None = caches["process"].get(_kept())
    if found is None:
        # Nothing is old by being on the first list: that is for the first edition to say.
        found = counting(_published(), has_begun=True)
        caches["process"].set(_kept(), found, KEEP_SECONDS)
    return found


def _published() -> Iterator[tuple[datetime, list[Name]]]:
    lists = FeedEntry.objects.filter(kind=Kind.PURPOSES_LISTED).order_by("pk")
    for at, data in lists.values_list("published_at", "data"):
        told = json.loads(bytes(data))["body"]["document"]["purposes"]
        yield at, [(each["list"], each["key"]) for each in told]


def _kept() -> str:
    return f"ledger.purposes.{scope.current().slug}"

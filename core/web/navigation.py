"""The links in a page's frame: rooms add theirs, and each reader sees those that are for them.

A room adds its links in its AppConfig.ready:

    navigation.add(Bar.PORTAL, Link(_("My code"), "portal:code", whom=citizen, rank=20))

and a page says where the reader is by `here` in what it tells its template: the last part of the
link's page ("code"), unless the link names another word.

Links of one kind share the words of a group. Whoever has many links sees such a group as one of
them, and what is in it in a second row while they are there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

Told = Mapping[str, Any]
Whom = Callable[[Told], bool]
# So many links stand side by side in one calm row, in either language.
ROW = 7


class Bar(StrEnum):
    """Which frame the links are in; the value stands in the frame's template."""

    PORTAL = "portal"
    CONSOLE = "console"


def everybody(_told: Told) -> bool:
    """Show a link to whoever reads the page."""
    return True


def visitor(told: Told) -> bool:
    """Show a link to whoever is not signed in."""
    return not _is_signed_in(told)


def citizen(told: Told) -> bool:
    """Show a link to a citizen who is signed in."""
    return _is_signed_in(told) and getattr(told["user"], "citizen", None) is not None


def official(told: Told) -> bool:
    """Show a link to whoever is signed in and no citizen."""
    return _is_signed_in(told) and not citizen(told)


def holding(*powers: str) -> Whom:
    """Show a link, in the console, to officials who hold any of these powers."""
    return lambda told: any(str(power) in told.get("may", {}) for power in powers)


@dataclass(frozen=True, slots=True)
class Link:
    """A link: its words, the name of its page, for whom, and how far to the right it stands.

    `about` is a sentence on what one does there, for the page from which one starts; `group` is
    the words of the group that it is in, if it is in one.
    """

    label: Any
    page: str
    whom: Whom = everybody
    rank: int = 50
    at: str = ""
    about: Any = ""
    group: Any = ""

    @property
    def here(self) -> str:
        """Return the word by which a page says that it is the one this leads to."""
        return self.at or self.page.rpartition(":")[2]


@dataclass(frozen=True, slots=True)
class Way:
    """What stands in a frame's row: a link, or a group that leads to the first of its links."""

    label: Any
    links: tuple[Link, ...]
    is_here: bool

    @property
    def page(self) -> str:
        """Return the name of the page that this leads to."""
        return self.links[0].page


_BARS: dict[Bar, dict[str, Link]] = {}


def add(bar: Bar, *links: Link) -> None:
    """Have links shown in a frame; a page is in it once, as it was added last."""
    _BARS.setdefault(bar, {}).update({link.page: link for link in links})


def shown(bar: Bar, told: Told) -> list[Link]:
    """Return the links of a frame for whom a page is for, by rank and then as they were added."""
    links = _BARS.get(bar, {}).values()
    return sorted((link for link in links if link.whom(told)), key=lambda link: link.rank)


def ways(bar: Bar, told: Told) -> list[Way]:
    """Return a frame's row for whom a page is for: links, and groups where those are many."""
    links = shown(bar, told)
    gathered: dict[str, list[Link]] = {}
    for link in links:
        is_grouped = link.group and len(links) > ROW
        gathered.setdefault(str(link.group) if is_grouped else link.page, []).append(link)
    return [_way(each, told.get("here", "")) for each in gathered.values()]


def _way(links: list[Link], here: str) -> Way:
    label = links[0].group if len(links) > 1 else links[0].label
    return Way(label, tuple(links), any(link.here == here for link in links))


def _is_signed_in(told: Told) -> bool:
    return bool(getattr(told.get("user"), "is_authenticated", False))

"""Places on pages that rooms further up fill: the page names the place, and knows nobody.

A room fills a place in its AppConfig.ready, with a template and what the template is told:

    places.fill(Place.PORTAL_FOOT, Piece("desk/foot.html"))

and a page leaves the room for it with `{% place "portal-foot" %}`. So a province's pages show
what other provinces have to do with it, and import nothing of the federation.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

Told = Mapping[str, Any]


class Place(StrEnum):
    """Where a page lets others have a say; the value stands in the page's template."""

    CONSOLE_HOME = "console-home"  # sections of an official's desk
    OPERATIONS = "operations"  # what else there is to watch for whoever keeps the machines going
    CONSOLE_TODAY = "console-today"  # on an official's desk: how the province is today
    PORTAL_HOME = "portal-home"  # sections of a province's first page
    PORTAL_FOOT = "portal-foot"  # lines in the foot of public pages
    DESK = "desk"  # below the search of a desk: who else may be enrolled there
    ZONE = "zone"  # below a version of a zone: what others say of its part beyond the border
    RULES_NOTICE = "rules-notice"  # below a published version: who has read of it
    PROOF = "proof"  # below what comes with a proof: how to verify one
    STATUS = "status"  # sections of a citizen's own page


def nothing(_context: Told) -> Told:
    """Tell a piece nothing besides what its page knows."""
    return {}


@dataclass(frozen=True, slots=True)
class Piece:
    """A template for a place, and what it is told besides what its page knows.

    `tell` is given what the page knows; where it returns None, nothing is shown.
    """

    template: str
    tell: Callable[[Told], Told | None] = nothing


_FILLED: dict[Place, list[Piece]] = {}


def fill(place: Place, piece: Piece) -> None:
    """Have a piece shown in a place, after those that are there; the same one is shown once."""
    pieces = _FILLED.setdefault(place, [])
    if piece not in pieces:
        pieces.append(piece)


def pieces(place: Place) -> tuple[Piece, ...]:
    """Return what fills a place, in the order in which it was filled."""
    return tuple(_FILLED.get(place, ()))

"""What waits for an official between this province and others, and how the others are followed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.web.waiting import Count, Waiting
from federation.borders import queries as borders
from federation.casework import queries as casework
from federation.peers import queries as peers
from federation.sync import queries as sync
from provinces.jurisdictions.powers import Power

from . import naming

# Of the logs of peers, the one that says anything.
FEED = "feed"


def offers_to_answer(official: Any, at: datetime) -> Count:
    """Count the offers of neighbours that this official may answer."""
    found = borders.answerable(official, at)
    return Count(len(found), due=min((each.lapses_at for each in found), default=None))


def contests_to_answer(_official: Any, _at: datetime) -> Count:
    """Count the contests of what this province says of other provinces' people."""
    found = list(casework.contests_to_answer())
    return Count(len(found), due=min((each.answer_by for each in found), default=None))


def holds_to_release(_official: Any, _at: datetime) -> Count:
    """Count what is held back of other provinces' words, until two offices decide."""
    found = list(casework.holds())
    return Count(len(found), since=min((each.opened_at for each in found), default=None))


DESKS = (
    Waiting(_("Offers of neighbours"), "desk:overview", {Power.VIEW_FIGURES}, offers_to_answer),
    Waiting(_("Contests to answer"), "desk:overview", {Power.ANSWER_CONTEST}, contests_to_answer),
    Waiting(_("Held back, to release"), "desk:overview", {Power.RELEASE_HOLD}, holds_to_release),
)


def on_today(context: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Tell an official's desk how each peer is followed, of cases at the border, and of keys."""
    view = context["view"]
    if str(Power.VIEW_FIGURES) not in context["may"]:
        return None
    names = naming.provinces()
    return {
        "peers": [
            {"name": names[each.peer], "standing": each}
            for each in sync.standings()
            if each.log == FEED
        ],
        "cases": borders.open_conflicts().count(),
        "expiring": peers.expiring(view.now),
    }

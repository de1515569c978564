"""What waits for an official between this province and others, and how the others are followed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.web.waiting import Count, Waiting
from federation.borders import queries as borders
from federation.casework import queries as casework
from federation.peers import queries as peers
from federation.sync import queries as sync
from provinces.jurisdictions import scoping
from provinces.jurisdictions.powers import Power
from provinces.tenancy import scope

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


def handovers_to_answer(_official: Any, _at: datetime) -> Count:
    """Count the people whom other provinces offer to hand over to this one."""
    clocks = list(casework.handovers_to_answer().values_list("answer_by", flat=True))
    return Count(len(clocks), due=min(clocks, default=None))


def holds_to_release(_official: Any, _at: datetime) -> Count:
    """Count what is held back of other provinces' words, until two offices decide."""
    found = list(casework.holds())
    return Count(len(found), since=min((each.opened_at for each in found), default=None))


def conflicts_to_settle(_official: Any, _at: datetime) -> Count:
    """Count the ties of two provinces whose clock runs here."""
    return _cases([each for each in borders.open_conflicts() if each.escalated_at is None])


def conflicts_escalated(_official: Any, _at: datetime) -> Count:
    """Count the ties that nobody settled in time: for whoever signs for the province."""
    found = [each for each in borders.open_conflicts() if each.escalated_at is not None]
    return _since(each.escalated_at for each in found)


def treaties_to_sign(official: Any, at: datetime) -> Count:
    """Count the treaties that wait for this province's signature, and this official's."""
    found = [each for each in borders.treaties_to_sign(at) if each.proposed_by_id != official.pk]
    return _since(each.proposed_at for each in found)


def policies_to_sign(official: Any, _at: datetime) -> Count:
    """Count the drafted rules of entry that somebody else than their drafter signs."""
    drafts = borders.policies(scope.current().slug).filter(state="awaiting")
    return _since(each.drafted_at for each in drafts.exclude(drafted_by=official))


def messages_to_answer(official: Any, at: datetime) -> Count:
    """Count what other provinces ask about people whom this official may view."""
    areas = scoping.within(official, Power.VIEW_PERSON, at)
    found = casework.desk().filter(citizen__area__in=areas)
    clocks = [each.answer_by for each in found if each.answer_by is not None]
    return Count(len(clocks), due=min(clocks, default=None))


def facts_to_sign(official: Any, at: datetime) -> Count:
    """Count the facts about guests that somebody else than their proposer signs."""
    return _since(each.proposed_at for each in casework.proposals(at).exclude(proposed_by=official))


def _since(moments: Iterable[datetime | None]) -> Count:
    known = [moment for moment in moments if moment is not None]
    return Count(len(known), since=min(known, default=None))


def _cases(found: Sequence[Any]) -> Count:
    return Count(len(found), due=min((each.clock_at for each in found), default=None))


DESKS = (
    Waiting(_("Offers of neighbours"), "desk:overview", {Power.VIEW_FIGURES}, offers_to_answer),
    Waiting(_("Contests to answer"), "desk:overview", {Power.ANSWER_CONTEST}, contests_to_answer),
    Waiting(
        _("Hand-overs offered to us"), "desk:handovers", {Power.HAND_OVER}, handovers_to_answer
    ),
    Waiting(_("Held back, to release"), "desk:overview", {Power.RELEASE_HOLD}, holds_to_release),
    Waiting(
        _("Conflicts at the border, to settle"),
        "desk:border",
        {Power.MANAGE_PEERS},
        conflicts_to_settle,
    ),
    Waiting(
        _("Conflicts that nobody settled in time"),
        "desk:border",
        {Power.SIGN_AGREEMENTS},
        conflicts_escalated,
    ),
    Waiting(_("Treaties to sign"), "desk:treaties", {Power.SIGN_AGREEMENTS}, treaties_to_sign),
    Waiting(_("Rules of entry to sign"), "desk:policies", {Power.SIGN_RULES}, policies_to_sign),
    Waiting(
        _("Facts about guests to sign"), "desk:casework", {Power.APPROVE_EVIDENCE}, facts_to_sign
    ),
    Waiting(
        _("Questions of other provinces to answer"),
        "desk:casework",
        {Power.ANSWER_CONTEST},
        messages_to_answer,
    ),
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
        "expiring": [
            {"what": naming.of_ours(each), "at": each.at} for each in peers.expiring(view.now)
        ],
    }

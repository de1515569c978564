"""Whether a pass counts at a place and a moment, and what whoever checks it does next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from . import codec
from .codec import ALWAYS, Admits, BadPass, Claims, Kind, StatusList, TrustList


class Verdict(StrEnum):
    """What a checkpoint does, in a word."""

    ALLOW = "allow"
    ASK = "ask"
    REFUSE = "refuse"
    UNREADABLE = "unreadable"


class Caveat(StrEnum):
    """What a checkpoint could not make sure of."""

    TRUST_LIST_OVER = "trust_list_over"
    STATUS_LIST_OVER = "status_list_over"
    STATUS_LIST_MISSING = "status_list_missing"


@dataclass(frozen=True, slots=True)
class Verified:
    """What a checkpoint needs: the verdict, why a pass does not count, and what is not sure.

    `failure` is the name of a failure of the codec, or "". A pass that does not count says
    nothing about its bearer: it is "unreadable", and not "refused".
    """

    verdict: Verdict
    place: str
    claims: Claims | None = None
    failure: str = ""
    caveats: tuple[Caveat, ...] = ()

    @property
    def issued_at(self) -> datetime | None:
        return None if self.claims is None else _moment(self.claims.issued_at)

    @property
    def expires_at(self) -> datetime | None:
        return None if self.claims is None else _moment(self.claims.expires_at)

    @property
    def computed_at(self) -> datetime | None:
        return None if self.claims is None else _moment(self.claims.computed_at)


def verify(
    text: str,
    at: datetime,
    *,
    trust: TrustList,
    status_lists: Mapping[tuple[str, int], StatusList] | Sequence[StatusList] = (),
    place: str = "public_place",
    here: str = "",
) -> Verified:
    """Return what a pass comes to at a class of places.

    `here` is the province in which the place is; an entry pass is for its host alone. Care,
    tests, the way home and contesting are open whatever is shown, and without any pass. Lists
    that are over are used on, and the verdict says so: a network that is down closes no door.
    """
    seconds = int(at.timestamp())
    caveats = [Caveat.TRUST_LIST_OVER] if seconds >= trust.expires_at else []
    try:
        claims = codec.decode(text, trust.known)
        codec.check_time(claims, seconds)
        caveats += _check_standing(claims, _by_key(status_lists), seconds)
    except BadPass as wrong:
        verdict = Verdict.ALLOW if place in ALWAYS else Verdict.UNREADABLE
        return Verified(verdict, place, failure=type(wrong).__name__, caveats=(*caveats,))
    return Verified(_verdict(claims, place, here), place, claims, caveats=(*caveats,))


def _check_standing(
    claims: Claims, lists: Mapping[tuple[str, int], StatusList], at: int
) -> list[Caveat]:
    """Return what is not sure of a pass's standing, or raise Withdrawn."""
    if claims.status is None:
        return []
    found = lists.get((claims.issuer, claims.status.list))
    if found is None:
        return [Caveat.STATUS_LIST_MISSING]
    found.check(claims.status)
    return [Caveat.STATUS_LIST_OVER] if at >= found.expires_at else []


def _verdict(claims: Claims, place: str, here: str) -> Verdict:
    if place in ALWAYS:
        return Verdict.ALLOW
    if claims.kind is Kind.ENTRY and claims.entry is not None:
        # It answers one question: may the bearer enter this host? Elsewhere it says nothing.
        if claims.entry.host != here:
            return Verdict.UNREADABLE
        return _VERDICTS[claims.entry.outcome]
    return _VERDICTS[claims.admits(place)]


_VERDICTS = {
    Admits.ALLOWED: Verdict.ALLOW,
    Admits.ASK: Verdict.ASK,
    Admits.REFUSED: Verdict.REFUSE,
}


def _by_key(
    lists: Mapping[tuple[str, int], StatusList] | Sequence[StatusList],
) -> Mapping[tuple[str, int], StatusList]:
    if isinstance(lists, Mapping):
        return lists
    return {(each.issuer, each.number): each for each in lists}


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)

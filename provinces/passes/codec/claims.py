"""What a pass says, as claims of a CBOR Web Token (RFC 8392): outcomes, and never who or why.

1: issuer   4: expires   6: issued   7: opaque id, another one each time
-70001: { 0: kind, 1: what follows, 2: computed at, 3: places, 4: [list, index], 5: entry }
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from types import MappingProxyType
from typing import Any

from .failures import NotAPass

ID_SIZE = 16  # bytes of an opaque id
_ISS, _EXP, _IAT, _CTI, _OURS = 1, 4, 6, 7, -70001
_KIND, _FOLLOWS, _COMPUTED, _PLACES, _STATUS, _ENTRY = range(6)
_BOTH = {_KIND, _COMPUTED}
_SLUG = re.compile(r"[a-z][a-z0-9_-]{0,30}")
_LATEST = (1 << 40) - 1  # seconds: some 34,000 years


class Kind(IntEnum):
    """How long a pass lasts, and what it is for."""

    LIVE = 0  # a minute, on a screen
    DAY = 1  # a day, kept on a phone that is not always online
    PAPER = 2  # weeks, printed
    ENTRY = 3  # one journey to one host


_KINDS = tuple(Kind)
_MEMBERS = {
    Kind.LIVE: _BOTH | {_FOLLOWS, _PLACES},
    Kind.DAY: _BOTH | {_FOLLOWS, _PLACES, _STATUS},
    Kind.PAPER: _BOTH | {_FOLLOWS, _PLACES, _STATUS},
    Kind.ENTRY: _BOTH | {_STATUS, _ENTRY},
}


class Follows(IntEnum):
    """What follows from the status, the mildest first; a screen shows it as a shape."""

    FREE = 0
    RESTRICTED = 1
    HELD = 2


class Admits(IntEnum):
    """What a class of places, or a host, does with the bearer, the gravest first."""

    REFUSED = 0
    ASK = 1
    ALLOWED = 2


class Asks(IntEnum):
    """What a host may ask of whoever enters, as bits."""

    TEST_BEFORE_TRAVEL = 1
    TEST_ON_ARRIVAL = 2
    HEALTH_MONITORING = 4
    REGISTER_ON_ARRIVAL = 8


# The places of passes that begin with CC1, two bits each in this order, which never changes: new
# places are added at the end. The last four are not written at all: nobody is kept from them.
PLACES = (
    *("public_place", "school", "workplace", "shop", "restaurant", "entertainment", "scenic_area"),
    *("event", "place_of_worship", "construction_site", "hotel", "care_home", "clinic"),
    *("own_compound", "other_compound", "transport", "intercity_transport", "flight"),
    *("high_speed_rail", "train", "coach", "ship", "metro", "bus", "taxi", "travel_to_city"),
    "travel_from_city",
)
ALWAYS = ("emergency_care", "testing", "going_home", "appealing")


@dataclass(frozen=True, slots=True)
class Entry:
    """What a host's policy says of one journey: to whom, by which version, and when it counts."""

    host: str
    version: int
    not_before: int
    not_after: int
    outcome: Admits
    asks: frozenset[Asks] = frozenset()


@dataclass(frozen=True, slots=True)
class StatusReference:
    """Where to look whether a pass was withdrawn: a list of the issuer, and a place in it."""

    list: int
    index: int


@dataclass(frozen=True, slots=True)
class Claims:
    """All that a pass says. Moments are seconds since the Unix epoch.

    `follows` and `places` are what the home province's rules come to; an entry pass has `entry`
    in their stead. `computed_at` is when the status was decided.
    """

    issuer: str
    issued_at: int
    expires_at: int
    opaque_id: bytes
    kind: Kind
    computed_at: int
    follows: Follows | None = None
    places: Mapping[str, Admits] = field(default_factory=dict)
    status: StatusReference | None = None
    entry: Entry | None = None

    def admits(self, place: str) -> Admits:
        """Return what a class of places does; one that nothing is said of lets everybody in."""
        if place in ALWAYS:
            return Admits.ALLOWED
        return self.places.get(place, Admits.ALLOWED)


def written(claims: Claims) -> dict[int, Any]:
    """Return claims as a map of a CBOR Web Token."""
    ours: dict[int, Any] = {_KIND: int(claims.kind), _COMPUTED: claims.computed_at}
    if claims.follows is not None:
        ours[_FOLLOWS] = int(claims.follows)
        ours[_PLACES] = packed(claims.places)
    if claims.status is not None:
        ours[_STATUS] = [claims.status.list, claims.status.index]
    if claims.entry is not None:
        entry = claims.entry
        moments = [entry.not_before, entry.not_after]
        answer = [int(entry.outcome), sum(entry.asks)]
        ours[_ENTRY] = [entry.host, entry.version, *moments, *answer]
    return {
        _ISS: claims.issuer,
        _EXP: claims.expires_at,
        _IAT: claims.issued_at,
        _CTI: claims.opaque_id,
        _OURS: ours,
    }


def read(told: Any) -> Claims:
    """Return the claims of a map; raises NotAPass for a map that `written` would not write."""
    if not isinstance(told, dict) or told.keys() != {_ISS, _EXP, _IAT, _CTI, _OURS}:
        raise NotAPass("not the claims of a pass")
    ours = told[_OURS]
    if not isinstance(ours, dict):
        raise NotAPass("not the claims of a pass: what is our own is no map")
    try:
        kind = _KINDS[whole(ours.get(_KIND), most=len(_KINDS) - 1)]
        if ours.keys() != _MEMBERS[kind]:
            raise ValueError("other members than a pass of its kind has")
        is_entry = kind is Kind.ENTRY
        claims = Claims(
            issuer=_slug(told[_ISS]),
            issued_at=whole(told[_IAT]),
            expires_at=whole(told[_EXP]),
            opaque_id=_id(told[_CTI]),
            kind=kind,
            computed_at=whole(ours.get(_COMPUTED)),
            follows=None if is_entry else Follows(whole(ours[_FOLLOWS], most=max(Follows))),
            places={} if is_entry else unpacked(ours[_PLACES]),
            status=None if kind is Kind.LIVE else _status(ours[_STATUS]),
            entry=_entry(ours[_ENTRY]) if is_entry else None,
        )
    except ValueError as error:
        raise NotAPass(f"not the claims of a pass: {error}") from error
    if claims.issued_at >= claims.expires_at:
        raise NotAPass("a pass for no time")
    return claims


def packed(places: Mapping[str, Admits]) -> bytes:
    """Return two bits for each place, the first in the highest bits; 3 is never written."""
    bits = 0
    for place in PLACES:
        bits = bits << 2 | places.get(place, Admits.ALLOWED)
    size = -(-2 * len(PLACES) // 8)
    return (bits << 8 * size - 2 * len(PLACES)).to_bytes(size)


# What is said of places is said alike of everybody of one status: few values, read often.
_UNPACKED: dict[bytes, Mapping[str, Admits]] = {}
_MOST_UNPACKED = 1024


def unpacked(data: Any) -> Mapping[str, Admits]:
    """Return what `packed` was given; raises ValueError for what it does not write."""
    if not isinstance(data, bytes):
        raise ValueError("the places are no bytes")
    if (found := _UNPACKED.get(data)) is not None:
        return found
    size = -(-2 * len(PLACES) // 8)
    bits = int.from_bytes(data) >> 8 * size - 2 * len(PLACES)
    shifts = range(2 * len(PLACES) - 2, -1, -2)
    places = {place: Admits(bits >> shift & 3) for place, shift in zip(PLACES, shifts, strict=True)}
    if packed(places) != data:
        raise ValueError("the places are written otherwise")
    if len(_UNPACKED) < _MOST_UNPACKED:
        _UNPACKED[data] = MappingProxyType(places)
    return places


def whole(value: Any, *, most: int = _LATEST) -> int:
    """Return a whole number from 0 to `most`, or raise ValueError."""
    if type(value) is not int or not 0 <= value <= most:
        raise ValueError(f"{str(value)[:40]!r} is not a whole number from 0 to {most}")
    return value


def _slug(value: Any) -> str:
    if not isinstance(value, str) or not _SLUG.fullmatch(value):
        raise ValueError("a province is named otherwise")
    return value


def _id(value: Any) -> bytes:
    if not isinstance(value, bytes) or len(value) != ID_SIZE:
        raise ValueError(f"an opaque id has {ID_SIZE} bytes")
    return value


def _status(value: Any) -> StatusReference:
    if not isinstance(value, list) or len(value) != 2:
        raise ValueError("it does not say where it would be withdrawn")
    return StatusReference(whole(value[0], most=0xFFFF), whole(value[1], most=0xFFFFFFFF))


def _entry(value: Any) -> Entry:
    if not isinstance(value, list) or len(value) != 6:
        raise ValueError("it does not say what is asked at the border")
    host, version, not_before, not_after, outcome, asks = value
    return Entry(
        host=_slug(host),
        version=whole(version, most=0x7FFFFFFF),
        not_before=whole(not_before),
        not_after=whole(not_after),
        outcome=Admits(whole(outcome, most=max(Admits))),
        asks=_asked(whole(asks, most=sum(Asks))),
    )


def _asked(bits: int) -> frozenset[Asks]:
    return frozenset(each for each in Asks if bits & each)


def asks_of(names: Iterable[str]) -> frozenset[Asks]:
    """Return what is asked, by its names in policies; raises KeyError for another name."""
    return frozenset(Asks[name.upper()] for name in names)

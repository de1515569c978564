"""OwnTracks: what its phone apps post, as one object, an array, or objects line by line.

Read are messages of `_type` location, with `tst`, `lat`, `lon`, `acc` (metres) and `vel` (km/h,
negative when the phone cannot tell). `tst` is when the position was taken; `created_at`, when the
message was written, can be hours later and says nothing of where anyone was.
Format: https://owntracks.org/booklet/tech/json/
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO, Final

from provinces.presence.formats.fix import Fix, Reason, Refused
from provinces.presence.formats.objects import MALFORMED, objects
from provinces.presence.formats.values import number, seconds

_KMH_IN_MPS: Final = 3.6


def read(stream: BinaryIO) -> Iterator[Fix | Refused]:
    """Read messages one by one; `line` counts them."""
    for count, message in enumerate(objects(stream), start=1):
        try:
            yield _fix(count, message)
        except (ValueError, TypeError):
            yield Refused(count, Reason.UNREADABLE)


def _fix(count: int, message: object) -> Fix | Refused:
    if message is MALFORMED:
        return Refused(count, Reason.UNREADABLE)
    if not isinstance(message, dict) or message.get("_type") != "location":
        return Refused(count, Reason.NOT_A_LOCATION)
    lat, lon, at = (
        number(message.get("lat")),
        number(message.get("lon")),
        seconds(message.get("tst")),
    )
    if lat is None or lon is None:
        return Refused(count, Reason.NO_POSITION)
    at = seconds(message.get("tst"))
    if at is None:
        return Refused(count, Reason.NO_TIME)
    velocity = number(message.get("vel"))
    speed = velocity / _KMH_IN_MPS if velocity is not None and velocity >= 0 else None
    return Fix(count, lat, lon, at, number(message.get("acc")), speed)

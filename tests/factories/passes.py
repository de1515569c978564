"""Passes, what follows from a status, and hosts whose policies are known."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from core.signing.p256 import PassKey
from provinces.citizens.models import Citizen
from provinces.passes import codec, listing
from provinces.passes import services as passes
from provinces.passes.codec import Claims, StatusList, lists
from provinces.passes.services import HandedKey, HandedPolicy
from provinces.status import pipeline
from tests import cast
from tests.factories import citizens, road

# Whoever was in a high zone is asked for a test; whoever was there for long stays away.
ASKED = {
    "id": "from-a-zone",
    "when": {">": [{"var": "exposures.high.minutes"}, 0]},
    "outcome": "allow_with_condition",
    "conditions": ["test_on_arrival"],
    "text_zh": "到过高风险区",
    "text_en": "Was in a high-risk zone",
}
DENIED = {
    "id": "long-in-a-zone",
    "when": {">": [{"var": "exposures.high.minutes"}, 600]},
    "outcome": "deny",
    "conditions": [],
    "text_zh": "在高风险区停留较久",
    "text_en": "Was in a high-risk zone for long",
}


def exposed(citizen: Citizen | None = None, *, now: datetime = cast.NOW) -> Citizen:
    """Return a citizen whom the first rule set holds: they were in a high zone yesterday."""
    found = citizen or citizens.citizen()
    road.zone()
    road.stay(found, at=now - timedelta(days=1))
    pipeline.drain(now=now)
    return found


def read(text: str, at: datetime = cast.NOW) -> Claims:
    """Return what a pass of the province in scope says, verified."""
    return codec.decode(text, listing.trusted(at).known)


def policy(
    *rules: dict[str, Any], host: str = cast.SOUTH, version: int = 1, now: datetime = cast.NOW
) -> None:
    """Hand a host's policy down, in force since yesterday."""
    begins, ends = now - timedelta(days=1), now + timedelta(days=30)
    document = {"v": 1, "host": host, "version": version, "rules": list(rules)}
    handed = HandedPolicy(host, "南省", "South", version, document, begins, ends)
    passes.receive_entry_policies([handed])


def trusted(issuer: str, key: PassKey, *, now: datetime = cast.NOW) -> None:
    """Have the province in scope trust a key of an issuer, and no other's."""
    names = (f"{issuer}省", issuer.capitalize())
    since = now - timedelta(days=2)
    passes.receive_keys([HandedKey(issuer, *names, key.verifier.text, since=since, until=None)])


def withdrawn(
    issuer: str,
    key: PassKey,
    *places: int,
    number: int = 0,
    at: datetime = cast.NOW,
    lasts: int = 86_400,
) -> bytes:
    """Return the list of an issuer in which these places are withdrawn, as of a moment."""
    seconds = int(at.timestamp())
    told = StatusList(issuer, number, seconds, seconds + lasts, 60, lists.bits_of(places, 1 << 10))
    return lists.status_list(told, key)


def relayed(issuer: str, key: PassKey, *places: int, at: datetime = cast.NOW) -> None:
    """Have the province in scope trust an issuer, and keep a list of it."""
    trusted(issuer, key, now=at)
    data = withdrawn(issuer, key, *places, at=at)
    passes.receive_status_list(issuer, 0, data, now=at)

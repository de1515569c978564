"""Keys and claims that the codec's tests are about, and the golden vectors."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from core.signing.p256 import PassKey
from provinces.passes.codec import (
    Admits,
    Asks,
    Claims,
    Entry,
    Follows,
    Kind,
    StatusReference,
    TrustedKey,
)

VECTORS: dict[str, Any] = json.loads(
    Path("tests/vectors/passes/vectors.json").read_text(encoding="utf-8")
)
NOW = 1_794_715_200  # 2026-11-15, noon in China
# A secret for these tests alone.
KEY = PassKey("concord/north", bytes.fromhex(VECTORS["secret"]))
TRUSTED = TrustedKey("north", KEY.verifier, since=NOW - 3600)
KNOWN = {KEY.verifier.key_id: [TRUSTED]}


def live(**changes: Any) -> Claims:
    """Return the claims of a live pass of north, with some changed."""
    made: dict[str, Any] = {
        "issuer": "north",
        "issued_at": NOW,
        "expires_at": NOW + 60,
        "opaque_id": bytes(range(16)),
        "kind": Kind.LIVE,
        "computed_at": NOW - 600,
        "follows": Follows.RESTRICTED,
        "places": {"care_home": Admits.REFUSED, "school": Admits.ASK},
    }
    return Claims(**made | changes)


def paper(**changes: Any) -> Claims:
    """Return the claims of a paper pass of north, with some changed."""
    made = {"kind": Kind.PAPER, "status": StatusReference(3, 1729), "expires_at": NOW + 2_592_000}
    return live(**made | changes)


def entry(**changes: Any) -> Claims:
    """Return the claims of an entry pass of north for south, with some changed."""
    journey = Entry(
        host="south",
        version=4,
        not_before=NOW,
        not_after=NOW + 86_400,
        outcome=Admits.ASK,
        asks=frozenset({Asks.TEST_ON_ARRIVAL}),
    )
    made: dict[str, Any] = {
        "kind": Kind.ENTRY,
        "expires_at": NOW + 86_400,
        "follows": None,
        "places": {},
        "status": StatusReference(0, 7),
        "entry": journey,
    }
    return live(**made | changes)

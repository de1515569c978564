"""Registers of purposes with something new on them."""

from __future__ import annotations

from typing import Any

import pytest

from provinces.ledger import purposes

ADDED = {
    "list": "read",
    "key": "vaccination",
    "serves": "contagion",
    "ground": "epidemic",
    "en": "To offer you a vaccination",
    "zh": "向您提供疫苗接种",
}


def with_one_more(patched: pytest.MonkeyPatch, **changes: Any) -> str:
    """Have the program know a new purpose of the next edition; return its key."""
    told = purposes.written()
    new = {**ADDED, "since": told["edition"] + 1, **changes}
    more = {**told, "edition": new["since"], "purposes": [*told["purposes"], new]}
    patched.setattr(purposes, "written", lambda: more)
    purposes.listed.cache_clear()
    return str({**ADDED, **changes}["key"])

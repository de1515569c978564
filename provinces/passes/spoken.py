"""Twelve letters that can be read out or typed in the place of a pass, where no camera reads it.

They follow from the pass's opaque id, so that whoever holds the text of the pass, and nobody else,
can tell them; kept of them is a keyed hash.
"""

from __future__ import annotations

import hashlib

from core.signing.letters import grouped, typed
from core.signing.letters import letters as letters_of
from provinces.citizens import identities
from provinces.tenancy import credentials, scope

SIZE = 12


def letters(opaque_id: bytes) -> str:
    """Return the letters of a pass, as they are shown."""
    digest = hashlib.sha256(b"concord pass letters " + opaque_id).digest()
    return grouped(letters_of(digest, SIZE))


def hashed(said: str) -> bytes:
    """Return what is kept of letters, in whatever way they were typed."""
    key = credentials.key_of(scope.current().slug)
    return identities.keyed(key, b"pass letters", typed(said)[: 2 * SIZE].encode())

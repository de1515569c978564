"""A digest as some letters that people can read out and type: in groups, without look-alikes.

Five bits a letter: twelve of them are guessed once in 2^60 tries.
"""

from __future__ import annotations

import base64

# Base32, but for the letters that are taken for digits.
_SAID = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", "ABCDEFGHJKLMNPQRSTUVWXYZ23456789")
GROUP = 4


def letters(digest: bytes, count: int) -> str:
    """Return so many letters that follow from a digest of at least as many bits."""
    said = base64.b32encode(digest).decode()[:count]
    return said.translate(_SAID)


def grouped(said: str) -> str:
    """Return letters as they are shown, in groups of four."""
    return "-".join(said[at : at + GROUP] for at in range(0, len(said), GROUP))


def typed(said: str) -> str:
    """Return letters in whatever way they were typed: with spaces, strokes, or in small ones."""
    return "".join(letter for letter in said.upper() if letter.isalnum())

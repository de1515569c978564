"""Names for people that one auditor has in one case, and nobody else anywhere. Pure.

    number ──► four rounds of keyed hashes over its halves ──► 13 letters and digits, and back
                (key: of the auditor, and of the case)

Two auditors who put their lists side by side find nothing in common; the same auditor in another
case does not either. Four rounds make a permutation that cannot be told from a random one (Luby
and Rackoff, 1988), so that a name says nothing of its number, and leads back with the key alone.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass

# Crockford's alphabet: without I, L, O and U, so that it can be read out.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
ALIKE = str.maketrans("ILO", "110")
HALF = 32
MASK = (1 << HALF) - 1
# Numbers of people are below this; what is above is nobody's, so that a guess names nobody.
MOST = 1 << 40
LETTERS = 13
GROUPS = (4, 8)


@dataclass(frozen=True, slots=True)
class Pseudonyms:
    """The names of people for one auditor in one case; `case` is "" where it is about none."""

    key: bytes

    def of(self, number: int) -> str:
        """Return the name of a person; raises ValueError for a number nobody has."""
        if not 0 <= number < MOST:
            raise ValueError(f"{number} is nobody's number")
        left, right = number >> HALF, number & MASK
        for turn in range(4):
            left, right = right, left ^ self._hashed(turn, right)
        whole, letters = left << HALF | right, []
        for _ in range(LETTERS):
            whole, place = divmod(whole, len(ALPHABET))
            letters.append(ALPHABET[place])
        said = "".join(reversed(letters))
        return f"{said[: GROUPS[0]]}-{said[GROUPS[0] : GROUPS[1]]}-{said[GROUPS[1] :]}"

    def number(self, name: str) -> int | None:
        """Return the person of a name, None where it is nobody's here."""
        said = "".join(name.upper().translate(ALIKE).split()).replace("-", "")
        if len(said) != LETTERS or not set(said) <= set(ALPHABET):
            return None
        whole = 0
        for letter in said:
            whole = whole * len(ALPHABET) + ALPHABET.index(letter)
        left, right = whole >> HALF, whole & MASK
        if left > MASK:
            return None
        for turn in reversed(range(4)):
            left, right = right ^ self._hashed(turn, left), left
        found = left << HALF | right
        return found if found < MOST else None

    def _hashed(self, turn: int, half: int) -> int:
        told = bytes([turn]) + half.to_bytes(4, "big")
        return int.from_bytes(hmac.digest(self.key, told, hashlib.sha256)[:4], "big")


def made(secret: bytes, *, auditor: int, case: str) -> Pseudonyms:
    """Return the names of people for an auditor in a case."""
    told = f"concord/oversight pseudonyms\n{auditor}\n{case}".encode()
    return Pseudonyms(hmac.digest(secret, told, hashlib.sha256))

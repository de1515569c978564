"""One unit has one spelling, for two signatures come from two units. Pure.

"Health Commission", "health  commission " and the same in full-width letters are one unit: what
is stored of them is the spelling that came first.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

LONGEST = 80
# Printed, and yet nothing to see: joiners, fillers, selectors of variants, an empty Braille cell.
_UNSEEN = re.compile(
    r"[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0]"
    r"|[\U000e0100-\U000e01ef]"
)
# Their letters look alike; no name needs two of them.
_ALIKE = ("LATIN", "CYRILLIC", "GREEK")


class NoUnit(ValueError):
    """This is no name of a unit; the message says why."""


def tidied(unit: str) -> str:
    """Return the name of a unit as it is stored; raises NoUnit."""
    tidy = " ".join(unicodedata.normalize("NFKC", unit).split())
    if not tidy:
        raise NoUnit("a unit has a name")
    if len(tidy) > LONGEST:
        raise NoUnit(f"the name of a unit has {LONGEST} characters at most, not {len(tidy)}")
    if not tidy.isprintable() or _UNSEEN.search(unit) or _UNSEEN.search(tidy):
        raise NoUnit("there is a character in this name that nobody sees")
    alphabets = {unicodedata.name(letter, "").partition(" ")[0] for letter in tidy}
    if len(alphabets.intersection(_ALIKE)) > 1:
        raise NoUnit("this name mixes alphabets whose letters look alike")
    return tidy


def spelt(unit: str, known: Iterable[str]) -> str:
    """Return a unit in the spelling of the first known one that looks the same; raises NoUnit."""
    tidy = tidied(unit)
    return next((one for one in known if _looks(one) == _looks(tidy)), tidy)


def _looks(unit: str) -> str:
    """Return what two spellings of one unit have in common."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", unit).casefold())
    return "".join(folded.split())

"""What a status comes to at each class of places, by the rule set it was decided under."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from provinces.rules.document import Admission, Consequence, admission

from .codec import PLACES, Admits, Follows
from .codec.claims import packed

_ADMITS = {
    Admission.ALLOWED: Admits.ALLOWED,
    Admission.ASK: Admits.ASK,
    Admission.REFUSED: Admits.REFUSED,
}
_FOLLOWS = {
    Consequence.FREE: Follows.FREE,
    Consequence.RESTRICTED: Follows.RESTRICTED,
    Consequence.HELD: Follows.HELD,
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What follows from a status, and what each class of places does."""

    follows: Follows
    places: Mapping[str, Admits]

    @property
    def says(self) -> bytes:
        """Return the outcome in bytes, by which two are compared."""
        return bytes([self.follows]) + packed(self.places)


def outcome(document: Mapping[str, Any] | None, status: str) -> Outcome:
    """Return what a status comes to under a rule set's document.

    Whoever has no rules to answer for, or a status that the rules do not know, is free. Care,
    tests, the way home and contesting are not in it: nothing keeps anybody from them. A clinic,
    one's own compound and the way out of the city may ask, and not refuse.
    """
    known = {} if document is None else {each["key"]: each for each in document["statuses"]}
    if document is None or status not in known:
        return Outcome(Follows.FREE, dict.fromkeys(PLACES, Admits.ALLOWED))
    said = (document.get("consequences") or {}).get(status, {})
    follows = _FOLLOWS[Consequence(known[status]["consequence"])]
    return Outcome(follows, {place: _ADMITS[admission(said, place)] for place in PLACES})


def outcomes(document: Mapping[str, Any]) -> dict[str, Outcome]:
    """Return what each status of a rule set comes to."""
    return {each["key"]: outcome(document, each["key"]) for each in document["statuses"]}

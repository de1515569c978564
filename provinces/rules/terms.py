"""On what terms a version is published: from when it counts, and whether it is an emergency."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from .shapes import unfit

# EU regulation 2021/953, art. 11(2): the others are told of new restrictions 48 hours ahead.
NOTICE = timedelta(hours=48)
# What is not given that notice ends by itself, after time enough to give it.
EMERGENCY = timedelta(hours=72)
# Else one emergency after the other would be rules without notice, and without an end.
BETWEEN_EMERGENCIES = timedelta(days=7)
LONGEST = timedelta(days=90)
# From so long before the programme's end it may be renewed: nobody renews what they have not seen.
RENEWABLE = timedelta(days=30)
# A shorter term could hardly be renewed in time.
SHORTEST = timedelta(days=7)
# So much of a reason is shown.
LONGEST_REASON = 300


class InvalidTerms(ValueError):
    """No version can be published on these terms; the message says why."""


@dataclass(frozen=True, slots=True)
class Terms:
    """From when a version is to count and, if it cannot wait for its notice, why.

    Without `wished_from` it counts as soon as may be: 48 hours after its signature, in an
    emergency at once.
    """

    wished_from: datetime | None = None
    emergency: str = ""

    def begins(self, signed_at: datetime) -> datetime:
        """Return when a version signed at a moment comes into force."""
        earliest = signed_at if self.emergency else signed_at + NOTICE
        return max(earliest, self.wished_from or earliest)

    def ends(self, begins: datetime, days: int) -> datetime:
        """Return when a version that is meant for so many days expires."""
        return begins + min(timedelta(days=days), EMERGENCY if self.emergency else LONGEST)


def checked(terms: Terms, *, now: datetime) -> Terms:
    """Return terms as they are stored; raises InvalidTerms."""
    emergency, wished = reason(terms.emergency), terms.wished_from
    if wished is not None and wished.tzinfo is None:
        raise InvalidTerms(f"{wished}: a moment without a time zone could be any of many")
    if wished is not None and not now < wished <= now + LONGEST:
        raise InvalidTerms(f"{wished}: rules begin in the future, within {LONGEST.days} days")
    if emergency and wished is not None and wished >= now + NOTICE:
        raise InvalidTerms(f"{wished}: so late 48 hours of notice can be given; no emergency")
    return Terms(wished, emergency)


def reason(given: str) -> str:
    """Return the reason of an emergency as it is stored, "" for none; raises InvalidTerms."""
    stripped = given.strip()
    if given and not stripped:
        raise InvalidTerms("an emergency says why: its reason is blank")
    if len(stripped) > LONGEST_REASON:
        raise InvalidTerms(f"the reason of an emergency has {LONGEST_REASON} characters at most")
    if why := unfit(stripped):
        raise InvalidTerms(f"the reason of an emergency is read by everybody: {why}")
    return stripped

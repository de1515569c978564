"""Whether somebody may make one trip: yes or no, from the pass that they show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from .codec import ALWAYS, StatusList, TrustList
from .verifying import Caveat, Verdict, Verified, verify

# What a carrier may ask about; the last two are answered yes whatever is shown.
TRANSPORT = (
    *("transport", "intercity_transport", "flight", "high_speed_rail", "train", "coach", "ship"),
    *("metro", "bus", "taxi"),
)
ALWAYS_CARRIED = ("emergency_care", "going_home")


@dataclass(frozen=True, slots=True)
class Trip:
    """What a carrier asks: in what, when, and, for an entry pass, to which province."""

    transport: str
    departs_at: datetime
    to: str


@dataclass(frozen=True, slots=True)
class Answer:
    """Yes or no; whether on a condition; and, of a pass that does not count, which failure."""

    is_yes: bool
    on_condition: bool = False
    failure: str = ""
    caveats: tuple[Caveat, ...] = ()


def answered(
    text: str, trip: Trip, at: datetime, *, trust: TrustList, status_lists: Sequence[StatusList]
) -> Answer:
    """Return whether the bearer of a pass may make a trip, asked at a moment.

    A pass that is kept has to count when the trip begins, too; one on a screen is over by then,
    and says what is true when it is shown. Whoever needs a doctor or is on the way home travels
    without any.
    """
    if trip.transport in ALWAYS:
        return Answer(is_yes=True)

    def verified(moment: datetime) -> Verified:
        found = {"trust": trust, "status_lists": status_lists}
        return verify(text, moment, place=trip.transport, here=trip.to, **found)  # type: ignore[arg-type]

    now = verified(at)
    if now.claims is not None and now.claims.status is not None and trip.departs_at > at:
        then = verified(trip.departs_at)
        # Lists run out on the way; that is no fault of the pass.
        now = now if then.verdict == now.verdict else then
    return Answer(
        is_yes=now.verdict in (Verdict.ALLOW, Verdict.ASK),
        on_condition=now.verdict is Verdict.ASK,
        failure=now.failure,
        caveats=now.caveats,
    )

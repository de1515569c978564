"""What provinces write to each other about a person, class by class."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum


class MessageClass(StrEnum):
    """What a message is; the value stands in envelopes."""

    TEST_RESULT = "test_result"
    CASE = "case"
    CONTACT = "contact"
    CHECKIN_PROMPT = "checkin_prompt"
    APPEAL = "appeal"
    CORRECTION = "correction"
    CONTEST = "contest"
    ANSWER = "answer"
    HANDOVER_OFFER = "handover_offer"
    HANDOVER_ACCEPT = "handover_accept"
    HANDOVER_REFUSE = "handover_refuse"
    HANDOVER_DONE = "handover_done"
    WITHDRAWAL = "withdrawal"
    ACKNOWLEDGEMENT = "acknowledgement"


class Link(StrEnum):
    """What ties a person to what is asserted; a closed list, and a list of names is not on it."""

    LABORATORY = "laboratory"
    INVESTIGATION = "investigation"
    REGISTER = "register"
    TRAVEL_LIST = "travel_list"
    VENUE_CODE = "venue_code"


# What says something of a person, and may become evidence.
FACTS = frozenset({MessageClass.TEST_RESULT, MessageClass.CASE, MessageClass.CONTACT})

# An assertion that its issuer leaves contested for a day is suspended everywhere.
CONTEST_CLOCK = timedelta(hours=24)
ANSWERED_WITHIN = {
    MessageClass.CONTEST: CONTEST_CLOCK,
    MessageClass.APPEAL: timedelta(hours=72),
    MessageClass.CORRECTION: timedelta(hours=72),
    MessageClass.HANDOVER_OFFER: timedelta(hours=72),
}
# What a peer says counts for so long at most; a message is not tried for longer either.
VALID = timedelta(days=21)

"""Why a membership document is refused, each reason by its name."""

from __future__ import annotations

from enum import StrEnum


class Reason(StrEnum):
    """What is wrong with a membership document."""

    MALFORMED = "malformed"
    EXPIRED = "expired"
    TOO_LONG = "valid-too-long"
    OLD = "older-than-held"
    SKIPS = "skips-a-version"
    CONFLICTING = "conflicting"
    OTHER_FEDERATION = "other-federation"
    ROOT_KEYS = "root-keys"
    THRESHOLD = "threshold"
    BELOW_THRESHOLD = "below-threshold"
    BELOW_PREVIOUS = "below-previous-threshold"
    FORGOTTEN_MEMBER = "forgotten-member"
    FORGOTTEN_KEY = "forgotten-key"
    PROLONGED_KEY = "prolonged-key"
    KEY_OF_ANOTHER = "key-of-another"
    SHARED_KEY = "shared-key"
    BAD_URL = "bad-url"
    NOT_ANCHORED = "not-anchored"
    NOT_A_MEMBER = "not-a-member"
    ALREADY_FOUNDED = "already-founded"


class BadMembership(ValueError):
    """A membership document is refused, for a named reason."""

    def __init__(self, reason: Reason, detail: str) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail

"""Every kind of entry of the public feed, on one page; `wording` says each for people."""

from enum import StrEnum


class Kind(StrEnum):
    """What is published; the value stands in the feed for good, and peers know it."""

    ZONE_EFFECTIVE = "zone.effective"
    ZONE_ENDED = "zone.ended"
    RULESET_PUBLISHED = "ruleset.published"
    RULESET_WITHDRAWN = "ruleset.withdrawn"
    PROGRAMME_TERM = "programme.term"
    PROGRAMME_END = "programme.end"
    PURPOSES_LISTED = "purposes.listed"
    POLICY_PUBLISHED = "policy.published"
    OFFER_ANSWERED = "offer.answered"
    TREATY_PROPOSED = "treaty.proposed"
    TREATY_SIGNED = "treaty.signed"
    TREATY_ENDED = "treaty.ended"
    CONFLICT_OPENED = "conflict.opened"
    CONFLICT_SETTLED = "conflict.settled"
    CONFLICT_ESCALATED = "conflict.escalated"
    MEMBERSHIP = "membership"
    FIGURES_PUBLISHED = "figures.published"
    ASSERTIONS_HELD = "assertions.held"
    ASSERTIONS_RELEASED = "assertions.released"
    ASSERTION_SUSPENDED = "assertion.suspended"
    EVIDENCE_HELD = "evidence.held"
    EVIDENCE_DECIDED = "evidence.decided"
    CONFORMANCE_SCORED = "conformance.scored"
    MAP_RESOLVED = "map.resolved"

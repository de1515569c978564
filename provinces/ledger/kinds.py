"""Every kind of entry of the public feed, on one page, each with its wording for people."""

from enum import StrEnum


class Kind(StrEnum):
    """What is published; the value stands in the feed for good, and peers know it."""

    ZONE_EFFECTIVE = "zone.effective"
    ZONE_ENDED = "zone.ended"
    RULESET_PUBLISHED = "ruleset.published"
    RULESET_WITHDRAWN = "ruleset.withdrawn"
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
    CONFORMANCE_SCORED = "conformance.scored"
    MAP_RESOLVED = "map.resolved"


WORDING = {
    Kind.ZONE_EFFECTIVE: "A zone is in effect, as stated here and no longer as before",
    Kind.ZONE_ENDED: "A zone was corrected away: it is as if it had never been",
    Kind.RULESET_PUBLISHED: "A rule set was published",
    Kind.RULESET_WITHDRAWN: "A rule set in notice was withdrawn",
    Kind.POLICY_PUBLISHED: "A policy of entry was published",
    Kind.OFFER_ANSWERED: "A neighbour's zone on this province's ground was answered",
    Kind.TREATY_PROPOSED: "A treaty on ground at the border was proposed",
    Kind.TREATY_SIGNED: "A treaty on ground at the border was signed by this province",
    Kind.TREATY_ENDED: "A treaty on ground at the border was ended",
    Kind.CONFLICT_OPENED: "Zones of two provinces tie on the same ground",
    Kind.CONFLICT_SETTLED: "A conflict at the border was settled",
    Kind.CONFLICT_ESCALATED: "A conflict at the border was not settled in time; the panel has it",
    Kind.MEMBERSHIP: "A version of the federation's membership was taken",
    Kind.FIGURES_PUBLISHED: "Figures for the public were published",
    Kind.ASSERTIONS_HELD: "Assertions of another province were held back",
    Kind.ASSERTIONS_RELEASED: "Assertions that were held back were released",
    Kind.ASSERTION_SUSPENDED: "A contested assertion was left unanswered and is suspended",
    Kind.CONFORMANCE_SCORED: "The province's security baseline was scored",
    Kind.MAP_RESOLVED: "The zones in effect at the borders were resolved",
}

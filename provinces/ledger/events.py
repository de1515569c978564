"""Every event that can be recorded, on one page, each with its wording for people."""

from enum import StrEnum


class Event(StrEnum):
    """What was done; the value stands in the ledger for good."""

    PROVINCE_STARTED = "province.started"
    OFFICE_GRANTED = "office.granted"
    OFFICE_ENDED = "office.ended"
    CITIZEN_ENROLLED = "citizen.enrolled"
    ASSIGNMENT_OPENED = "assignment.opened"
    RECORD_READ = "record.read"
    MANDATE_ASKED = "mandate.asked"
    MANDATE_GIVEN = "mandate.given"
    MANDATE_USED = "mandate.used"
    MANDATE_REVOKED = "mandate.revoked"
    ACCOUNT_OPENED = "account.opened"
    ACCOUNT_RECOVERED = "account.recovered"
    CONSENT_GIVEN = "consent.given"
    CONSENT_WITHDRAWN = "consent.withdrawn"
    CONTACT_CHANGED = "contact.changed"
    PLACES_CHANGED = "places.changed"
    PERSON_SERVED = "person.served"
    BUDGET_TRIPPED = "budget.tripped"
    SPREAD_NOTICED = "spread.noticed"
    CANARY_TOUCHED = "canary.touched"
    PRESENCE_INGESTED = "presence.ingested"
    CHECKED_IN = "presence.checked_in"
    CHECKED_OUT = "presence.checked_out"
    CHECK_IN_REMOVED = "presence.check_in_removed"
    VENUE_OPENED = "venue.opened"
    VENUE_KEY_CHANGED = "venue.key_changed"
    VENUE_CLOSED = "venue.closed"
    DEVICE_PAIRED = "device.paired"
    ZONE_DECLARED = "zone.declared"
    ZONE_REVISED = "zone.revised"
    ZONE_COUNTERSIGNED = "zone.countersigned"
    ZONE_REFUSED = "zone.refused"
    ZONE_LIFTED = "zone.lifted"
    ZONES_RECEIVED = "zones.received"
    DIVISIONS_IMPORTED = "divisions.imported"
    QUESTION_ANSWERED = "question.answered"
    RULESET_DRAFTED = "ruleset.drafted"
    RULESET_EDITED = "ruleset.edited"
    RULESET_SUBMITTED = "ruleset.submitted"
    RULESET_SENT_BACK = "ruleset.sent_back"
    RULESET_DROPPED = "ruleset.dropped"
    RULESET_SIGNED = "ruleset.signed"
    RULESET_WITHDRAWN = "ruleset.withdrawn"
    EVIDENCE_PROPOSED = "evidence.proposed"
    EVIDENCE_APPROVED = "evidence.approved"
    EVIDENCE_REJECTED = "evidence.rejected"
    EVIDENCE_DECLARED = "evidence.declared"
    TRIP_DECLARED = "trip.declared"
    TRIP_AMENDED = "trip.amended"
    TRIP_TAKEN_BACK = "trip.taken_back"
    EVIDENCE_RECORDED = "evidence.recorded"
    EVIDENCE_ENDED = "evidence.ended"
    EVIDENCE_WITHDRAWN = "evidence.withdrawn"
    EVIDENCE_DROPPED = "evidence.dropped"
    RESULTS_RECEIVED = "results.received"
    RESULT_VOIDED = "result.voided"
    RESULTS_DROPPED = "results.dropped"
    VACCINATIONS_RECEIVED = "vaccinations.received"
    VACCINATION_STRUCK = "vaccination.struck"
    VACCINATIONS_DROPPED = "vaccinations.dropped"
    LABORATORY_REGISTERED = "laboratory.registered"
    LABORATORY_KEY_ISSUED = "laboratory.key_issued"
    LABORATORY_REVOKED = "laboratory.revoked"
    REPORTS_RECEIVED = "reports.received"
    REPORTS_RECALLED = "reports.recalled"
    REPORTS_DROPPED = "reports.dropped"
    RESULTS_UNCLAIMED = "results.unclaimed"
    SITE_OPENED = "site.opened"
    SITE_CLOSED = "site.closed"
    APPOINTMENT_BOOKED = "appointment.booked"
    APPOINTMENT_CANCELLED = "appointment.cancelled"
    APPOINTMENT_KEPT = "appointment.kept"
    APPOINTMENTS_MISSED = "appointments.missed"
    APPOINTMENTS_DROPPED = "appointments.dropped"
    SAMPLE_TAKEN = "sample.taken"
    RULESET_PUBLISHED = "ruleset.published"
    DECISION_MADE = "decision.made"
    RUN_STARTED = "run.started"
    RUN_PUBLISHED = "run.published"
    RUN_ABANDONED = "run.abandoned"
    DAY_DROPPED = "day.dropped"
    DAYS_FORGOTTEN = "days.forgotten"
    MEMBERSHIP_SIGNED = "membership.signed"
    MEMBERSHIP_TAKEN = "membership.taken"
    PEER_SUSPENDED = "peer.suspended"
    PEER_RESUMED = "peer.resumed"
    PEER_FORKED = "peer.forked"
    PEER_VIOLATED = "peer.violated"
    KEY_ROTATED = "key.rotated"
    KEY_RETIRED = "key.retired"
    RESTORATION_SIGNED = "peer.restoration_signed"
    PEER_RESTORED = "peer.restored"
    FEED_IMPORTED = "feed.imported"
    CHECKPOINT_COSIGNED = "checkpoint.cosigned"
    OFFER_RECEIVED = "offer.received"
    OFFER_ACCEPTED = "offer.accepted"
    OFFER_SIGNED = "offer.signed"
    OFFER_REFUSED = "offer.refused"
    OFFER_LAPSED = "offer.lapsed"
    TREATY_PROPOSED = "treaty.proposed"
    TREATY_SIGNED = "treaty.signed"
    TREATY_ENDED = "treaty.ended"
    CONFLICT_OPENED = "conflict.opened"
    CONFLICT_SETTLED = "conflict.settled"
    CONFLICT_ESCALATED = "conflict.escalated"
    COMMUTING_RECEIVED = "commuting.received"
    MAP_RESOLVED = "map.resolved"
    POLICY_PUBLISHED = "policy.published"
    ENTRY_DECIDED = "entry.decided"
    NOTICE_SENT = "notice.sent"
    NOTICE_RECEIVED = "notice.received"
    NOTICE_ACKNOWLEDGED = "notice.acknowledged"
    NOTICE_OVERDUE = "notice.overdue"
    ASSERTION_HELD = "assertion.held"
    ASSERTION_RELEASED = "assertion.released"
    ASSERTION_REFUSED = "assertion.refused"
    ASSERTION_SUSPENDED = "assertion.suspended"
    CONTEST_FILED = "contest.filed"
    CONTEST_ANSWERED = "contest.answered"
    HANDOVER_OFFERED = "handover.offered"
    HANDOVER_ACCEPTED = "handover.accepted"
    HANDOVER_REFUSED = "handover.refused"
    HANDOVER_COMPLETED = "handover.completed"
    VISITOR_ENROLLED = "visitor.enrolled"
    CONFORMANCE_SCORED = "conformance.scored"
    AUTHENTICATOR_ADDED = "authenticator.added"
    AUTHENTICATOR_REMOVED = "authenticator.removed"
    RECOVERY_CODES_MADE = "codes.made"
    PASSWORD_CHANGED = "password.changed"  # noqa: S105  an event, not a password
    SESSIONS_ENDED = "sessions.ended"
    DEVICE_REVOKED = "device.revoked"
    CHANNEL_REGISTERED = "channel.registered"
    CHANNEL_REVOKED = "channel.revoked"
    CHANNEL_ALLOWED = "channel.allowed"
    CHANNEL_WITHDRAWN = "channel.withdrawn"
    CHANNEL_MISUSED = "channel.misused"
    PASSES_ISSUED = "passes.issued"
    PASSES_WITHDRAWN = "passes.withdrawn"
    PASSES_DROPPED = "passes.dropped"
    EVIDENCE_SUSPENDED = "evidence.suspended"
    EVIDENCE_RESTORED = "evidence.restored"
    APPEAL_FILED = "appeal.filed"
    APPEAL_JOINED = "appeal.joined"
    APPEAL_RECHECKED = "appeal.rechecked"
    APPEAL_ASSIGNED = "appeal.assigned"
    APPEAL_ESCALATED = "appeal.escalated"
    APPEAL_RELIEVED = "appeal.relieved"
    APPEAL_FORWARDED = "appeal.forwarded"
    APPEAL_ANSWERED = "appeal.answered"
    APPEAL_CLOSED = "appeal.closed"
    LABORATORY_ASKED = "laboratory.asked"
    REVERSAL_PROPOSED = "reversal.proposed"
    REVERSAL_SIGNED = "reversal.signed"
    REVERSAL_REFUSED = "reversal.refused"
    APPEALS_DROPPED = "appeals.dropped"
    PURGE_CERTIFIED = "purge.certified"
    PROGRAMME_LAPSED = "programme.lapsed"
    DATA_EXPORTED = "data.exported"
    DATA_ERASED = "data.erased"
    ERASURE_REFUSED = "data.erasure_refused"
    ACCOUNT_CLOSED = "account.closed"
    ORDER_CHECKED = "order.checked"
    CARRIER_REGISTERED = "carriers.registered"
    CARRIER_RENEWED = "carriers.renewed"
    CARRIER_REVOKED = "carriers.revoked"


WORDING = {
    Event.PROVINCE_STARTED: "The province began to keep this ledger",
    Event.OFFICE_GRANTED: "An official was given an office",
    Event.OFFICE_ENDED: "An official's office was ended",
    Event.CITIZEN_ENROLLED: "A person was enrolled",
    Event.ASSIGNMENT_OPENED: "A case was assigned to an area",
    Event.RECORD_READ: "An official read a person's record",
    Event.MANDATE_ASKED: "Somebody asked a person to be let act for them",
    Event.MANDATE_GIVEN: "A person, or their guardian, let somebody act for them",
    Event.MANDATE_USED: "Somebody acted for a person by mandate",
    Event.MANDATE_REVOKED: "A mandate was revoked",
    Event.ACCOUNT_OPENED: "A person opened their account",
    Event.ACCOUNT_RECOVERED: "A person was given back their account",
    Event.CONSENT_GIVEN: "A person agreed to a use of their data",
    Event.CONSENT_WITHDRAWN: "A person withdrew a consent; what rested on it was erased",
    Event.CONTACT_CHANGED: "A person changed how they are reached",
    Event.PLACES_CHANGED: "A person changed the places they often are in",
    Event.PERSON_SERVED: "An official served a person at a desk",
    Event.BUDGET_TRIPPED: "Alarm: something was tried more often than anybody needs to",
    Event.SPREAD_NOTICED: "Alarm: one source tried to reach many people",
    Event.CANARY_TOUCHED: "Alarm: somebody tried a document that is nobody's",
    Event.PRESENCE_INGESTED: "Presences were taken in",
    Event.CHECKED_IN: "A person checked in at a venue",
    Event.CHECKED_OUT: "A person checked out of a venue",
    Event.CHECK_IN_REMOVED: "A person had one of their check-ins forgotten",
    Event.VENUE_OPENED: "A venue was registered, at which one can check in",
    Event.VENUE_KEY_CHANGED: "A venue was given another key; its codes of before count no more",
    Event.VENUE_CLOSED: "A venue was closed; nobody checks in there any more",
    Event.DEVICE_PAIRED: "A device was paired with a person",
    Event.ZONE_DECLARED: "A zone was declared and awaits its second signature",
    Event.ZONE_REVISED: "A zone was revised and awaits its second signature",
    Event.ZONE_COUNTERSIGNED: "A second office signed a zone; it is in force",
    Event.ZONE_REFUSED: "A second office refused a zone",
    Event.ZONE_LIFTED: "A zone was lifted",
    Event.ZONES_RECEIVED: "Effective zones of a neighbour were received",
    Event.DIVISIONS_IMPORTED: "An official list of divisions at risk was imported",
    Event.QUESTION_ANSWERED: "A person answered whether they were there",
    Event.RULESET_DRAFTED: "A rule set was drafted",
    Event.RULESET_EDITED: "The draft of a rule set was edited",
    Event.RULESET_SUBMITTED: "The draft of a rule set was submitted for review",
    Event.RULESET_SENT_BACK: "The draft of a rule set was sent back",
    Event.RULESET_DROPPED: "The draft of a rule set was withdrawn by its drafter",
    Event.RULESET_SIGNED: "A second office signed a rule set; it is in notice until it counts",
    Event.RULESET_WITHDRAWN: "A rule set in notice was withdrawn",
    Event.EVIDENCE_PROPOSED: "Evidence was filed and awaits a second office",
    Event.EVIDENCE_APPROVED: "A second office approved evidence; it is in force",
    Event.EVIDENCE_REJECTED: "Evidence was rejected; it never had any effect",
    Event.EVIDENCE_DECLARED: "A person declared how they are",
    Event.TRIP_DECLARED: "A person declared a trip",
    Event.TRIP_AMENDED: "A person changed a trip that they had declared",
    Event.TRIP_TAKEN_BACK: "A person took a trip back; what it was is not kept",
    Event.EVIDENCE_RECORDED: "Evidence of a register, a laboratory or a peer was taken in",
    Event.EVIDENCE_ENDED: "A discharge, a release, an exclusion or a departure was noted",
    Event.EVIDENCE_WITHDRAWN: "Evidence was withdrawn; it has no effect any more",
    Event.EVIDENCE_DROPPED: "Evidence was dropped, its time being over",
    Event.RESULTS_RECEIVED: "A laboratory's results were taken in",
    Event.RESULT_VOIDED: "A laboratory voided a result",
    Event.RESULTS_DROPPED: "Results of tests were dropped, their time being over",
    Event.VACCINATIONS_RECEIVED: "A register's vaccinations were taken in",
    Event.VACCINATION_STRUCK: "A register struck a vaccination that was not given",
    Event.VACCINATIONS_DROPPED: "Vaccinations were dropped, their time being over",
    Event.LABORATORY_REGISTERED: "A laboratory was registered to report results",
    Event.LABORATORY_KEY_ISSUED: "A laboratory was given a key",
    Event.LABORATORY_REVOKED: "A laboratory may report no more",
    Event.REPORTS_RECEIVED: "A laboratory's reports were received, to be delivered",
    Event.REPORTS_RECALLED: "All that a laboratory reported since a moment was taken back",
    Event.REPORTS_DROPPED: "A note of which reports came in was dropped, its time being over",
    Event.RESULTS_UNCLAIMED: "Results of people who are not enrolled were dropped unread",
    Event.SITE_OPENED: "A test site was opened",
    Event.SITE_CLOSED: "A test site was closed",
    Event.APPOINTMENT_BOOKED: "A person's appointment at a test site was booked",
    Event.APPOINTMENT_CANCELLED: "A person's appointment at a test site was cancelled",
    Event.APPOINTMENT_KEPT: "A person came to their appointment",
    Event.APPOINTMENTS_MISSED: "Appointments went by to which nobody came",
    Event.APPOINTMENTS_DROPPED: "Appointments were dropped, their time being over",
    Event.SAMPLE_TAKEN: "A person's sample was taken",
    Event.RULESET_PUBLISHED: "A rule set was put in force, the province being set up",
    Event.DECISION_MADE: "A status was decided",
    Event.RUN_STARTED: "A recompute was started",
    Event.RUN_PUBLISHED: "A recompute was published",
    Event.RUN_ABANDONED: "A recompute was abandoned",
    Event.DAY_DROPPED: "A day of presences was dropped, its time being over",
    Event.DAYS_FORGOTTEN: "Check-ins and questions of dropped days were removed",
    Event.MEMBERSHIP_SIGNED: "An official signed the federation's membership for the province",
    Event.MEMBERSHIP_TAKEN: "A new version of the federation's membership was taken",
    Event.PEER_SUSPENDED: "Imports from another province were suspended",
    Event.PEER_RESUMED: "Imports from another province were resumed",
    Event.PEER_FORKED: "Another province showed two histories; its imports were stopped",
    Event.PEER_VIOLATED: "What another province sent was refused",
    Event.KEY_ROTATED: "A key of the province was replaced",
    Event.KEY_RETIRED: "Keys of the province that had been replaced were forgotten",
    Event.RESTORATION_SIGNED: "The province signed that another one's log goes on from a backup",
    Event.PEER_RESTORED: "Another province is followed from what its two histories have in common",
    Event.FEED_IMPORTED: "Entries of another province's feed were imported",
    Event.CHECKPOINT_COSIGNED: "The history of another province was witnessed",
    Event.OFFER_RECEIVED: "A zone of another province reaches over the border; its part was"
    " offered",
    Event.OFFER_ACCEPTED: "An official would accept an offered part; it awaits a second office",
    Event.OFFER_SIGNED: "A second office accepted an offered part; it is in force",
    Event.OFFER_REFUSED: "An offered part was refused",
    Event.OFFER_LAPSED: "An offered part lapsed unanswered",
    Event.TREATY_PROPOSED: "A treaty with another province was drafted",
    Event.TREATY_SIGNED: "A treaty with another province was signed for the province",
    Event.TREATY_ENDED: "A treaty with another province was ended",
    Event.CONFLICT_OPENED: "Two provinces' claims tie; a conflict case was opened",
    Event.CONFLICT_SETTLED: "A conflict case was settled by both provinces",
    Event.CONFLICT_ESCALATED: "A conflict case ran out of its clock; it went to the panel",
    Event.COMMUTING_RECEIVED: "Terms of treaties on commuters came into use, changed, or went",
    Event.MAP_RESOLVED: "The map of zones in effect was resolved anew",
    Event.POLICY_PUBLISHED: "The policy for entering the province was published",
    Event.ENTRY_DECIDED: "A person's entry was decided by the host's published policy",
    Event.NOTICE_SENT: "A sealed notice about a person was sent to another province",
    Event.NOTICE_RECEIVED: "A sealed notice about a person came from another province",
    Event.NOTICE_ACKNOWLEDGED: "Another province acknowledged a notice",
    Event.NOTICE_OVERDUE: "Another province left a notice unacknowledged",
    Event.ASSERTION_HELD: "Assertions of another province were held back",
    Event.ASSERTION_RELEASED: "A second office released assertions that were held back",
    Event.ASSERTION_REFUSED: "Assertions that were held back were refused",
    Event.ASSERTION_SUSPENDED: "A contested assertion was left unanswered and is suspended",
    Event.CONTEST_FILED: "A person contested what another province says of them",
    Event.CONTEST_ANSWERED: "The province that asserted it answered a contest",
    Event.HANDOVER_OFFERED: "A person's record was offered to another province",
    Event.HANDOVER_ACCEPTED: "A person's record was taken over from another province",
    Event.HANDOVER_REFUSED: "A person's record was not taken over",
    Event.HANDOVER_COMPLETED: "A person's record went to another province",
    Event.VISITOR_ENROLLED: "A visitor without a home province was enrolled",
    Event.CONFORMANCE_SCORED: "The provinces' security baselines were scored",
    Event.AUTHENTICATOR_ADDED: "A user set up a passkey or an authenticator app",
    Event.AUTHENTICATOR_REMOVED: "A user removed a passkey or an authenticator app",
    Event.RECOVERY_CODES_MADE: "A user had new recovery codes made",
    Event.PASSWORD_CHANGED: "A user changed their password",
    Event.SESSIONS_ENDED: "A user ended sessions of theirs",
    Event.DEVICE_REVOKED: "A person's device was unpaired",
    Event.CHANNEL_REGISTERED: "An app of somebody else's was registered",
    Event.CHANNEL_REVOKED: "An app of somebody else's was shut out",
    Event.CHANNEL_ALLOWED: "A person allowed an app to act for them",
    Event.CHANNEL_WITHDRAWN: "A person withdrew what they had allowed an app",
    Event.CHANNEL_MISUSED: "A code or token of an app came twice; what the app held was taken back",
    Event.PASSES_ISSUED: "A pass was issued to a person, for a day, on paper or for a journey",
    Event.PASSES_WITHDRAWN: "A pass was withdrawn",
    Event.PASSES_DROPPED: "It was forgotten that passes were issued, their time being over",
    Event.EVIDENCE_SUSPENDED: "What is held against a person was suspended; it has no effect",
    Event.EVIDENCE_RESTORED: "Something that was suspended counts again",
    Event.APPEAL_FILED: "A person appealed against a decision",
    Event.APPEAL_JOINED: "A person added to their appeal",
    Event.APPEAL_RECHECKED: "A contested decision was checked again by the machine",
    Event.APPEAL_ASSIGNED: "An appeal was given to an official of another office",
    Event.APPEAL_ESCALATED: "An appeal was not answered in time; it went to a higher office",
    Event.APPEAL_RELIEVED: "What a person contests has no effect until they are answered",
    Event.APPEAL_FORWARDED: "An appeal was sent on to the province whose word it is",
    Event.APPEAL_ANSWERED: "An official answered an appeal",
    Event.APPEAL_CLOSED: "An appeal was closed",
    Event.LABORATORY_ASKED: "A laboratory was asked about a contested result",
    Event.REVERSAL_PROPOSED: "A reversal of all of one cause was proposed; it awaits an office",
    Event.REVERSAL_SIGNED: "A second office reversed all decisions of one cause",
    Event.REVERSAL_REFUSED: "A reversal of all decisions of one cause was turned down",
    Event.APPEALS_DROPPED: "Appeals were dropped, their time being over",
    Event.PURGE_CERTIFIED: "Data whose time was over was erased, and that was certified",
    Event.PROGRAMME_LAPSED: "The programme ended: everybody is free, and what was kept is erased",
    Event.DATA_EXPORTED: "A person was given a copy of what is kept of them",
    Event.DATA_ERASED: "What a person asked to have erased was erased",
    Event.ERASURE_REFUSED: "A person was told what must be kept of them, why and until when",
    Event.ACCOUNT_CLOSED: "A person closed their account",
    Event.ORDER_CHECKED: "An official asked whether a person is under an order of isolation",
    Event.CARRIER_REGISTERED: "A carrier was registered; it may ask whether somebody may travel",
    Event.CARRIER_RENEWED: "A carrier was given a new key",
    Event.CARRIER_REVOKED: "A carrier may ask no more",
}

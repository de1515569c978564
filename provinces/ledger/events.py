"""Every event that can be recorded, on one page, each with its wording for people."""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _


class Event(StrEnum):
    """What was done; the value stands in the ledger for good."""

    PROVINCE_STARTED = "province.started"
    OFFICE_GRANTED = "office.granted"
    OFFICE_ENDED = "office.ended"
    OFFICE_SUSPENDED = "office.suspended"
    OFFICE_RESUMED = "office.resumed"
    OFFICE_CHANGE_PROPOSED = "office.change_proposed"
    OFFICE_CHANGE_SIGNED = "office.change_signed"
    OFFICE_CHANGE_REFUSED = "office.change_refused"
    OFFICE_CHANGE_WITHDRAWN = "office.change_withdrawn"
    OFFICE_CHANGE_LAPSED = "office.change_lapsed"
    SUSPENSION_LAPSED = "office.suspension_lapsed"
    OFFICIAL_INVITED = "official.invited"
    INVITATION_ACCEPTED = "invitation.accepted"
    INVITATION_SPOILT = "invitation.spoilt"
    CONTROLLER_NAMED = "controller.named"
    CITIZEN_ENROLLED = "citizen.enrolled"
    ASSIGNMENT_OPENED = "assignment.opened"
    RECORD_READ = "record.read"
    PROTECTED_READ = "record.protected_read"
    EMERGENCY_OPENED = "emergency.opened"
    EMERGENCY_OVERDUE = "emergency.overdue"
    EMERGENCY_JUDGED = "emergency.judged"
    MISUSE_FOUND = "emergency.misused"
    PROTECTION_PROPOSED = "protection.proposed"
    PROTECTION_SIGNED = "protection.signed"
    PROTECTION_REFUSED = "protection.refused"
    ADMISSION_ASKED = "admission.asked"
    ADMISSION_GIVEN = "admission.given"
    ADMISSION_REFUSED = "admission.refused"
    EXPORT_MADE = "export.made"
    EXPORT_TAKEN = "export.taken"
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
    ZONE_TRIED = "zone.tried"
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
    RULESET_TRIED = "ruleset.tried"
    EVIDENCE_PROPOSED = "evidence.proposed"
    EVIDENCE_APPROVED = "evidence.approved"
    EVIDENCE_REJECTED = "evidence.rejected"
    EVIDENCE_HELD = "evidence.held"
    EVIDENCE_HOLD_RELEASED = "evidence.hold_released"
    EVIDENCE_HOLD_REFUSED = "evidence.hold_refused"
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
    POLICY_DRAFTED = "policy.drafted"
    POLICY_PUBLISHED = "policy.published"
    POLICY_REFUSED = "policy.refused"
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
    MISUSE_SUSPECTED = "misuse.suspected"
    MISUSE_ASSIGNED = "misuse.assigned"
    MISUSE_EXAMINED = "misuse.examined"
    MISUSE_FOUNDED = "misuse.founded"
    MISUSE_UNFOUNDED = "misuse.unfounded"
    SUSPENSION_PROPOSED = "suspension.proposed"
    LOG_READ = "log.read"
    LEDGER_CHECK_ASKED = "ledger.check_asked"
    LEDGER_CHECKED = "ledger.checked"
    FROZEN = "freeze.begun"
    FREEZE_PROLONGED = "freeze.prolonged"
    FREEZE_LIFTED = "freeze.lifted"
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
    SWITCHED_OFF = "switch.off"
    SWITCHED_ON = "switch.on"
    SWITCH_CHANGE_PROPOSED = "switch.change_proposed"
    SWITCH_CHANGE_REFUSED = "switch.change_refused"
    SWITCH_PROLONGED = "switch.prolonged"
    LAWFUL_RECEIVED = "lawful.received"
    LAWFUL_EXAMINED = "lawful.examined"
    LAWFUL_FETCHED = "lawful.fetched"
    LAWFUL_TOLD = "lawful.told"
    BREACH_OPENED = "breach.opened"
    BREACH_WIDENED = "breach.widened"
    BREACH_TOLD = "breach.told"
    BREACH_ESCALATED = "breach.escalated"
    BREACH_CLOSING_PROPOSED = "breach.closing_proposed"
    BREACH_CLOSED = "breach.closed"


WORDING = {
    Event.PROVINCE_STARTED: _("The province began to keep this ledger"),
    Event.OFFICE_GRANTED: _("An official was given an office"),
    Event.OFFICE_ENDED: _("An official's office was ended"),
    Event.OFFICE_SUSPENDED: _("An office was suspended; it carries no power"),
    Event.OFFICE_RESUMED: _("A suspended office counts again"),
    Event.OFFICE_CHANGE_PROPOSED: _("A change of offices was proposed; it awaits another unit"),
    Event.OFFICE_CHANGE_SIGNED: _("A second unit signed a change of offices"),
    Event.OFFICE_CHANGE_REFUSED: _("A change of offices was turned down"),
    Event.OFFICE_CHANGE_WITHDRAWN: _("A proposed change of offices was taken back"),
    Event.OFFICE_CHANGE_LAPSED: _("A proposed change of offices lapsed unsigned"),
    Event.SUSPENSION_LAPSED: _(
        "Somebody suspended an office alone, and nobody signed; it counts again"
    ),
    Event.OFFICIAL_INVITED: _("Two officials invited somebody into an office"),
    Event.INVITATION_ACCEPTED: _(
        "Somebody accepted an invitation, and opened an official's account"
    ),
    Event.INVITATION_SPOILT: _("An invitation was closed: its code was tried too often"),
    Event.CONTROLLER_NAMED: _("It was named who answers for the province's personal data"),
    Event.CITIZEN_ENROLLED: _("A person was enrolled"),
    Event.ASSIGNMENT_OPENED: _("A case was assigned to an area"),
    Event.RECORD_READ: _("An official read a person's record"),
    Event.PROTECTED_READ: _("Alarm: a record was opened that is shown with more care"),
    Event.EMERGENCY_OPENED: _("An official opened a person's record in an emergency"),
    Event.EMERGENCY_OVERDUE: _("Alarm: what was opened in an emergency was not judged in time"),
    Event.EMERGENCY_JUDGED: _("Another office judged what was opened in an emergency"),
    Event.MISUSE_FOUND: _("Alarm: a record was opened in an emergency, and there was none"),
    Event.PROTECTION_PROPOSED: _("An official proposed to show a record with more care"),
    Event.PROTECTION_SIGNED: _("A second office signed that a record is shown with more care"),
    Event.PROTECTION_REFUSED: _("A second office refused to have a record shown with more care"),
    Event.ADMISSION_ASKED: _("An official asked a second one to be let open a record"),
    Event.ADMISSION_GIVEN: _("A second official let another one open a record"),
    Event.ADMISSION_REFUSED: _("A second official did not let another one open a record"),
    Event.EXPORT_MADE: _("An official made a file of what is kept of people"),
    Event.EXPORT_TAKEN: _("An official took a file of what is kept of people"),
    Event.MANDATE_ASKED: _("Somebody asked a person to be let act for them"),
    Event.MANDATE_GIVEN: _("A person, or their guardian, let somebody act for them"),
    Event.MANDATE_USED: _("Somebody acted for a person by mandate"),
    Event.MANDATE_REVOKED: _("A mandate was revoked"),
    Event.ACCOUNT_OPENED: _("A person opened their account"),
    Event.ACCOUNT_RECOVERED: _("A person was given back their account"),
    Event.CONSENT_GIVEN: _("A person agreed to a use of their data"),
    Event.CONSENT_WITHDRAWN: _("A person withdrew a consent; what rested on it was erased"),
    Event.CONTACT_CHANGED: _("A person changed how they are reached"),
    Event.PLACES_CHANGED: _("A person changed the places they often are in"),
    Event.PERSON_SERVED: _("An official served a person at a desk"),
    Event.BUDGET_TRIPPED: _("Alarm: something was tried more often than anybody needs to"),
    Event.SPREAD_NOTICED: _("Alarm: one source tried to reach many people"),
    Event.CANARY_TOUCHED: _("Alarm: somebody tried a document that is nobody's"),
    Event.PRESENCE_INGESTED: _("Presences were taken in"),
    Event.CHECKED_IN: _("A person checked in at a venue"),
    Event.CHECKED_OUT: _("A person checked out of a venue"),
    Event.CHECK_IN_REMOVED: _("A person had one of their check-ins forgotten"),
    Event.VENUE_OPENED: _("A venue was registered, at which one can check in"),
    Event.VENUE_KEY_CHANGED: _("A venue was given another key; its codes of before count no more"),
    Event.VENUE_CLOSED: _("A venue was closed; nobody checks in there any more"),
    Event.DEVICE_PAIRED: _("A device was paired with a person"),
    Event.ZONE_TRIED: _("An official had people counted in a shape that was not declared yet"),
    Event.ZONE_DECLARED: _("A zone was declared and awaits its second signature"),
    Event.ZONE_REVISED: _("A zone was revised and awaits its second signature"),
    Event.ZONE_COUNTERSIGNED: _("A second office signed a zone; it is in force"),
    Event.ZONE_REFUSED: _("A second office refused a zone"),
    Event.ZONE_LIFTED: _("A zone was lifted"),
    Event.ZONES_RECEIVED: _("Effective zones of a neighbour were received"),
    Event.DIVISIONS_IMPORTED: _("An official list of divisions at risk was imported"),
    Event.QUESTION_ANSWERED: _("A person answered whether they were there"),
    Event.RULESET_DRAFTED: _("A rule set was drafted"),
    Event.RULESET_EDITED: _("The draft of a rule set was edited"),
    Event.RULESET_SUBMITTED: _("The draft of a rule set was submitted for review"),
    Event.RULESET_SENT_BACK: _("The draft of a rule set was sent back"),
    Event.RULESET_DROPPED: _("The draft of a rule set was withdrawn by its drafter"),
    Event.RULESET_SIGNED: _("A second office signed a rule set; it is in notice until it counts"),
    Event.RULESET_WITHDRAWN: _("A rule set in notice was withdrawn"),
    Event.RULESET_TRIED: _("It was asked whose status the draft of a rule set would change"),
    Event.EVIDENCE_PROPOSED: _("Evidence was filed and awaits a second office"),
    Event.EVIDENCE_APPROVED: _("A second office approved evidence; it is in force"),
    Event.EVIDENCE_REJECTED: _("Evidence was rejected; it never had any effect"),
    Event.EVIDENCE_HELD: _("Alarm: evidence about many people was held; it has no effect"),
    Event.EVIDENCE_HOLD_RELEASED: _("Another body released evidence that was held"),
    Event.EVIDENCE_HOLD_REFUSED: _("Another body refused evidence that was held"),
    Event.EVIDENCE_DECLARED: _("A person declared how they are"),
    Event.TRIP_DECLARED: _("A person declared a trip"),
    Event.TRIP_AMENDED: _("A person changed a trip that they had declared"),
    Event.TRIP_TAKEN_BACK: _("A person took a trip back; what it was is not kept"),
    Event.EVIDENCE_RECORDED: _("Evidence of a register, a laboratory or a peer was taken in"),
    Event.EVIDENCE_ENDED: _("A discharge, a release, an exclusion or a departure was noted"),
    Event.EVIDENCE_WITHDRAWN: _("Evidence was withdrawn; it has no effect any more"),
    Event.EVIDENCE_DROPPED: _("Evidence was dropped, its time being over"),
    Event.RESULTS_RECEIVED: _("A laboratory's results were taken in"),
    Event.RESULT_VOIDED: _("A laboratory voided a result"),
    Event.RESULTS_DROPPED: _("Results of tests were dropped, their time being over"),
    Event.VACCINATIONS_RECEIVED: _("A register's vaccinations were taken in"),
    Event.VACCINATION_STRUCK: _("A register struck a vaccination that was not given"),
    Event.VACCINATIONS_DROPPED: _("Vaccinations were dropped, their time being over"),
    Event.LABORATORY_REGISTERED: _("A laboratory was registered to report results"),
    Event.LABORATORY_KEY_ISSUED: _("A laboratory was given a key"),
    Event.LABORATORY_REVOKED: _("A laboratory may report no more"),
    Event.REPORTS_RECEIVED: _("A laboratory's reports were received, to be delivered"),
    Event.REPORTS_RECALLED: _("All that a laboratory reported since a moment was taken back"),
    Event.REPORTS_DROPPED: _("A note of which reports came in was dropped, its time being over"),
    Event.RESULTS_UNCLAIMED: _("Results of people who are not enrolled were dropped unread"),
    Event.SITE_OPENED: _("A test site was opened"),
    Event.SITE_CLOSED: _("A test site was closed"),
    Event.APPOINTMENT_BOOKED: _("A person's appointment at a test site was booked"),
    Event.APPOINTMENT_CANCELLED: _("A person's appointment at a test site was cancelled"),
    Event.APPOINTMENT_KEPT: _("A person came to their appointment"),
    Event.APPOINTMENTS_MISSED: _("Appointments went by to which nobody came"),
    Event.APPOINTMENTS_DROPPED: _("Appointments were dropped, their time being over"),
    Event.SAMPLE_TAKEN: _("A person's sample was taken"),
    Event.RULESET_PUBLISHED: _("A rule set was put in force, the province being set up"),
    Event.DECISION_MADE: _("A status was decided"),
    Event.RUN_STARTED: _("A recompute was started"),
    Event.RUN_PUBLISHED: _("A recompute was published"),
    Event.RUN_ABANDONED: _("A recompute was abandoned"),
    Event.DAY_DROPPED: _("A day of presences was dropped, its time being over"),
    Event.DAYS_FORGOTTEN: _("Check-ins and questions of dropped days were removed"),
    Event.MEMBERSHIP_SIGNED: _("An official signed the federation's membership for the province"),
    Event.MEMBERSHIP_TAKEN: _("A new version of the federation's membership was taken"),
    Event.PEER_SUSPENDED: _("Imports from another province were suspended"),
    Event.PEER_RESUMED: _("Imports from another province were resumed"),
    Event.PEER_FORKED: _("Another province showed two histories; its imports were stopped"),
    Event.PEER_VIOLATED: _("What another province sent was refused"),
    Event.KEY_ROTATED: _("A key of the province was replaced"),
    Event.KEY_RETIRED: _("Keys of the province that had been replaced were forgotten"),
    Event.RESTORATION_SIGNED: _("The province signed that another one's log goes on from a backup"),
    Event.PEER_RESTORED: _(
        "Another province is followed from what its two histories have in common"
    ),
    Event.FEED_IMPORTED: _("Entries of another province's feed were imported"),
    Event.CHECKPOINT_COSIGNED: _("The history of another province was witnessed"),
    Event.OFFER_RECEIVED: _(
        "A zone of another province reaches over the border; its part was offered"
    ),
    Event.OFFER_ACCEPTED: _("An official would accept an offered part; it awaits a second office"),
    Event.OFFER_SIGNED: _("A second office accepted an offered part; it is in force"),
    Event.OFFER_REFUSED: _("An offered part was refused"),
    Event.OFFER_LAPSED: _("An offered part lapsed unanswered"),
    Event.TREATY_PROPOSED: _("A treaty with another province was drafted"),
    Event.TREATY_SIGNED: _("A treaty with another province was signed for the province"),
    Event.TREATY_ENDED: _("A treaty with another province was ended"),
    Event.CONFLICT_OPENED: _("Two provinces' claims tie; a conflict case was opened"),
    Event.CONFLICT_SETTLED: _("A conflict case was settled by both provinces"),
    Event.CONFLICT_ESCALATED: _("A conflict case ran out of its clock; it went to the panel"),
    Event.COMMUTING_RECEIVED: _("Terms of treaties on commuters came into use, changed, or went"),
    Event.MAP_RESOLVED: _("The map of zones in effect was resolved anew"),
    Event.POLICY_DRAFTED: _("A policy for entering the province was drafted"),
    Event.POLICY_REFUSED: _("The draft of a policy for entering the province was refused"),
    Event.POLICY_PUBLISHED: _("The policy for entering the province was published"),
    Event.ENTRY_DECIDED: _("A person's entry was decided by the host's published policy"),
    Event.NOTICE_SENT: _("A sealed notice about a person was sent to another province"),
    Event.NOTICE_RECEIVED: _("A sealed notice about a person came from another province"),
    Event.NOTICE_ACKNOWLEDGED: _("Another province acknowledged a notice"),
    Event.NOTICE_OVERDUE: _("Another province left a notice unacknowledged"),
    Event.ASSERTION_HELD: _("Assertions of another province were held back"),
    Event.ASSERTION_RELEASED: _("A second office released assertions that were held back"),
    Event.ASSERTION_REFUSED: _("Assertions that were held back were refused"),
    Event.ASSERTION_SUSPENDED: _("A contested assertion was left unanswered and is suspended"),
    Event.CONTEST_FILED: _("A person contested what another province says of them"),
    Event.CONTEST_ANSWERED: _("The province that asserted it answered a contest"),
    Event.HANDOVER_OFFERED: _("A person's record was offered to another province"),
    Event.HANDOVER_ACCEPTED: _("A person's record was taken over from another province"),
    Event.HANDOVER_REFUSED: _("A person's record was not taken over"),
    Event.HANDOVER_COMPLETED: _("A person's record went to another province"),
    Event.VISITOR_ENROLLED: _("A visitor without a home province was enrolled"),
    Event.CONFORMANCE_SCORED: _("The provinces' security baselines were scored"),
    Event.AUTHENTICATOR_ADDED: _("A user set up a passkey or an authenticator app"),
    Event.AUTHENTICATOR_REMOVED: _("A user removed a passkey or an authenticator app"),
    Event.RECOVERY_CODES_MADE: _("A user had new recovery codes made"),
    Event.PASSWORD_CHANGED: _("A user changed their password"),
    Event.SESSIONS_ENDED: _("A user ended sessions of theirs"),
    Event.DEVICE_REVOKED: _("A person's device was unpaired"),
    Event.CHANNEL_REGISTERED: _("An app of somebody else's was registered"),
    Event.CHANNEL_REVOKED: _("An app of somebody else's was shut out"),
    Event.CHANNEL_ALLOWED: _("A person allowed an app to act for them"),
    Event.CHANNEL_WITHDRAWN: _("A person withdrew what they had allowed an app"),
    Event.CHANNEL_MISUSED: _(
        "A code or token of an app came twice; what the app held was taken back"
    ),
    Event.PASSES_ISSUED: _("A pass was issued to a person, for a day, on paper or for a journey"),
    Event.PASSES_WITHDRAWN: _("A pass was withdrawn"),
    Event.PASSES_DROPPED: _("It was forgotten that passes were issued, their time being over"),
    Event.EVIDENCE_SUSPENDED: _("What is held against a person was suspended; it has no effect"),
    Event.EVIDENCE_RESTORED: _("Something that was suspended counts again"),
    Event.APPEAL_FILED: _("A person appealed against a decision"),
    Event.APPEAL_JOINED: _("A person added to their appeal"),
    Event.APPEAL_RECHECKED: _("A contested decision was checked again by the machine"),
    Event.APPEAL_ASSIGNED: _("An appeal was given to an official of another office"),
    Event.APPEAL_ESCALATED: _("An appeal was not answered in time; it went to a higher office"),
    Event.APPEAL_RELIEVED: _("What a person contests has no effect until they are answered"),
    Event.APPEAL_FORWARDED: _("An appeal was sent on to the province whose word it is"),
    Event.APPEAL_ANSWERED: _("An official answered an appeal"),
    Event.APPEAL_CLOSED: _("An appeal was closed"),
    Event.LABORATORY_ASKED: _("A laboratory was asked about a contested result"),
    Event.REVERSAL_PROPOSED: _("A reversal of all of one cause was proposed; it awaits an office"),
    Event.REVERSAL_SIGNED: _("A second office reversed all decisions of one cause"),
    Event.REVERSAL_REFUSED: _("A reversal of all decisions of one cause was turned down"),
    Event.APPEALS_DROPPED: _("Appeals were dropped, their time being over"),
    Event.MISUSE_SUSPECTED: _("Something in the record may be misuse; a case was opened"),
    Event.MISUSE_ASSIGNED: _("A misuse case was given to an auditor of another office"),
    Event.MISUSE_EXAMINED: _("An auditor examines a misuse case"),
    Event.MISUSE_FOUNDED: _("A misuse case is founded; whoever is concerned was told"),
    Event.MISUSE_UNFOUNDED: _("A misuse case is unfounded"),
    Event.SUSPENSION_PROPOSED: _("An auditor proposed to suspend an official"),
    Event.LOG_READ: _("An auditor read the log of what was done"),
    Event.LEDGER_CHECK_ASKED: _("An auditor asked for the whole ledger to be checked"),
    Event.LEDGER_CHECKED: _("The whole ledger was read again and checked"),
    Event.FROZEN: _("An auditor has something wait that is not in effect yet"),
    Event.FREEZE_PROLONGED: _("An auditor of another office has it wait for longer"),
    Event.FREEZE_LIFTED: _("What an auditor had wait may go on"),
    Event.PURGE_CERTIFIED: _("Data whose time was over was erased, and that was certified"),
    Event.PROGRAMME_LAPSED: _(
        "The programme ended: everybody is free, and what was kept is erased"
    ),
    Event.DATA_EXPORTED: _("A person was given a copy of what is kept of them"),
    Event.DATA_ERASED: _("What a person asked to have erased was erased"),
    Event.ERASURE_REFUSED: _("A person was told what must be kept of them, why and until when"),
    Event.ACCOUNT_CLOSED: _("A person closed their account"),
    Event.ORDER_CHECKED: _("An official asked whether a person is under an order of isolation"),
    Event.CARRIER_REGISTERED: _("A carrier was registered; it may ask whether somebody may travel"),
    Event.CARRIER_RENEWED: _("A carrier was given a new key"),
    Event.CARRIER_REVOKED: _("A carrier may ask no more"),
    Event.SWITCHED_OFF: _("A part of the service was switched off"),
    Event.SWITCHED_ON: _("Two offices switched a part of the service on again"),
    Event.SWITCH_CHANGE_PROPOSED: _("It was proposed to prolong or end that a part is off"),
    Event.SWITCH_CHANGE_REFUSED: _("A proposed change of what is off was turned down"),
    Event.SWITCH_PROLONGED: _("Two offices prolonged that a part of the service is off"),
    Event.LAWFUL_RECEIVED: _("An authority's request about a person was received"),
    Event.LAWFUL_EXAMINED: _("An authority's request about a person was answered, or has lapsed"),
    Event.LAWFUL_FETCHED: _("The file for an authority was fetched"),
    Event.LAWFUL_TOLD: _("A person was told what an authority asked about them"),
    Event.BREACH_OPENED: _("A breach was opened; whom it concerns was read from this ledger"),
    Event.BREACH_WIDENED: _("The time of a breach was widened"),
    Event.BREACH_TOLD: _("People were told that their records were read in a breach"),
    Event.BREACH_ESCALATED: _("Alarm: people of a breach have not been told, and it gets late"),
    Event.BREACH_CLOSING_PROPOSED: _("It was said what was done about a breach"),
    Event.BREACH_CLOSED: _("Two offices closed a breach"),
}

"""What can be tuned of each room: the law's numbers and ours, each checked in its room's checks."""

import os
from datetime import timedelta
from typing import Any

# Officials stop when an entry of the ledger has waited longer to be sealed.
LEDGER_MAX_LAG = timedelta(hours=4)
# Tasks of the province that are nudged when its feed has grown; names, so that the ledger imports
# nothing downstream.
LEDGER_ON_SEALED: list[str] = [
    "federation.borders.tasks.resolve",
    "federation.sync.tasks.hint_peers",
]
# How many days presences, stays and exposures are kept, today included.
PRESENCE_KEEP_DAYS = 15
# How long a venue shows a code before the next; after how many hours somebody has left who did not
# say so; and how many days a closed venue is kept, so that those who were there read its name.
PRESENCE_VENUE_CODE_SECONDS = 60
PRESENCE_CHECK_IN_HOURS = 6
PRESENCE_VENUE_DAYS = 30
# How many days evidence is kept after it has expired.
EVIDENCE_KEEP_DAYS = 14
# How far ahead a trip may be declared, and how many days it is kept after it began.
EVIDENCE_TRIP_AHEAD_DAYS = 60
EVIDENCE_TRIP_KEEP_DAYS = 7
# What officials of one's own may file before it is held for another body. Ours, to be set by each
# province; nobody publishes how much one investigator can look into.
# By one official: a person a minute is no more than typing, and a shift has eight hours.
EVIDENCE_OFFICIAL_HOUR = 60
EVIDENCE_OFFICIAL_DAY = 200
# By one unit: as many as three such officials.
EVIDENCE_UNIT_HOUR = 180
EVIDENCE_UNIT_DAY = 600
# By one official, of people whom nothing but officials' word connects with a case; and of such
# people who share a paper, a case elsewhere, a vehicle or a community. As few as other provinces
# may say of people who were not there (CASEWORK_REMOTE_PER_DAY).
EVIDENCE_UNLINKED_DAY = 20
EVIDENCE_SHARED_DAY = 20
# Contacts of one case: as many as the seats of a large aircraft.
EVIDENCE_ONE_CASE_DAY = 400
# The longest list that is taken at once.
EVIDENCE_LIST_LINES = 2000
# How many days results are kept after the sample, and vaccinations after the dose.
SCREENING_RESULT_DAYS = 28
SCREENING_VACCINATION_DAYS = 365
# After so many hours a tube's result that is not negative is a suspicion of nobody any more.
SCREENING_POOL_HOURS = 72
# How long a laboratory's result waits for somebody who is not enrolled, and a key counts.
SCREENING_SEALED_DAYS = 14
SCREENING_KEY_DAYS = 180
# How many of a hundred of a laboratory's results within a day may be nobody's before an alarm is
# raised, where they are more than a few.
SCREENING_UNMATCHED_SHARE = 25
# How far ahead one may book, how many appointments at once, how many samples are in a tube, when
# nobody is waited for any more, and how long an appointment is kept after its day.
SCREENING_BOOK_DAYS = 7
SCREENING_BOOKED_AT_ONCE = 2
SCREENING_TUBE_OF = 20
SCREENING_MISSED_HOURS = 1
SCREENING_APPOINTMENT_DAYS = 7
# The federation's thresholds of a match: shares of a class's disc that lie in the zone.
EXPOSURE_CERTAIN_SHARE = 0.9
EXPOSURE_POSSIBLE_SHARE = 0.1
EXPOSURE_QUESTION_HOURS = 72
# Largest zone, and furthest back it may reach, that a county's signature is enough for.
ZONES_MAX_FINE_CELLS = 20_000
ZONES_MAX_DAYS_BACK = 14
# What runs the statements of the road on the cases of a rule set before it is taken; a name, so
# that rules imports nothing downstream.
RULES_REHEARSED_BY = "provinces.status.rehearsing.rehearse"
# What is done in the transaction in which outcomes become visible; names, so that status
# imports nothing downstream.
STATUS_ON_PUBLISH = [
    "provinces.notices.services.write_for",
    "provinces.passes.services.withdraw_untrue_of",
]
# A dead worker's shard is taken up again after so long.
STATUS_LEASE_SECONDS = float(os.environ.get("STATUS_LEASE_SECONDS", "60"))
STATUS_SHARDS = 8

# Where peers find a province of this node.
FEDERATION_URL = os.environ.get("FEDERATION_URL", "https://localhost/p/{slug}/federation/")
# `host:port` of this machine at which peers may be asked, http allowed; for trying it out.
FEDERATION_LOOPBACK_PORTS = os.environ.get("FEDERATION_LOOPBACK_PORTS", "").split()
# Peers hosted on this node are asked in the process, not over the network.
FEDERATION_LOOPBACK = os.environ.get("FEDERATION_LOOPBACK", "1") == "1"
# A file of certificate authorities that peers' certificates are verified by; else the system's.
FEDERATION_CA_FILE = os.environ.get("FEDERATION_CA_FILE", "")
# How long a version of the membership counts, a key should serve, and a key replaced still counts.
FEDERATION_MEMBERSHIP_DAYS = 180
FEDERATION_KEY_DAYS = 365
FEDERATION_OVERLAP_DAYS = 7
# How many days ahead officials are warned of what expires.
FEDERATION_WARN_DAYS = (60, 30, 7)

# What another province may say of people here before it is held back for two officials: words a
# day about people who were not there, words of one source, and how few are no cohort yet.
CASEWORK_REMOTE_PER_DAY = 20
CASEWORK_SHARE_ONE_SOURCE = 50
CASEWORK_COHORT_LEAST = 10
# Of people who were not there: how many words of one province may count at a time, and how many of
# all provinces together a day.
CASEWORK_REMOTE_STANDING = 60
CASEWORK_REMOTE_OF_ALL = 60
# A day's words are many at so many, if they are so many times the median of the days before.
CASEWORK_BURST_LEAST = 100
CASEWORK_BURST_TIMES = 5
# How long a word waits to be looked at together with what comes in beside it.
CASEWORK_SETTLE_SECONDS = 30
# By which law a laboratory's result of a guest is told to their home; and the health service's
# telephone, for a laboratory that is registered with none.
CASEWORK_LABORATORY_BASIS = "《中华人民共和国传染病防治法》第三十条"
CASEWORK_HEALTH_PHONE = "12320"

# Until which age a guardian whom the registry names acts for a child.
CITIZENS_CHILD_UNTIL = 16
# How often in 24 hours something may be tried, by the same actor, from the same network, and about
# the same person; and with how many people one source may have to do before an alarm is raised.
# None: that is not counted.
CITIZENS_BUDGETS: dict[str, dict[str, Any]] = {
    "account": {"actor": 10, "network": 60, "subject": 5, "spread": 20},
    "code": {"actor": 30, "network": 200, "subject": 10, "spread": 60},
    "mandate": {"actor": 5, "network": 60, "subject": 5, "spread": 5},
    "contact": {"actor": 5, "network": 60, "subject": 5, "spread": 20},
    # The registry asked anew about oneself.
    "correction": {"actor": 5, "network": None, "subject": None, "spread": None},
    "consent": {"actor": 5, "network": None, "subject": None, "spread": None},
    "desk": {"actor": 150, "network": 1000, "subject": 10, "spread": 120},
    # Callers for whom an official has a code sent, and codes that are read out to them.
    "telephone": {"actor": 60, "network": 600, "subject": 5, "spread": 50},
    "telephone_code": {"actor": 150, "network": 1500, "subject": 10, "spread": None},
    # Letters that an official takes in; more of one person on a day are laid aside.
    "mail": {"actor": 200, "network": 2000, "subject": 5, "spread": None},
    # Records that an official looks for or opens; and those they open in an emergency.
    "person": {"actor": 150, "network": 1000, "subject": None, "spread": 60},
    "emergency": {"actor": 6, "network": 30, "subject": None, "spread": 6},
    # Files of what is kept of people, that one official takes along.
    "file": {"actor": 20, "network": 200, "subject": None, "spread": None},
    # A person searched for to file evidence; a list uploaded; a line of one that is nobody's.
    "filing": {"actor": 150, "network": 1000, "subject": 10, "spread": 120},
    "list": {"actor": 30, "network": 200, "subject": None, "spread": None},
    "list_line": {"actor": 60, "network": 200, "subject": None, "spread": None},
    # A shift of visits; nobody is asked about more than a few times a day.
    "order": {"actor": 200, "network": 1000, "subject": 10, "spread": 150},
    # Whoever goes from shop to shop; and whoever shows a venue's codes, who signs in once a day.
    "check_in": {"actor": 60, "network": 5000, "subject": None, "spread": None},
    "venue": {"actor": 30, "network": 60, "subject": 30, "spread": 30},
    # A name to sign in by, once it is shown who one is: each that is taken tells of somebody.
    "name": {"actor": 10, "network": 100, "subject": 10, "spread": 40},
    # Shapes drawn for a zone, in which people are counted; an outbreak takes some dozens a day.
    "zone": {"actor": 150, "network": None, "subject": None, "spread": None},
    # A question a passenger: of the largest stations some 200,000 a day.
    "carrier": {"actor": 200_000, "network": 200_000, "subject": None, "spread": None},
    # What one app does for one citizen: a code each 20 seconds is 4,320.
    "channel": {"actor": 5000, "network": None, "subject": None, "spread": None},
    # Beyond these an alarm is raised and no answer changes. Keys of laboratories and carriers that
    # open nothing, and tokens of phones and apps; passes with a signature that is nobody's; what is
    # no pass at all, as a ticket held out instead; what an app's citizen has not allowed; and a
    # laboratory's results that are nobody's.
    "key": {"actor": None, "network": 100, "subject": None, "spread": None},
    "token": {"actor": None, "network": 2000, "subject": None, "spread": None},
    "forged": {"actor": 200, "network": 200, "subject": None, "spread": None},
    "unread": {"actor": 5000, "network": 5000, "subject": None, "spread": None},
    "overreach": {"actor": 100, "network": None, "subject": None, "spread": None},
    "unmatched": {"actor": 200, "network": None, "subject": None, "spread": None},
}
# How many records one official may have opened in emergencies that nobody has judged, or in a day.
CITIZENS_EMERGENCIES = 3
# A code that the registry sends: how long it is good for, and how often it may be tried.
CITIZENS_CODE_LASTS = timedelta(minutes=15)
CITIZENS_CODE_TRIES = 5
# How long a code on a letter from a desk is good for.
CITIZENS_LETTER_LASTS = timedelta(days=14)
# What sends a message to a phone, as a dotted name called with number and text; none if empty.
CITIZENS_MESSAGES_BY = os.environ.get("CITIZENS_MESSAGES_BY", "")
# Where the identity registry is asked, and the key that it is asked with.
CITIZENS_REGISTRY_URL = os.environ.get("CITIZENS_REGISTRY_URL", "")
CITIZENS_REGISTRY_KEY = os.environ.get("CITIZENS_REGISTRY_KEY", "")
# Where one reads what a sandbox's registry has sent to people; none in earnest.
CITIZENS_SANDBOX_PHONES = os.environ.get("CITIZENS_SANDBOX_PHONES", "")
# Whether officials must have a passkey, a security key or an authenticator app.
ACCOUNTS_MFA_REQUIRED_FOR_OFFICIALS = False
# How long the link counts by which an official sets up their account, and how often its code may
# be tried.
ACCOUNTS_INVITATION_HOURS = 72
ACCOUNTS_INVITATION_TRIES = 5
# How long a proposed change of offices awaits another unit; for how long somebody may suspend an
# office before anybody has signed; for how many days an office is granted at most; and for how
# many days whoever was put in office by somebody neither signs for them nor has them sign.
JURISDICTIONS_PROPOSAL_DAYS = 7
JURISDICTIONS_EMERGENCY_HOURS = 72
JURISDICTIONS_LONGEST_DAYS = 366
JURISDICTIONS_ACQUAINTED_DAYS = 90
# How long passes last: on a screen, kept for a day, printed, and for a journey.
PASSES_LIVE_SECONDS = 60
PASSES_DAY_HOURS = 24
# For how long somebody can be asked about by the letters of a live pass that they show for that.
PASSES_SHOWN_SECONDS = 180
PASSES_PAPER_DAYS = 30
PASSES_ENTRY_HOURS = 24
# For how many days a letter may be under way: a paper code by post counts so much longer, and is
# posted only where it outlasts them. How many letters a person may have within a week; for how many
# days it is tried to post one; and how many days it is kept that one was asked for, once it was
# posted or given up.
PASSES_POST_DAYS = 7
PASSES_POSTS_PER_WEEK = 2
PASSES_POST_TRY_DAYS = 10
PASSES_POST_KEEP_DAYS = 14
# What tells whether codes that are kept are switched off for now: nothing is posted then. A name,
# so that passes imports nothing downstream.
PASSES_KEPT_OFF_BY = "provinces.oversight.switching.state.kept_codes_are_off"
# How many passes a status list has room for; a new one is opened when half of it is taken.
PASSES_LIST_SIZE = 1 << 17
# For how long a process keeps which rules are in force and which key signs, so that a live pass
# costs one statement.
PASSES_KEPT_SECONDS = 10
# After how long checkpoints fetch the lists anew, and how long the last ones they got count.
PASSES_STATUS_TTL = timedelta(minutes=1)
PASSES_TRUST_TTL = timedelta(minutes=10)
PASSES_STATUS_LASTS = timedelta(hours=24)
PASSES_TRUST_LASTS = timedelta(days=7)
# How old a neighbour's list may be before checkpoints are told that ours was not renewed in time,
# and how long the last one is used on: as long as passes may last.
PASSES_RELAY_LATE = timedelta(minutes=5)
PASSES_RELAY_KEEP_DAYS = 90
# How long it is kept after its end that a pass was issued.
PASSES_KEEP_DAYS = 1
# How long a carrier's key counts.
PASSES_CARRIER_KEY_LASTS = timedelta(days=180)
# Hours within which an official answers an appeal: against what holds somebody, against what
# restricts them, a second time; and once it went to a higher office because nobody had answered.
APPEALS_HELD_HOURS = 24
APPEALS_RESTRICTED_HOURS = 48
APPEALS_AGAIN_HOURS = 72
APPEALS_ESCALATED_HOURS = 24
# Days within which somebody may ask for the second look, and for which an answered appeal is kept.
APPEALS_AGAIN_DAYS = 14
APPEALS_KEEP_DAYS = 180
# Days for which a letter that is nobody's waits, and within which after it came one is taken in.
APPEALS_MAIL_DAYS = 14
# How many files come with a statement, and how large each may be.
APPEALS_MOST_FILES = 3
APPEALS_FILE_BYTES = 2_000_000
# Who words notices of what rooms further up do: told what they are of (of an appeal, the step),
# they return a headline and what that means, as `notices.wording.Words` has it.
NOTICES_WORDED_BY = {
    "appeal": "provinces.appeals.wording.notice",
    "lawful": "provinces.oversight.lawful.wording.notice",
    "breach": "provinces.oversight.breaches.wording.notice",
    "posted": "provinces.passes.wording.notice",
}
# For how long a process goes on before it looks again which parts of the service are off.
OVERSIGHT_SWITCH_SECONDS = 5
# About how many people one kind of authority may ask within a day, of how many days; how soon it is
# examined, how long the file lasts, and when the person is told at the latest.
OVERSIGHT_LAWFUL_PER_DAY = 5
OVERSIGHT_LAWFUL_MOST_DAYS = 30
OVERSIGHT_LAWFUL_EXAMINE_WITHIN = timedelta(days=7)
OVERSIGHT_LAWFUL_FILE_LASTS = timedelta(hours=72)
OVERSIGHT_LAWFUL_TELL_WITHIN = timedelta(days=30)
# When whoever's record was read in a breach is told at the latest, and when an alarm is raised.
OVERSIGHT_BREACH_TELL_WITHIN = timedelta(hours=72)
OVERSIGHT_BREACH_ESCALATE_AFTER = timedelta(hours=48)
# From where on something in the record is looked at by an auditor. No law or norm sets these; they
# are ours, but for the score, above which Iglewicz and Hoaglin (1993) call a value an outlier. How
# often one official looks: at one person in a week; in a night, outside the hours of the day; in a
# day, and how far from the median of their role; in a week, with nothing done for the person within
# some days.
OVERSIGHT_REPEATED_LOOKS = 5
OVERSIGHT_OFFICE_HOURS = (7, 21)
OVERSIGHT_OUT_OF_HOURS_LOOKS = 3
OVERSIGHT_VOLUME_LEAST = 20
OVERSIGHT_VOLUME_SCORE = 3.5
OVERSIGHT_WITHOUT_ACT = 10
OVERSIGHT_ACT_DAYS = 3
# People who share something that is no matter of health, of whom one official filed evidence for
# which nothing else speaks; people of whom two officials did together; in so many days.
OVERSIGHT_COHORT_LEAST = 10
OVERSIGHT_PAIR_LEAST = 10
OVERSIGHT_FILING_DAYS = 30
# How many days after its end something is kept: consents; mandates; the assignment of a case to
# another area; a device unpaired; what an app of others held.
RETENTION_CONSENT_DAYS = 365
RETENTION_MANDATE_DAYS = 183
RETENTION_ASSIGNMENT_DAYS = 60
RETENTION_DEVICE_DAYS = 30
RETENTION_TOKEN_DAYS = 1
# How many days a misuse case is kept after it was closed: for as long as who looked is.
RETENTION_MISUSE_DAYS = 365
# How many days it is kept what was decided, what people were told, and what became of messages.
RETENTION_OUTCOME_DAYS = 90
RETENTION_NOTICE_DAYS = 90
# What was done, by whom and about whom: Cybersecurity Law, art. 21 no. 3, at least six months. Who
# looked at a record stays longer to be seen by its person.
RETENTION_PAYLOAD_DAYS = 183
RETENTION_ACCESS_DAYS = 365
# How many days after the person was told it is kept what authorities asked about them, and that
# their record was read in a breach.
RETENTION_LAWFUL_DAYS = 365
RETENTION_BREACH_DAYS = 365
# How many days after the programme's end all that was kept of anybody is erased.
RETENTION_SUNSET_DAYS = 30
# When the programme ends, by province, where that is before its signed term does: moments with an
# offset. `beijing=2027-03-01T00:00+08:00`. No later moment puts off the end of a term,
# and once a worker has read an end it stands, whether or not it is still said here.
RULES_PROGRAMME_ENDS = dict(
    each.split("=", 1) for each in os.environ.get("RULES_PROGRAMME_ENDS", "").split() if each
)
# How often a notice is tried to be sent by e-mail or to a phone before it is given up, how long the
# first wait is, which doubles, and the longest; how old a notice may be to be sent at all.
NOTICES_TRIES = 8
NOTICES_FIRST_WAIT = timedelta(minutes=1)
NOTICES_LONGEST_WAIT = timedelta(hours=6)
NOTICES_NEWS_FOR = timedelta(days=1)
# What sends e-mail, as Django names it.
EMAIL_BACKEND = os.environ.get("EMAIL_BACKEND", "django.core.mail.backends.smtp.EmailBackend")

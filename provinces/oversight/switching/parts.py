"""The parts of the service that can be switched off, those that never are, and their pages.

Every URL of a province belongs to one part, by its name or by how its name begins; the longest
match counts. A part that lets somebody know their own status, appeal, be cared for, or see what
is done with their data is never off, whatever happens.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from functools import cache


class Part(StrEnum):
    """A class of pages and endpoints; the value stands in the ledger for good."""

    OWN_STATUS = "own_status"
    SIGNING_IN = "signing_in"
    APPEALS = "appeals"
    CARE = "care"
    OWN_DATA = "own_data"
    PUBLIC_PAGES = "public_pages"
    SUPERVISION = "supervision"

    ENROLMENT = "enrolment"
    MANDATES = "mandates"
    LIVE_CODES = "live_codes"
    KEPT_CODES = "kept_codes"
    TRAVEL = "travel"
    DECLARATIONS = "declarations"
    CHECK_IN = "check_in"
    VENUES = "venues"
    COPIES = "copies"
    CHANNELS = "channels"
    PRESENCE_IN = "presence_in"
    LABORATORIES = "laboratories"
    CARRIERS = "carriers"
    CHECKPOINT_LISTS = "checkpoint_lists"
    DATA_TRACKER = "data_tracker"
    API_DESCRIPTION = "api_description"
    DESK_LOOK_UP = "desk_look_up"
    PERSON_PAGES = "person_pages"
    ORDER_CHECKS = "order_checks"
    ZONE_DESK = "zone_desk"
    EVIDENCE_DESK = "evidence_desk"
    RULE_DESK = "rule_desk"
    OFFICES = "offices"
    LAWFUL_REQUESTS = "lawful_requests"
    PEERS_READ = "peers_read"
    PEERS_TELL = "peers_tell"
    PEERS_ON_PEOPLE = "peers_on_people"
    BORDER_DESK = "border_desk"


# A person's last good answer, the way to contest it, doctors and tests, and who is told of what.
NEVER = frozenset(
    {
        Part.OWN_STATUS,
        Part.SIGNING_IN,
        Part.APPEALS,
        Part.CARE,
        Part.OWN_DATA,
        Part.PUBLIC_PAGES,
        Part.SUPERVISION,
    }
)
CAN_BE_OFF = tuple(part for part in Part if part not in NEVER)

# Names of URLs; what ends in a star is how names begin.
NAMES: Mapping[Part, str] = {
    Part.OWN_STATUS: """portal:status portal:landing portal:answer
        portal:answer-take-back portal:profile portal:profile-language portal:letter""",
    Part.SIGNING_IN: "portal:sign-in portal:sign-out account_* mfa_* usersessions_*",
    Part.APPEALS: """portal:appeal* console:appeal* console:reversal-* console:desk-appeal
        console:desk-call* console:desk-mail together:contest""",
    Part.CARE: """portal:tests portal:vaccinations portal:appointments portal:sites portal:site
        portal:cancel-appointment console:sites console:site console:appointment console:arrive
        console:sample console:desk-book* console:desk-cancel-booking""",
    Part.OWN_DATA: """portal:my-data portal:history portal:proof portal:correct portal:erase
        portal:withdraw portal:receipt portal:devices portal:unpair portal:contact-remove
        portal:place-remove portal:channels portal:channel-withdraw portal:channel-give-back""",
    Part.PUBLIC_PAGES: """portal:home portal:zones* portal:rules portal:compare portal:ruleset*
        portal:retention portal:purposes* portal:certificate* portal:published* portal:service
        portal:accountable portal:figures* portal:about* portal:controller portal:faults
        together:federation together:entry together:verifying together:purposes
        scanner:home scanner:manifest scanner:worker scanner:lists language size robots""",
    Part.SUPERVISION: """console:home console:alarms console:run* console:switch* console:breach*
        console:audit* console:misuse* console:oversight* console:freeze* console:operations
        api:run-progress""",
    Part.ENROLMENT: "portal:enrol* api:channel-enrolments",
    Part.MANDATES: "portal:mandate*",
    Part.LIVE_CODES: "portal:code portal:code-next portal:code-ticket portal:code-check",
    Part.KEPT_CODES: """portal:code-day portal:code-paper portal:code-paper-post
        portal:code-withdraw console:desk-call-post""",
    Part.TRAVEL: "portal:travel* portal:trip*",
    Part.DECLARATIONS: """portal:declaration* portal:places portal:contact
        portal:contact-code portal:agree""",
    Part.CHECK_IN: "portal:check-in* portal:check-out",
    Part.VENUES: "portal:venue* console:venue*",
    Part.COPIES: "portal:export console:lawful-file",
    Part.CHANNELS: "portal:channel-* api:channel-*",
    Part.PRESENCE_IN: "api:presence-*",
    Part.LABORATORIES: "api:laboratory-*",
    Part.CARRIERS: "api:carrier-*",
    Part.CHECKPOINT_LISTS: "portal:trust-list portal:status-list portal:relayed-list",
    Part.DATA_TRACKER: "api:find-usage api:usage-*",
    Part.API_DESCRIPTION: "api:schema api:docs",
    Part.DESK_LOOK_UP: "console:desk* desk:visitor",
    Part.PERSON_PAGES: """console:person* console:people* console:search* api:person-*
        console:consent* console:emergenc* console:mark-* console:lifting-*""",
    Part.ORDER_CHECKS: "console:order* api:order-*",
    Part.ZONE_DESK: "console:zone* console:division-* console:sign console:refuse",
    Part.EVIDENCE_DESK: "console:evidence* console:case* console:contact* console:hold*",
    Part.RULE_DESK: "console:rule* console:draft* desk:polic*",
    Part.OFFICES: "console:office* console:unit* console:official* portal:invitation",
    Part.LAWFUL_REQUESTS: "console:lawful*",
    Part.PEERS_READ: """federation:versions federation:membership* federation:checkpoint
        federation:entries federation:tile federation:blob* federation:map federation:witnessed
        federation:withdrawn*""",
    Part.PEERS_TELL: "federation:hint federation:cosignatures",
    Part.PEERS_ON_PEOPLE: """federation:notices desk:casework desk:hold* desk:message*
        desk:contest* desk:guest* desk:handover*""",
    Part.BORDER_DESK: """desk:overview desk:border desk:offer desk:accept desk:sign desk:refuse
        desk:conflict desk:settle* desk:treat* desk:map* desk:why desk:peer*""",
}
# Other roads to a part, from pages of another one: they are off with either of the two.
OTHER_ROADS: Mapping[Part, str] = {
    Part.MANDATES: "console:desk-mandate",
    Part.LIVE_CODES: "api:channel-code",
    Part.KEPT_CODES: "console:desk-paper",
    Part.TRAVEL: "console:desk-trips",
    Part.DECLARATIONS: "api:channel-declarations console:desk-declare",
    Part.CHECK_IN: "api:presence-check-ins",
    Part.COPIES: """console:people-list console:person-sheet console:person-file
        console:person-file-take""",
    Part.CHANNELS: "api:channel-enrolments",
}
_EXACT = {name: part for part, names in NAMES.items() for name in names.split() if name[-1] != "*"}
_BEGINNINGS = sorted(
    (
        (name[:-1], part)
        for part, names in NAMES.items()
        for name in names.split()
        if name[-1] == "*"
    ),
    key=lambda pair: -len(pair[0]),
)


@cache
def part_of(name: str) -> Part | None:
    """Return the part that a URL belongs to, by its name; None for what belongs to none."""
    if name in _EXACT:
        return _EXACT[name]
    return next((part for begins, part in _BEGINNINGS if name.startswith(begins)), None)


@cache
def parts_of(name: str) -> tuple[Part, ...]:
    """Return every part with which a URL is off, by its name, the one that it belongs to first."""
    own = part_of(name)
    others = (part for part, names in OTHER_ROADS.items() if name in names.split())
    return () if own is None or own in NEVER else (own, *others)

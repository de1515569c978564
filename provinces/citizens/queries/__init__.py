"""Reading a person's record, who did, and who may act for whom.

There is no way from a name or a document number to a person: not here, not anywhere. Officials who
have both find somebody in their own area, by a service that counts and alarms.
"""

from .agreed import (
    agrees_to,
    consents_of,
    contact_of,
    contacts_to_confirm,
    is_code_sent,
    places_of,
    receipt,
    sandbox_phones,
)
from .alarms import Alarm, alarms
from .guarded import (
    admissions_to_give,
    asked_by,
    emergencies_of,
    emergencies_to_review,
    emergency_to_review,
    export_of,
    misuse,
    protections_to_sign,
    seen_in,
)
from .mandates import (
    Used,
    acting_for,
    given_by,
    held_by,
    mandate_for,
    may_act_for,
    uses_of,
)
from .opening import Opened, area_of, in_care, is_looking, look, open_record
from .records import (
    OutOfReach,
    Read,
    Record,
    Served,
    masked,
    name_of,
    note_reading,
    of_reference,
    own_record,
    read_record,
    reads_of,
    served,
    within_reach,
)
from .waiting import Waiting, stale

__all__ = [
    "Alarm",
    "Opened",
    "OutOfReach",
    "Read",
    "Record",
    "Served",
    "Used",
    "Waiting",
    "acting_for",
    "admissions_to_give",
    "agrees_to",
    "alarms",
    "area_of",
    "asked_by",
    "consents_of",
    "contact_of",
    "contacts_to_confirm",
    "emergencies_of",
    "emergencies_to_review",
    "emergency_to_review",
    "export_of",
    "given_by",
    "held_by",
    "in_care",
    "is_code_sent",
    "is_looking",
    "look",
    "mandate_for",
    "masked",
    "may_act_for",
    "misuse",
    "name_of",
    "note_reading",
    "of_reference",
    "open_record",
    "own_record",
    "places_of",
    "protections_to_sign",
    "read_record",
    "reads_of",
    "receipt",
    "sandbox_phones",
    "seen_in",
    "served",
    "stale",
    "uses_of",
    "within_reach",
]

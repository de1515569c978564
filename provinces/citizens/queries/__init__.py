"""Reading a person's record, who did, and who may act for whom.

There is no way from a name or a document number to a person: not here, not anywhere.
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
from .mandates import (
    Used,
    acting_for,
    given_by,
    held_by,
    mandate_for,
    may_act_for,
    uses_of,
)
from .records import (
    OutOfReach,
    Read,
    Record,
    Served,
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
    "OutOfReach",
    "Read",
    "Record",
    "Served",
    "Used",
    "Waiting",
    "acting_for",
    "agrees_to",
    "alarms",
    "consents_of",
    "contact_of",
    "contacts_to_confirm",
    "given_by",
    "held_by",
    "is_code_sent",
    "mandate_for",
    "may_act_for",
    "name_of",
    "note_reading",
    "of_reference",
    "own_record",
    "places_of",
    "read_record",
    "reads_of",
    "receipt",
    "sandbox_phones",
    "served",
    "stale",
    "uses_of",
    "within_reach",
]

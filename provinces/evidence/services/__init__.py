"""What is done with evidence: filed, approved, recorded, declared, ended, withdrawn, dropped.

And suspended, where it is to have no effect on somebody while an appeal is not answered.
"""

from provinces.evidence.claims import Claim, Contact, InvalidClaim
from provinces.evidence.signatures import NotAllowed, SameOffice, SameOfficial

from .approving import AlreadyDecided, Expired, NoReason, approve, reject
from .bulk import effect_many
from .dropping import drop_expired
from .effects import CaseFallen
from .lessening import (
    AlreadyEnded,
    Ending,
    NoEnding,
    NotInForce,
    OutsidePeriod,
    end,
    end_many,
    retract,
    withdraw,
)
from .proposing import OnlyThePerson, propose
from .recording import (
    AlreadyRecorded,
    NotForThePerson,
    Recorded,
    declare,
    record,
    record_many,
)
from .suspending import (
    NotSuspendable,
    Suspended,
    end_due_suspensions,
    end_suspensions,
    is_weak,
    suspend,
)
from .travelling import (
    Journey,
    NoSuchTrip,
    NotATrip,
    TooManyTrips,
    amend_trip,
    declare_trip,
    take_back_trip,
)

__all__ = [
    "AlreadyDecided",
    "AlreadyEnded",
    "AlreadyRecorded",
    "CaseFallen",
    "Claim",
    "Contact",
    "Ending",
    "Expired",
    "InvalidClaim",
    "Journey",
    "NoEnding",
    "NoReason",
    "NoSuchTrip",
    "NotATrip",
    "NotAllowed",
    "NotForThePerson",
    "NotInForce",
    "NotSuspendable",
    "OnlyThePerson",
    "OutsidePeriod",
    "Recorded",
    "SameOffice",
    "SameOfficial",
    "Suspended",
    "TooManyTrips",
    "amend_trip",
    "approve",
    "declare",
    "declare_trip",
    "drop_expired",
    "effect_many",
    "end",
    "end_due_suspensions",
    "end_many",
    "end_suspensions",
    "is_weak",
    "propose",
    "record",
    "record_many",
    "reject",
    "retract",
    "suspend",
    "take_back_trip",
    "withdraw",
]

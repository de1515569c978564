"""What is done with evidence: filed, held, approved, recorded, declared, ended, withdrawn, dropped.

And suspended, where it is to have no effect on somebody while an appeal is not answered.
"""

from provinces.evidence.claims import Claim, Contact, InvalidClaim
from provinces.evidence.signatures import Held, NotAllowed, SameOffice, SameOfficial

from .approving import AlreadyDecided, Expired, NoReason, approve, reject
from .bulk import effect_many
from .correcting import NotIssued, conclude, correct
from .dropping import drop_expired
from .effects import CaseFallen
from .holding import GrownSince, NotOpen, refuse_hold, release
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
from .listing import NotAList, Taken, approve_list, file_list, reject_list
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
    "GrownSince",
    "Held",
    "InvalidClaim",
    "Journey",
    "NoEnding",
    "NoReason",
    "NoSuchTrip",
    "NotAList",
    "NotATrip",
    "NotAllowed",
    "NotForThePerson",
    "NotInForce",
    "NotIssued",
    "NotOpen",
    "NotSuspendable",
    "OnlyThePerson",
    "OutsidePeriod",
    "Recorded",
    "SameOffice",
    "SameOfficial",
    "Suspended",
    "Taken",
    "TooManyTrips",
    "amend_trip",
    "approve",
    "approve_list",
    "conclude",
    "correct",
    "declare",
    "declare_trip",
    "drop_expired",
    "effect_many",
    "end",
    "end_due_suspensions",
    "end_many",
    "end_suspensions",
    "file_list",
    "is_weak",
    "propose",
    "record",
    "record_many",
    "refuse_hold",
    "reject",
    "reject_list",
    "release",
    "retract",
    "suspend",
    "take_back_trip",
    "withdraw",
]

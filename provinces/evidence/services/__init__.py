"""What is done with evidence: filed, approved, recorded, declared, ended, withdrawn, dropped."""

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
    "NoEnding",
    "NoReason",
    "NotAllowed",
    "NotForThePerson",
    "NotInForce",
    "OnlyThePerson",
    "OutsidePeriod",
    "Recorded",
    "SameOffice",
    "SameOfficial",
    "approve",
    "declare",
    "drop_expired",
    "effect_many",
    "end",
    "end_many",
    "propose",
    "record",
    "record_many",
    "reject",
    "retract",
    "withdraw",
]

"""The tree of areas is built; offices are proposed, signed, suspended and ended."""

from provinces.jurisdictions.reasons import NoReason
from provinces.jurisdictions.tree import MisplacedArea
from provinces.jurisdictions.units import NoUnit

from .deciding import AlreadyDecided, refuse, sign, withdraw
from .founding import First, HasOfficials, Sent, invite_first, renew_links
from .granting import (
    AlreadyEnded,
    NotAlone,
    PeriodOverlaps,
    build_tree,
    end_office,
    grant_office,
)
from .hands import NotAllowed, SameOffice, SameOfficial, TooClose
from .joining import accept
from .lapsing import keep_time
from .naming import name_controller
from .proposing import (
    AlreadyProposed,
    Incompatible,
    NotNow,
    Seat,
    SuspendedLately,
    TooLong,
    propose_controller,
    propose_end,
    propose_grant,
    propose_hand_over,
    propose_invitation,
    propose_resumption,
    propose_suspension,
)

__all__ = [
    "AlreadyDecided",
    "AlreadyEnded",
    "AlreadyProposed",
    "First",
    "HasOfficials",
    "Incompatible",
    "MisplacedArea",
    "NoReason",
    "NoUnit",
    "NotAllowed",
    "NotAlone",
    "NotNow",
    "PeriodOverlaps",
    "SameOffice",
    "SameOfficial",
    "Seat",
    "Sent",
    "SuspendedLately",
    "TooClose",
    "TooLong",
    "accept",
    "build_tree",
    "end_office",
    "grant_office",
    "invite_first",
    "keep_time",
    "name_controller",
    "propose_controller",
    "propose_end",
    "propose_grant",
    "propose_hand_over",
    "propose_invitation",
    "propose_resumption",
    "propose_suspension",
    "refuse",
    "renew_links",
    "sign",
    "withdraw",
]

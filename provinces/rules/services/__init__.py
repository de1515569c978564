"""Rule sets are drafted, reviewed, signed, published; nothing here sets anybody's status."""

from provinces.rules.labels import NotADocument
from provinces.rules.signatures import NotAllowed, SameOffice, SameOfficial
from provinces.rules.terms import InvalidTerms, Terms

from .drafting import (
    BeingReviewed,
    EditedSince,
    NoLongerOpen,
    NotYours,
    draft,
    drop,
    edit,
    submit,
)
from .publishing import (
    AlreadyPublished,
    EmergencyAgain,
    OfficialsSign,
    OutOfOrder,
    publish,
    publish_unpublished,
)
from .signing import InForceAlready, send_back, sign, take_back, withdraw

__all__ = [
    "AlreadyPublished",
    "BeingReviewed",
    "EditedSince",
    "EmergencyAgain",
    "InForceAlready",
    "InvalidTerms",
    "NoLongerOpen",
    "NotADocument",
    "NotAllowed",
    "NotYours",
    "OfficialsSign",
    "OutOfOrder",
    "SameOffice",
    "SameOfficial",
    "Terms",
    "draft",
    "drop",
    "edit",
    "publish",
    "publish_unpublished",
    "send_back",
    "sign",
    "submit",
    "take_back",
    "withdraw",
]

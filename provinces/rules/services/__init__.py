"""Rule sets are drafted, reviewed, signed, published; nothing here sets anybody's status."""

from provinces.rules.labels import NotADocument
from provinces.rules.signatures import NotAllowed, SameOffice, SameOfficial
from provinces.rules.terms import InvalidTerms, Terms

from .cutting_short import keep_early_end
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
from .renewing import (
    InvalidRenewal,
    NotRenewable,
    ProposedAnew,
    begin_programme,
    propose_renewal,
    sign_renewal,
)
from .signing import InForceAlready, send_back, sign, take_back, withdraw

__all__ = [
    "AlreadyPublished",
    "BeingReviewed",
    "EditedSince",
    "EmergencyAgain",
    "InForceAlready",
    "InvalidRenewal",
    "InvalidTerms",
    "NoLongerOpen",
    "NotADocument",
    "NotAllowed",
    "NotRenewable",
    "NotYours",
    "OfficialsSign",
    "OutOfOrder",
    "ProposedAnew",
    "SameOffice",
    "SameOfficial",
    "Terms",
    "begin_programme",
    "draft",
    "drop",
    "edit",
    "keep_early_end",
    "propose_renewal",
    "publish",
    "publish_unpublished",
    "send_back",
    "sign",
    "sign_renewal",
    "submit",
    "take_back",
    "withdraw",
]

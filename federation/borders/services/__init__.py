"""What is done at the border: taking in what others say, answering, agreeing, resolving."""

from federation.borders.entering import BadPolicy

from .agreeing import (
    AlreadySigned,
    BadDraft,
    Contradicts,
    Draft,
    end_treaty,
    propose_treaty,
    settle,
    sign_treaty,
)
from .conflicts import escalate
from .offering import AlreadyAnswered, Lapsed, NotOffered, accept, lapse, refuse, sign
from .policies import (
    EditedSince,
    NoPolicy,
    NotAwaiting,
    NotHome,
    NotYours,
    OwnProvince,
    PolicyTerms,
    TooSoon,
    decide_entry,
    draft_policy,
    edit_policy,
    refuse_policy,
    sign_policy,
)
from .resolving import Mapped, resolve_now
from .restarting import restart
from .taking import ForgedOrigin, NotInATransaction, Taken, take, take_own

__all__ = [
    "AlreadyAnswered",
    "AlreadySigned",
    "BadDraft",
    "BadPolicy",
    "Contradicts",
    "Draft",
    "EditedSince",
    "ForgedOrigin",
    "Lapsed",
    "Mapped",
    "NoPolicy",
    "NotAwaiting",
    "NotHome",
    "NotInATransaction",
    "NotOffered",
    "NotYours",
    "OwnProvince",
    "PolicyTerms",
    "Taken",
    "TooSoon",
    "accept",
    "decide_entry",
    "draft_policy",
    "edit_policy",
    "end_treaty",
    "escalate",
    "lapse",
    "propose_treaty",
    "refuse",
    "refuse_policy",
    "resolve_now",
    "restart",
    "settle",
    "sign",
    "sign_policy",
    "sign_treaty",
    "take",
    "take_own",
]

"""What is done with appeals: filed, rechecked, given out, relieved, answered, undone for all."""

from provinces.appeals.assigning import NotIndependent
from provinces.appeals.models import Category, Channel
from provinces.appeals.tracing import NoGround

from .adding import add
from .answering import AlreadyAnswered, BadVerdict, NotYours, Verdict, answer
from .asking_again import NotAgain, ask_again
from .attending import attend
from .dropping import drop_answered
from .filing import (
    Complaint,
    File,
    NotAFile,
    NothingSaid,
    TooManyFiles,
    check,
    file,
    file_unseen,
)
from .forwarding import answered_elsewhere, hold_forwarded, return_forwarded, take_forwarded
from .mailing import Mail, NoArrival, check_arrival, file_mailed, take_in
from .reversing import (
    AlreadyDecided,
    NotReversible,
    SameOffice,
    Standing,
    propose_reversal,
    refuse_reversal,
    sign_reversal,
    standing,
)
from .withdrawing import LiesElsewhere, withdraw

__all__ = [
    "AlreadyAnswered",
    "AlreadyDecided",
    "BadVerdict",
    "Category",
    "Channel",
    "Complaint",
    "File",
    "LiesElsewhere",
    "Mail",
    "NoArrival",
    "NoGround",
    "NotAFile",
    "NotAgain",
    "NotIndependent",
    "NotReversible",
    "NotYours",
    "NothingSaid",
    "SameOffice",
    "Standing",
    "TooManyFiles",
    "Verdict",
    "add",
    "answer",
    "answered_elsewhere",
    "ask_again",
    "attend",
    "check",
    "check_arrival",
    "drop_answered",
    "file",
    "file_mailed",
    "file_unseen",
    "hold_forwarded",
    "propose_reversal",
    "refuse_reversal",
    "return_forwarded",
    "sign_reversal",
    "standing",
    "take_forwarded",
    "take_in",
    "withdraw",
]

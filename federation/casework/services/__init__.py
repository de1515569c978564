"""What is done in casework: told, taken in, judged, held, contested, handed over, scored."""

from federation.casework.hands import NotAllowed, SameOffice, SameOfficial
from federation.casework.refusals import BadEnvelope, Fault, Refused

from .acknowledging import acknowledged
from .appealing import carry_appeals, hand_down_answers
from .asserting import NotOurs, assert_fact, guest, take_back
from .contesting import (
    AlreadyContested,
    NothingSaid,
    NotTheirs,
    answer,
    contest,
    mark_told,
    suspend_unanswered,
)
from .desks import AboutNobody, AlreadyAnswered
from .desks import answer as answer_message
from .desks import read as read_message
from .feeding import restart, take
from .forgetting import forget
from .giving_up import give_up
from .handing_over import AlreadyOffered, NotHome, accept, offer
from .handing_over import refuse as refuse_handover
from .handing_over import withdraw as withdraw_handover
from .holding import NoReason, propose_release, release
from .holding import refuse as refuse_hold
from .judging import judge
from .naming import NoDocument, address, make_pseudonyms, recognise
from .naming import forget as forget_pseudonyms
from .naming import keep_up as keep_up_pseudonyms
from .posting import Address, failed, post
from .prompting import prompt
from .reporting import tell_results
from .scoring import publish_score
from .taking import take_in
from .telling import AnotherGuest, NotAwaiting, may_take_back
from .telling import propose as propose_fact
from .telling import refuse as refuse_fact
from .telling import sign as sign_fact
from .telling import take_back as take_back_fact
from .visiting import HasAHome, Visit, enrol_visitor

__all__ = [
    "AboutNobody",
    "Address",
    "AlreadyAnswered",
    "AlreadyContested",
    "AlreadyOffered",
    "AnotherGuest",
    "BadEnvelope",
    "Fault",
    "HasAHome",
    "NoDocument",
    "NoReason",
    "NotAllowed",
    "NotAwaiting",
    "NotHome",
    "NotOurs",
    "NotTheirs",
    "NothingSaid",
    "Refused",
    "SameOffice",
    "SameOfficial",
    "Visit",
    "accept",
    "acknowledged",
    "address",
    "answer",
    "answer_message",
    "assert_fact",
    "carry_appeals",
    "contest",
    "enrol_visitor",
    "failed",
    "forget",
    "forget_pseudonyms",
    "give_up",
    "guest",
    "hand_down_answers",
    "judge",
    "keep_up_pseudonyms",
    "make_pseudonyms",
    "mark_told",
    "may_take_back",
    "offer",
    "post",
    "prompt",
    "propose_fact",
    "propose_release",
    "publish_score",
    "read_message",
    "recognise",
    "refuse_fact",
    "refuse_handover",
    "refuse_hold",
    "release",
    "restart",
    "sign_fact",
    "suspend_unanswered",
    "take",
    "take_back",
    "take_back_fact",
    "take_in",
    "tell_results",
    "withdraw_handover",
]

"""What is kept of casework between provinces."""

from .assertions import Assertion, Hold, HoldElsewhere, Issued
from .contests import Contest
from .handovers import Handover, Visitor
from .messages import Incoming, Line, Outgoing
from .people import Pseudonym
from .proposals import Proposal
from .scores import PeerScore

__all__ = [
    "Assertion",
    "Contest",
    "Handover",
    "Hold",
    "HoldElsewhere",
    "Incoming",
    "Issued",
    "Line",
    "Outgoing",
    "PeerScore",
    "Proposal",
    "Pseudonym",
    "Visitor",
]

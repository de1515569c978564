"""What is kept of casework between provinces."""

from .assertions import Assertion, Hold, HoldElsewhere, Issued
from .contests import Contest
from .handovers import Handover, Visitor
from .messages import Incoming, Line, Outgoing
from .people import Pseudonym
from .proposals import Proposal
from .purposes import PeerPurposes
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
    "PeerPurposes",
    "PeerScore",
    "Proposal",
    "Pseudonym",
    "Visitor",
]

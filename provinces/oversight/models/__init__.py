"""What oversight keeps: what was switched off, what the law asked, and what was breached."""

from .breaches import Breach, BreachPerson
from .lawful import LawfulAnswer, LawfulRequest
from .switches import Switch, SwitchChange

__all__ = [
    "Breach",
    "BreachPerson",
    "LawfulAnswer",
    "LawfulRequest",
    "Switch",
    "SwitchChange",
]

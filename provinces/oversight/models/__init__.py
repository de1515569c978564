"""What oversight keeps: what was switched off, asked by the law, breached, misused and counted."""

from .auditing import Freeze, LedgerCheck, Thing
from .breaches import Breach, BreachPerson
from .figures import Figure
from .lawful import LawfulAnswer, LawfulRequest
from .misuse import Case, CaseSubject, Kind, State
from .switches import Switch, SwitchChange

__all__ = [
    "Breach",
    "BreachPerson",
    "Case",
    "CaseSubject",
    "Figure",
    "Freeze",
    "Kind",
    "LawfulAnswer",
    "LawfulRequest",
    "LedgerCheck",
    "State",
    "Switch",
    "SwitchChange",
    "Thing",
]

"""Areas, offices on them, what carries their powers, and how all of it changes."""

from .areas import Area, AreaUserObjectPermission, Level, Office
from .changes import Change, Controller, Kind, State
from .first import FirstSeat

__all__ = [
    "Area",
    "AreaUserObjectPermission",
    "Change",
    "Controller",
    "FirstSeat",
    "Kind",
    "Level",
    "Office",
    "State",
]

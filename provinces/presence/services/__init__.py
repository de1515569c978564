"""Presences come in, phones are paired, people check in."""

from core.cells.ranks import NotACell
from provinces.presence.storing import NoSuchDay, Rows

from .check_ins import OutOfTime, check_in, forget_check_ins
from .devices import pair_device, revoke_device, revoke_devices, use_device
from .ingesting import TOLD, Report, forget_cells, ingest, ingest_many, oldest_kept

__all__ = [
    "TOLD",
    "NoSuchDay",
    "NotACell",
    "OutOfTime",
    "Report",
    "Rows",
    "check_in",
    "forget_cells",
    "forget_check_ins",
    "ingest",
    "ingest_many",
    "oldest_kept",
    "pair_device",
    "revoke_device",
    "revoke_devices",
    "use_device",
]

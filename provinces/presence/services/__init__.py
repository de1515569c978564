"""Presences come in, phones are paired, venues are registered, people check in."""

from core.cells.ranks import NotACell
from provinces.presence.storing import NoSuchDay, Rows

from .check_ins import (
    CodeOver,
    NotCheckedIn,
    OutOfTime,
    check_in,
    check_in_by_code,
    check_out,
    forget_check_ins,
    remove_check_in,
    remove_check_ins,
)
from .devices import pair_device, revoke_device, revoke_devices, use_device
from .ingesting import TOLD, Report, forget_cells, ingest, ingest_many, oldest_kept
from .venues import (
    NoSuchVenue,
    OutOfArea,
    Registration,
    change_venue_key,
    close_venue,
    forget_venues,
    register_venue,
)

__all__ = [
    "TOLD",
    "CodeOver",
    "NoSuchDay",
    "NoSuchVenue",
    "NotACell",
    "NotCheckedIn",
    "OutOfArea",
    "OutOfTime",
    "Registration",
    "Report",
    "Rows",
    "change_venue_key",
    "check_in",
    "check_in_by_code",
    "check_out",
    "close_venue",
    "forget_cells",
    "forget_check_ins",
    "forget_venues",
    "ingest",
    "ingest_many",
    "oldest_kept",
    "pair_device",
    "register_venue",
    "remove_check_in",
    "remove_check_ins",
    "revoke_device",
    "revoke_devices",
    "use_device",
]

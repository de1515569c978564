"""What is done with people's records: enrolled, assigned, acted for, marked stale."""

from .mandates import (
    NotTheirMandate,
    Wish,
    accept_mandate,
    ask_mandate,
    give_mandate,
    note_use,
    revoke_mandate,
)
from .people import (
    MANY,
    AlreadyEnrolled,
    NoPowers,
    NotTheirs,
    TooLong,
    assign,
    enrol,
    mark_day_stale,
    mark_stale,
    mark_stale_from,
    marked_days,
    new_reference,
)

__all__ = [
    "MANY",
    "AlreadyEnrolled",
    "NoPowers",
    "NotTheirMandate",
    "NotTheirs",
    "TooLong",
    "Wish",
    "accept_mandate",
    "ask_mandate",
    "assign",
    "enrol",
    "give_mandate",
    "mark_day_stale",
    "mark_stale",
    "mark_stale_from",
    "marked_days",
    "new_reference",
    "note_use",
    "revoke_mandate",
]

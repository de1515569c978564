"""What becomes of one record: a fix, or the reason why it was refused."""

from __future__ import annotations

from enum import StrEnum
from typing import Final, NamedTuple


class Reason(StrEnum):
    """Why a record was refused."""

    NOT_A_LOCATION = "not_a_location"
    UNREADABLE = "unreadable"
    NO_HEADER = "no_header"
    UNSAFE = "unsafe"
    BROKEN_OFF = "broken_off"
    NO_TIME = "no_time"
    NO_POSITION = "no_position"
    ABSURD_POSITION = "absurd_position"
    ABSURD_ACCURACY = "absurd_accuracy"
    ABSURD_SPEED = "absurd_speed"
    TOO_COARSE = "too_coarse"
    FUTURE = "future"
    TOO_OLD = "too_old"
    ENDS_BEFORE_IT_STARTS = "ends_before_it_starts"
    TOO_LONG = "too_long"


WORDING: Final[dict[Reason, str]] = {
    Reason.NOT_A_LOCATION: "This is a message, a setting or a marked place, "
    "not a record of where someone was.",
    Reason.UNREADABLE: "This record is damaged, or not written the way its format asks.",
    Reason.NO_HEADER: "The file does not begin with the heading its format asks for, "
    "so none of it was read.",
    Reason.UNSAFE: "The file declares a document type of its own; such files are not read.",
    Reason.BROKEN_OFF: "The file is damaged or cut short here; nothing after this was read.",
    Reason.NO_TIME: "The record does not say when.",
    Reason.NO_POSITION: "The record does not say where.",
    Reason.ABSURD_POSITION: "There is no such place, or it is the point 0, 0 "
    "that devices report when they have no position.",
    Reason.ABSURD_ACCURACY: "The device itself marked this position as invalid.",
    Reason.ABSURD_SPEED: "Nobody travels at the speed this record reports.",
    Reason.TOO_COARSE: "The position is good to no better than a kilometre, "
    "which is too coarse to say where someone was.",
    Reason.FUTURE: "The record lies in the future.",
    Reason.TOO_OLD: "The record is older than we may keep.",
    Reason.ENDS_BEFORE_IT_STARTS: "The period ends before it starts.",
    Reason.TOO_LONG: "The period is longer than a day.",
}


class Refused(NamedTuple):
    """A record that was not taken, and why."""

    line: int
    reason: Reason


class Fix(NamedTuple):
    """Where a device was at a moment, as its record says; None for what it does not say.

    `line` is the line in a file of lines, otherwise the how-manieth record it is. Times are whole
    seconds since the Unix epoch. A fix with `until` holds for the period [at, until).
    A tuple, for speed: it lives only until its batch is full.
    """

    line: int
    lat: float
    lon: float
    at: int
    accuracy_m: float | None = None
    speed_mps: float | None = None
    until: int | None = None

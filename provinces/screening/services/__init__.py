"""What is done about tests: results and laboratories, sites and appointments."""

from provinces.screening.fhir.bundles import NotABundle
from provinces.screening.fhir.issues import Issue
from provinces.screening.reports import Refused, Report, ReportedDose, ReportedResult

from .batches import NoReason
from .booking import (
    NoSuchSlot,
    Overlaps,
    SlotFull,
    TooLate,
    TooManyBooked,
    book,
    cancel,
    forget_own,
    move,
)
from .delivering import deliver
from .dropping import drop_appointments, drop_before, drop_reports, drop_sealed
from .guests import (
    Guest,
    Wrong,
    guests_waiting,
    open_guest,
    stop_guest,
    take_back_told,
    told_home,
    told_wrongly,
)
from .laboratories import (
    AlreadyRegistered,
    AlreadyRevoked,
    NoSuchSite,
    NotRegistrable,
    Registration,
    issue_key,
    recall,
    register,
    revoke,
)
from .receiving import Answer, receive
from .registering import Taken, take_doses
from .results import AlreadyVoided, record, void
from .sampling import (
    NoSampleNumber,
    NotExpected,
    SampleUsed,
    TubeFull,
    arrive,
    look_up,
    miss,
    take_sample,
)
from .sites import AlreadyClosed, NotASite, Opening, close_site, open_site
from .timetable import deliver_fresh, look_through, tidy
from .vaccinations import NotRegistered, record_vaccinations, strike

__all__ = [
    "AlreadyClosed",
    "AlreadyRegistered",
    "AlreadyRevoked",
    "AlreadyVoided",
    "Answer",
    "Guest",
    "Issue",
    "NoReason",
    "NoSampleNumber",
    "NoSuchSite",
    "NoSuchSlot",
    "NotABundle",
    "NotASite",
    "NotExpected",
    "NotRegistered",
    "NotRegistrable",
    "Opening",
    "Overlaps",
    "Refused",
    "Registration",
    "Report",
    "ReportedDose",
    "ReportedResult",
    "SampleUsed",
    "SlotFull",
    "Taken",
    "TooLate",
    "TooManyBooked",
    "TubeFull",
    "Wrong",
    "arrive",
    "book",
    "cancel",
    "close_site",
    "deliver",
    "deliver_fresh",
    "drop_appointments",
    "drop_before",
    "drop_reports",
    "drop_sealed",
    "forget_own",
    "guests_waiting",
    "issue_key",
    "look_through",
    "look_up",
    "miss",
    "move",
    "open_guest",
    "open_site",
    "recall",
    "receive",
    "record",
    "record_vaccinations",
    "register",
    "revoke",
    "stop_guest",
    "strike",
    "take_back_told",
    "take_doses",
    "take_sample",
    "tidy",
    "told_home",
    "told_wrongly",
    "void",
]

"""What is done with results and vaccinations: recorded, voided, struck, dropped."""

from provinces.screening.reports import Refused, Report, ReportedDose, ReportedResult

from .batches import NoReason
from .dropping import drop_before
from .results import AlreadyVoided, record, void
from .vaccinations import NotRegistered, record_vaccinations, strike

__all__ = [
    "AlreadyVoided",
    "NoReason",
    "NotRegistered",
    "Refused",
    "Report",
    "ReportedDose",
    "ReportedResult",
    "drop_before",
    "record",
    "record_vaccinations",
    "strike",
    "void",
]

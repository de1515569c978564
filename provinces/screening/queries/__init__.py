"""Reading results and vaccinations, laboratories, sites and appointments."""

from .laboratories import KeyUnknown, laboratories, laboratory_of_key, told_home_as
from .results import (
    positives_of,
    results_gone,
    results_of,
    standing,
    vaccinations_of,
    visible_to,
)
from .sites import (
    Day,
    Opening,
    appointment_of_today,
    appointments_of,
    begun_appointments,
    days,
    expected,
    hours_of,
    openings,
    own_appointment,
    site_for,
    sites_near,
    sites_of,
    todays,
)

__all__ = [
    "Day",
    "KeyUnknown",
    "Opening",
    "appointment_of_today",
    "appointments_of",
    "begun_appointments",
    "days",
    "expected",
    "hours_of",
    "laboratories",
    "laboratory_of_key",
    "openings",
    "own_appointment",
    "positives_of",
    "results_gone",
    "results_of",
    "site_for",
    "sites_near",
    "sites_of",
    "standing",
    "todays",
    "told_home_as",
    "vaccinations_of",
    "visible_to",
]

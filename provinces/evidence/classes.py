"""The closed list of what may be asserted of a person; there is no class for anything else."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class EvidenceClass(StrEnum):
    """What a piece of evidence is about."""

    CONFIRMED_CASE = "confirmed_case"
    ASYMPTOMATIC_CASE = "asymptomatic_case"
    SUSPECTED_CASE = "suspected_case"
    CLOSE_CONTACT = "close_contact"
    SECONDARY_CONTACT = "secondary_contact"
    GENERAL_CONTACT = "general_contact"
    GOODS_CONTACT = "goods_contact"
    FLIGHT_COMPANION = "flight_companion"
    COACH_COMPANION = "coach_companion"
    TRAIN_COMPANION = "train_companion"
    OVERSEAS_ARRIVAL = "overseas_arrival"
    PROVINCE_ARRIVAL = "province_arrival"
    CENTRAL_ISOLATION = "central_isolation"
    HOME_ISOLATION = "home_isolation"
    MONITORING = "monitoring"
    EXPOSED_WORK = "exposed_work"
    SYMPTOMS_DECLARED = "symptoms_declared"
    WELLNESS_DECLARED = "wellness_declared"
    PHARMACY_PURCHASE = "pharmacy_purchase"
    CLINIC_VISIT = "clinic_visit"


@dataclass(frozen=True, slots=True)
class Form:
    """How a class of evidence is told: which moments it has, and how long it may count.

    `happened` and `ended` name the moments as facts do; without `ended` it ends by expiry alone.
    """

    happened: str
    ended: str = ""
    has_onset: bool = False
    has_planned_end: bool = False
    details: tuple[str, ...] = ()
    # A piece counts for so many days after it happened, at most; then it is of no effect.
    most_days: int = 60
    self_declared: bool = False


FORMS = {
    EvidenceClass.CONFIRMED_CASE: Form(
        "diagnosed_at", "discharged_at", has_onset=True, most_days=90
    ),
    EvidenceClass.ASYMPTOMATIC_CASE: Form("diagnosed_at", "discharged_at", most_days=90),
    EvidenceClass.SUSPECTED_CASE: Form("suspected_at", "excluded_at", has_onset=True, most_days=30),
    EvidenceClass.CLOSE_CONTACT: Form("last_contact_at", "released_at"),
    EvidenceClass.SECONDARY_CONTACT: Form("last_contact_at", "released_at"),
    EvidenceClass.GENERAL_CONTACT: Form("last_contact_at"),
    EvidenceClass.GOODS_CONTACT: Form("last_contact_at"),
    EvidenceClass.FLIGHT_COMPANION: Form("travelled_at", details=("conveyance",)),
    EvidenceClass.COACH_COMPANION: Form("travelled_at", details=("conveyance",)),
    EvidenceClass.TRAIN_COMPANION: Form("travelled_at", details=("conveyance",)),
    EvidenceClass.OVERSEAS_ARRIVAL: Form(
        "entered_at", "left_at", details=("country", "bound_elsewhere")
    ),
    EvidenceClass.PROVINCE_ARRIVAL: Form("entered_at", "left_at", details=("division",)),
    EvidenceClass.CENTRAL_ISOLATION: Form("starts_at", "released_at", has_planned_end=True),
    EvidenceClass.HOME_ISOLATION: Form("starts_at", "released_at", has_planned_end=True),
    EvidenceClass.MONITORING: Form("starts_at", "released_at", has_planned_end=True),
    EvidenceClass.EXPOSED_WORK: Form("left_work_at"),
    EvidenceClass.SYMPTOMS_DECLARED: Form(
        "declared_at", has_onset=True, details=("symptoms",), most_days=30, self_declared=True
    ),
    EvidenceClass.WELLNESS_DECLARED: Form("declared_at", most_days=30, self_declared=True),
    EvidenceClass.PHARMACY_PURCHASE: Form("purchased_at", most_days=7),
    EvidenceClass.CLINIC_VISIT: Form("visited_at", most_days=7),
}

# Pieces that rest on somebody else's case, and say whose, how that was found out, and by whom.
CONTACTS = frozenset(
    {
        EvidenceClass.CLOSE_CONTACT,
        EvidenceClass.SECONDARY_CONTACT,
        EvidenceClass.GENERAL_CONTACT,
        EvidenceClass.GOODS_CONTACT,
        EvidenceClass.FLIGHT_COMPANION,
        EvidenceClass.COACH_COMPANION,
        EvidenceClass.TRAIN_COMPANION,
    }
)
CASES = frozenset(
    {EvidenceClass.CONFIRMED_CASE, EvidenceClass.ASYMPTOMATIC_CASE, EvidenceClass.SUSPECTED_CASE}
)
# Cases that may have infected whoever was with them.
INFECTIOUS = frozenset({EvidenceClass.CONFIRMED_CASE, EvidenceClass.ASYMPTOMATIC_CASE})
ORDERS = frozenset(of for of, form in FORMS.items() if form.has_planned_end)
# Orders to stay somewhere; under health monitoring one goes about.
ISOLATION = frozenset({EvidenceClass.CENTRAL_ISOLATION, EvidenceClass.HOME_ISOLATION})
WITH_ONSET = frozenset(of for of, form in FORMS.items() if form.has_onset)
WITH_ENDING = frozenset(of for of, form in FORMS.items() if form.ended)
SELF_DECLARED = frozenset(of for of, form in FORMS.items() if form.self_declared)


# What somebody may say that they feel. It is for whoever treats or asks them: no rule reads it.
SYMPTOMS = frozenset(
    {
        "fever", "cough", "sore_throat", "runny_nose", "breathlessness", "fatigue", "smell_taste",
        "stomach", "other",
    }
)  # fmt: skip


def rests_on(contact: EvidenceClass) -> frozenset[EvidenceClass]:
    """Return the classes of what a contact may rest on."""
    if contact is EvidenceClass.SECONDARY_CONTACT:
        return CASES | {EvidenceClass.CLOSE_CONTACT}
    return CASES

"""The codes that are taken: tests, what they come to, and documents of people.

`docs/laboratories.md` shows these tables to laboratories. Codes are of LOINC (© Regenstrief
Institute) and SNOMED CT (© SNOMED International), each by its number and meaning alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final

LOINC: Final = "http://loinc.org"
SNOMED: Final = "http://snomed.info/sct"
# For laboratories that code tests by no international system.
OWN_TESTS: Final = "urn:concord:test"

PCR, ANTIGEN = "pcr", "antigen"
NEGATIVE, POSITIVE, INDETERMINATE = "negative", "positive", "indeterminate"

# Whether the virus itself was found, whatever the specimen: amplification of its RNA, or antigen.
TESTS: Final[dict[tuple[str, str], str]] = {
    (LOINC, "94309-2"): PCR,  # RNA, specimen, NAA with probe detection
    (LOINC, "94500-6"): PCR,  # RNA, respiratory specimen, NAA with probe detection
    (LOINC, "94565-9"): PCR,  # RNA, nasopharynx, NAA with non-probe detection
    (LOINC, "94759-8"): PCR,  # RNA, nasopharynx, NAA with probe detection
    (LOINC, "94845-5"): PCR,  # RNA, saliva, NAA with probe detection
    (LOINC, "95406-5"): PCR,  # RNA, nose, NAA with probe detection
    (LOINC, "95608-6"): PCR,  # RNA, respiratory specimen, NAA with non-probe detection
    (LOINC, "94558-4"): ANTIGEN,  # antigen, respiratory specimen, rapid immunoassay
    (LOINC, "95209-3"): ANTIGEN,  # antigen of either virus, respiratory, rapid immunoassay
    (LOINC, "96119-3"): ANTIGEN,  # antigen, upper respiratory specimen, immunoassay
    (LOINC, "97097-0"): ANTIGEN,  # antigen, upper respiratory specimen, rapid immunoassay
    (OWN_TESTS, "pcr"): PCR,
    (OWN_TESTS, "antigen"): ANTIGEN,
}
# Panels: what is asked for, not what was found.
PANELS: Final = {
    "94306-8": "94309-2",
    "94531-1": "94500-6",
    "95380-2": "94500-6",
    "95422-2": "94500-6",
    "95941-1": "94500-6",
    "95942-9": "95209-3",
    "97099-6": "97097-0",
}
OUTCOMES: Final[dict[tuple[str, str], str]] = {
    (SNOMED, "260373001"): POSITIVE,  # detected
    (SNOMED, "10828004"): POSITIVE,  # positive
    (SNOMED, "260408008"): POSITIVE,  # weakly positive
    (SNOMED, "260415000"): NEGATIVE,  # not detected
    (SNOMED, "260385009"): NEGATIVE,  # negative
    (SNOMED, "419984006"): INDETERMINATE,  # inconclusive
    (SNOMED, "82334004"): INDETERMINATE,  # indeterminate
    (LOINC, "LA11882-0"): POSITIVE,  # detected
    (LOINC, "LA6576-8"): POSITIVE,  # positive
    (LOINC, "LA11883-8"): NEGATIVE,  # not detected
    (LOINC, "LA6577-6"): NEGATIVE,  # negative
    (LOINC, "LA11884-6"): INDETERMINATE,  # indeterminate
    (LOINC, "LA9663-1"): INDETERMINATE,  # inconclusive
}
# Interpretations that say as much as an outcome, and so must not contradict it.
INTERPRETED: Final = {"POS": POSITIVE, "DET": POSITIVE, "NEG": NEGATIVE, "ND": NEGATIVE}
INTERPRETATIONS: Final = (
    "http://terminology.hl7.org/CodeSystem/v2-0078",
    "http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation",
)

# Of the resident identity card, as health records in China name it (WS/T 500).
RESIDENT_CARD: Final = "urn:oid:2.16.156.10011.1.3"
# FHIR's own name for passports, by the country that issues them.
PASSPORT: Final = re.compile(r"http://hl7\.org/fhir/sid/passport-[A-Z]{3}")
IDENTIFIER_TYPES: Final = "http://terminology.hl7.org/CodeSystem/v2-0203"
# National identifier, passport, permanent resident card.
DOCUMENT_TYPES: Final = frozenset({"NI", "NNCHN", "PPN", "PRC"})
# Of which province somebody is, by its short name in the federation.
HOME: Final = "urn:concord:home"
# Who gave the sample its number: one of our sites, by its code.
SITE: Final = re.compile(r"urn:concord:site:([a-z0-9-]{2,24})")

_LOINC_CODE = re.compile(r"\d{1,7}-\d")


def pairs(concept: Any) -> list[tuple[str, str]]:
    """Return the codings of a CodeableConcept as (system, code)."""
    codings = (concept.coding or []) if concept else []
    return [(each.system or "", each.code or "") for each in codings]


def first(found: Iterable[tuple[str, str]], known: dict[tuple[str, str], str]) -> set[str]:
    """Return what the codings mean, by a table; several where they disagree."""
    return {known[each] for each in found if each in known}


def is_mistyped(system: str, code: str) -> bool:
    """Tell whether a code is written as LOINC's are, but its check digit (modulus 10) is wrong."""
    if system != LOINC or not _LOINC_CODE.fullmatch(code):
        return False
    number, check = code.split("-")
    total = 0
    for place, digit in enumerate(reversed(number)):
        doubled = int(digit) * (2 if place % 2 == 0 else 1)
        total += doubled - 9 if doubled > 9 else doubled
    return (10 - total % 10) % 10 != int(check)

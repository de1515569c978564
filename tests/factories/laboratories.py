"""Laboratories, and the bundles they send."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from provinces.citizens.identities import Person
from provinces.citizens.models import Citizen
from provinces.screening import services
from provinces.screening.fhir import codes
from provinces.screening.models import Laboratory, Site
from tests import cast
from tests.factories import citizens

SAMPLED = cast.NOW - timedelta(hours=8)
ISSUED = cast.NOW - timedelta(hours=2)
# Made up, with valid check digits.
DOCUMENT, OTHER_DOCUMENT = "11010519491231002X", "440308199901101512"
SNOMED = {"positive": "260373001", "negative": "260415000", "indeterminate": "419984006"}
_numbers = count(1)


def laboratory(*sites: Site, reference: str = "") -> Laboratory:
    """Register a laboratory that reports for some sites."""
    number = next(_numbers)
    registration = services.Registration(
        reference=reference or f"laboratory-{number}",
        name=f"市疾控中心实验室 {number}",
        contact_name="Lin",
        contact="010-0000",
        sites=tuple(site.code for site in sites),
    )
    return services.register(registration, by="operator", now=cast.NOW)


def key_of(laboratory: Laboratory, *, now: datetime = cast.NOW) -> str:
    """Give a laboratory a key."""
    return services.issue_key(laboratory, by="operator", now=now)


def identified(document: str = DOCUMENT, **values: Any) -> Citizen:
    """Enrol a citizen who has a document."""
    return citizens.citizen(person=Person("王小明", document), **values)


def report_of(document: str = DOCUMENT, **values: Any) -> list[dict[str, Any]]:
    """Return the resources of one report: patient, specimen, observation, report."""
    number = values.get("number", f"R{next(_numbers)}")
    sample = values.get("sample", f"S-{number}")
    status = values.get("status", "final")
    issued = values.get("issued", ISSUED).isoformat()
    return [
        patient(document, number, values.get("home", "")),
        specimen(number, sample, subject=f"Patient/{number}", **values.get("specimen", {})),
        observation(number, values.get("outcome", "negative"), status=status, issued=issued,
                    subject={"reference": f"Patient/{number}"},
                    **values.get("observation", {})),
        {
            "resourceType": "DiagnosticReport",
            "id": number,
            "identifier": [{"value": number}],
            "status": status,
            "code": {"coding": [{"system": codes.LOINC, "code": "94531-1"}]},
            "subject": {"reference": f"Patient/{number}"},
            "issued": issued,
            "result": [{"reference": f"Observation/{number}"}],
        },
    ]  # fmt: skip


def patient(document: str, number: str, home: str = "") -> dict[str, Any]:
    lives = [{"system": codes.HOME, "value": home}] if home else []
    return {
        "resourceType": "Patient",
        "id": number,
        "identifier": [{"system": codes.RESIDENT_CARD, "value": document}, *lives],
    }


def specimen(number: str, sample: str, *, subject: str = "", **values: Any) -> dict[str, Any]:
    made: dict[str, Any] = {
        "resourceType": "Specimen",
        "id": number,
        "accessionIdentifier": {"value": sample},
        "collection": {"collectedDateTime": SAMPLED.isoformat()},
    }
    return {**made, **({"subject": {"reference": subject}} if subject else {}), **values}


def observation(number: str, outcome: str, **values: Any) -> dict[str, Any]:
    made: dict[str, Any] = {
        "resourceType": "Observation",
        "id": number,
        "status": "final",
        "code": {"coding": [{"system": codes.LOINC, "code": "94500-6"}]},
        "specimen": {"reference": f"Specimen/{number}"},
        "issued": ISSUED.isoformat(),
        "valueCodeableConcept": {"coding": [{"system": codes.SNOMED, "code": SNOMED[outcome]}]},
    }
    return {**made, **values}


def pool_of(
    *documents: str, outcome: str = "positive", number: str = "P1", home: str = ""
) -> list[dict[str, Any]]:
    """Return the resources of a tube of several people's samples."""
    found: list[dict[str, Any]] = []
    for place, document in enumerate(documents):
        part = f"{number}-{place}"
        found += [patient(document, part, home), specimen(part, part, subject=f"Patient/{part}")]
    parents = [{"reference": f"Specimen/{number}-{place}"} for place in range(len(documents))]
    return [
        *found,
        specimen(number, f"T-{number}", parent=parents),
        observation(number, outcome, identifier=[{"value": number}]),
    ]


def bundle(*groups: list[dict[str, Any]], kind: str = "collection") -> bytes:
    """Return resources as the body of a request."""
    resources = [resource for group in groups for resource in group]
    body = {
        "resourceType": "Bundle",
        "type": kind,
        "entry": [
            {"fullUrl": f"{one['resourceType']}/{one['id']}", "resource": one} for one in resources
        ],
    }
    return json.dumps(body).encode()


def delivered(laboratory: Laboratory, body: bytes, *, now: datetime = cast.NOW) -> services.Answer:
    """Have a laboratory's bundle received, and its results delivered, as in production."""
    answer = services.receive(laboratory, body, now=now)
    services.deliver_fresh(now=now)
    return answer

"""Records that officials open, let others open, judge, and take along."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from provinces.citizens import services
from provinces.citizens.models import Citizen
from tests.architecture.access.rows import row
from tests.cast import NOW
from tests.factories import records


def a_record(citizen: Citizen) -> dict[str, Any]:
    """The citizen's record."""
    return {"reference": citizen.reference}


def no_record(_citizen: Citizen) -> dict[str, Any]:
    return {"reference": "2222222222222222"}


def nobody(_citizen: Citizen) -> dict[str, Any]:
    return {}


def an_assigned_record(citizen: Citizen) -> dict[str, Any]:
    """The citizen, who may be assigned to another city, and is already assigned to its county."""
    records.officer("110300", unit="a city's office")
    records.assigned(citizen, "110301")
    return {"reference": citizen.reference}


def a_protected_record(citizen: Citizen) -> dict[str, Any]:
    """The citizen's record, which is opened by two."""
    records.protected(citizen)
    return {"reference": citizen.reference}


def nobodys_file(_citizen: Citizen) -> dict[str, Any]:
    return {"token": "0123456789abcdef"}


def a_consent(citizen: Citizen) -> dict[str, Any]:
    """A case officer of the city asks to open the citizen's record."""
    return {"number": records.asked(citizen, records.officer()).pk}


def no_number(_citizen: Citizen) -> dict[str, Any]:
    return {"number": 999_999}


def a_mark(citizen: Citizen) -> dict[str, Any]:
    """A case officer of the city would mark the citizen."""
    by = records.officer()
    return {"number": services.propose_mark(citizen.reference, "witness", by=by, now=NOW).pk}


def a_mark_in_force(citizen: Citizen) -> dict[str, Any]:
    """Two offices of the city have marked the citizen."""
    return {"number": records.protected(citizen, now=NOW - HOUR).pk}


def a_lifting(citizen: Citizen) -> dict[str, Any]:
    """A reviewer of the city would end the citizen's mark before its time."""
    mark, by = records.protected(citizen, now=NOW - HOUR), records.reviewer(unit="lifting office")
    return {"number": services.propose_lifting(mark.pk, "wish", by=by, now=NOW).pk}


def an_emergency(citizen: Citizen) -> dict[str, Any]:
    """A case officer of the city has opened the citizen's record in an emergency."""
    return {"number": records.emergency(citizen, records.officer()).pk}


HOUR = timedelta(hours=1)
WHOM: dict[str, Any] = {"role": "case_officer", "without": "epidemiologist"}
BOTH: dict[str, Any] = {"role": "case_officer", "without": "reviewer"}
SECOND: dict[str, Any] = {"role": "reviewer", "without": "case_officer"}
WHY = "Her treatment begins today."
# fmt: off
ROWS = [
    #                                anonymous foreigner powerless stranger official citizen other
    row("console:people", "GET",        "sign-in  sign-in  403     200      200      403     403",
        **BOTH),
    # Leads to the record's page, whether there is one or not.
    row("console:people", "POST",       "sign-in  sign-in  403     302      302      403     403",
        purpose="care", reference="2222222222222222", **BOTH),
    # Nobody, whoever asks.
    row("console:people", "POST",       "sign-in  sign-in  403     404      404      403     403",
        about=nobody, purpose="care", kind="resident", number="11010519491231002X",
        full_name="Nobody", **BOTH),
    row("console:person", "GET",        "sign-in  sign-in  403     404      200      403     403",
        about=a_record, query="?purpose=care", **BOTH),
    row("console:person", "GET",        "sign-in  sign-in  403     404      200      403     403",
        about=an_assigned_record, query="?purpose=care", **BOTH),
    row("console:person", "GET",        "sign-in  sign-in  403     404      404      403     403",
        about=no_record, query="?purpose=care", **BOTH),
    row("console:person", "GET",        "sign-in  sign-in  403     404      404      403     403",
        about=a_protected_record, query="?purpose=care", **BOTH),
    # Led back to the record, where the assignment that is to end is none of theirs.
    row("console:person", "POST",       "sign-in  sign-in  403     404      302      403     403",
        about=a_record, purpose="care", end="999999", **BOTH),
    row("console:person-sheet", "POST", "sign-in  sign-in  403     404      302      403     403",
        about=a_record, purpose="care", **WHOM),
    row("console:people-in-care", "GET", "sign-in sign-in  403     200      200      403     403",
        **WHOM),
    row("console:people-list", "POST",  "sign-in  sign-in  403     302      302      403     403",
        purpose="care", kind="who", **WHOM),
    row("console:person-file", "GET",   "sign-in  sign-in  403     404      404      403     403",
        about=nobodys_file, **WHOM),
    row("console:person-file-take", "POST",
                                        "sign-in  sign-in  403     404      404      403     403",
        about=nobodys_file, **WHOM),
    row("console:consent-ask", "GET",   "sign-in  sign-in  403     200      200      403     403",
        **WHOM),
    row("console:consent-ask", "POST",  "sign-in  sign-in  403     302      302      403     403",
        purpose="care", reference="2222222222222222", kind="resident", because=WHY, **WHOM),
    row("console:mark-propose", "POST", "sign-in  sign-in  403     302      302      403     403",
        reference="2222222222222222", why="witness", **WHOM),
    row("console:consents", "GET",      "sign-in  sign-in  403     200      200      403     403",
        **SECOND),
    row("console:consent-give", "POST", "sign-in  sign-in  403     404      302      403     403",
        about=a_consent, **SECOND),
    row("console:consent-refuse", "POST",
                                        "sign-in  sign-in  403     404      302      403     403",
        about=a_consent, **SECOND),
    row("console:consent-give", "POST", "sign-in  sign-in  403     404      404      403     403",
        about=no_number, **SECOND),
    row("console:mark-sign", "POST",    "sign-in  sign-in  403     404      302      403     403",
        about=a_mark, **SECOND),
    row("console:mark-refuse", "POST",  "sign-in  sign-in  403     404      302      403     403",
        about=a_mark, **SECOND),
    row("console:lifting-propose", "POST",
                                        "sign-in  sign-in  403     404      302      403     403",
        about=a_mark_in_force, because="over", **SECOND),
    row("console:lifting-propose", "POST",
                                        "sign-in  sign-in  403     404      404      403     403",
        about=no_number, because="over", **SECOND),
    row("console:lifting-sign", "POST", "sign-in  sign-in  403     404      302      403     403",
        about=a_lifting, **SECOND),
    row("console:lifting-refuse", "POST",
                                        "sign-in  sign-in  403     404      302      403     403",
        about=a_lifting, **SECOND),
    row("console:emergency-open", "GET", "sign-in sign-in  403     200      200      403     403",
        **BOTH),
    # It is the one page that areas do not bound: the person is told, and it is judged.
    row("console:emergency-open", "POST",
                                        "sign-in  sign-in  403     404      404      403     403",
        purpose="care", reference="2222222222222222", kind="resident", reason="life",
        explanation=WHY, **BOTH),
    row("console:emergencies", "GET",   "sign-in  sign-in  403     200      200      403     403",
        **SECOND),
    row("console:emergency", "GET",     "sign-in  sign-in  403     404      200      403     403",
        about=an_emergency, **SECOND),
    row("console:emergency", "GET",     "sign-in  sign-in  403     404      404      403     403",
        about=no_number, **SECOND),
    row("console:emergency-judge", "POST",
                                        "sign-in  sign-in  403     404      302      403     403",
        about=an_emergency, verdict="justified", finding=WHY, **SECOND),
]
# fmt: on

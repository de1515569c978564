"""Cases and contacts, evidence that is filed and signed, and what is held."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from provinces.citizens.models import Citizen
from provinces.evidence.classes import EvidenceClass
from tests import cast
from tests.architecture.access.rows import row
from tests.factories import evidence


def a_person(citizen: Citizen) -> dict[str, Any]:
    return {"reference": citizen.reference}


def nobody(_citizen: Citizen) -> dict[str, Any]:
    return {"reference": "nobody"}


def a_form(citizen: Citizen) -> dict[str, Any]:
    return {"reference": citizen.reference, "kind": "confirmed_case"}


def no_form(citizen: Citizen) -> dict[str, Any]:
    """What only the person declares."""
    return {"reference": citizen.reference, "kind": "symptoms_declared"}


def a_case(citizen: Citizen) -> dict[str, Any]:
    """The citizen is a case, as a register says."""
    return {"case": evidence.recorded(citizen).pk}


def no_case(_citizen: Citizen) -> dict[str, Any]:
    return {"case": 999_999}


def an_overdue_order(citizen: Citizen) -> dict[str, Any]:
    """The citizen is under an order that the official's office should have released."""
    order = EvidenceClass.HOME_ISOLATION
    since, end = cast.NOW - timedelta(days=5), cast.NOW - timedelta(days=1)
    by = evidence.official("epidemiologist", "110000", unit="an office of its own", now=since)
    evidence.in_force(citizen, order, by=by, now=since, happened_at=since, ends_at=end)
    return {}


def a_piece(citizen: Citizen) -> dict[str, Any]:
    """Evidence about the citizen that another office has filed."""
    return {"piece": evidence.proposed(citizen).pk}


def no_piece(_citizen: Citizen) -> dict[str, Any]:
    return {"piece": 999_999}


def a_piece_of_ours(citizen: Citizen) -> dict[str, Any]:
    """An order on the citizen that was filed in the office of whoever looks."""
    by = evidence.official("epidemiologist", "110000", unit="an office of its own")
    order = EvidenceClass.HOME_ISOLATION
    return {"piece": evidence.in_force(citizen, order, by=by).pk}


def a_piece_of_others(citizen: Citizen) -> dict[str, Any]:
    """Evidence about the citizen that two other offices have put into force."""
    return {"piece": evidence.in_force(citizen).pk}


def a_list(citizen: Citizen) -> dict[str, Any]:
    """A list on which the citizen is, that another office has filed."""
    return {"batch": evidence.listed([citizen]).pk}


def no_list(_citizen: Citizen) -> dict[str, Any]:
    return {"batch": 999_999}


def a_hold(citizen: Citizen) -> dict[str, Any]:
    """Evidence about the citizen that is held."""
    return {"hold": evidence.held(citizen).hold_id}


def no_hold(_citizen: Citizen) -> dict[str, Any]:
    return {"hold": 999_999}


def a_class(_citizen: Citizen) -> dict[str, Any]:
    return {"kind": "close_contact"}


def no_class(_citizen: Citizen) -> dict[str, Any]:
    return {"kind": "other"}


SIGNS = {"role": "reviewer", "without": "epidemiologist"}
RELEASES = {"role": "high_reviewer", "without": "reviewer"}
AUDITS = {"role": "auditor", "without": "high_reviewer"}
# fmt: off
ROWS = [
    #                                anonymous foreigner powerless stranger official citizen other
    row("console:cases", "GET",            "sign-in sign-in 403 200 200 403 403"),
    row("console:case", "GET",             "sign-in sign-in 403 404 200 403 403", about=a_case),
    row("console:case", "GET",             "sign-in sign-in 403 404 404 403 403", about=no_case),
    row("console:contacts", "GET",         "sign-in sign-in 403 200 200 403 403"),
    row("console:orders-overdue", "GET",   "sign-in sign-in 403 200 200 403 403"),
    row("console:orders-overdue", "GET",   "sign-in sign-in 403 200 200 403 403",
        about=an_overdue_order),
    row("console:evidence-find", "GET",    "sign-in sign-in 403 200 200 403 403"),
    # Whoever it is: out of reach is answered like nobody, on the page.
    row("console:evidence-find", "POST",   "sign-in sign-in 403 200 200 403 403",
        kind="passport", number="E12345678", full_name="Dan South"),
    row("console:evidence-about", "GET",   "sign-in sign-in 403 404 200 403 403", about=a_person),
    row("console:evidence-about", "GET",   "sign-in sign-in 403 404 404 403 403", about=nobody),
    row("console:evidence-file", "GET",    "sign-in sign-in 403 404 200 403 403", about=a_form),
    row("console:evidence-file", "GET",    "sign-in sign-in 403 404 404 403 403", about=no_form),
    row("console:evidence-file", "POST",   "sign-in sign-in 403 404 302 403 403", about=a_form,
        happened_at="2026-11-14T08:00", expires_at="2026-11-21T08:00", source_reference="report 7",
        authority="CDC", legal_basis="art. 39"),
    row("console:evidence-mine", "GET",    "sign-in sign-in 403 200 200 403 403"),
    # Nobody takes back what another has filed.
    row("console:evidence-take-back", "POST", "sign-in sign-in 403 404 404 403 403",
        about=a_piece),
    row("console:evidence-ours", "GET",    "sign-in sign-in 403 200 200 403 403"),
    row("console:evidence-ours", "GET",    "sign-in sign-in 403 200 200 403 403",
        role="reviewer"),
    row("console:evidence-ending", "GET",  "sign-in sign-in 403 404 200 403 403",
        about=a_piece_of_ours),
    row("console:evidence-ending", "GET",  "sign-in sign-in 403 404 200 403 403",
        about=a_piece_of_ours, role="reviewer"),
    # An office ends what it filed or signed itself.
    row("console:evidence-ending", "GET",  "sign-in sign-in 403 404 404 403 403",
        about=a_piece_of_others),
    row("console:evidence-conclude", "POST", "sign-in sign-in 403 404 302 403 403",
        about=a_piece_of_ours, at="2026-11-14T12:00", because="tested"),
    row("console:evidence-conclude", "POST", "sign-in sign-in 403 404 404 403 403",
        about=a_piece_of_others, at="2026-11-14T12:00", because="tested"),
    row("console:evidence-withdraw", "POST", "sign-in sign-in 403 404 302 403 403",
        about=a_piece_of_ours, because="not_them"),
    row("console:evidence-withdraw", "POST", "sign-in sign-in 403 404 404 403 403",
        about=a_piece_of_others, because="not_them"),
    row("console:evidence-import", "GET",  "sign-in sign-in 403 200 200 403 403"),
    row("console:evidence-import", "POST", "sign-in sign-in 403 200 200 403 403"),
    row("console:evidence-import-confirm", "POST", "sign-in sign-in 403 302 302 403 403",
        kind="close_contact", text=""),
    row("console:evidence-template", "GET", "sign-in sign-in 403 200 200 403 403", about=a_class),
    row("console:evidence-template", "GET", "sign-in sign-in 403 404 404 403 403", about=no_class),
    row("console:evidence-waiting", "GET", "sign-in sign-in 403 200 200 403 403", **SIGNS),
    row("console:evidence-piece", "GET",   "sign-in sign-in 403 404 200 403 403",
        about=a_piece, **SIGNS),
    row("console:evidence-piece", "GET",   "sign-in sign-in 403 404 404 403 403",
        about=no_piece, **SIGNS),
    row("console:evidence-approve", "POST", "sign-in sign-in 403 404 302 403 403",
        about=a_piece, **SIGNS),
    row("console:evidence-reject", "POST", "sign-in sign-in 403 404 302 403 403",
        about=a_piece, because="no such report", **SIGNS),
    row("console:evidence-list", "GET",    "sign-in sign-in 403 404 200 403 403",
        about=a_list, **SIGNS),
    row("console:evidence-list", "GET",    "sign-in sign-in 403 404 404 403 403",
        about=no_list, **SIGNS),
    row("console:evidence-list-approve", "POST", "sign-in sign-in 403 404 302 403 403",
        about=a_list, **SIGNS),
    row("console:evidence-list-reject", "POST", "sign-in sign-in 403 404 302 403 403",
        about=a_list, because="no such report", **SIGNS),
    row("console:holds", "GET",            "sign-in sign-in 403 200 200 403 403", **RELEASES),
    row("console:hold", "GET",             "sign-in sign-in 403 404 200 403 403",
        about=a_hold, **RELEASES),
    row("console:hold", "GET",             "sign-in sign-in 403 404 404 403 403",
        about=no_hold, **RELEASES),
    row("console:hold-release", "POST",    "sign-in sign-in 403 404 302 403 403",
        about=a_hold, because="papers seen", read="1", **RELEASES),
    row("console:hold-refuse", "POST",     "sign-in sign-in 403 404 302 403 403",
        about=a_hold, because="no case", **RELEASES),
    row("console:holds-audited", "GET",    "sign-in sign-in 403 200 200 403 403", **AUDITS),
    row("console:hold-audited", "GET",     "sign-in sign-in 403 404 200 403 403",
        about=a_hold, **AUDITS),
]
# fmt: on

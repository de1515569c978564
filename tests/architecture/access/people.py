"""Pages on which people enrol, act for one another and say how they are; and the desk's."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from provinces.citizens import queries, services
from provinces.citizens.mandates import LEAST
from provinces.citizens.models import Citizen
from provinces.citizens.registry import Contacts
from provinces.citizens.services.agreeing import keep_contacts
from provinces.evidence import services as evidence
from provinces.evidence.classes import EvidenceClass
from tests.architecture.access.rows import row
from tests.cast import NOW
from tests.factories import citizens, passes


def an_asked_mandate(citizen: Citizen) -> dict[str, Any]:
    """A third person would act for the citizen."""
    wish = services.Wish(citizen, citizens.citizen(), LEAST)
    return {"mandate": services.ask_mandate(wish, now=NOW).pk}


def a_declaration(citizen: Citizen) -> dict[str, Any]:
    return {"piece": evidence.declare(citizen, EvidenceClass.WELLNESS_DECLARED, now=NOW).pk}


def a_trip(citizen: Citizen) -> dict[str, Any]:
    """A trip tomorrow to a province that asks of who enters."""
    passes.policy()
    journey = evidence.Journey("south", NOW + timedelta(days=1), "train")
    return {"trip": evidence.declare_trip(citizen, journey, now=NOW).pk}


def a_place(citizen: Citizen) -> dict[str, Any]:
    cell = services.cell_of(39.5, 116.7)
    return {"place": services.say_place(citizen, cell, "home", language="en", now=NOW).pk}


def a_channel(_citizen: Citizen) -> dict[str, Any]:
    return {"channel": "email"}


def an_address(citizen: Citizen) -> dict[str, Any]:
    keep_contacts(citizen, Contacts(email="eve@example.org"), now=NOW)
    return {"channel": "email"}


def a_consent(citizen: Citizen) -> dict[str, Any]:
    services.give_consents(citizen, ["birth_year"], language="en", now=NOW)
    return {"item": "birth_year"}


def a_refused_use(_citizen: Citizen) -> dict[str, Any]:
    return {"item": "birth_year"}


def a_receipt(citizen: Citizen) -> dict[str, Any]:
    a_consent(citizen)
    return {"receipt": queries.consents_of(citizen)[0].receipt}


# fmt: off
PORTAL = [
    # anonymous foreigner powerless stranger official citizen other
    row("portal:enrol", "GET",             "200 200 200 200 200 200 200"),
    row("portal:enrol", "POST",            "200 200 200 200 200 200 200"),
    row("portal:enrol-code", "GET",        "302 302 302 302 302 302 302"),
    row("portal:enrol-code", "POST",       "302 302 302 302 302 302 302"),
    row("portal:enrol-letter", "GET",      "200 200 200 200 200 200 200"),
    row("portal:enrol-letter", "POST",     "200 200 200 200 200 200 200"),
    row("portal:enrol-finish", "GET",      "302 302 302 302 302 302 302"),
    row("portal:enrol-finish", "POST",     "302 302 302 302 302 302 302"),
    row("portal:mandates", "GET",          "sign-in sign-in 403 403 403 200 200"),
    row("portal:mandate-switch", "POST",   "sign-in sign-in 403 403 403 302 302"),
    row("portal:mandate-ask", "GET",       "sign-in sign-in 403 403 403 200 200"),
    row("portal:mandate-ask", "POST",      "sign-in sign-in 403 403 403 200 200"),
    row("portal:mandate-code", "GET",      "sign-in sign-in 403 403 403 302 302"),
    row("portal:mandate-code", "POST",     "sign-in sign-in 403 403 403 200 200"),
    row("portal:mandate-give", "GET",      "sign-in sign-in 403 403 403 200 200"),
    row("portal:mandate-give", "POST",     "sign-in sign-in 403 403 403 200 200"),
    row("portal:mandate-request", "GET",   "sign-in sign-in 403 403 403 200 200"),
    row("portal:mandate-request", "POST",  "sign-in sign-in 403 403 403 200 200"),
    row("portal:mandate-accept", "POST",   "sign-in sign-in 403 403 403 302 404",
        about=an_asked_mandate),
    row("portal:mandate-revoke", "POST",   "sign-in sign-in 403 403 403 302 404",
        about=an_asked_mandate),
    row("portal:declarations", "GET",      "sign-in sign-in 403 403 403 200 200"),
    row("portal:declarations", "POST",     "sign-in sign-in 403 403 403 302 302",
        health="wellness_declared"),
    row("portal:declaration-take-back", "POST",
        "sign-in sign-in 403 403 403 302 404",
        about=a_declaration),
    row("portal:trips", "GET",             "sign-in sign-in 403 403 403 200 200"),
    row("portal:trips", "POST",            "sign-in sign-in 403 403 403 200 200"),
    row("portal:trip", "GET",              "sign-in sign-in 403 403 403 200 404",
        about=a_trip),
    row("portal:trip", "POST",             "sign-in sign-in 403 403 403 200 404",
        about=a_trip),
    row("portal:trip-take-back", "POST",   "sign-in sign-in 403 403 403 302 404",
        about=a_trip),
    row("portal:trip-answer", "GET",       "sign-in sign-in 403 403 403 200 404",
        about=a_trip),
    row("portal:trip-answer", "POST",      "sign-in sign-in 403 403 403 200 404",
        about=a_trip),
    row("portal:places", "GET",            "sign-in sign-in 403 403 403 200 200"),
    row("portal:places", "POST",           "sign-in sign-in 403 403 403 200 200"),
    row("portal:place-remove", "POST",     "sign-in sign-in 403 403 403 302 404",
        about=a_place),
    row("portal:profile", "GET",           "sign-in sign-in 403 403 403 200 200"),
    row("portal:profile-language", "POST", "sign-in sign-in 403 403 403 302 302",
        language="en"),
    row("portal:contact", "GET",           "sign-in sign-in 403 403 403 200 200"),
    row("portal:contact", "POST",          "sign-in sign-in 403 403 403 200 200"),
    row("portal:contact-code", "GET",      "sign-in sign-in 403 403 403 200 200",
        about=a_channel),
    row("portal:contact-code", "POST",     "sign-in sign-in 403 403 403 200 200",
        about=a_channel),
    row("portal:contact-remove", "POST",   "sign-in sign-in 403 403 403 302 404",
        about=an_address),
    row("portal:withdraw", "POST",         "sign-in sign-in 403 403 403 302 404",
        about=a_consent),
    row("portal:agree", "POST",            "sign-in sign-in 403 403 403 302 302",
        about=a_refused_use),
    row("portal:receipt", "GET",           "sign-in sign-in 403 403 403 200 404",
        about=a_receipt),
]


def at_desk(page: str, method: str, answers: str) -> Any:
    return row(page, method, answers, role="desk_clerk", without="epidemiologist")


# Of a person's pages nothing is to be had before the person has been found.
DESK = [
    row("console:alarms", "GET", "sign-in sign-in 403 200 200 403 403", role="auditor"),
    at_desk("console:desk", "GET",              "sign-in sign-in 403 200 200 403 403"),
    at_desk("console:desk", "POST",             "sign-in sign-in 403 200 200 403 403"),
    at_desk("console:desk-person", "GET",       "sign-in sign-in 403 404 404 403 403"),
    at_desk("console:desk-person", "POST",      "sign-in sign-in 403 404 404 403 403"),
    at_desk("console:desk-declare", "POST",     "sign-in sign-in 403 404 404 403 403"),
    at_desk("console:desk-trips", "GET",        "sign-in sign-in 403 404 404 403 403"),
    at_desk("console:desk-trips", "POST",       "sign-in sign-in 403 404 404 403 403"),
    at_desk("console:desk-trip-take-back", "POST", "sign-in sign-in 403 404 404 403 403"),
    at_desk("console:desk-mandate", "POST",     "sign-in sign-in 403 404 404 403 403"),
    at_desk("console:desk-mandate-end", "POST", "sign-in sign-in 403 404 404 403 403"),
    at_desk("console:desk-paper", "POST", "sign-in sign-in 403 404 404 403 403"),
    at_desk("console:desk-letter", "POST",      "sign-in sign-in 403 404 404 403 403"),
    at_desk("console:desk-leave", "POST",       "sign-in sign-in 403 302 302 403 403"),
]
# fmt: on
ROWS = [*PORTAL, *DESK]

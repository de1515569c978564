"""Which official reads what of a person, and what for: all of it in one table.

    who a person is        personal:  name, document, contact, address
    what is known of them  sensitive: status, grounds, evidence, results, places …

What is not in the table is not shown: not on a page, nor in a list, a file or an answer to a
program. Inside their area officials read more than of somebody who is assigned to them, or whose
record they open in an emergency.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from provinces.jurisdictions.roles import (
    APPEALS_OFFICER,
    CASE_OFFICER,
    DESK_CLERK,
    EPIDEMIOLOGIST,
    HIGH_APPEALS_OFFICER,
    HIGH_REVIEWER,
    ORDER_CHECKER,
    REVIEWER,
    SITE_CLERK,
)

from .masking import masked, masked_number
from .purposes import Purpose


class Field(StrEnum):
    """A part of what is kept of a person; the value stands in the ledger for good."""

    NAME = "name"
    DOCUMENT = "document"
    CONTACT = "contact"
    ADDRESS = "address"
    STATUS = "status"
    GROUNDS = "grounds"
    HISTORY = "history"
    EVIDENCE = "evidence"
    ORDERS = "orders"
    RESULTS = "results"
    PLACES = "places"
    APPEALS = "appeals"
    TRIPS = "trips"
    APPOINTMENTS = "appointments"
    HELD = "held"
    ASSIGNMENTS = "assignments"
    QUESTIONS = "questions"
    CONSENTS = "consents"


PERSONAL = frozenset({Field.NAME, Field.DOCUMENT, Field.CONTACT, Field.ADDRESS})
SENSITIVE = frozenset(Field) - PERSONAL

WORDING: dict[Field, Promise] = {
    Field.NAME: _("full name"),
    Field.DOCUMENT: _("document number"),
    Field.CONTACT: _("e-mail address and phone number"),
    Field.ADDRESS: _("district"),
    Field.STATUS: _("status"),
    Field.GROUNDS: _("reasons of the status"),
    Field.HISTORY: _("earlier decisions"),
    Field.EVIDENCE: _("evidence"),
    Field.ORDERS: _("orders"),
    Field.RESULTS: _("results of tests"),
    Field.PLACES: _("places"),
    Field.APPEALS: _("appeals"),
    Field.TRIPS: _("trips"),
    Field.APPOINTMENTS: _("appointments"),
    Field.HELD: _("what is held, in numbers"),
    Field.ASSIGNMENTS: _("where the case is assigned"),
    Field.QUESTIONS: _("what they are asked: whether they were somewhere"),
    Field.CONSENTS: _("what they agreed to"),
}


class Way(StrEnum):
    """How an official comes to a record: it lies in their area, was assigned, or they broke in."""

    AREA = "area"
    ASSIGNED = "assigned"
    EMERGENCY = "emergency"


@dataclass(frozen=True, slots=True)
class Sight:
    """What an official sees of somebody: in the clear, masked, and nothing else."""

    clear: frozenset[Field] = frozenset()
    masked: frozenset[Field] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.clear or self.masked)

    def __contains__(self, field: Field) -> bool:
        return field in self.clear

    @property
    def names_them(self) -> bool:
        """Tell whether it says who somebody is."""
        return bool(self.clear & PERSONAL)

    @property
    def seen(self) -> frozenset[Field]:
        """Return the fields that are shown at all, in the clear or masked."""
        return self.clear | self.masked

    def only(self, fields: Iterable[Field]) -> Sight:
        """Return what is seen of these fields, which are those that a page shows."""
        shown = frozenset(fields)
        return Sight(self.clear & shown, self.masked & shown)

    def of(self, field: Field, text: str) -> str:
        """Return what is shown of a personal field: its text, the text masked, or ""."""
        if field in self.clear:
            return text
        if field not in self.masked:
            return ""
        return masked(text) if field == Field.NAME else masked_number(text)


@dataclass(frozen=True, slots=True)
class Rights:
    """What a role sees for a purpose, inside its area and outside."""

    inside: Sight
    outside: Sight = Sight()


def _sight(clear: str, masked: str = "") -> Sight:
    return Sight(frozenset(map(Field, clear.split())), frozenset(map(Field, masked.split())))


_TREATED = "status orders results assignments"
_CONTESTED = "status grounds history evidence orders results places appeals"
_APPEAL = Rights(inside=_sight(_CONTESTED), outside=_sight(_CONTESTED))
# Whom evidence is about: enough to know that it is not somebody else.
_FILED = Rights(inside=_sight("evidence", "name"), outside=_sight("evidence", "name"))
_ORDER = Rights(inside=_sight("orders"), outside=_sight("orders"))

TABLE: dict[tuple[str, Purpose], Rights] = {
    (CASE_OFFICER.key, Purpose.CARE): Rights(
        inside=_sight(f"name contact address grounds evidence {_TREATED}", "document"),
        outside=_sight(f"name contact address {_TREATED}"),
    ),
    (CASE_OFFICER.key, Purpose.TRACING): Rights(
        inside=_sight("name contact address evidence places results", "document"),
        outside=_sight("name contact evidence places"),
    ),
    (CASE_OFFICER.key, Purpose.CORRECTION): Rights(
        inside=_sight(
            "name document contact address status grounds history evidence orders results"
            " appeals held"
        ),
    ),
    # What other provinces' people contest here, and what ours contest there: they have no name.
    (CASE_OFFICER.key, Purpose.APPEAL): _APPEAL,
    (EPIDEMIOLOGIST.key, Purpose.TRACING): Rights(
        inside=Sight(),
        outside=_sight("name contact evidence places results"),
    ),
    (EPIDEMIOLOGIST.key, Purpose.EVIDENCE): _FILED,
    (CASE_OFFICER.key, Purpose.EVIDENCE): _FILED,
    (REVIEWER.key, Purpose.EVIDENCE): _FILED,
    (HIGH_REVIEWER.key, Purpose.EVIDENCE): _FILED,
    # A question is read out to the person present, who answers it; they may withdraw consents.
    (DESK_CLERK.key, Purpose.DESK): Rights(
        inside=_sight(
            "name address status grounds questions consents appeals trips appointments",
            "document contact",
        ),
        outside=_sight("name appointments", "document contact"),
    ),
    (APPEALS_OFFICER.key, Purpose.APPEAL): _APPEAL,
    (HIGH_APPEALS_OFFICER.key, Purpose.APPEAL): _APPEAL,
    (SITE_CLERK.key, Purpose.SAMPLING): Rights(inside=_sight("appointments", "name")),
    (ORDER_CHECKER.key, Purpose.ORDER_VISIT): _ORDER,
    (ORDER_CHECKER.key, Purpose.ORDER_SUPPLY): _ORDER,
}
# What cannot wait for the person's own office.
IN_EMERGENCIES = (Purpose.CARE, Purpose.TRACING)
# A record is not opened for what is done at a desk, a site or a door: those have their own pages.
ON_THE_PAGE = (Purpose.CARE, Purpose.TRACING, Purpose.CORRECTION, Purpose.APPEAL)


def sight(role: str, purpose: Purpose, way: Way) -> Sight:
    """Return what a role sees for a purpose, by the way it comes to a record."""
    rights = TABLE.get((role, purpose))
    if rights is None or (way == Way.EMERGENCY and purpose not in IN_EMERGENCIES):
        return Sight()
    return rights.inside if way == Way.AREA else rights.outside


def purposes_of(roles: Iterable[str], *, way: Way = Way.AREA) -> list[Purpose]:
    """Return what for officials of some roles open records on the page of a person."""
    held = set(roles)
    return [purpose for purpose in ON_THE_PAGE if any(sight(role, purpose, way) for role in held)]


@dataclass(frozen=True, slots=True)
class Reader:
    """A role that sees a field, what for, and whether in emergencies alone."""

    role: str
    purposes: tuple[Purpose, ...]
    in_emergencies: bool


def readers_of(field: Field) -> list[Reader]:
    """Return which roles see a field, in the order of the table, as the person is told of them."""
    found: dict[tuple[str, bool], list[Purpose]] = {}
    for (role, purpose), rights in TABLE.items():
        if field in rights.inside or field in rights.outside:
            found.setdefault((role, not rights.inside), []).append(purpose)
    return [Reader(role, tuple(what), alone) for (role, alone), what in found.items()]

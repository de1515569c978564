"""Appeals, and whoever they are about: people held by a zone or a contact, officials who answer."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import h3.api.basic_int as h3

from core.cells.lookup import cell_for
from provinces.accounts.models import User
from provinces.appeals import services
from provinces.appeals.models import Appeal, Basis, Category, Finding, Reversal
from provinces.citizens.models import Citizen
from provinces.evidence.classes import EvidenceClass
from provinces.evidence.models import Evidence
from provinces.rules import services as rules
from provinces.status import pipeline, queries
from provinces.zones.models import Version
from tests import cast
from tests.factories import areas, citizens, evidence, offices, road, users, zones
from tests.provinces.rules import documents

NOW = cast.NOW
YESTERDAY = NOW - timedelta(days=1)
HOUR = timedelta(hours=1)
HIGH = "stayed_in_high_risk_zone"
CLOSE = "close_contact"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)
REASONS = "The venue's list names somebody else of the same name."
# A cell in the middle of the zones that `zones` draws.
HERE: int = cell_for(zones.INSIDE[1], zones.INSIDE[0], 11)


def reviewer(
    code: str = "110100",
    *,
    unit: str = "appeals office",
    role: str = "appeals_officer",
    now: datetime = NOW,
) -> User:
    """Return an official who answers appeals, for a month before and after."""
    user = users.user()
    period = (now - timedelta(days=30), now + timedelta(days=30))
    offices.office(user, areas.area(code), role, unit=unit, now=now, period=period)
    return user


def high_reviewer(unit: str = "provincial appeals office", **values: Any) -> User:
    """Return an official of the province who answers late appeals, and those of a second level."""
    return reviewer("110000", unit=unit, role="high_appeals_officer", **values)


def resident() -> Citizen:
    """Return somebody of the county 110101 who can sign in."""
    return citizens.citizen(area=areas.area("110101"), user=users.user())


def stranger() -> Citizen:
    """Return somebody of the county 110101 who has no way to sign in."""
    return citizens.citizen(area=areas.area("110101"))


def exposed(*people: Citizen, now: datetime = NOW) -> Version:
    """Have people be held by a zone that two offices have signed; they were there yesterday."""
    road.first_ruleset()
    version = zones.in_force()
    for citizen in people:
        road.stay(citizen, at=YESTERDAY, minutes=75, cell=HERE)
    pipeline.drain(now=now)
    return version


def exposed_as_well(citizen: Citizen, now: datetime = NOW) -> None:
    """Have somebody else be held by a zone that is there already."""
    road.stay(citizen, at=YESTERDAY, minutes=75, cell=HERE)
    pipeline.drain(now=now)


def contact_rules() -> None:
    """Put rules into force by which a close contact is held for 14 days."""
    phase = {"status": "red", "days": 14, "clears": [{"event": documents.RELEASED}]}
    at = documents.at
    was = documents.contact(at(1))
    held = documents.case("held", at(5), was, CLOSE, status="red", until=at(15))
    nobody = documents.case("nobody", at(10), {})
    released = documents.contact(at(1), contacts__close__released_at=at(3))
    cases = [nobody, held, documents.case("released", at(5), released)]
    ruleset = documents.ruleset(documents.ground(phases=[phase]), cases=cases)
    rules.publish(ruleset, now=NOW - timedelta(days=2))


def contact(citizen: Citizen, *, now: datetime = NOW, **values: Any) -> Evidence:
    """Have somebody be held as a contact, filed by one office and approved by another."""
    piece = evidence.in_force(citizen, EvidenceClass.CLOSE_CONTACT, now=now, **values)
    pipeline.drain(now=now)
    return piece


def complaint(
    citizen: Citizen, ground: str = HIGH, *, at: datetime = NOW, **values: Any
) -> services.Complaint:
    """Return what somebody says of the decision about them."""
    decision = queries.history(citizen).values_list("decision", flat=True).first() or 0
    given: dict[str, Any] = {
        "decision": decision,
        "ground": ground,
        "category": Category.NOT_THERE,
        "text": "I was at home that day.",
    }
    return services.Complaint(**{**given, **values})


def filed(citizen: Citizen, ground: str = HIGH, *, now: datetime = NOW, **values: Any) -> Appeal:
    """File an appeal of a person's own."""
    assert citizen.user is not None
    said = complaint(citizen, ground, at=now, **values)
    return services.file(citizen, said, by=citizen.user, now=now)


def attended(appeal: Appeal, *, now: datetime = NOW) -> Appeal:
    """Have appeals be looked at; return one as it is then."""
    services.attend(now=now)
    return Appeal.objects.get(pk=appeal.pk)


def verdict(appeal: Appeal, *, wrong: bool = True, **values: Any) -> services.Verdict:
    """Return an answer: all that the ground rests on is wrong, or nothing."""
    keys = Basis.objects.filter(appeal=appeal).values_list("pk", flat=True) if wrong else ()
    given: dict[str, Any] = {
        "wrong": frozenset(keys),
        "finding": Finding.NOT_THERE if wrong else Finding.RECORD_RIGHT,
        "reasons": REASONS,
    }
    return services.Verdict(**{**given, **values})


def answered(
    appeal: Appeal, by: User, *, wrong: bool = True, now: datetime = NOW, **values: Any
) -> Appeal:
    """Have an official answer, and the road be walked."""
    found = services.answer(appeal, verdict(appeal, wrong=wrong, **values), by=by, now=now)
    pipeline.drain(now=now)
    return found


def status(citizen: Citizen, at: datetime = NOW) -> str:
    """Walk the road; return a person's status."""
    pipeline.drain(now=at)
    return queries.status_of(citizen, at).status


def far_from(cell: int) -> int:
    """Return a cell some kilometres away."""
    return h3.grid_ring(cell, 200)[0]


def found_wrong(officer: User) -> str:
    """Return the cause of an exposure of two people that was found wrong for one of them."""
    eve, finn = resident(), resident()
    exposed(eve, finn)
    appeal = attended(filed(eve))
    answered(appeal, officer)
    return appeal.bases.get().cause


def proposed(cause: str, by: User) -> Reversal:
    """Return a reversal of a cause that an official proposes."""
    return services.propose_reversal(cause, because="it was a mill", by=by, now=cast.NOW)

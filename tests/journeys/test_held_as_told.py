"""Nobody is held for longer than they were told, whatever older evidence there is about them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from provinces.citizens.models import Citizen
from provinces.evidence import services as evidence
from provinces.evidence.classes import EvidenceClass
from provinces.evidence.models import Evidence
from provinces.rules import services as rules
from provinces.status import pipeline, queries
from provinces.status.queries import StatusNow
from tests import cast
from tests.factories import citizens
from tests.factories import evidence as pieces
from tests.provinces.rules import documents

NOW, DAY = cast.NOW, timedelta(days=1)
CLOSE, SUSPECTED = EvidenceClass.CLOSE_CONTACT, EvidenceClass.SUSPECTED_CASE


def publish() -> None:
    """Put rules into force by which a close contact is held for 14 days, or until released."""
    phase = {"status": "red", "days": 14, "clears": [{"event": "contacts.close.released_at"}]}
    at = documents.at
    held = documents.case(
        "held", at(5), documents.contact(at(1)), "close_contact", status="red", until=at(15)
    )
    nobody = documents.case("nobody", at(10), {})
    released = documents.contact(at(1), contacts__close__released_at=at(3))
    ground = documents.ground(phases=[phase])
    rules.publish(
        documents.ruleset(
            ground, cases=[nobody, held, documents.case("released", at(5), released)]
        ),
        now=NOW - DAY,
    )


def close_contact(citizen: Citizen, at: datetime, *, expires_at: datetime, **told: Any) -> Evidence:
    """Have the register tell of a close contact."""
    reference = f"contact of {at.isoformat()}"
    return pieces.recorded(
        citizen, CLOSE, happened_at=at, expires_at=expires_at, source_reference=reference, **told
    )


def status(citizen: Citizen, at: datetime) -> StatusNow:
    """Walk the road; return a citizen's status."""
    pipeline.drain(now=at)
    return queries.status_of(citizen, at)


class TestTwoContacts:
    def test_are_told_until_the_hold_of_both_is_over(self, eve: Citizen) -> None:
        """The later expires tomorrow; the one before holds on, for less than was told."""
        publish()
        close_contact(eve, NOW - 3 * DAY, expires_at=NOW + 57 * DAY)
        close_contact(eve, NOW - DAY, expires_at=NOW + DAY)

        told, then = status(eve, NOW), status(eve, NOW + 2 * DAY)

        assert (told.status, told.until) == ("red", NOW + 13 * DAY)
        assert (then.status, then.until) == ("red", NOW + 11 * DAY)
        assert status(eve, NOW + 11 * DAY).status == "green"

    def test_hold_nobody_again_who_was_released_from_the_later(self, eve: Citizen) -> None:
        publish()
        close_contact(eve, NOW - 3 * DAY, expires_at=NOW + 57 * DAY)
        later = close_contact(eve, NOW - DAY, expires_at=NOW + DAY)
        evidence.end(later, at=NOW, by=None, because="解除", now=NOW)

        days = [status(eve, NOW + day * DAY).status for day in range(4)]

        assert days == ["green"] * 4


class TestExcludedSuspicion:
    def test_holds_its_contacts_no_longer(self, eve: Citizen) -> None:
        publish()
        suspicion = pieces.recorded(citizens.citizen(), SUSPECTED)
        contact = pieces.contact(case=suspicion)
        close_contact(eve, NOW - DAY, expires_at=NOW + 57 * DAY, contact=contact)
        held = status(eve, NOW).status
        later = NOW + timedelta(hours=1)

        evidence.end(suspicion, at=later, by=None, because="排除疑似", now=later)

        assert (held, status(eve, later).status) == ("red", "green")

"""A month in which people appeal, are looked up, and are found to have been held for nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import override_settings

from provinces.appeals import services as appealing
from provinces.evidence import limits
from provinces.evidence import services as evidences
from provinces.evidence.classes import EvidenceClass
from provinces.status import pipeline
from tests import cast
from tests.factories import appeals, areas, citizens, evidence, oversight, users
from tests.worlds import World

NOW = cast.NOW
DAY = timedelta(days=1)
RIGHT = 12


@pytest.fixture(scope="class")
def story(world: World) -> None:
    """Twelve people appeal and are right, ten and are not; much is looked up, and corrected."""
    with world.making(), override_settings(**dict.fromkeys(limits.NAMES, 10**6)):
        _told()


def _told() -> None:
    officer, looker = appeals.reviewer(), oversight.reader()
    filer = oversight.official("epidemiologist", unit="centre")
    reviewer = oversight.official("reviewer", unit="commission")
    appeals.contact_rules()
    people = [citizens.citizen(area=areas.area(), user=users.user()) for _ in range(34)]
    pieces = [
        evidences.approve(
            evidence.proposed(each, EvidenceClass.CLOSE_CONTACT, by=filer), by=reviewer, now=NOW
        )
        for each in people
    ]
    pipeline.drain(now=NOW)
    filed = [appeals.filed(each, appeals.CLOSE) for each in people[:22]]
    appealing.attend(now=NOW)
    for number, appeal in enumerate(filed):
        verdict = appeals.verdict(appeal, wrong=number < RIGHT)
        hours = timedelta(hours=1 + number % RIGHT)
        appealing.answer(appeal, verdict, by=officer, now=NOW + hours)
    for piece in pieces[22:33]:
        evidences.withdraw(piece, by=reviewer, because="another person", now=NOW + 2 * DAY)
    oversight.looked(looker, people[0], times=14, at=NOW)
    pipeline.drain(now=NOW + 2 * DAY)

"""A scan alone changes nobody's status: not replayed, relayed, forged, nor made for 1,317 people.

In Zhengzhou in June 2022, 1,317 people were turned red by codes of venues that were scanned for
them, 871 of them elsewhere. Here whoever is checked in is asked, at most, and silence ends it.
"""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.cells.lookup import cell_for
from provinces.citizens.models import Citizen
from provinces.exposure import queries as exposures
from provinces.exposure.models import Question
from provinces.presence import services as presence
from provinces.presence.models import CheckIn
from provinces.status import pipeline
from provinces.status import queries as status
from provinces.status.models import Decision
from tests.cast import NOW
from tests.factories import areas, citizens, road, venues

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
# So many were turned red, and so many of them had never been there.
ALL, REMOTE = 1317, 871
ELSEWHERE = cell_for(39.99, 116.30, 11)

pytestmark = pytest.mark.usefixtures("north")


@pytest.fixture(autouse=True)
def a_zone_at_the_venue(north: object) -> None:
    road.first_ruleset()
    road.zone()


def is_free(citizen: Citizen) -> bool:
    found = status.status_of(citizen, NOW)
    return found.status == "green" and not found.grounds


class TestOnePerson:
    def test_is_asked_and_no_more(self, eve: Citizen) -> None:
        venues.checked_in(eve, now=NOW)

        pipeline.drain(now=NOW)

        assert is_free(eve)
        assert not exposures.listed()
        assert Question.objects.get().citizen == eve

    def test_is_not_asked_for_a_code_that_does_not_count(self, eve: Citizen) -> None:
        venue, _ = venues.venue()
        code = venues.shown(venue)
        forged = code[:-4] + "2222"

        for said, now in ((code, NOW + 2 * MINUTE), (code, NOW + HOUR), (forged, NOW)):
            with pytest.raises(presence.CodeOver):
                presence.check_in_by_code(eve, said, now=now)
        pipeline.drain(now=NOW + HOUR)

        assert is_free(eve)
        assert not Question.objects.exists()

    def test_gains_nothing_by_a_code_that_comes_again_or_from_afar(
        self, eve: Citizen, finn: Citizen
    ) -> None:
        venue, _ = venues.venue()
        code = venues.shown(venue)

        # Finn, who is elsewhere, was sent a picture of it; Eve shows hers twice.
        for who in (eve, eve, finn):
            presence.check_in_by_code(who, code, now=NOW)
        pipeline.drain(now=NOW)

        assert is_free(eve)
        assert is_free(finn)
        assert CheckIn.objects.count() == Question.objects.count() == 2
        assert not exposures.listed()

    def test_is_not_asked_any_more_once_it_is_forgotten(self, eve: Citizen) -> None:
        there = venues.checked_in(eve)
        pipeline.drain(now=NOW)

        presence.remove_check_in(eve, there.pk, now=NOW)
        pipeline.drain(now=NOW)

        assert not Question.objects.exists()

    def test_stays_free_when_they_say_nothing(self, eve: Citizen) -> None:
        venues.checked_in(eve)
        pipeline.drain(now=NOW)

        later = NOW + 73 * HOUR
        pipeline.drain(now=later)

        assert status.status_of(eve, later).status == "green"


class TestManyPeople:
    # A tenth of them every time; all of them where there is time.
    @pytest.mark.parametrize("count", [131, pytest.param(ALL, marks=pytest.mark.battery)])
    def test_stay_free_whoever_has_checked_them_in(self, count: int) -> None:
        venue, _ = venues.venue()
        code, area = venues.shown(venue), areas.area()
        people = Citizen.objects.bulk_create(
            Citizen(reference=f"depositor{number}", area=area, enrolled_at=citizens.ENROLLED)
            for number in range(count)
        )
        # A third was in the city, far from the venue; of the others no phone was seen here.
        for citizen in people[count * REMOTE // ALL :: 20]:
            road.stay(citizen, at=NOW - HOUR, cell=ELSEWHERE)

        for citizen in people:
            presence.check_in_by_code(citizen, code, now=NOW)
        pipeline.drain(now=NOW)

        assert CheckIn.objects.count() == count
        assert not exposures.listed()
        assert not Decision.objects.exists()
        assert all(is_free(citizen) for citizen in people[::20])

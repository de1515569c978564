"""Nothing that is said of a person is lost because they are just moving."""

from __future__ import annotations

from datetime import timedelta

import pytest

from federation.casework import services
from federation.casework.classes import MessageClass
from federation.casework.models import Assertion, Handover, Issued
from provinces.citizens.models import Citizen
from provinces.evidence.models import Evidence
from provinces.tenancy import scope
from tests import cast
from tests.factories import areas
from tests.federation.casework import stories
from tests.federation.casework.stories import NOW, Post

pytestmark = pytest.mark.usefixtures("federation")
HOUR = timedelta(hours=1)
LATER = NOW + 2 * HOUR


def moved(number: str, *, late: bool) -> Assertion:
    """Have somebody be handed over to the south, which says something of them just then.

    Late, it comes in while the record is under way; else it waits to be judged when it is packed.
    """
    by = stories.official("case_officer", unit="northern cases")
    eve = Citizen.objects.get()
    services.offer(eve, to=cast.SOUTH, because="moved", by=by, now=NOW)
    stories.exchange()
    if not late:
        stories.received(number)
    with scope.province(cast.SOUTH):
        desk = stories.official("case_officer", "120000", unit="southern cases")
        services.accept(Handover.objects.get(), area=areas.area("120101"), by=desk, now=NOW)
    lost = Post(broken=lambda of: of == MessageClass.HANDOVER_DONE)
    stories.exchange(post=lost)
    if late:
        stories.received(number, now=NOW + HOUR)
    stories.exchange(now=LATER, post=Post(now=LATER))
    return Assertion.objects.get(issuer=cast.SOUTH)


@pytest.fixture
def number() -> str:
    _, found = stories.guest()
    stories.named()
    return found


class TestTellOn:
    @pytest.mark.parametrize("late", [True, False])
    def test_tells_the_new_home_what_came_too_late(self, number: str, late: bool) -> None:
        told = moved(number, late=late)

        assert Handover.objects.get().state == "done"
        assert told.ended_because == "told on to their new home"
        with scope.province(cast.SOUTH):
            services.judge(now=LATER + HOUR)
            there = Assertion.objects.get(issuer=cast.NORTH)
            assert there.citizen == Handover.objects.get().citizen
            assert there.pk == told.told_on_as
            assert Evidence.objects.counting(LATER + HOUR).count() == 1

    def test_answers_for_it(self, number: str) -> None:
        told = moved(number, late=True)

        assert Issued.objects.get().pk == told.told_on_as

    def test_takes_it_back_when_its_issuer_does(self, number: str) -> None:
        told = moved(number, late=True)
        with scope.province(cast.SOUTH):
            services.judge(now=LATER + HOUR)
            services.take_back(told.pk, because="another person", now=LATER + HOUR)
        after = LATER + 2 * HOUR
        stories.exchange(now=after, post=Post(now=after))

        with scope.province(cast.SOUTH):
            assert not Evidence.objects.counting(after).exists()

    def test_tells_nothing_twice(self, number: str) -> None:
        moved(number, late=True)
        after = LATER + HOUR
        stories.exchange(now=after, post=Post(now=after))

        assert Issued.objects.count() == 1

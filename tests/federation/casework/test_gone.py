"""Whoever has gone to another province is decided about there, and not here any more."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from federation.casework import queries as casework
from federation.casework import services
from federation.casework.classes import MessageClass
from federation.casework.models import Handover
from provinces.citizens import moving
from provinces.citizens.models import Citizen, Identity
from provinces.evidence.models import Evidence
from provinces.exposure.models import Question
from provinces.notices.models import Notice
from provinces.passes import queries as verifying
from provinces.passes import services as passes
from provinces.passes.queries import NoSuchCitizen, Verdict
from provinces.presence import queries as devices
from provinces.presence import services as presence
from provinces.status import checking, pipeline, queries
from provinces.tenancy import scope
from tests import cast
from tests.factories import areas, evidence, road
from tests.federation.casework import stories
from tests.federation.casework.stories import NOW, YESTERDAY, Post, services_of

pytestmark = pytest.mark.usefixtures("federation")
LATER = NOW + timedelta(hours=2)


@pytest.fixture
def eve() -> Citizen:
    """Somebody of the north who is a case, was in a zone, and is asked about another."""
    found, _ = stories.guest()
    stories.named()
    for slug in (cast.NORTH, cast.SOUTH):
        with scope.province(slug):
            road.shipped_ruleset("hebei")
    evidence.recorded(found)
    road.zone()
    road.stay(found, at=YESTERDAY)
    road.zone(certain=False, level=2)
    return found


def offered(eve: Citizen) -> None:
    by = stories.official("case_officer", unit="northern cases")
    services.offer(eve, to=cast.SOUTH, because="moved", by=by, now=NOW)
    stories.exchange()


def accepted(*, post: Post | None = None) -> None:
    with scope.province(cast.SOUTH):
        by = stories.official("case_officer", "120000", unit="southern cases")
        there = Handover.objects.get(side="takes", state="offered")
        services.accept(there, area=areas.area("120101"), by=by, now=NOW)
    stories.exchange(post=post)


def held_in(slug: str, citizen: Citizen, *, at: datetime = NOW) -> bool:
    """Walk a province's road; tell whether it holds somebody. What it keeps equals a rebuild."""
    with scope.province(slug):
        pipeline.drain(now=at)
        assert checking.check(as_of=at).verdict == "equal"
        return bool(queries.status_of(citizen, at).grounds)


def newcomer() -> Citizen:
    with scope.province(cast.SOUTH):
        found = Handover.objects.get(side="takes").citizen
        assert found is not None
        return found


class TestRoad:
    def test_of_the_giver_holds_nobody_who_has_gone(self, eve: Citizen) -> None:
        before = held_in(cast.NORTH, eve)
        asked = Question.objects.count()

        offered(eve)
        still = held_in(cast.NORTH, eve)
        accepted()

        assert (before, still, held_in(cast.NORTH, eve)) == (True, True, False)
        assert asked
        assert not Question.objects.filter(answer="").exists()

    def test_of_the_receiver_decides_from_what_travelled(self, eve: Citizen) -> None:
        held_in(cast.NORTH, eve)
        offered(eve)
        accepted()

        assert held_in(cast.SOUTH, newcomer())

    def test_of_the_giver_decides_nothing_of_what_comes_later(self, eve: Citizen) -> None:
        offered(eve)
        accepted()
        held_in(cast.NORTH, eve)

        evidence.recorded(eve, source_reference="another report")
        road.zone()
        road.stay(eve, at=YESTERDAY + timedelta(hours=3))

        assert not held_in(cast.NORTH, eve)

    def test_tells_nobody_that_a_hold_has_ended_which_the_new_home_keeps(
        self, eve: Citizen
    ) -> None:
        held_in(cast.NORTH, eve)
        offered(eve)
        accepted()
        held_in(cast.NORTH, eve)

        assert not Notice.objects.filter(citizen=eve, kind="ended").exists()

    def test_takes_nothing_more_of_their_phone(self, eve: Citizen) -> None:
        token = presence.pair_device(eve, now=NOW)
        offered(eve)
        assert devices.citizen_of_device(token) == eve

        accepted()

        with pytest.raises(devices.DeviceUnknown):
            devices.citizen_of_device(token)

    def test_ends_their_passes_and_issues_none(self, eve: Citizen) -> None:
        text = passes.issue_paper(eve, now=NOW)
        offered(eve)
        assert verifying.verify(text, NOW).verdict is not Verdict.UNREADABLE

        accepted()

        assert verifying.verify(text, NOW + timedelta(seconds=1)).failure == "Withdrawn"
        with pytest.raises(NoSuchCitizen):
            passes.issue_paper(eve, now=NOW)
        with pytest.raises(NoSuchCitizen):
            passes.issue_live(eve.pk, now=NOW)

    def test_counts_them_no_more(self, eve: Citizen) -> None:
        before = queries.figures(NOW).citizens
        offered(eve)
        accepted()

        assert queries.figures(NOW).citizens == before - 1

    def test_decides_again_about_whom_the_new_home_turns_away(self, eve: Citizen) -> None:
        offered(eve)
        with scope.province(cast.SOUTH):
            by = stories.official("case_officer", "120000", unit="southern cases")
            there = Handover.objects.get()
            services.accept(there, area=areas.area("120101"), by=by, now=NOW)
            # What they do not know any more there.
            Handover.objects.update(state="withdrawn", closed_at=NOW)
        stories.exchange()

        assert Handover.objects.get().state == "refused"
        assert moving.departure(eve) is None
        assert held_in(cast.NORTH, eve)


class TestReturn:
    @staticmethod
    def unheard(of: str) -> bool:
        """Have the receipt of a record be lost: the north never hears of the arrival."""
        return of == MessageClass.HANDOVER_DONE and services_of() == cast.NORTH

    def back(self, *, post: Post | None = None) -> Handover:
        """Have the south hand the person over to the north, which accepts."""
        there = newcomer()
        with scope.province(cast.SOUTH):
            by = stories.official("case_officer", "120000", unit="other cases")
            services.offer(there, to=cast.NORTH, because="back", by=by, now=LATER)
        stories.exchange(now=LATER, post=post)
        taken = Handover.objects.get(side="takes", state="offered")
        by = stories.official("case_officer", unit="northern returns")
        services.accept(taken, area=areas.area(), by=by, now=LATER)
        stories.exchange(now=LATER, post=post)
        taken.refresh_from_db()
        return taken

    def test_has_this_province_decide_again(self, eve: Citizen) -> None:
        offered(eve)
        accepted()
        held_in(cast.NORTH, eve)

        here = self.back().citizen

        assert here is not None
        assert moving.departure(here) is None
        assert held_in(cast.NORTH, here, at=LATER)
        assert not held_in(cast.SOUTH, newcomer(), at=LATER)

    def test_before_the_arrival_was_heard_of_erases_nobody(self, eve: Citizen) -> None:
        offered(eve)
        accepted(post=Post(broken=self.unheard))
        assert Handover.objects.get(side="gives").state == "going"

        here = self.back(post=Post(now=LATER, broken=self.unheard)).citizen
        much_later = LATER + timedelta(days=1)
        stories.exchange(now=much_later, post=Post(now=much_later))

        assert here == eve
        assert Identity.objects.filter(citizen=eve).exists()
        assert moving.departure(eve) is None
        assert casework.is_home(eve)
        assert Evidence.objects.filter(citizen=eve).exists()


class TestNeverReached:
    """Three weeks pass in which a message of a hand-over does not get through."""

    WEEKS = NOW + timedelta(days=22)

    def test_an_offer_is_over_and_may_be_made_again(self, eve: Citizen) -> None:
        by = stories.official("case_officer", unit="northern cases")
        services.offer(eve, to=cast.SOUTH, because="moved", by=by, now=NOW)

        stories.deliver(Post(is_down=True), now=self.WEEKS, by=cast.NORTH)

        assert Handover.objects.get().state == "refused"
        assert casework.is_home(eve)
        assert not casework.is_open(eve)

    def test_a_record_that_has_not_arrived_arrives_in_the_end(self, eve: Citizen) -> None:
        offered(eve)
        with scope.province(cast.SOUTH):
            by = stories.official("case_officer", "120000", unit="southern cases")
            there = Handover.objects.get()
            services.accept(there, area=areas.area("120101"), by=by, now=NOW)
        stories.deliver(by=cast.SOUTH)
        stories.deliver(Post(is_down=True), by=cast.NORTH)

        stories.exchange(now=self.WEEKS, post=Post(now=self.WEEKS))

        assert Handover.objects.get().state == "done"
        assert not Identity.objects.exists()
        with scope.province(cast.SOUTH):
            assert Handover.objects.get().state == "done"
            assert Citizen.objects.count() == 1

    def test_a_record_whose_receipt_was_lost_doubles_nobody(self, eve: Citizen) -> None:
        offered(eve)
        accepted(post=Post(broken=lambda of: of == MessageClass.HANDOVER_DONE))
        assert Handover.objects.get().state == "going"

        stories.exchange(now=self.WEEKS, post=Post(now=self.WEEKS))

        assert Handover.objects.get().state == "done"
        assert not Identity.objects.exists()
        with scope.province(cast.SOUTH):
            assert Citizen.objects.count() == 1

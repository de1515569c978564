"""A person has one home: whatever breaks on the way, they are neither lost nor doubled.

The failures tried here are those that a system in wide use has published of its own hand-over of
cases between servers: lost between sending and storing, owned by both, doubled, shared again
while a request was open, overwritten from the old owner, refused over unknown reference data.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from federation.casework import queries, services
from federation.casework.classes import MessageClass
from federation.casework.models import Assertion, Handover, Outgoing
from federation.casework.services import records
from federation.casework.services.handing_over import NotOpen
from provinces.accounts.models import User
from provinces.citizens.identities import Person
from provinces.citizens.models import Citizen, Identity
from provinces.evidence.models import Evidence, Origin
from provinces.screening.models import Result, Vaccination
from provinces.tenancy import scope
from tests import cast
from tests.factories import areas, citizens, evidence, screening
from tests.federation.casework import feeds, stories
from tests.federation.casework.stories import NOW, SETTLED, Post

pytestmark = pytest.mark.usefixtures("federation")
MOVED = "she has moved south"
LATER = NOW + timedelta(hours=1)


@dataclass(frozen=True)
class Move:
    """Eve, whom the north's case officer hands over, and her document."""

    eve: Citizen
    number: str
    officer: User


@pytest.fixture
def move() -> Move:
    eve, number = stories.guest()
    stories.named()
    return Move(eve, number, stories.official("case_officer", unit="northern cases"))


def offered(move: Move, *, deliver: bool = True, now: datetime = NOW) -> Handover:
    """Have the north offer Eve to the south."""
    made = services.offer(move.eve, to=cast.SOUTH, because=MOVED, by=move.officer, now=now)
    if deliver:
        stories.exchange(now=now)
    return made


def accepted(*, deliver: bool = True, post: Post | None = None, now: datetime = NOW) -> None:
    """Have the south accept what it is offered."""
    with scope.province(cast.SOUTH):
        officer = stories.official("case_officer", "120000", unit="southern cases")
        handover = Handover.objects.get(side="takes", state="offered")
        services.accept(handover, area=areas.area("120101"), by=officer, now=now)
    if deliver:
        stories.exchange(post=post, now=now)


def homes(move: Move) -> list[str]:
    """Return which provinces say that they are the person's home."""
    found = [cast.NORTH] if queries.is_home(move.eve) else []
    with scope.province(cast.SOUTH):
        taken = Handover.objects.filter(side="takes", state="done")
        return found + [cast.SOUTH for each in taken if queries.is_home(each.citizen)]


class TestHandOver:
    def test_makes_the_other_province_home(self, move: Move) -> None:
        offered(move)
        accepted()

        assert homes(move) == [cast.SOUTH]
        with scope.province(cast.SOUTH):
            assert Identity.objects.count() == 1
            assert Handover.objects.get().citizen.area.code == "120101"
        assert Handover.objects.get().state == "done"

    def test_leaves_nothing_of_who_they_are(self, move: Move) -> None:
        offered(move)
        accepted()

        assert not Identity.objects.exists()
        assert stories.said(move.number).home == cast.NORTH
        stories.deliver()
        assert Assertion.objects.get().citizen is None

    def test_takes_evidence_results_and_doses_along(self, move: Move) -> None:
        evidence.recorded(move.eve)
        screening.result(move.eve)
        screening.vaccination(move.eve)
        offered(move)
        accepted()

        with scope.province(cast.SOUTH):
            piece = Evidence.objects.get()
            assert (piece.evidence_class, piece.source) == ("confirmed_case", Origin.PEER)
            assert piece.source_reference.startswith("north/")
            assert Result.objects.get().outcome == "negative"
            assert Vaccination.objects.get().dose_number == 1

    def test_cuts_what_would_count_longer_than_a_peers_word(self, move: Move) -> None:
        evidence.recorded(move.eve, expires_at=NOW + timedelta(days=60))
        offered(move)
        accepted()

        with scope.province(cast.SOUTH):
            assert Evidence.objects.get().expires_at == NOW + timedelta(days=21)

    def test_keeps_an_assertions_name_so_that_it_can_be_suspended(self, move: Move) -> None:
        assertion = stories.received(move.number)
        services.judge(now=SETTLED)
        body = {"assertion": str(assertion.pk), "issuer": "south", "because": "unanswered"}
        offered(move, now=LATER)
        accepted(now=LATER)

        with scope.province(cast.SOUTH):
            assert Evidence.objects.counting(LATER).count() == 1
            services.take(feeds.entries(cast.NORTH, "assertion.suspended", [body]), now=LATER)
            assert not Evidence.objects.counting(LATER).exists()

    def test_takes_whom_it_knows_already_as_whom_it_knows(self, move: Move) -> None:
        with scope.province(cast.SOUTH):
            county = areas.area("120102")
            known = citizens.citizen(area=county, person=Person("某人", move.number))
        offered(move)
        accepted()

        with scope.province(cast.SOUTH):
            assert Handover.objects.get().citizen == known
            assert Citizen.objects.count() == 1

    def test_of_who_lives_there_is_for_who_has_power_over_them(self, move: Move) -> None:
        """A peer could otherwise have words about anybody accepted by whoever looks least."""
        with scope.province(cast.SOUTH):
            citizens.citizen(area=areas.area("120202"), person=Person("某人", move.number))
        offered(move)

        with scope.province(cast.SOUTH):
            officer = stories.official("case_officer", "120100", unit="other cases")
            handover, area = Handover.objects.get(), areas.area("120101")
            with pytest.raises(services.NotAllowed):
                services.accept(handover, area=area, by=officer, now=NOW)
            assert Handover.objects.get().state == "offered"

    def test_can_go_back_again(self, move: Move) -> None:
        offered(move)
        accepted()
        with scope.province(cast.SOUTH):
            there = Handover.objects.get(side="takes").citizen
            officer = stories.official("case_officer", "120000", unit="other cases")
            services.offer(there, to=cast.NORTH, because="back", by=officer, now=LATER)
        stories.exchange(now=LATER)
        handover = Handover.objects.get(side="takes")
        services.accept(handover, area=areas.area(), by=move.officer, now=LATER)
        stories.exchange(now=LATER)

        handover.refresh_from_db()
        assert handover.state == "done"
        assert queries.is_home(handover.citizen)
        with scope.province(cast.SOUTH):
            assert not queries.is_home(there)


class TestOffer:
    def test_needs_power_over_the_person(self, move: Move) -> None:
        elsewhere = stories.official("case_officer", "110200", unit="other city")

        with pytest.raises(services.NotAllowed):
            services.offer(move.eve, to=cast.SOUTH, because=MOVED, by=elsewhere, now=NOW)

    def test_is_made_once_at_a_time(self, move: Move) -> None:
        offered(move, deliver=False)

        with pytest.raises(services.AlreadyOffered):
            offered(move, deliver=False)

    def test_is_not_made_of_who_has_moved(self, move: Move) -> None:
        offered(move)
        accepted()

        with pytest.raises(services.NotHome):
            offered(move)

    def test_can_be_refused_for_a_reason(self, move: Move) -> None:
        offered(move)
        with scope.province(cast.SOUTH):
            officer = stories.official("case_officer", "120000", unit="southern cases")
            services.refuse_handover(
                Handover.objects.get(), because="not here", by=officer, now=NOW
            )
        stories.exchange()

        assert Handover.objects.get().reasons == "not here"
        assert homes(move) == [cast.NORTH]

    def test_can_be_taken_back_before_it_is_accepted(self, move: Move) -> None:
        made = offered(move)
        services.withdraw_handover(made, because="a mistake", by=move.officer, now=NOW)
        stories.exchange()

        with scope.province(cast.SOUTH):
            assert Handover.objects.get().state == "withdrawn"
        assert homes(move) == [cast.NORTH]

    def test_that_is_accepted_and_taken_back_at_once_stays_home(self, move: Move) -> None:
        made = offered(move)
        services.withdraw_handover(made, because="a mistake", by=move.officer, now=NOW)
        accepted(deliver=False)
        stories.exchange()

        assert homes(move) == [cast.NORTH]
        with scope.province(cast.SOUTH):
            assert not Identity.objects.exists()
            assert Handover.objects.get().state == "withdrawn"

    def test_takes_nobody_under_anothers_name(self, move: Move) -> None:
        given = offered(move)
        accepted(deliver=False)
        record = {"handover": str(given.pk), **records.packed(move.eve, at=NOW)}
        record["person"]["document"] = stories.document()
        to = services.Address(cast.SOUTH, given.about, given.epoch)
        sent = services.post(to, of=MessageClass.HANDOVER_DONE, body=record, now=NOW)
        Handover.objects.update(state="going", record=sent.pk)
        stories.exchange()

        assert "other-person" in Handover.objects.get().reasons
        assert homes(move) == [cast.NORTH]


class TestPublishedFailures:
    def test_nobody_is_lost_on_a_crash_between_post_and_persist(self, move: Move) -> None:
        offered(move)
        accepted(post=Post(broken=lambda of: of == MessageClass.HANDOVER_DONE))
        assert homes(move) == [cast.SOUTH]
        assert Handover.objects.get().state == "going"

        later = NOW + timedelta(hours=2)
        stories.exchange(now=later, post=Post(now=later))

        assert Handover.objects.get().state == "done"
        assert homes(move) == [cast.SOUTH]
        with scope.province(cast.SOUTH):
            assert Citizen.objects.count() == 1

    def test_nobody_is_lost_while_the_new_home_is_down(self, move: Move) -> None:
        offered(move)
        accepted(deliver=False)
        stories.deliver(by=cast.SOUTH)
        stories.deliver(Post(is_down=True), by=cast.NORTH)
        assert homes(move) == []
        assert Identity.objects.count() == 1

        later = NOW + timedelta(days=3)
        stories.exchange(now=later, post=Post(now=later))

        assert homes(move) == [cast.SOUTH]

    @pytest.mark.parametrize("of", ["handover_offer", "handover_accept", "handover_done"])
    def test_both_never_own_them(self, move: Move, of: str) -> None:
        post = Post(broken=lambda sent: sent == of)
        seen = []
        offered(move, deliver=False)
        stories.exchange(post=post)
        accepted(deliver=False)
        for hour in range(4):
            at = NOW + timedelta(hours=2 * hour)
            for slug in (cast.NORTH, cast.SOUTH):
                stories.deliver(Post(now=at, broken=post.broken), now=at, by=slug)
                seen.append(homes(move))
        stories.exchange(now=NOW + timedelta(days=1), post=Post(now=NOW + timedelta(days=1)))

        assert max(len(each) for each in seen) == 1
        assert homes(move) == [cast.SOUTH]

    def test_nobody_is_doubled_by_what_comes_twice(self, move: Move) -> None:
        offered(move)
        accepted()
        for slug in (cast.NORTH, cast.SOUTH):
            with scope.province(slug):
                Outgoing.objects.update(state="waiting", acknowledged_at=None, acknowledgement=None)
        stories.exchange(now=NOW + timedelta(hours=1), post=Post(now=NOW + timedelta(hours=1)))

        with scope.province(cast.SOUTH):
            assert Citizen.objects.count() == 1
            assert Handover.objects.count() == 1
        assert Handover.objects.count() == 1

    def test_nobody_is_shared_again_while_an_offer_is_open(self, move: Move) -> None:
        offered(move)
        Handover.objects.update(state="withdrawn", closed_at=NOW)
        offered(move)

        with scope.province(cast.SOUTH):
            assert Handover.objects.count() == 1
        assert sorted(Handover.objects.values_list("state", flat=True)) == ["refused", "withdrawn"]

    def test_the_old_home_overwrites_nothing_afterwards(self, move: Move) -> None:
        offered(move)
        accepted()
        given = Handover.objects.get()
        record = {"handover": str(given.pk), "person": {"full_name": "x", "document": "E99999999"}}
        to = services.Address(cast.SOUTH, given.about, given.epoch)
        for of in (MessageClass.HANDOVER_DONE, MessageClass.WITHDRAWAL):
            body = {**record, "because": "sync back"}
            services.post(to, of=of, body=body, now=NOW)
        stories.exchange()

        refused = Outgoing.objects.filter(state="refused").values_list("acknowledgement", flat=True)
        codes = [each["body"]["problems"][0]["code"] for each in refused if each]
        assert sorted(codes) == ["closed", "taken-already"]
        with scope.province(cast.SOUTH):
            assert Citizen.objects.count() == 1
            assert Handover.objects.get().state == "done"

    def test_reference_data_unknown_there_refuses_all_of_it_and_names_it(self, move: Move) -> None:
        evidence.recorded(move.eve)
        screening.result(move.eve)
        given = offered(move)
        accepted(deliver=False)
        record = {"handover": str(given.pk), **records.packed(move.eve, at=NOW)}
        record["evidence"][0]["evidence_class"] = "a class of another version"
        to = services.Address(cast.SOUTH, given.about, given.epoch)
        sent = services.post(to, of=MessageClass.HANDOVER_DONE, body=record, now=NOW)
        Handover.objects.update(state="going", record=sent.pk)
        stories.exchange()

        given = Handover.objects.get()
        assert given.state == "refused"
        assert "/evidence/0" in given.reasons
        assert homes(move) == [cast.NORTH]
        with scope.province(cast.SOUTH):
            assert not Citizen.objects.exists()
            assert not Result.objects.exists()

    def test_an_area_of_the_new_home_is_chosen_there(self, move: Move) -> None:
        offered(move)
        with scope.province(cast.SOUTH):
            officer = stories.official("case_officer", "120100", unit="southern cases")
            handover = Handover.objects.get()
            with pytest.raises(services.NotAllowed):
                services.accept(handover, area=areas.area("120201"), by=officer, now=NOW)
            with pytest.raises(NotOpen):
                services.withdraw_handover(_gone(handover), because="x", by=officer, now=NOW)


def _gone(handover: Handover) -> Handover:
    """Return a hand-over that this province gave and that is over."""
    return Handover.objects.create(
        id="00000000-0000-4000-8000-000000000001",
        side="gives",
        peer=cast.NORTH,
        about=handover.about,
        epoch=handover.epoch,
        offer=handover.offer,
        because="x",
        offered_at=NOW,
        answer_by=NOW,
        state="done",
        closed_at=NOW,
    )

"""What is held counts once two offices of the home province have released it."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from federation.casework import queries, services
from federation.casework.models import Assertion, Hold
from federation.casework.services.holding import NotOpen
from provinces.accounts.models import User
from provinces.evidence.models import Evidence
from provinces.ledger import queries as ledger
from provinces.ledger.events import Event
from provinces.ledger.services import name
from tests import cast
from tests.factories import areas, offices
from tests.federation.casework import feeds, stories
from tests.federation.casework.stories import NOW, SETTLED

pytestmark = pytest.mark.usefixtures("federation")
WHY = "their contact tracers showed us the cases"


@pytest.fixture
def proposer() -> User:
    return stories.official("epidemiologist", unit="province cdc")


@pytest.fixture
def releaser() -> User:
    return stories.official("high_reviewer", unit="province review")


@pytest.fixture
def held() -> Hold:
    numbers = [stories.guest()[1] for _ in range(3)]
    stories.named()
    for number in numbers:
        stories.said(number, stories.word(link="venue_code", source_reference="code 7"))
    stories.deliver()
    services.judge(now=SETTLED)
    return queries.holds().get()


class TestRelease:
    def test_lets_it_count(self, held: Hold, proposer: User, releaser: User) -> None:
        services.propose_release(held, by=proposer, because=WHY, now=SETTLED)

        counted = services.release(held, by=releaser, because=WHY, now=SETTLED)

        assert counted == 3
        assert stories.states() == {"in_force": 3}
        assert Evidence.objects.counting(SETTLED).count() == 3
        assert not queries.holds().exists()
        assert [each["outcome"] for each in feeds.published("assertions.released")] == ["released"]

    def test_leaves_both_officials_in_the_record(
        self, held: Hold, proposer: User, releaser: User
    ) -> None:
        services.propose_release(held, by=proposer, because=WHY, now=SETTLED)
        services.release(held, by=releaser, because=WHY, now=SETTLED)

        said = {(each.entry.event, each.by) for each in ledger.about(held)}
        assert said >= {
            (Event.ASSERTION_RELEASE_PROPOSED, name(proposer)),
            (Event.ASSERTION_RELEASED, name(releaser)),
        }

    def test_needs_a_proposal(self, held: Hold, releaser: User) -> None:
        with pytest.raises(NotOpen):
            services.release(held, by=releaser, because=WHY, now=SETTLED)

    def test_needs_another_office(self, held: Hold, proposer: User) -> None:
        services.propose_release(held, by=proposer, because=WHY, now=SETTLED)
        same = stories.official("high_reviewer", unit="province cdc")

        with pytest.raises(services.SameOffice):
            services.release(held, by=same, because=WHY, now=SETTLED)

    def test_needs_an_office_that_the_proposer_has_not_joined(
        self, held: Hold, proposer: User, releaser: User
    ) -> None:
        services.propose_release(held, by=proposer, because=WHY, now=SETTLED)
        province = areas.area("110000")
        offices.office(proposer, province, "auditor", unit="province review", now=NOW)

        with pytest.raises(services.SameOffice):
            services.release(held, by=releaser, because=WHY, now=SETTLED)

    def test_needs_another_official(self, held: Hold) -> None:
        both = stories.official("epidemiologist", unit="one office")
        offices.office(both, areas.area("110000"), "high_reviewer", unit="two office", now=NOW)
        services.propose_release(held, by=both, because=WHY, now=SETTLED)

        with pytest.raises(services.SameOfficial):
            services.release(held, by=both, because=WHY, now=SETTLED)

    def test_needs_power_over_the_province(self, held: Hold, proposer: User) -> None:
        services.propose_release(held, by=proposer, because=WHY, now=SETTLED)
        local = stories.official("high_reviewer", "110100", unit="city review")

        with pytest.raises(services.NotAllowed):
            services.release(held, by=local, because=WHY, now=SETTLED)

    def test_needs_a_reason(self, held: Hold, proposer: User) -> None:
        with pytest.raises(services.NoReason):
            services.propose_release(held, by=proposer, because=" ", now=SETTLED)

    def test_is_held_to_two_offices_by_the_database(self, held: Hold, proposer: User) -> None:
        services.propose_release(held, by=proposer, because=WHY, now=SETTLED)

        with pytest.raises(IntegrityError, match="two_offices"), transaction.atomic():
            Hold.objects.update(
                state="released",
                decided_by=proposer,
                decided_unit="province cdc",
                decided_at=SETTLED,
                decided_because="x",
            )

    def test_is_not_held_again_by_what_comes_later(
        self, held: Hold, proposer: User, releaser: User
    ) -> None:
        services.propose_release(held, by=proposer, because=WHY, now=SETTLED)
        services.release(held, by=releaser, because=WHY, now=SETTLED)
        _, number = stories.guest()
        stories.named()
        stories.received(number)

        assert services.judge(now=SETTLED) == 1
        assert stories.states() == {"in_force": 4}


class TestRefuse:
    def test_ends_it(self, held: Hold, releaser: User) -> None:
        refused = services.refuse_hold(held, by=releaser, because="a picture", now=SETTLED)

        assert refused == 3
        assert stories.states() == {"refused": 3}
        assert not Evidence.objects.exists()
        assert [each["outcome"] for each in feeds.published("assertions.released")] == ["refused"]


class TestHold:
    def test_is_joined_by_what_comes_while_it_is_open(self, held: Hold) -> None:
        _, number = stories.guest()
        stories.named()
        stories.received(number, stories.word(link="venue_code"))
        services.judge(now=SETTLED)

        assert Hold.objects.get().count == 4
        assert [each["count"] for each in feeds.published("assertions.held")] == [3, 4]

    def test_is_not_joined_once_a_release_is_proposed(self, held: Hold, proposer: User) -> None:
        services.propose_release(held, by=proposer, because=WHY, now=SETTLED)
        _, number = stories.guest()
        stories.named()
        stories.received(number, stories.word(link="venue_code"))
        services.judge(now=SETTLED)

        assert sorted(Hold.objects.values_list("count", flat=True)) == [1, 3]
        assert Assertion.objects.filter(hold=held).count() == 3
        assert held.issuer == cast.SOUTH

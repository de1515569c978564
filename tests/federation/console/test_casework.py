"""The casework desk: holds, messages, contests and hand-overs."""

from __future__ import annotations

from datetime import timedelta

import pytest

from federation.casework import queries, services
from federation.casework.classes import MessageClass
from federation.casework.models import Assertion, Contest, Handover, Hold, Incoming
from provinces.accounts.models import User
from provinces.citizens import queries as citizens
from provinces.citizens.models import Citizen
from provinces.tenancy import directory, scope
from tests import cast
from tests.factories import citizens as people
from tests.factories import records, users
from tests.federation.casework import stories
from tests.pages import address, reader, words

from .desks import ordered, shown, status

NOW = cast.NOW
BEFORE = NOW - timedelta(minutes=5)
NOBODY = "00000000-0000-4000-8000-000000000000"


@pytest.fixture(autouse=True)
def _federation(north: directory.Entry, own_keys: None) -> None:
    stories.founded()


@pytest.fixture
def proposer() -> User:
    return stories.official("epidemiologist", unit="province cdc")


@pytest.fixture
def releaser() -> User:
    return stories.official("high_reviewer", unit="province review")


@pytest.fixture
def officer() -> User:
    return stories.official("case_officer", unit="case desk")


@pytest.fixture
def held() -> Hold:
    numbers = [stories.guest()[1] for _ in range(3)]
    stories.named(now=BEFORE)
    for number in numbers:
        word = stories.word(link="venue_code", source_reference="code 7")
        stories.said(number, word, now=BEFORE)
    stories.deliver(now=BEFORE)
    services.judge(now=NOW)
    return queries.holds().get()


class TestHolds:
    def test_are_listed_by_count_and_why(self, proposer: User, held: Hold) -> None:
        said = shown(proposer, "desk:casework")

        assert "South" in said
        assert "A scan of a venue's code is no evidence by itself." in said

    def test_are_released_by_two_offices(self, proposer: User, releaser: User, held: Hold) -> None:
        assert "Propose to release" in shown(proposer, "desk:hold", held.pk)

        proposed = ordered(proposer, "desk:hold-propose", held.pk, reason="they showed the cases")
        released = ordered(releaser, "desk:hold-release", held.pk, reason="they bear out")

        assert "counts once another office has released it" in proposed
        assert "Released, and published." in released
        assert stories.states() == {"in_force": 3}

    def test_are_not_released_without_a_proposal_or_a_reason(
        self, proposer: User, releaser: User, held: Hold
    ) -> None:
        assert "decided in the meantime" in ordered(
            releaser, "desk:hold-release", held.pk, reason="yes"
        )
        assert "Say why" in ordered(proposer, "desk:hold-propose", held.pk)
        assert stories.states() == {"held": 3}

    def test_are_refused_by_one(self, releaser: User, held: Hold) -> None:
        assert "Refused, and published." in ordered(
            releaser, "desk:hold-refuse", held.pk, reason="no cases were shown"
        )
        assert stories.states() == {"refused": 3}
        assert status(releaser, "desk:hold-refuse", held.pk, reason="again") == 404

    def test_need_the_power(self, officer: User, held: Hold) -> None:
        assert status(officer, "desk:hold-release", held.pk, reason="yes") == 403


@pytest.fixture
def appeal() -> Incoming:
    """An appeal that the south passes on, about one of the north's people."""
    _eve, number = stories.guest()
    stories.named(now=BEFORE)
    with scope.province(cast.SOUTH):
        to = services.guest(number, home=cast.NORTH, now=BEFORE)
        body = {"text": "she asks to be let home"}
        services.post(to, of=MessageClass.APPEAL, body=body, now=BEFORE)
    stories.deliver(now=BEFORE)
    return queries.desk().get()


class TestMessages:
    def test_are_opened_for_a_purpose_the_person_sees(
        self, officer: User, appeal: Incoming
    ) -> None:
        listed = shown(officer, "desk:casework")
        assert appeal.citizen is not None
        assert not citizens.reads_of(appeal.citizen)

        said = shown(officer, "desk:message", appeal.pk)

        assert "An appeal" in listed
        assert "she asks to be let home" not in listed
        assert "she asks to be let home" in said
        assert [str(each.purpose) for each in citizens.reads_of(appeal.citizen)] == ["appeal"]

    def test_are_answered_once(self, officer: User, appeal: Incoming) -> None:
        assert "Say something" in ordered(officer, "desk:message-answer", appeal.pk, text=" ")
        assert "Answered." in ordered(officer, "desk:message-answer", appeal.pk, text="She may go.")
        assert status(officer, "desk:message-answer", appeal.pk, text="again") == 404

    def test_keep_what_was_written_for_too_long_an_answer(
        self, officer: User, appeal: Incoming
    ) -> None:
        said = ordered(officer, "desk:message-answer", appeal.pk, text="a" * 2001)

        assert "she asks to be let home" in said
        assert "a" * 2000 in said

    def test_out_of_reach_are_not_found(self, appeal: Incoming) -> None:
        stranger = stories.official("case_officer", "110200", unit="another desk")

        assert "No message about anybody you may view waits." in shown(stranger, "desk:casework")
        page = reader(stranger).get(address("desk:message", appeal.pk))
        assert page.status_code == 404
        assert appeal.citizen is not None
        assert not citizens.reads_of(appeal.citizen)


@pytest.fixture
def asserted() -> Assertion:
    """What the south has said of one of the north's people, who can sign in."""
    eve, number = stories.guest()
    eve.user = users.user("eve")
    eve.save()
    stories.named(now=BEFORE)
    found = stories.received(number, now=BEFORE)
    services.judge(now=NOW)
    found.refresh_from_db()
    assert isinstance(found, Assertion)
    return found


def own_page(citizen: Citizen | None) -> str:
    assert citizen is not None
    assert citizen.user is not None
    return words(reader(citizen.user).get(address("portal:status")))


def contest(citizen: Citizen | None, name: object, text: str = "I was in hospital") -> str:
    assert citizen is not None
    assert citizen.user is not None
    return ordered(citizen.user, "together:contest", name, text=text)


class TestOnStatus:
    def test_says_who_said_what_and_who_answers(self, asserted: Assertion, road: None) -> None:
        said = own_page(asserted.citizen)

        assert "What other provinces say of you" in said
        assert "Close contact" in said
        assert "020-12320" in said
        assert "This is wrong" in said

    def test_says_nothing_where_nothing_is_said(self, road: None, eve: Citizen) -> None:
        assert "What other provinces say" not in own_page(eve)

    def test_shows_the_clock_of_a_contest(self, asserted: Assertion, road: None) -> None:
        said = contest(asserted.citizen, asserted.pk)

        assert "Contested. That province has 24 hours" in said
        assert "I was in hospital" in said
        assert "1 day left" in said
        assert "This is wrong" not in said

    def test_takes_no_empty_contest(self, asserted: Assertion, road: None) -> None:
        assert "Say what is wrong" in contest(asserted.citizen, asserted.pk, " ")
        assert not Contest.objects.exists()

    def test_takes_no_contest_of_somebody_else(self, asserted: Assertion, eve_2: Citizen) -> None:
        assert eve_2.user is not None
        assert status(eve_2.user, "together:contest", asserted.pk, text="no") == 404
        assert status(eve_2.user, "together:contest", NOBODY, text="no") == 404


@pytest.fixture
def eve_2() -> Citizen:
    return cast.finn()


@pytest.fixture
def road() -> None:
    """Rules in force, so that there is a status to show."""
    from tests.factories import road as rules  # noqa: PLC0415

    rules.first_ruleset()


class TestContests:
    @pytest.fixture
    def desk(self, asserted: Assertion) -> User:
        assert asserted.citizen is not None
        services.contest(asserted, of=asserted.citizen, text="I was elsewhere", now=NOW)
        stories.exchange(now=NOW)
        with scope.province(cast.SOUTH):
            return stories.official("federation_officer", "120000", unit="southern desk")

    @pytest.mark.parametrize("outcome", ["upheld", "withdrawn"])
    def test_are_answered_with_reasons(self, desk: User, outcome: str) -> None:
        with scope.province(cast.SOUTH):
            name = queries.contests_to_answer().get().pk
            page = shown(desk, "desk:contest", name)
            listed = shown(desk, "desk:casework")
            said = ordered(desk, "desk:contest-answer", name, outcome=outcome, reasons="we looked")

        assert "What we said Close contact" in page
        assert "I was elsewhere" in page
        assert "Contests to answer From whom" in listed
        assert "Answered. The person is told" in said
        stories.exchange(now=NOW)
        assert Contest.objects.get(side="filed").state == outcome

    def test_need_an_outcome_and_reasons(self, desk: User) -> None:
        with scope.province(cast.SOUTH):
            name = queries.contests_to_answer().get().pk
            said = ordered(desk, "desk:contest-answer", name, outcome="open", reasons="we looked")
            assert "Choose whether it stands." in said
            assert "Your reasons, for the person we looked" in said
            assert "Say something" in ordered(
                desk, "desk:contest-answer", name, outcome="upheld", reasons=""
            )
            assert queries.contests_to_answer().count() == 1


class TestHandovers:
    @pytest.fixture
    def mover(self) -> Citizen:
        mover, _number = stories.guest()
        stories.named(now=BEFORE)
        return mover

    def offered(self, officer: User, mover: Citizen) -> str:
        return ordered(
            officer,
            "desk:handover-offer",
            reference=mover.reference,
            to=cast.SOUTH,
            reason="she moved",
        )

    def test_are_offered_and_taken_back(self, officer: User, mover: Citizen) -> None:
        assert "Offered. We stay their home" in self.offered(officer, mover)
        assert "offered to a province already" in self.offered(officer, mover)
        name = Handover.objects.get().pk
        assert "Say why" in ordered(officer, "desk:handover-withdraw", name)
        assert "Taken back." in ordered(officer, "desk:handover-withdraw", name, reason="stays")

    def test_tell_of_nobody_who_is_protected(self, officer: User, mover: Citizen) -> None:
        self.offered(officer, mover)
        assert mover.reference in shown(officer, "desk:handovers")

        records.protected(mover)

        said = shown(officer, "desk:handovers")
        assert mover.reference not in said
        assert "she moved" not in said

    def test_are_offered_by_reference_within_reach(self, mover: Citizen) -> None:
        stranger = stories.official("case_officer", "110200", unit="another desk")

        assert "nobody of that reference" in self.offered(stranger, mover)
        assert not Handover.objects.exists()

    def test_keep_what_was_typed_of_an_offer(self, officer: User, mover: Citizen) -> None:
        typed = {"reference": "nobody", "to": cast.SOUTH, "reason": "she moved"}

        answer = reader(officer).post(address("desk:handover-offer"), typed, follow=True)

        page = answer.content.decode()
        assert 'value="nobody"' in page
        assert f'<option value="{cast.SOUTH}" selected>' in page
        assert 'value="she moved"' in page

    def test_keep_the_reason_at_its_own_form(self, officer: User, mover: Citizen) -> None:
        self.offered(officer, mover)
        where = address("desk:handover-withdraw", Handover.objects.get().pk)

        answer = reader(officer).post(where, {"reason": "stays " * 60}, follow=True)

        assert answer.content.decode().count("stays " * 60) == 1

    def test_are_not_offered_to_ourselves(self, officer: User, mover: Citizen) -> None:
        said = ordered(
            officer,
            "desk:handover-offer",
            reference=mover.reference,
            to=cast.NORTH,
            reason="she moved",
        )

        assert "Choose the province that is to be their home." in said

    def test_are_accepted_into_an_area_or_refused(self, officer: User, mover: Citizen) -> None:
        self.offered(officer, mover)
        stories.exchange(now=NOW)
        with scope.province(cast.SOUTH):
            there = stories.official("case_officer", "120000", unit="southern desk")
            name = Handover.objects.get().pk
            assert "Offered to us" in shown(there, "desk:handovers")
            assert "Take the person over" in shown(there, "desk:handovers")
            assert "Choose the area" in ordered(there, "desk:handover-accept", name, area="11")
            said = ordered(there, "desk:handover-accept", name, area="120000")
            again = ordered(there, "desk:handover-refuse", name, reason="too late")

        assert "Accepted. Their record comes next" in said
        assert "decided in the meantime" in again

    def test_wait_on_the_desks_of_those_who_may_take_somebody_over(
        self, officer: User, mover: Citizen
    ) -> None:
        self.offered(officer, mover)
        stories.exchange(now=NOW)
        here = shown(officer, "console:home"), shown(officer, "desk:overview")
        with scope.province(cast.SOUTH):
            there = stories.official("case_officer", "120000", unit="southern desk")
            other = stories.official("epidemiologist", "120000", unit="southern cdc")
            desk, desks = shown(there, "console:home"), shown(there, "desk:overview")
            others = shown(other, "console:home"), shown(other, "desk:overview")
            ordered(there, "desk:handover-refuse", Handover.objects.get().pk, reason="not here")
            after = shown(there, "console:home"), shown(there, "desk:overview")

        assert "Hand-overs offered to us 1 3 days left" in desk
        assert "A hand-over offered to us: 3 days left. Go there" in desks
        assert "Hand-overs offered to us: 1." in desks
        for said in (*here, *others, *after):
            assert "over offered to us" not in said
            assert "Hand-overs offered to us 1" not in said
            assert "Hand-overs offered to us: 1" not in said

    def test_are_refused_with_a_reason(self, officer: User, mover: Citizen) -> None:
        self.offered(officer, mover)
        stories.exchange(now=NOW)
        with scope.province(cast.SOUTH):
            there = stories.official("case_officer", "120000", unit="southern desk")
            name = Handover.objects.get().pk
            said = ordered(there, "desk:handover-refuse", name, reason="she is not here")

        assert "Refused. They stay" in said


class TestUntaken:
    def test_is_what_a_province_has_not_taken_for_an_hour(self, officer: User) -> None:
        _eve, number = stories.guest()
        stories.said(number, now=NOW - timedelta(hours=2))
        with scope.province(cast.SOUTH):
            there = stories.official("case_officer", "120000", unit="southern desk")

            said = shown(there, "desk:casework")

        assert "Not taken by the other province" in said
        assert "A contact North" in said
        assert "Not taken" not in shown(officer, "desk:casework")


class TestOverdue:
    def test_says_whose_turn_it_was(self, officer: User, appeal: Incoming) -> None:
        Incoming.objects.update(answer_by=NOW - timedelta(hours=1))

        assert "An appeal Ours" in shown(officer, "desk:casework")
        assert people.citizen().reference not in shown(officer, "desk:casework")

"""Officials tell a guest's home a fact: one office proposes it, another signs it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from federation.casework import queries, services
from federation.casework.models import Assertion, Contest, Issued, Outgoing, Proposal
from federation.peers.queries import NotAMember
from provinces.accounts.models import User
from provinces.citizens.identities import NotADocument
from provinces.evidence.models import Evidence
from provinces.ledger.events import Event
from provinces.ledger.models import Entry, Payload
from provinces.oversight.auditing import freezing
from provinces.oversight.models import Freeze, Thing
from provinces.tenancy import scope
from tests import cast
from tests.factories import areas, offices, users
from tests.federation.casework import stories
from tests.federation.casework.stories import NOW

pytestmark = pytest.mark.usefixtures("federation")
GUEST = "E12345678"


@pytest.fixture
def tracer() -> User:
    return stories.official("epidemiologist", unit="tracers")


@pytest.fixture
def reviewer() -> User:
    return stories.official("reviewer", unit="reviewers")


def proposed(by: User, document: str = GUEST, *, now: datetime = NOW) -> Proposal:
    """Have an official of the north propose to tell the south a fact."""
    return services.propose_fact(document, home=cast.SOUTH, body=stories.word(), by=by, now=now)


class TestPropose:
    def test_tells_nobody_yet(self, tracer: User) -> None:
        made = proposed(tracer)

        assert (made.fact, made.proposed_unit) == ("close_contact", "tracers")
        assert not Outgoing.objects.exists()
        assert not Issued.objects.exists()

    def test_keeps_no_document(self, tracer: User) -> None:
        proposed(tracer)

        assert GUEST not in str(Proposal.objects.values()) + str(Entry.objects.values())

    def test_needs_the_power(self, reviewer: User) -> None:
        with pytest.raises(services.NotAllowed):
            proposed(reviewer)

    def test_is_of_guests_alone(self, tracer: User) -> None:
        for home in (cast.NORTH, "east"):
            with pytest.raises(NotAMember):
                services.propose_fact(GUEST, home=home, body=stories.word(), by=tracer, now=NOW)

    def test_takes_a_document_that_can_be_one(self, tracer: User) -> None:
        with pytest.raises(NotADocument):
            proposed(tracer, "?")

    @pytest.mark.parametrize(
        "wrong",
        [
            {"colour": "red"},
            {"fact": "symptoms_declared"},
            {"legal_basis": ""},
            {"happened_at": "2030-01-01T00:00:00Z"},
            {"case_reference": ""},
        ],
    )
    def test_takes_nothing_that_their_home_would_refuse(
        self, tracer: User, wrong: dict[str, str]
    ) -> None:
        with pytest.raises(services.Refused):
            services.propose_fact(
                GUEST, home=cast.SOUTH, body=stories.word(**wrong), by=tracer, now=NOW
            )
        assert not Proposal.objects.exists()


class TestSign:
    def test_sends_it_in_the_name_of_both(self, tracer: User, reviewer: User) -> None:
        held = proposed(tracer)

        issued = services.sign_fact(held, document=GUEST, by=reviewer, now=NOW)

        assert (issued.issued_by, issued.issued_unit) == (tracer, "tracers")
        assert (issued.signed_by, issued.signed_unit) == (reviewer, "reviewers")
        assert Outgoing.objects.get().pk == issued.pk
        assert not Proposal.objects.exists()
        events = Entry.objects.filter(event__in=[Event.ASSERTION_PROPOSED, Event.ASSERTION_SIGNED])
        assert events.count() == 2

    def test_is_not_for_who_proposed_it(self, tracer: User) -> None:
        held = proposed(tracer)
        offices.office(tracer, areas.area("110000"), "reviewer", unit="reviewers", now=NOW)

        with pytest.raises(services.SameOfficial):
            services.sign_fact(held, document=GUEST, by=tracer, now=NOW)

    def test_is_not_for_their_office(self, tracer: User) -> None:
        held, colleague = proposed(tracer), stories.official("reviewer", unit="tracers")

        with pytest.raises(services.SameOffice):
            services.sign_fact(held, document=GUEST, by=colleague, now=NOW)
        assert not Issued.objects.exists()

    def test_needs_the_power(self, tracer: User) -> None:
        held, another = proposed(tracer), stories.official("epidemiologist", unit="others")

        with pytest.raises(services.NotAllowed):
            services.sign_fact(held, document=GUEST, by=another, now=NOW)

    def test_takes_the_same_document(self, tracer: User, reviewer: User) -> None:
        held = proposed(tracer)

        with pytest.raises(services.AnotherGuest):
            services.sign_fact(held, document="E12345679", by=reviewer, now=NOW)
        assert not Outgoing.objects.exists()

    def test_knows_the_document_in_the_next_month(self) -> None:
        late = datetime(2026, 11, 30, 23, 59, tzinfo=UTC)
        hands = [users.user(), users.user()]
        for user, role in zip(hands, ("epidemiologist", "reviewer"), strict=True):
            area = areas.area("110000")
            period = (NOW, NOW + timedelta(days=60))
            offices.office(user, area, role, unit=f"{role}s", now=NOW, period=period)
        body = stories.word(happened_at="2026-11-30T01:00:00Z", expires_at="2026-12-07T00:00:00Z")
        held = services.propose_fact(GUEST, home=cast.SOUTH, body=body, by=hands[0], now=late)

        issued = services.sign_fact(
            held, document=GUEST, by=hands[1], now=late + timedelta(minutes=2)
        )

        assert (held.epoch, issued.epoch) == ("2026-11", "2026-12")

    def test_is_done_once_and_in_time(self, tracer: User, reviewer: User) -> None:
        held = proposed(tracer)
        over = held.expires_at
        with pytest.raises(services.NotAwaiting):
            services.sign_fact(held, document=GUEST, by=reviewer, now=over)
        services.sign_fact(held, document=GUEST, by=reviewer, now=NOW)

        with pytest.raises(services.NotAwaiting):
            services.sign_fact(held, document=GUEST, by=reviewer, now=NOW)

    def test_becomes_evidence_at_home(self, north_home: str) -> None:
        with scope.province(cast.SOUTH):
            tracer = stories.official("epidemiologist", unit="tracers")
            reviewer = stories.official("reviewer", unit="reviewers")
            held = services.propose_fact(
                north_home, home=cast.NORTH, body=stories.word(), by=tracer, now=NOW
            )
        stories.deliver()
        assert not Assertion.objects.exists()
        with scope.province(cast.SOUTH):
            services.sign_fact(held, document=north_home, by=reviewer, now=NOW)
        stories.deliver()
        services.judge(now=stories.SETTLED)

        assert stories.states() == {"in_force": 1}
        assert Evidence.objects.get().evidence_class == "close_contact"


@pytest.fixture
def north_home() -> str:
    """The document of one of the north's people, who was in the south."""
    _eve, number = stories.guest()
    stories.named()
    return number


class TestRefuse:
    def test_tells_nobody(self, tracer: User, reviewer: User) -> None:
        held = proposed(tracer)

        refused = services.refuse_fact(held, because="not so", by=reviewer, now=NOW)

        assert (refused.refused_by, refused.refused_because) == (reviewer, "not so")
        with pytest.raises(services.NotAwaiting):
            services.sign_fact(held, document=GUEST, by=reviewer, now=NOW)
        assert not Outgoing.objects.exists()

    def test_is_for_who_proposed_it_too(self, tracer: User) -> None:
        assert services.refuse_fact(proposed(tracer), because="x", by=tracer, now=NOW).refused_at

    def test_is_not_for_others_who_propose(self, tracer: User) -> None:
        held, another = proposed(tracer), stories.official("epidemiologist", unit="others")

        with pytest.raises(services.NotAllowed):
            services.refuse_fact(held, because="x", by=another, now=NOW)

    def test_gives_its_reason(self, tracer: User, reviewer: User) -> None:
        held = proposed(tracer)

        for because in (" ", "x" * 301):
            with pytest.raises(services.NoReason):
                services.refuse_fact(held, because=because, by=reviewer, now=NOW)


def test_what_is_over_is_forgotten(tracer: User) -> None:
    held = proposed(tracer)

    services.forget(now=held.expires_at + timedelta(days=1))
    assert Proposal.objects.exists()

    services.forget(now=held.expires_at + timedelta(days=400))
    assert not Proposal.objects.exists()


class TestTakeBack:
    @pytest.fixture
    def sent(self, tracer: User, reviewer: User) -> Issued:
        return services.sign_fact(proposed(tracer), document=GUEST, by=reviewer, now=NOW)

    @pytest.mark.parametrize(
        ("role", "whose"),
        [("epidemiologist", "issued"), ("reviewer", "signed"), ("federation_officer", "")],
    )
    def test_takes_one_hand(self, sent: Issued, role: str, whose: str) -> None:
        unit = getattr(sent, f"{whose}_unit") if whose else "others"
        official = stories.official(role, unit=unit)

        taken = services.take_back_fact(sent, because=" a mistake ", by=official, now=NOW)

        assert (taken.withdrawn_at, taken.withdrawn_because) == (NOW, "a mistake")
        assert Outgoing.objects.get(message_class="withdrawal").in_reply_to == sent.pk
        told = Payload.objects.get(entry__event=Event.ASSERTION_TAKEN_BACK)
        assert told.by == f"accounts.user:{official.pk}"
        assert (told.body["because"], told.body["office"]) == ("a mistake", unit)

    @pytest.mark.parametrize("role", ["epidemiologist", "reviewer"])
    def test_is_not_of_an_office_that_had_no_part_in_it(self, sent: Issued, role: str) -> None:
        official = stories.official(role, unit="others")

        with pytest.raises(services.NotAllowed):
            services.take_back_fact(sent, because="a mistake", by=official, now=NOW)
        assert not services.may_take_back(sent, by=official, now=NOW)

    def test_needs_the_power(self, sent: Issued) -> None:
        auditor = stories.official("auditor", unit="auditors")

        with pytest.raises(services.NotAllowed):
            services.take_back_fact(sent, because="a mistake", by=auditor, now=NOW)

    @pytest.mark.parametrize("because", ["", " ", "x" * 301])
    def test_says_why(self, sent: Issued, tracer: User, because: str) -> None:
        with pytest.raises(services.NoReason):
            services.take_back_fact(sent, because=because, by=tracer, now=NOW)

    def test_is_done_once(self, sent: Issued, tracer: User) -> None:
        services.take_back_fact(sent, because="a mistake", by=tracer, now=NOW)

        with pytest.raises(services.NotOurs):
            services.take_back_fact(sent, because="a mistake", by=tracer, now=NOW)

    def test_is_not_of_what_no_official_said(self, tracer: User) -> None:
        issued = services.assert_fact(
            GUEST, home=cast.SOUTH, body=stories.result(), by=None, now=NOW
        )

        with pytest.raises(services.NotOurs):
            services.take_back_fact(issued, because="a mistake", by=tracer, now=NOW)

    def test_answers_whoever_contests_it(self, tracer: User, reviewer: User) -> None:
        with scope.province(cast.SOUTH):
            areas.area("120000")
            eve, number = stories.guest(was_there=False)
            stories.named()
        sent = services.sign_fact(proposed(tracer, number), document=number, by=reviewer, now=NOW)
        stories.exchange()
        with scope.province(cast.SOUTH):
            there = Assertion.objects.get(pk=sent.pk)
            services.contest(there, of=eve, text="I was in hospital", now=NOW)
        stories.exchange()

        services.take_back_fact(sent, because="it was her sister", by=tracer, now=NOW)
        stories.exchange()

        assert not queries.contests_to_answer().exists()
        with scope.province(cast.SOUTH):
            made = Contest.objects.get(citizen=eve)
            there.refresh_from_db()
        assert (made.state, made.reasons) == (Contest.State.WITHDRAWN, "it was her sister")
        assert there.state == Assertion.State.WITHDRAWN


class TestFrozen:
    """What waits to be told of a guest waits for an auditor, too."""

    @pytest.fixture
    def held(self, tracer: User) -> Proposal:
        return proposed(tracer)

    @pytest.fixture
    def freeze(self, held: Proposal) -> Freeze:
        auditor = stories.official("auditor", unit="auditors")
        (made,) = freezing.freeze(Thing.GUEST, [held.pk], by=auditor, because="thirty", now=NOW)
        return made

    def test_is_not_signed(self, held: Proposal, freeze: Freeze, reviewer: User) -> None:
        with pytest.raises(IntegrityError) as refusal, transaction.atomic():
            services.sign_fact(held, document=GUEST, by=reviewer, now=NOW)

        assert freezing.is_frozen(refusal.value)
        assert not Issued.objects.exists()
        assert not Outgoing.objects.exists()

    def test_goes_on_when_it_is_lifted(
        self, held: Proposal, freeze: Freeze, reviewer: User
    ) -> None:
        assert list(freezing.standing(freeze.frozen_by, NOW)) == [freeze]
        freezing.lift(freeze, by=freeze.frozen_by, now=NOW)

        issued = services.sign_fact(held, document=GUEST, by=reviewer, now=NOW)

        assert issued.proposal == freeze.key
        assert Outgoing.objects.get().pk == issued.pk

    def test_goes_on_after_72_hours(self, held: Proposal, freeze: Freeze, reviewer: User) -> None:
        later = NOW + timedelta(hours=72)

        assert services.sign_fact(held, document=GUEST, by=reviewer, now=later).proposal

    def test_is_refused_all_the_same(self, held: Proposal, freeze: Freeze, reviewer: User) -> None:
        assert services.refuse_fact(held, because="not so", by=reviewer, now=NOW).refused_at

    def test_lets_others_be_told(self, tracer: User, freeze: Freeze, reviewer: User) -> None:
        other = proposed(tracer, "E12345679")

        assert services.sign_fact(other, document="E12345679", by=reviewer, now=NOW)

    def test_is_of_nothing_that_was_told_or_refused(self, held: Proposal, reviewer: User) -> None:
        auditor = stories.official("auditor", unit="auditors")
        services.refuse_fact(held, because="not so", by=reviewer, now=NOW)

        with pytest.raises(freezing.NotAwaiting):
            freezing.freeze(Thing.GUEST, [held.pk], by=auditor, because="thirty", now=NOW)

    def test_is_by_auditors_of_the_whole_province(self, held: Proposal) -> None:
        local = stories.official("auditor", "110100", unit="city audit office")

        with pytest.raises(freezing.NotAwaiting):
            freezing.freeze(Thing.GUEST, [held.pk], by=local, because="thirty", now=NOW)

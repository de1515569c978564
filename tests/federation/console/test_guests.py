"""The casework desk tells guests' homes what was learnt of them, by two offices."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from federation.casework import services
from federation.casework.models import Assertion, Issued, Outgoing, Proposal
from provinces.accounts.models import User
from provinces.ledger.events import Event
from provinces.ledger.models import Payload
from provinces.oversight.models import Freeze
from provinces.tenancy import directory, scope
from tests import cast
from tests.federation.casework import stories
from tests.pages import address, reader, words

from .desks import ordered, shown, status

NOW = cast.NOW
GUEST = {"kind": "passport", "number": "E12345678"}
PAPER = b"the investigation's report"
SAID = {
    **GUEST,
    "home": cast.SOUTH,
    "happened_at": "2026-11-14T10:00",
    "expires_at": "2026-11-22T10:00",
    "case_reference": "CASE-1",
    "method": "interview",
    "source_reference": "report 7",
    "authority": "North CDC",
    "legal_basis": "Act, article 39",
    "link": "investigation",
    "phone": "010-12320",
    "appeal": "https://north.example/contest",
    "was_here": "on",
}


@pytest.fixture(autouse=True)
def _federation(north: directory.Entry, own_keys: None) -> None:
    stories.founded()


@pytest.fixture
def tracer() -> User:
    return stories.official("epidemiologist", unit="tracers")


@pytest.fixture
def reviewer() -> User:
    return stories.official("reviewer", unit="reviewers")


def told(by: User, fact: str = "close_contact", **changes: Any) -> str:
    """Have an official fill the form in; return what they read then."""
    said = {**SAID, "evidence": SimpleUploadedFile("report.pdf", PAPER), **changes}
    page = address("desk:guest-tell") + f"?fact={fact}"
    return words(reader(by).post(page, {k: v for k, v in said.items() if v}, follow=True))


@pytest.fixture
def proposal(tracer: User) -> Proposal:
    told(tracer)
    return Proposal.objects.get()


class TestTell:
    def test_offers_the_closed_list_and_nothing_else(self, tracer: User) -> None:
        said = shown(tracer, "desk:guest-tell")

        assert "Close contact" in said
        assert "declared by the person" not in said

    def test_is_proposed_and_not_sent(self, tracer: User) -> None:
        said = told(tracer)

        assert "It is sent once another office has signed it." in said
        assert "Waits for a second office" in said
        held = Proposal.objects.get()
        assert held.body["office"] == {
            "name": "tracers",
            "phone": "010-12320",
            "appeal": "https://north.example/contest",
        }
        assert not Outgoing.objects.exists()

    def test_keeps_of_the_paper_its_digest(self, tracer: User) -> None:
        told(tracer)

        digest = hashlib.sha256(PAPER).hexdigest()
        assert Proposal.objects.get().body["evidence_hash"] == digest

    @pytest.mark.parametrize(
        ("changes", "said"),
        [
            ({"expires_at": "2026-12-30T10:00"}, "at most 21 days from now"),
            ({"happened_at": "2026-11-20T10:00"}, "Not to come"),
            ({"number": "1"}, "Numbers of this document are not made like this."),
            ({"home": cast.NORTH}, "Choose one of the answers shown"),
            ({"evidence": None}, "Choose a file."),
            ({"source_reference": "x" * 81}, "at most 80 characters"),
            ({"link": "venue_code"}, "Choose one of the answers shown"),
        ],
    )
    def test_says_what_is_wrong(self, tracer: User, changes: dict[str, Any], said: str) -> None:
        assert said in told(tracer, **changes)
        assert not Proposal.objects.exists()

    def test_takes_what_each_class_has(self, tracer: User) -> None:
        told(tracer, "overseas_arrival", country="JP", bound_elsewhere="no")

        body = Proposal.objects.get().body
        assert body["details"] == {"country": "JP", "bound_elsewhere": False}
        assert "method" not in body

    def test_of_no_class_there_is_no_form(self, tracer: User) -> None:
        page = address("desk:guest-tell") + "?fact=symptoms_declared"

        assert reader(tracer).post(page, SAID).status_code == 404

    def test_is_counted(self, tracer: User) -> None:
        for _ in range(10):
            told(tracer)

        assert "More people were searched for" in told(tracer)
        assert Proposal.objects.count() == 10


class TestProposal:
    def test_shows_what_is_signed_and_not_whose(self, reviewer: User, proposal: Proposal) -> None:
        said = shown(reviewer, "desk:guest", proposal.pk)

        assert "Close contact" in said
        assert "report 7" in said
        assert "Sign and send it" in said
        assert GUEST["number"] not in said
        assert proposal.about not in said

    def test_is_signed_by_another_office(self, reviewer: User, proposal: Proposal) -> None:
        said = ordered(reviewer, "desk:guest-sign", proposal.pk, **GUEST)

        assert "Signed and sent." in said
        assert "On its way" in said
        assert Issued.objects.get().signed_unit == "reviewers"

    def test_is_not_signed_with_another_document(self, reviewer: User, proposal: Proposal) -> None:
        other = {**GUEST, "number": "E12345679"}

        assert "not the document that the first office had" in ordered(
            reviewer, "desk:guest-sign", proposal.pk, **other
        )
        assert "not made like this" in ordered(reviewer, "desk:guest-sign", proposal.pk)
        assert not Issued.objects.exists()

    def test_is_not_signed_in_the_same_office(self, proposal: Proposal) -> None:
        colleague = stories.official("reviewer", unit="tracers")

        said = ordered(colleague, "desk:guest-sign", proposal.pk, **GUEST)

        assert "another office has to take the second" in said
        assert not Issued.objects.exists()

    def test_is_refused_with_a_reason(self, reviewer: User, proposal: Proposal) -> None:
        assert "Say why" in ordered(reviewer, "desk:guest-refuse", proposal.pk)

        said = ordered(reviewer, "desk:guest-refuse", proposal.pk, reason="it was her sister")

        assert "Not told it was her sister" in said
        assert status(reviewer, "desk:guest-sign", proposal.pk, **GUEST) == 404

    def test_is_taken_back_by_who_proposed_it(self, tracer: User, proposal: Proposal) -> None:
        assert "Do not tell it" in shown(tracer, "desk:guest", proposal.pk)
        assert "Refused." in ordered(tracer, "desk:guest-refuse", proposal.pk, reason="a mistake")

    def test_is_frozen_by_an_auditor_and_goes_on_once_lifted(
        self, reviewer: User, proposal: Proposal
    ) -> None:
        auditor = stories.official("auditor", unit="auditors")
        chosen = {"thing": "guest", "key": proposal.pk, "because": "thirty in an hour"}
        assert "Facts about guests Close contact" in shown(auditor, "console:freezes")

        assert "Frozen for 72 hours" in ordered(auditor, "console:freezes", **chosen)
        sign = address("desk:guest-sign", proposal.pk)
        answer = reader(reviewer).post(sign, GUEST)
        assert answer.status_code == 409
        assert "Frozen by an auditor" in words(answer)
        ordered(auditor, "console:freeze-lift", Freeze.objects.get().pk)

        assert "Signed and sent." in ordered(reviewer, "desk:guest-sign", proposal.pk, **GUEST)

    def test_waits_on_the_desk_of_who_may_sign(self, reviewer: User, proposal: Proposal) -> None:
        assert "Facts about guests to sign" in shown(reviewer, "console:home")


class TestTold:
    @pytest.fixture
    def sent(self, reviewer: User, proposal: Proposal) -> None:
        ordered(reviewer, "desk:guest-sign", proposal.pk, **GUEST)

    def test_is_shown_as_taken_by_their_home(self, reviewer: User, sent: None) -> None:
        stories.deliver(by=cast.NORTH)

        assert "Taken by their home" in shown(reviewer, "desk:casework")

    def test_is_shown_as_refused_with_the_reasons(self, reviewer: User, sent: None) -> None:
        late = NOW + timedelta(days=8)
        stories.deliver(stories.Post(now=late), now=late, by=cast.NORTH)

        said = shown(reviewer, "desk:casework")

        assert "Refused by their home" in said
        assert "It counts no more" in said

    def test_is_shown_as_taken_back(self, reviewer: User, sent: None) -> None:
        services.take_back(Issued.objects.get().pk, because="wrong", now=NOW)

        assert "Taken back" in shown(reviewer, "desk:casework")

    def test_is_nothing_to_whom_it_does_not_concern(self, sent: None) -> None:
        auditor = stories.official("auditor", unit="auditors")

        assert "What we tell guests" not in shown(auditor, "desk:casework")

    def test_names_both_offices_and_not_whose_it_is(self, tracer: User, sent: None) -> None:
        said = shown(tracer, "desk:guest-told", Issued.objects.get().pk)

        assert "tracers" in said
        assert "reviewers" in said
        assert "report 7" in said
        assert GUEST["number"] not in said
        assert Issued.objects.get().about not in said


class TestTakeBack:
    @pytest.fixture
    def sent(self, reviewer: User, proposal: Proposal) -> Issued:
        ordered(reviewer, "desk:guest-sign", proposal.pk, **GUEST)
        return Issued.objects.get()

    def test_is_reached_from_the_desk(self, tracer: User, sent: Issued) -> None:
        desk = reader(tracer).get(address("desk:casework")).content.decode()

        assert address("desk:guest-told", sent.pk) in desk
        assert "Take it back" in shown(tracer, "desk:guest-told", sent.pk)

    def test_needs_a_reason(self, tracer: User, sent: Issued) -> None:
        assert "Say why" in ordered(tracer, "desk:guest-take-back", sent.pk, reason=" ")
        assert Issued.objects.filter(withdrawn_at=None).exists()

    def test_is_done_by_who_stated_it(self, tracer: User, sent: Issued) -> None:
        said = ordered(tracer, "desk:guest-take-back", sent.pk, reason="it was her sister")

        assert "Taken back. Their home province hears of it" in said
        assert "it was her sister" in said
        assert "Why it is taken back" not in said
        recorded = Payload.objects.get(entry__event=Event.ASSERTION_TAKEN_BACK)
        assert recorded.by == f"accounts.user:{tracer.pk}"

    def test_is_done_once(self, tracer: User, reviewer: User, sent: Issued) -> None:
        ordered(tracer, "desk:guest-take-back", sent.pk, reason="it was her sister")

        said = ordered(reviewer, "desk:guest-take-back", sent.pk, reason="so it was")

        assert "This was decided in the meantime." in said
        assert Issued.objects.get().withdrawn_because == "it was her sister"

    def test_ends_it_at_home(self, tracer: User, sent: Issued) -> None:
        stories.exchange()
        ordered(tracer, "desk:guest-take-back", sent.pk, reason="it was her sister")
        stories.exchange()

        with scope.province(cast.SOUTH):
            there = Assertion.objects.get(pk=sent.pk)
        assert there.state == Assertion.State.WITHDRAWN
        assert there.ended_because == "its issuer: it was her sister"

    def test_is_of_whoever_answers_contests(self, sent: Issued) -> None:
        officer = stories.official("federation_officer", unit="peers")

        said = ordered(officer, "desk:guest-take-back", sent.pk, reason="it was her sister")

        assert "Taken back." in said

    def test_leaves_a_laboratorys_word_to_it(self, tracer: User) -> None:
        issued = services.assert_fact(
            GUEST["number"], home=cast.SOUTH, body=stories.result(), by=None, now=NOW
        )

        assert status(tracer, "desk:guest-take-back", issued.pk, reason="no") == 404
        assert reader(tracer).get(address("desk:guest-told", issued.pk)).status_code == 404

"""What is suspended has no effect on its person, and on nobody else; nothing strong is, unseen."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from provinces.citizens.models import Citizen, StaleMark
from provinces.evidence import services
from provinces.evidence.classes import EvidenceClass
from provinces.evidence.models import Evidence, Origin, Suspension, Thing, Why
from provinces.evidence.models.suspensions import LONGEST
from provinces.ledger.events import Event
from provinces.ledger.models import Entry
from tests import cast
from tests.factories import evidence
from tests.provinces.facts import known

NOW = cast.NOW
DAY = timedelta(days=1)
NAME = "appeals.appeal:1"
CLOSE = EvidenceClass.CLOSE_CONTACT


def suspended(piece: Evidence, **values: Any) -> services.Suspended:
    given: dict[str, Any] = {"until": piece.expires_at, "piece": piece.pk}
    return services.Suspended(citizen=piece.citizen_id, thing=Thing.PIECE, **{**given, **values})


def suspend(*things: services.Suspended, why: Why = Why.OVERTURNED) -> list[Suspension]:
    return services.suspend(things, why=why, because_of=NAME, now=NOW)


class TestSuspend:
    def test_takes_a_piece_from_the_sheet_of_its_person(self, eve: Citizen) -> None:
        piece = known.piece(eve, CLOSE)

        suspend(suspended(piece))

        assert known.facts_of(eve) == {}
        assert StaleMark.objects.filter(citizen=eve, because=Event.EVIDENCE_SUSPENDED).exists()
        assert Entry.objects.filter(event=Event.EVIDENCE_SUSPENDED).count() == 1

    def test_lets_an_earlier_piece_be_told_in_its_place(self, eve: Citizen) -> None:
        earlier = known.piece(eve, CLOSE, happened_at=NOW - 3 * DAY)
        later = known.piece(eve, CLOSE, happened_at=NOW - DAY)

        suspend(suspended(later))

        assert known.facts_of(eve)["contacts.close.evidence"] == earlier.pk

    def test_changes_nothing_for_others(self, eve: Citizen, finn: Citizen) -> None:
        piece, other = known.piece(eve, CLOSE), known.piece(finn, CLOSE)

        suspend(suspended(piece))

        assert known.facts_of(finn)["contacts.close.evidence"] == other.pk

    def test_is_done_once_in_a_name(self, eve: Citizen) -> None:
        piece = known.piece(eve, CLOSE)

        assert len(suspend(suspended(piece))) == 1
        assert suspend(suspended(piece)) == []

    def test_passes_over_what_is_over(self, eve: Citizen) -> None:
        piece = known.piece(eve, CLOSE)

        assert suspend(suspended(piece, until=NOW)) == []

    def test_ends_at_the_longest_a_piece_may_count(self, eve: Citizen) -> None:
        piece = known.piece(eve, CLOSE)

        (made,) = suspend(suspended(piece, until=NOW + 100 * DAY))

        assert made.ends_at == NOW + LONGEST

    def test_takes_a_peers_word_before_anybody_has_looked(self, eve: Citizen) -> None:
        piece = evidence.recorded(eve, CLOSE, source=Origin.PEER)

        assert len(suspend(suspended(piece), why=Why.UNANSWERED)) == 1

    @pytest.mark.parametrize("source", [Origin.REGISTRY, Origin.LABORATORY])
    def test_refuses_what_is_not_weak_before_anybody_has_looked(
        self, eve: Citizen, source: Origin
    ) -> None:
        piece = evidence.recorded(eve, CLOSE, source=source)

        with pytest.raises(services.NotSuspendable):
            suspend(suspended(piece), why=Why.UNANSWERED)

    def test_refuses_even_a_peers_word_that_somebody_is_infected(self, eve: Citizen) -> None:
        piece = evidence.recorded(eve, EvidenceClass.CONFIRMED_CASE, source=Origin.PEER)

        assert not services.is_weak(piece)
        with pytest.raises(services.NotSuspendable):
            suspend(suspended(piece), why=Why.UNANSWERED)

    def test_is_refused_by_the_database_as_well(self, eve: Citizen) -> None:
        piece = evidence.recorded(eve, CLOSE)

        with pytest.raises(IntegrityError, match="not weak"), transaction.atomic():
            Suspension.objects.create(
                citizen=eve,
                thing=Thing.PIECE,
                piece=piece.pk,
                why=Why.UNANSWERED,
                because_of=NAME,
                starts_at=NOW,
                ends_at=NOW + DAY,
            )


class TestSuspension:
    def test_stays_as_it_is_but_for_its_end(self, eve: Citizen) -> None:
        (made,) = suspend(suspended(known.piece(eve, CLOSE)))

        with pytest.raises(IntegrityError, match="set once"), transaction.atomic():
            Suspension.objects.filter(pk=made.pk).update(ends_at=NOW + 2 * DAY)


class TestEndSuspensions:
    def test_lets_the_piece_count_again(self, eve: Citizen) -> None:
        piece = known.piece(eve, CLOSE)
        suspend(suspended(piece))

        assert services.end_suspensions(NAME, why=Why.OVERTURNED, now=NOW) == 1

        assert known.facts_of(eve)["contacts.close.evidence"] == piece.pk
        assert Entry.objects.filter(event=Event.EVIDENCE_RESTORED).count() == 1

    def test_leaves_what_was_suspended_for_another_reason(self, eve: Citizen) -> None:
        suspend(suspended(known.piece(eve, CLOSE)))

        assert services.end_suspensions(NAME, why=Why.UNANSWERED, now=NOW) == 0
        assert known.facts_of(eve) == {}


class TestEndDueSuspensions:
    def test_ends_what_is_over(self, eve: Citizen) -> None:
        piece = known.piece(eve, CLOSE)
        suspend(suspended(piece, until=NOW + DAY))

        assert services.end_due_suspensions(now=NOW) == 0
        assert services.end_due_suspensions(now=NOW + DAY) == 1
        assert known.facts_of(eve)["contacts.close.evidence"] == piece.pk


class TestWithdraw:
    @pytest.mark.parametrize("role", ["appeals_officer", "high_appeals_officer"])
    def test_is_for_those_who_answer_appeals_as_well(self, eve: Citizen, role: str) -> None:
        piece = evidence.in_force(eve, CLOSE)
        by = evidence.official(role, unit="appeals office")

        services.withdraw(piece, by=by, because="not them", now=NOW)

        assert known.facts_of(eve) == {}

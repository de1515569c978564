"""Marks of protection lifted before their time: by two, for a reason, and told."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from provinces.citizens import queries, services
from provinces.citizens.models import Lifting, Protection
from provinces.citizens.purposes import Purpose
from provinces.ledger.models import Payload
from tests.cast import NOW
from tests.factories import records

LATER = NOW + timedelta(hours=2)
pytestmark = pytest.mark.usefixtures("north")


def a_mark(**values: Any) -> Protection:
    return records.protected(records.somebody(**values))


def proposed(mark: Protection, **values: Any) -> Lifting:
    by = values.pop("by", None) or records.reviewer(unit="first office")
    return services.propose_lifting(mark.pk, "wish", by=by, now=LATER)


def can_open(citizen: Any, at: Any) -> bool:
    by = records.officer()
    return queries.open_record(citizen.reference, by=by, purpose=Purpose.CARE, at=at) is not None


class TestPropose:
    def test_leaves_the_mark_as_it_is(self) -> None:
        mark = a_mark()

        proposed(mark)

        assert not can_open(mark.citizen, LATER)

    @pytest.mark.parametrize("because", ["", "because", "Wish"])
    def test_is_for_a_reason_of_the_list(self, because: str) -> None:
        mark = a_mark()

        with pytest.raises(services.BadCall):
            services.propose_lifting(mark.pk, because, by=records.reviewer(), now=LATER)

    def test_is_of_a_mark_in_ones_area(self) -> None:
        mark = a_mark()

        with pytest.raises(Protection.DoesNotExist):
            proposed(mark, by=records.reviewer("110200"))
        with pytest.raises(Protection.DoesNotExist):
            proposed(mark, by=records.officer())

    def test_is_not_of_ones_own(self) -> None:
        mark, reviewer = a_mark(), records.reviewer()
        mark.citizen.user = reviewer
        mark.citizen.save(update_fields=["user"])

        with pytest.raises(Protection.DoesNotExist):
            proposed(mark, by=reviewer)

    def test_is_once_at_a_time(self) -> None:
        mark = a_mark()
        proposed(mark)

        with pytest.raises(services.AlreadyJudged):
            proposed(mark)

    def test_is_of_a_mark_in_force(self) -> None:
        eve = records.somebody()
        by = records.officer()
        unsigned = services.propose_mark(eve.reference, "public", by=by, now=NOW)

        with pytest.raises(services.AlreadyJudged):
            proposed(unsigned)


class TestLift:
    def test_ends_the_mark_at_once(self) -> None:
        mark = a_mark()

        services.lift_mark(proposed(mark).pk, by=records.reviewer(), now=LATER)

        mark.refresh_from_db()
        assert mark.ends_at == LATER
        assert can_open(mark.citizen, LATER)

    def test_is_by_another_official_of_another_office(self) -> None:
        first = records.reviewer(unit="first office")
        lifting = proposed(a_mark(), by=first)

        with pytest.raises(Lifting.DoesNotExist):
            services.lift_mark(lifting.pk, by=first, now=LATER)
        with pytest.raises(services.SameOffice):
            services.lift_mark(lifting.pk, by=records.reviewer(unit="first office"), now=LATER)
        with pytest.raises(Lifting.DoesNotExist):
            services.lift_mark(lifting.pk, by=records.reviewer("110200"), now=LATER)

    def test_is_once(self) -> None:
        lifting = proposed(a_mark())
        services.lift_mark(lifting.pk, by=records.reviewer(), now=LATER)

        with pytest.raises(services.AlreadyJudged):
            services.lift_mark(lifting.pk, by=records.reviewer(), now=LATER)

    def test_lets_somebody_be_marked_anew(self) -> None:
        mark = a_mark()
        services.lift_mark(proposed(mark).pk, by=records.reviewer(), now=LATER)

        records.protected(mark.citizen, now=LATER)

        assert not can_open(mark.citizen, LATER)

    def test_is_recorded_of_the_mark_with_the_reason(self) -> None:
        mark = a_mark()

        services.lift_mark(proposed(mark).pk, by=records.reviewer(unit="second"), now=LATER)

        told = Payload.objects.get(entry__event="protection.lifted")
        assert told.about == f"citizens.protection:{mark.pk}"
        assert told.body == {"because": "wish", "office": "second"}


class TestRefuse:
    def test_leaves_the_mark_and_lets_it_be_proposed_again(self) -> None:
        mark = a_mark()
        services.refuse_lifting(proposed(mark).pk, by=records.reviewer(), now=LATER)

        again = proposed(mark)

        assert not can_open(mark.citizen, LATER)
        assert list(queries.liftings_to_sign(records.reviewer(), LATER)) == [again]


class TestTable:
    def test_moves_no_end_without_two(self) -> None:
        mark = a_mark()
        lifting = proposed(mark)

        with pytest.raises(IntegrityError, match="by two"), transaction.atomic():
            Protection.objects.filter(pk=mark.pk).update(ends_at=LATER)
        with pytest.raises(IntegrityError), transaction.atomic():
            Lifting.objects.filter(pk=lifting.pk).update(
                signed_by=lifting.proposed_by, signed_unit="x", signed_at=LATER
            )

    def test_prolongs_no_mark(self) -> None:
        mark = a_mark()

        with pytest.raises(IntegrityError), transaction.atomic():
            Protection.objects.filter(pk=mark.pk).update(ends_at=mark.ends_at + timedelta(days=1))


class TestOwnMarks:
    def test_are_told_to_the_person_with_who_ended_them(self) -> None:
        mark = a_mark()
        lifting = proposed(mark)
        refused = services.refuse_lifting(lifting.pk, by=records.reviewer(), now=LATER)
        signed = services.lift_mark(proposed(mark).pk, by=records.reviewer(), now=LATER)

        assert queries.protections_of(mark.citizen) == [(mark, signed)]
        assert refused.pk != signed.pk

    def test_are_nobody_elses(self) -> None:
        a_mark()

        assert queries.protections_of(records.somebody(person=None)) == []

"""Protected people: opened by two, told of by alarms, and of the same status as before."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from provinces.citizens import queries, services
from provinces.citizens.models import Admission, Protection
from provinces.citizens.purposes import Purpose
from provinces.jurisdictions.powers import Power
from provinces.ledger.events import Event
from provinces.ledger.models import Payload
from provinces.status import pipeline
from provinces.status import queries as status
from tests.cast import NOW
from tests.factories import appeals, areas, changes, offices, records, users
from tests.factories.evidence import official

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
pytestmark = pytest.mark.usefixtures("north")


def can_open(eve: Any, by: Any, at: Any = NOW, purpose: Purpose = Purpose.CARE) -> bool:
    return queries.open_record(eve.reference, by=by, purpose=purpose, at=at) is not None


class TestMark:
    def test_counts_once_another_office_has_signed(self) -> None:
        eve, officer = records.somebody(), records.officer()
        mark = services.propose_mark(eve.reference, "violence", by=records.officer(), now=NOW)
        before = can_open(eve, officer)

        services.sign_mark(mark.pk, by=records.reviewer(), now=NOW)

        assert before
        assert not can_open(eve, officer)

    def test_tells_who_of_many_was_protected_in_a_time(self) -> None:
        eve, finn = records.somebody(), records.somebody("110201", person=None)
        mark = records.protected(eve)
        both = {eve.pk, finn.pk}

        assert queries.protected_among(both, NOW - HOUR, NOW) == {eve.pk}
        assert queries.protected_among(both, mark.ends_at - HOUR, mark.ends_at + HOUR) == {eve.pk}
        assert not queries.protected_among(both, NOW - HOUR, NOW - MINUTE)
        assert not queries.protected_among(both, mark.ends_at, mark.ends_at + HOUR)

    def test_ends_by_itself(self) -> None:
        eve = records.somebody()
        mark = records.protected(eve)
        later = official("case_officer", unit="x", now=mark.ends_at)

        assert not can_open(eve, later, mark.ends_at - MINUTE)
        assert can_open(eve, later, mark.ends_at)

    def test_is_not_signed_in_the_same_office(self) -> None:
        eve = records.somebody()
        mark = services.propose_mark(
            eve.reference, "witness", by=records.officer(unit="one office"), now=NOW
        )

        with pytest.raises(services.SameOffice):
            services.sign_mark(mark.pk, by=records.reviewer(unit="one office"), now=NOW)

    def test_is_not_signed_in_another_area(self) -> None:
        eve = records.somebody()
        mark = services.propose_mark(eve.reference, "witness", by=records.officer(), now=NOW)

        with pytest.raises(Protection.DoesNotExist):
            services.sign_mark(mark.pk, by=records.reviewer("110200"), now=NOW)

    def test_is_refused_for_good(self) -> None:
        eve = records.somebody()
        mark = services.propose_mark(eve.reference, "public", by=records.officer(), now=NOW)
        services.refuse_mark(mark.pk, by=records.reviewer(), now=NOW)

        with pytest.raises(services.AlreadyJudged):
            services.sign_mark(mark.pk, by=records.reviewer(), now=NOW)

    @pytest.mark.parametrize("code", ["110201", "nobody"])
    def test_is_of_somebody_in_the_area(self, code: str) -> None:
        reference = records.somebody(code).reference if code.isdecimal() else code

        with pytest.raises(services.NobodyToMark):
            services.propose_mark(reference, "violence", by=records.officer(), now=NOW)

    def test_has_one_of_three_reasons(self) -> None:
        eve = records.somebody()

        with pytest.raises(services.BadCall):
            services.propose_mark(eve.reference, "famous", by=records.officer(), now=NOW)

    def test_is_recorded_of_the_mark_and_not_of_the_person(self) -> None:
        eve = records.somebody()

        records.protected(eve)

        marked = Payload.objects.filter(entry__event__startswith="protection.")
        assert {each.about.partition(":")[0] for each in marked} == {"citizens.protection"}

    def test_bears_two_hands_in_the_table_too(self) -> None:
        eve, officer = records.somebody(), records.officer()
        mark = services.propose_mark(eve.reference, "violence", by=officer, now=NOW)

        for by, unit in ((officer, "x"), (users.user(), mark.proposed_unit)):
            with pytest.raises(IntegrityError), transaction.atomic():
                Protection.objects.update(signed_by=by, signed_unit=unit, signed_at=NOW)

    def test_leaves_the_status_as_it_is(self) -> None:
        eve, finn = records.somebody(), records.somebody(person=None)
        records.protected(eve)
        appeals.exposed(eve, finn)
        pipeline.drain(now=NOW)

        marked, plain = status.status_of(eve, NOW), status.status_of(finn, NOW)

        assert marked.status == plain.status != status.default_status(NOW)
        assert (marked.until, len(marked.grounds)) == (plain.until, len(plain.grounds))


class TestConsent:
    def test_opens_a_record_for_an_hour(self) -> None:
        eve, officer = records.somebody(), records.officer()
        records.protected(eve)

        records.admitted(eve, officer)

        assert can_open(eve, officer, NOW + 59 * MINUTE)
        assert not can_open(eve, officer, NOW + HOUR)

    def test_opens_it_to_who_asked_for_what_they_asked(self) -> None:
        eve, officer = records.somebody(), records.officer()
        records.protected(eve)

        records.admitted(eve, officer)

        assert not can_open(eve, records.officer())
        assert not can_open(eve, officer, purpose=Purpose.TRACING)

    def test_opens_nobody_out_of_reach(self) -> None:
        eve, officer = records.somebody("110201"), records.officer()

        asked = records.asked(eve, officer)
        services.give_consent(asked.pk, by=records.reviewer(), now=NOW)

        assert asked.citizen is None
        assert not can_open(eve, officer)

    def test_is_asked_for_nobody_like_for_anybody(self) -> None:
        officer = records.officer()
        eve = records.somebody()
        records.protected(eve)

        for whom in (eve, "2222222222222222"):
            records.asked(whom, officer)

        waiting = queries.admissions_to_give(records.reviewer(), NOW)
        assert [each.because for each in waiting] == ["Her treatment begins today."] * 2

    def test_is_not_of_the_same_office_or_area(self) -> None:
        eve = records.somebody()
        asked = records.asked(eve, records.officer(unit="one office"))

        with pytest.raises(services.SameOffice):
            services.give_consent(asked.pk, by=records.reviewer(unit="one office"), now=NOW)
        with pytest.raises(Admission.DoesNotExist):
            services.give_consent(asked.pk, by=records.reviewer("110200"), now=NOW)

    def test_is_not_of_a_colleague_whose_office_was_suspended(self) -> None:
        asked = records.asked(records.somebody(), records.officer(unit="one office"))
        second = records.reviewer()
        seat = offices.office(
            second, areas.area("110100"), "case_officer", unit="one office", now=NOW
        )
        changes.suspension(seat, changes.granter(), is_emergency=True)

        with pytest.raises(services.SameOffice):
            services.give_consent(asked.pk, by=second, now=NOW)

    def test_lapses_after_a_day(self) -> None:
        asked = records.asked(records.somebody(), records.officer())

        with pytest.raises(services.AlreadyJudged):
            services.give_consent(
                asked.pk, by=records.reviewer(), now=NOW + timedelta(days=1, minutes=1)
            )

    def test_once_refused_is_not_given(self) -> None:
        asked = records.asked(records.somebody(), records.officer())
        services.refuse_consent(asked.pk, by=records.reviewer(), now=NOW)

        with pytest.raises(services.AlreadyJudged):
            services.give_consent(asked.pk, by=records.reviewer(), now=NOW)

    def test_is_asked_with_a_reason(self) -> None:
        with pytest.raises(services.BadCall):
            records.asked(records.somebody(), records.officer(), because="please")

    def test_is_asked_by_who_opens_records(self) -> None:
        with pytest.raises(services.NobodyToMark):
            records.asked(records.somebody(), official("auditor", unit="x"))


class TestEverywhereElse:
    def test_a_desk_finds_nobody(self) -> None:
        eve, clerk = records.somebody(), official("desk_clerk", unit="desk")
        records.protected(eve)

        assert not queries.within_reach(eve.reference, by=clerk, power=Power.ENROL_PERSON, at=NOW)
        with pytest.raises(queries.OutOfReach):
            queries.read_record(eve, by=clerk, purpose=Purpose.DESK, at=NOW)

    def test_a_desk_serves_them_with_consent(self) -> None:
        eve, clerk = records.somebody(), official("desk_clerk", unit="desk")
        records.protected(eve)

        records.admitted(eve, clerk, purpose=Purpose.DESK)

        record = queries.read_record(eve, by=clerk, purpose=Purpose.DESK, at=NOW)
        assert record.person
        assert record.person.full_name == records.WHO.full_name
        assert Payload.objects.filter(entry__event=Event.PROTECTED_READ).count() == 1

    def test_an_appeal_which_names_nobody_is_answered_as_always(self) -> None:
        eve, officer = records.somebody(), official("appeals_officer", unit="appeals")
        records.protected(eve)

        queries.note_reading(eve, [], by=officer, purpose=Purpose.APPEAL, at=NOW)

        assert Payload.objects.filter(entry__event=Event.PROTECTED_READ).count() == 1

"""Opening a record: who reaches whom, what they see, and that it is told once a session."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from provinces.citizens import queries
from provinces.citizens.fields import Field, Way
from provinces.citizens.purposes import Purpose
from provinces.ledger.events import Event
from provinces.ledger.models import Payload
from tests.cast import NOW
from tests.factories import records, users
from tests.statements import run_by

MINUTE = timedelta(minutes=1)
pytestmark = pytest.mark.usefixtures("north")


def opened(citizen: Any, by: Any, purpose: Purpose = Purpose.CARE, at: Any = NOW) -> Any:
    return queries.open_record(citizen.reference, by=by, purpose=purpose, at=at)


class TestOpenRecord:
    def test_reaches_who_lives_in_the_area(self) -> None:
        found = opened(records.somebody(), records.officer())

        assert found.way == Way.AREA
        assert Field.GROUNDS in found.sight

    def test_shows_less_of_who_is_assigned(self) -> None:
        eve = records.somebody("110201")
        records.assigned(eve, "110101")

        found = opened(eve, records.officer())

        assert found.way == Way.ASSIGNED
        assert Field.STATUS in found.sight
        assert Field.GROUNDS not in found.sight

    def test_reaches_nobody_elsewhere(self) -> None:
        assert opened(records.somebody("110201"), records.officer()) is None

    def test_takes_a_reference_as_it_is_typed(self) -> None:
        eve, officer = records.somebody(), records.officer()

        typed = f" {eve.reference.upper()} "

        assert queries.open_record(typed, by=officer, purpose=Purpose.CARE, at=NOW)

    def test_is_for_a_purpose_of_the_role(self) -> None:
        eve = records.somebody()

        assert opened(eve, records.officer(), Purpose.DESK) is None
        assert opened(eve, records.official("desk_clerk", unit="d"), Purpose.CARE) is None

    def test_opens_nobodys_own_record(self) -> None:
        officer = records.officer()
        eve = records.somebody()
        eve.user = officer
        eve.save(update_fields=["user"])

        assert opened(eve, officer) is None

    def test_ends_with_the_office(self) -> None:
        eve, officer = records.somebody(), records.officer()

        assert opened(eve, officer, at=NOW + timedelta(days=15)) is None

    def test_runs_the_same_for_unknown_out_of_reach_and_protected(self) -> None:
        officer = records.officer()
        hidden = records.somebody()
        records.protected(hidden)
        far = records.somebody("110201", person=None)

        runs = [
            run_by(
                lambda reference=reference: queries.open_record(  # type: ignore[misc]
                    reference, by=officer, purpose=Purpose.CARE, at=NOW
                )
            )
            for reference in (hidden.reference, far.reference, "2222222222222222", "' or 1=1")
        ]

        assert runs[0] == runs[1] == runs[2] == runs[3]


class TestLook:
    def test_is_told_with_the_fields_that_were_seen(self) -> None:
        eve, officer = records.somebody(), records.officer()

        queries.look(opened(eve, officer), [Field.NAME, Field.STATUS], by=officer, at=NOW)

        (read,) = queries.reads_of(eve)
        assert (read.fields, read.way) == ((Field.NAME, Field.STATUS), "area")

    def test_is_told_once_in_half_an_hour(self) -> None:
        eve, officer = records.somebody(), records.officer()
        record = opened(eve, officer)

        first = queries.look(record, [Field.NAME], by=officer, at=NOW)
        again = queries.look(record, [Field.NAME], by=officer, at=NOW + 29 * MINUTE)
        later = queries.look(record, [Field.NAME], by=officer, at=NOW + 31 * MINUTE)

        assert [first, again, later] == [True, False, True]
        assert len(queries.reads_of(eve)) == 2

    def test_is_told_again_for_another_purpose_person_or_official(self) -> None:
        eve, officer = records.somebody(), records.officer()
        for purpose in (Purpose.CARE, Purpose.TRACING):
            queries.look(opened(eve, officer, purpose), [Field.NAME], by=officer, at=NOW)
        colleague = records.officer()
        queries.look(opened(eve, colleague), [Field.NAME], by=colleague, at=NOW)

        assert len(queries.reads_of(eve)) == 3

    def test_tells_what_more_was_seen(self) -> None:
        eve, officer = records.somebody(), records.officer()
        record = opened(eve, officer)
        queries.look(record, [Field.NAME], by=officer, at=NOW)

        queries.look(record, [Field.NAME, Field.RESULTS], by=officer, at=NOW + MINUTE)

        assert [read.fields for read in queries.reads_of(eve)] == [
            (Field.RESULTS,),
            (Field.NAME,),
        ]

    def test_at_somebody_protected_is_an_alarm_that_names_nobody(self) -> None:
        eve, officer = records.somebody(), records.officer()
        records.protected(eve)
        records.admitted(eve, officer)

        queries.look(opened(eve, officer), [Field.NAME], by=officer, at=NOW)

        alarm = Payload.objects.get(entry__event=Event.PROTECTED_READ)
        assert alarm.body["source"]["actor"] == f"accounts.user:{officer.pk}"
        assert eve.reference not in f"{alarm.about} {alarm.body}"
        assert f":{eve.pk}" not in alarm.about

    def test_at_others_is_none(self) -> None:
        officer = records.officer()

        queries.look(opened(records.somebody(), officer), [Field.NAME], by=officer, at=NOW)

        assert not Payload.objects.filter(entry__event=Event.PROTECTED_READ)


class TestInCare:
    def test_lists_who_is_assigned_to_the_officials_areas(self) -> None:
        eve = records.somebody("110201")
        here = records.assigned(eve, "110101")
        records.assigned(eve, "110201")

        assert queries.in_care(records.officer(), NOW, most=9) == [here]
        assert queries.in_care(records.officer(), NOW + timedelta(days=2), most=9) == []

    def test_lists_nothing_to_who_may_view_nobody(self) -> None:
        records.assigned(records.somebody("110201"), "110101")

        assert queries.in_care(users.user(), NOW, most=9) == []

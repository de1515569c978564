"""A record is opened in an emergency: for three hours, told, judged, and not one after another."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from provinces.citizens import queries, services
from provinces.citizens.fields import Field, Way
from provinces.citizens.models import Emergency
from provinces.citizens.purposes import Purpose
from provinces.jurisdictions.powers import Power
from provinces.ledger.events import Event
from provinces.ledger.models import Payload
from tests.cast import NOW
from tests.factories import records, users
from tests.factories.evidence import official

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
FOUND = "There was an ambulance report on file."
pytestmark = pytest.mark.usefixtures("north")


def opened(citizen: Any, by: Any, at: Any = NOW, purpose: Purpose = Purpose.CARE) -> Any:
    return queries.open_record(citizen.reference, by=by, purpose=purpose, at=at)


class TestBreakGlass:
    def test_opens_a_record_elsewhere_for_three_hours(self) -> None:
        eve, officer = records.somebody("110201"), records.officer()

        records.emergency(eve, officer)

        assert opened(eve, officer).way == Way.EMERGENCY
        assert opened(eve, officer, NOW + 2.9 * HOUR)
        assert opened(eve, officer, NOW + 3 * HOUR) is None

    def test_opens_it_to_one_official_for_one_purpose(self) -> None:
        eve, officer = records.somebody("110201"), records.officer()

        records.emergency(eve, officer)

        assert opened(eve, records.officer()) is None
        assert opened(eve, officer, purpose=Purpose.TRACING) is None

    def test_opens_it_to_an_epidemiologist_to_trace(self) -> None:
        eve, ada = records.somebody(), official("epidemiologist", unit="health office")

        records.emergency(eve, ada, purpose=Purpose.TRACING)

        found = opened(eve, ada, purpose=Purpose.TRACING)
        assert Field.CONTACT in found.sight
        assert Field.STATUS not in found.sight

    def test_opens_what_is_protected(self) -> None:
        eve, officer = records.somebody(), records.officer()
        records.protected(eve)

        records.emergency(eve, officer)

        assert opened(eve, officer).is_protected

    def test_lets_nobody_act(self) -> None:
        eve, officer = records.somebody("110201"), records.officer()

        records.emergency(eve, officer)

        with pytest.raises(queries.OutOfReach):
            queries.note_reading(eve, [], by=officer, purpose=Purpose.CARE, at=NOW)
        assert not queries.within_reach(eve.reference, by=officer, power=Power.HAND_OVER, at=NOW)

    def test_is_recorded_about_the_person(self) -> None:
        eve = records.somebody("110201")

        made = records.emergency(eve, records.officer())

        entry = Payload.objects.get(entry__event=Event.EMERGENCY_OPENED)
        assert entry.about == f"citizens.citizen:{eve.pk}"
        assert entry.body["emergency"] == made.pk

    @pytest.mark.parametrize("role", ["desk_clerk", "appeals_officer", "auditor", "reviewer"])
    def test_is_not_for_other_roles(self, role: str) -> None:
        with pytest.raises(services.NoEmergency):
            records.emergency(records.somebody("110201"), official(role, unit="x"))

    def test_is_not_for_a_purpose_that_waits(self) -> None:
        with pytest.raises(services.NoEmergency):
            records.emergency(
                records.somebody("110201"), records.officer(), purpose=Purpose.CORRECTION
            )

    def test_is_not_for_oneself(self) -> None:
        officer = records.officer()

        with pytest.raises(services.NoEmergency):
            records.emergency(records.somebody("110201", user=officer), officer)

    def test_finds_nobody_by_a_forged_reference(self) -> None:
        with pytest.raises(services.NoEmergency):
            services.break_glass("2222", records.call(), by=records.officer(), now=NOW)

    @pytest.mark.parametrize(
        "wrong", [{"reason": "curiosity"}, {"reason": ""}, {"explanation": "urgent"}]
    )
    def test_needs_a_reason_of_the_list_and_an_explanation(self, wrong: dict[str, str]) -> None:
        with pytest.raises(services.BadCall):
            records.emergency(records.somebody("110201"), records.officer(), **wrong)

    def test_has_to_be_judged_by_the_end_of_the_next_day(self) -> None:
        made = records.emergency(records.somebody("110201"), records.officer())

        # Midnight after the 16th, in the province.
        assert made.review_by == datetime(2026, 11, 16, 16, 0, tzinfo=UTC)


class TestChain:
    def test_ends_at_three_that_nobody_has_judged(self) -> None:
        officer = records.officer()
        people = [records.somebody("110201", person=None) for _ in range(4)]
        for eve in people[:3]:
            records.emergency(eve, officer)

        with pytest.raises(services.Chained):
            records.emergency(people[3], officer, now=NOW + 2 * DAY)

    def test_ends_at_three_in_a_day_though_they_were_judged(self) -> None:
        officer, reviewer = records.officer(), records.reviewer()
        people = [records.somebody("110201", person=None) for _ in range(4)]
        for eve in people[:3]:
            made = records.emergency(eve, officer)
            services.judge(made.pk, "justified", finding=FOUND, by=reviewer, now=NOW)

        with pytest.raises(services.Chained):
            records.emergency(people[3], officer, now=NOW + HOUR)
        assert records.emergency(people[3], officer, now=NOW + DAY + HOUR)

    def test_does_not_prolong_the_same_record(self) -> None:
        eve, officer = records.somebody("110201"), records.officer()
        records.emergency(eve, officer)

        with pytest.raises(services.Chained):
            records.emergency(eve, officer, now=NOW + 4 * HOUR)

    def test_never_opens_again_what_was_found_wrong(self) -> None:
        eve, officer = records.somebody("110201"), records.officer()
        made = records.emergency(eve, officer)
        services.judge(made.pk, "unjustified", finding=FOUND, by=records.reviewer(), now=NOW + HOUR)

        with pytest.raises(services.Chained):
            records.emergency(eve, officer, now=NOW + 5 * DAY)


class TestJudge:
    def test_is_another_offices(self) -> None:
        made = records.emergency(records.somebody("110201"), records.officer())

        services.judge(made.pk, "justified", finding=FOUND, by=records.reviewer(), now=NOW)

        made.refresh_from_db()
        assert (made.verdict, made.reviewed_unit) == ("justified", "city review office")
        assert not queries.misuse()

    def test_files_misuse_where_there_was_no_emergency(self) -> None:
        officer = records.officer()
        made = records.emergency(records.somebody("110201"), officer)

        services.judge(made.pk, "unjustified", finding=FOUND, by=records.reviewer(), now=NOW)

        assert list(queries.misuse()) == [made]
        alarm = Payload.objects.get(entry__event=Event.MISUSE_FOUND)
        assert alarm.body["source"]["actor"] == f"accounts.user:{officer.pk}"
        assert [each.kind for each in queries.alarms(5)]

    def test_closes_what_was_found_wrong(self) -> None:
        eve, officer = records.somebody("110201"), records.officer()
        made = records.emergency(eve, officer)

        services.judge(made.pk, "unjustified", finding=FOUND, by=records.reviewer(), now=NOW)

        assert opened(eve, officer) is None

    def test_is_not_of_the_same_office(self) -> None:
        made = records.emergency(records.somebody("110201"), records.officer(unit="one office"))

        with pytest.raises(services.SameOffice):
            services.judge(
                made.pk,
                "justified",
                finding=FOUND,
                by=records.reviewer(unit="One  Office"),
                now=NOW,
            )

    def test_is_out_of_reach_of_another_area(self) -> None:
        made = records.emergency(records.somebody("110201"), records.officer())

        with pytest.raises(Emergency.DoesNotExist):
            services.judge(
                made.pk, "justified", finding=FOUND, by=records.reviewer("110200"), now=NOW
            )

    def test_is_not_the_persons_own(self) -> None:
        reviewer = records.reviewer()
        made = records.emergency(records.somebody("110201", user=reviewer), records.officer())

        with pytest.raises(Emergency.DoesNotExist):
            services.judge(made.pk, "unjustified", finding=FOUND, by=reviewer, now=NOW)

    def test_is_given_once(self) -> None:
        made, reviewer = (
            records.emergency(records.somebody("110201"), records.officer()),
            records.reviewer(),
        )
        services.judge(made.pk, "justified", finding=FOUND, by=reviewer, now=NOW)

        with pytest.raises(services.AlreadyJudged):
            services.judge(made.pk, "unjustified", finding=FOUND, by=reviewer, now=NOW)

    @pytest.mark.parametrize(
        ("verdict", "finding"), [("", FOUND), ("other", FOUND), ("justified", "ok")]
    )
    def test_says_what_was_found(self, verdict: str, finding: str) -> None:
        made = records.emergency(records.somebody("110201"), records.officer())

        with pytest.raises(services.BadCall):
            services.judge(made.pk, verdict, finding=finding, by=records.reviewer(), now=NOW)

    def test_is_not_the_openers_in_the_table_either(self) -> None:
        officer = records.officer()
        made = records.emergency(records.somebody("110201"), officer)
        given = {"reviewed_at": NOW, "verdict": "justified", "finding": "fine"}

        for by, unit in ((officer, "another"), (users.user(), made.opened_unit)):
            with pytest.raises(IntegrityError), transaction.atomic():
                Emergency.objects.update(reviewed_by=by, reviewed_unit=unit, **given)

    def test_leaves_the_rest_as_it_was_written(self) -> None:
        records.emergency(records.somebody("110201"), records.officer())

        with pytest.raises(IntegrityError, match="stay as they are"), transaction.atomic():
            Emergency.objects.update(reason="closed")


class TestEscalate:
    def test_raises_an_alarm_when_nobody_has_judged(self) -> None:
        made = records.emergency(records.somebody("110201"), records.officer())

        assert services.escalate(now=made.review_by - HOUR) == 0
        assert services.escalate(now=made.review_by) == 1
        assert services.escalate(now=made.review_by + HOUR) == 0
        assert Payload.objects.filter(entry__event=Event.EMERGENCY_OVERDUE).count() == 1

    def test_sends_it_above_the_office_where_it_was_opened(self) -> None:
        made = records.emergency(records.somebody("110201"), records.officer())
        near, high = records.reviewer(), official("high_reviewer", "110000", unit="province")
        services.escalate(now=made.review_by)

        assert not queries.emergencies_to_review(near, made.review_by)
        assert list(queries.emergencies_to_review(high, made.review_by)) == [made]

    def test_is_not_for_what_was_judged(self) -> None:
        made = records.emergency(records.somebody("110201"), records.officer())
        services.judge(made.pk, "justified", finding=FOUND, by=records.reviewer(), now=NOW)

        assert services.escalate(now=made.review_by) == 0


class TestTable:
    def test_keeps_nothing_open_longer(self) -> None:
        eve, officer = records.somebody("110201"), records.officer()
        made = records.emergency(eve, officer)
        made.pk, made.ends_at = None, NOW + 4 * HOUR

        with pytest.raises(IntegrityError), transaction.atomic():
            made.save(force_insert=True)

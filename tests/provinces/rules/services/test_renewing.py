"""The programme begins by itself and goes on by two offices, in time, with a reason for all."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from pytest_django import Settings

from provinces.citizens.models import Citizen
from provinces.ledger.events import Event
from provinces.ledger.models import Entry, FeedEntry
from provinces.retention import services as retention
from provinces.retention import tasks
from provinces.rules import programme, services, sunset
from provinces.rules.models import ProgrammeTerm
from tests import cast
from tests.factories import ledger as ledgers
from tests.factories import passes, road, rulesets

NOW = cast.NOW
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
END = NOW + 90 * DAY
OPENS, CLOSES = END - 30 * DAY, END - 48 * HOUR
IN_TIME = END - 10 * DAY


@pytest.fixture(autouse=True)
def begun(north: object) -> None:
    """The programme of the north runs from now."""
    road.first_ruleset(now=NOW)


def told() -> list[dict[str, object]]:
    found = FeedEntry.objects.filter(kind="programme.term").order_by("pk")
    return [json.loads(bytes(each.data))["body"] for each in found]


class TestBeginProgramme:
    def test_is_written_with_the_first_rule_set_for_everybody_to_read(self) -> None:
        term = ProgrammeTerm.objects.get()

        assert (term.number, term.begins_at, term.ends_at) == (1, NOW, END)
        assert [(body["number"], body["signed_by"]) for body in told()] == [(1, "")]
        assert Entry.objects.filter(event=Event.PROGRAMME_BEGUN).count() == 1

    def test_is_done_once(self) -> None:
        road.shipped_ruleset("beijing", now=NOW + DAY)

        assert services.begin_programme(now=NOW + 91 * DAY) is None
        assert ProgrammeTerm.objects.count() == 1

    def test_is_caught_up_with_by_the_clock(self, monkeypatch: pytest.MonkeyPatch) -> None:
        ledgers.tampered("DELETE FROM rules_programmeterm")
        monkeypatch.setattr("django.utils.timezone.now", lambda: NOW + HOUR)

        tasks.lapse(cast.NORTH)

        assert ProgrammeTerm.objects.get().ends_at == END + HOUR


class TestProposeRenewal:
    @pytest.mark.parametrize("at", [OPENS - HOUR, CLOSES + HOUR, END, END + 10 * DAY])
    def test_is_refused_before_it_opens_and_once_it_is_too_late(self, at: datetime) -> None:
        drafter = rulesets.drafter(now=at)

        with pytest.raises(services.NotRenewable):
            rulesets.proposed_renewal(drafter, now=at)

    @pytest.mark.parametrize("at", [OPENS, CLOSES])
    def test_counts_from_30_days_to_48_hours_before_the_end(self, at: datetime) -> None:
        assert rulesets.proposed_renewal(now=at).number == 2

    @pytest.mark.parametrize(
        "said",
        [{"because": " "}, {"because": "long" * 99}, {"because": "<b>"}, {"days": 91}, {"days": 6}],
    )
    def test_needs_a_reason_and_a_length(self, said: dict[str, object]) -> None:
        with pytest.raises(services.InvalidRenewal):
            rulesets.proposed_renewal(now=IN_TIME, **said)

    def test_needs_the_power_to_draft_rules(self) -> None:
        with pytest.raises(services.NotAllowed):
            rulesets.proposed_renewal(rulesets.signatory(now=IN_TIME), now=IN_TIME)


class TestSignRenewal:
    def test_lets_the_programme_go_on_from_its_end_and_tells_everybody_why(self) -> None:
        term = rulesets.renewed_programme(now=IN_TIME, days=30)

        assert (term.begins_at, term.ends_at) == (END, END + 30 * DAY)
        assert sunset.ends_at(IN_TIME) == END + 30 * DAY
        assert not sunset.is_over(END)
        assert sunset.is_over(END + 30 * DAY)
        assert told()[-1] == {
            "number": 2,
            "begins": END.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "ends": (END + 30 * DAY).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "because": "Cases rise again.",
            "proposed_by": rulesets.COMMISSION,
            "signed_by": rulesets.COMMAND,
        }

    def test_is_refused_whoever_proposed_it(self) -> None:
        own = rulesets.drafter(now=IN_TIME)
        renewal = rulesets.proposed_renewal(own, now=IN_TIME)

        with pytest.raises(services.SameOfficial):
            services.sign_renewal(renewal, by=own, now=IN_TIME)

    def test_is_refused_a_colleague(self) -> None:
        renewal = rulesets.proposed_renewal(now=IN_TIME)
        colleague = rulesets.signatory(unit=rulesets.COMMISSION, now=IN_TIME)

        with pytest.raises(services.SameOffice):
            services.sign_renewal(renewal, by=colleague, now=IN_TIME)

    def test_is_refused_whoever_may_not_sign_rules(self) -> None:
        renewal = rulesets.proposed_renewal(now=IN_TIME)
        other = rulesets.drafter(unit=rulesets.COMMAND, now=IN_TIME)

        with pytest.raises(services.NotAllowed):
            services.sign_renewal(renewal, by=other, now=IN_TIME)

    def test_is_of_what_was_proposed_last_and_of_nothing_twice(self) -> None:
        first = rulesets.proposed_renewal(now=IN_TIME)
        last = rulesets.proposed_renewal(now=IN_TIME, because="Another reason.")
        signatory = rulesets.signatory(now=IN_TIME)

        with pytest.raises(services.ProposedAnew):
            services.sign_renewal(first, by=signatory, now=IN_TIME)
        services.sign_renewal(last, by=signatory, now=IN_TIME)
        with pytest.raises(services.NotRenewable):
            services.sign_renewal(last, by=signatory, now=IN_TIME)

    @pytest.mark.parametrize("at", [CLOSES + HOUR, END, END + 31 * DAY])
    def test_is_too_late_in_the_last_48_hours_and_after_the_lapse(self, at: datetime) -> None:
        renewal = rulesets.proposed_renewal(now=IN_TIME)
        signatory = rulesets.signatory(now=at)

        with pytest.raises((services.NotRenewable, services.ProposedAnew)):
            services.sign_renewal(renewal, by=signatory, now=at)
        assert ProgrammeTerm.objects.count() == 1

    def test_puts_off_no_end_that_an_operator_named(self, settings: Settings) -> None:
        settings.RULES_PROGRAMME_ENDS = {cast.NORTH: (END - DAY).isoformat()}

        rulesets.renewed_programme(now=IN_TIME)

        assert sunset.ends_at(IN_TIME) == END - DAY


class TestAfterALapse:
    def test_lapses_by_the_clock_alone(self, eve: Citizen) -> None:
        passes.exposed(eve)

        assert not retention.lapse(now=END - HOUR)
        assert retention.lapse(now=END)
        assert retention.purge_all(now=END + 30 * DAY)
        assert not Citizen.objects.exists()

    def test_begins_anew_once_all_is_erased_and_after_the_whole_notice(self, eve: Citizen) -> None:
        retention.lapse(now=END)
        late = END + 30 * DAY
        with pytest.raises(services.NotRenewable):
            rulesets.proposed_renewal(now=late)
        retention.purge_all(now=late)

        term = rulesets.renewed_programme(now=late)

        assert term.begins_at == late + 48 * HOUR
        assert sunset.is_over(late + 47 * HOUR)
        assert sunset.ends_at(late) == END
        assert not sunset.is_over(term.begins_at)
        assert programme.opening(late + HOUR) is None

    def test_says_of_each_lapse_that_it_was(self) -> None:
        retention.lapse(now=END)
        term = rulesets.renewed_programme(now=END + 30 * DAY)

        assert retention.lapse(now=term.ends_at)
        assert Entry.objects.filter(event=Event.PROGRAMME_LAPSED).count() == 2


class TestTable:
    """What the database itself refuses, whoever writes."""

    def written(self, **changes: object) -> ProgrammeTerm:
        said = {
            "number": 2,
            "begins_at": END,
            "ends_at": END + 90 * DAY,
            "because": "why",
            "proposed_by": rulesets.drafter(),
            "proposed_unit": "one office",
            "proposed_at": IN_TIME,
            "signed_by": rulesets.signatory(),
            "signed_unit": "another office",
            "signed_at": IN_TIME,
        }
        with transaction.atomic():
            return ProgrammeTerm.objects.create(**said | changes)

    @pytest.mark.parametrize(
        ("changes", "refusal"),
        [
            ({"ends_at": END + 91 * DAY}, "a_term_ends_within_90_days"),
            ({"signed_unit": "one office"}, "a_renewed_term_bears_two_offices"),
            ({"because": ""}, "a_renewed_term_bears_two_offices"),
            ({"signed_by": None}, "a_renewed_term_bears_two_offices"),
            ({"signed_at": END - HOUR}, "a_renewed_term_is_read_before_it_begins"),
            ({"signed_at": END + DAY}, "a_renewed_term_is_read_before_it_begins"),
            ({"signed_at": OPENS - DAY}, "a_renewed_term_is_read_before_it_begins"),
            ({"proposed_at": IN_TIME + DAY}, "a_renewed_term_is_read_before_it_begins"),
            ({"number": 1}, "a_renewed_term_bears_two_offices|number"),
        ],
    )
    def test_refuses(self, changes: dict[str, object], refusal: str) -> None:
        with pytest.raises(IntegrityError, match=refusal):
            self.written(**changes)

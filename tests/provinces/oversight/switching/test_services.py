"""One official switches off for a day at most; two prolong it, or switch it on early."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from provinces.ledger import queries as ledger
from provinces.ledger.models import Entry
from provinces.ledger.services import SealingLags
from provinces.oversight.models import Switch, SwitchChange
from provinces.oversight.models.switches import Reason
from provinces.oversight.switching import services, state
from provinces.oversight.switching.parts import NEVER, Part
from tests.factories import incidents
from tests.factories import ledger as ledgers
from tests.factories.incidents import COMMISSION, DAY, HOUR, NOW

pytestmark = pytest.mark.usefixtures("north")

Kind = SwitchChange.Kind
MINUTE = timedelta(minutes=1)


def prolonging(switch: Switch, hours: int = 24) -> SwitchChange:
    """Propose to prolong a switch, an hour before it is over."""
    by = incidents.on_call("prolonging office")
    return services.propose(
        switch, Kind.PROLONG, lasting=hours * HOUR, by=by, now=switch.until - HOUR / 2
    )


class TestSwitchOff:
    def test_holds_at_once_and_until_its_end(self) -> None:
        switch = incidents.off(lasting=HOUR)

        assert state.off(Part.DESK_LOOK_UP, NOW) is not None
        assert state.off(Part.DESK_LOOK_UP, switch.until) is None

    def test_says_who_what_why_and_until_when_in_the_ledger(self) -> None:
        switch = incidents.off(reason=Reason.LEAK)

        payload = ledger.about(switch).get()
        assert payload.entry.event == "switch.off"
        assert payload.by == f"accounts.user:{switch.switched_by_id}"
        assert payload.body["reason"] == "leak"
        assert payload.body["until"] == switch.until.isoformat()

    @pytest.mark.parametrize("part", sorted(NEVER))
    def test_refuses_what_is_never_off(self, part: Part) -> None:
        with pytest.raises(services.NeverOff):
            incidents.off(part)

    @pytest.mark.parametrize("lasting", [timedelta(), DAY + MINUTE, -HOUR])
    def test_refuses_more_than_a_day_and_nothing(self, lasting: timedelta) -> None:
        with pytest.raises(services.TooLong):
            incidents.off(lasting=lasting)

    def test_refuses_an_official_of_a_part_of_the_province(self) -> None:
        with pytest.raises(services.NotAllowed):
            incidents.off(by=incidents.on_call(code="110100"))

    def test_refuses_what_is_off_already(self) -> None:
        incidents.off()

        with pytest.raises(services.AlreadyOff):
            incidents.off(by=incidents.on_call(COMMISSION))

    def test_refuses_an_office_that_would_prolong_it_alone(self) -> None:
        switch = incidents.off()

        with pytest.raises(services.TooSoon):
            incidents.off(by=incidents.on_call(), now=switch.until + MINUTE)

    def test_lets_another_office_switch_off_what_has_ended(self) -> None:
        switch = incidents.off()

        again = incidents.off(by=incidents.on_call(COMMISSION), now=switch.until + MINUTE)

        assert again.is_off(switch.until + MINUTE)


class TestWhileTheLedgerIsClosed:
    @pytest.fixture(autouse=True)
    def behind(self, north: object) -> None:
        """Have an entry wait for longer than is borne."""
        self.first, self.second = incidents.on_call(), incidents.on_call(COMMISSION)
        ledgers.recorded()
        ledgers.waits(datetime.now(UTC) - timedelta(hours=5))

    def test_switches_off(self) -> None:
        assert incidents.off(by=self.first).is_off(NOW)

    def test_changes_nothing_that_is_off(self) -> None:
        switch = incidents.off(by=self.first)

        with pytest.raises(SealingLags):
            services.propose(switch, Kind.END, by=self.second, now=NOW)


class TestPropose:
    def test_changes_nothing_by_itself(self) -> None:
        switch = incidents.off()

        services.propose(switch, Kind.END, by=incidents.on_call(), now=NOW)

        assert state.off(Part.DESK_LOOK_UP, NOW) is not None

    def test_waits_alone(self) -> None:
        switch = incidents.off()
        prolonging(switch)

        with pytest.raises(services.AlreadyDecided):
            prolonging(switch)

    def test_refuses_to_prolong_by_nothing(self) -> None:
        switch = incidents.off(lasting=DAY)

        with pytest.raises(services.TooLong):
            services.propose(switch, Kind.PROLONG, lasting=HOUR, by=incidents.on_call(), now=NOW)

    def test_refuses_what_is_over(self) -> None:
        switch = incidents.off()

        with pytest.raises(services.NotOff):
            services.propose(switch, Kind.END, by=incidents.on_call(), now=switch.until)


class TestSign:
    def test_prolongs_for_a_day_at_most(self) -> None:
        change = prolonging(incidents.off())

        signed = services.sign(change, by=incidents.on_call(COMMISSION), now=change.proposed_at)

        assert signed.until == change.proposed_at + DAY

    def test_switches_on_before_its_time(self) -> None:
        switch = incidents.off()
        change = services.propose(switch, Kind.END, by=incidents.on_call(), now=NOW + MINUTE)

        services.sign(change, by=incidents.on_call(COMMISSION), now=NOW + MINUTE)

        assert state.off(Part.DESK_LOOK_UP, NOW + MINUTE) is None
        assert Entry.objects.filter(event="switch.on").exists()

    def test_refuses_whoever_proposed_it(self) -> None:
        by = incidents.on_call()
        change = services.propose(incidents.off(), Kind.END, by=by, now=NOW)

        with pytest.raises(services.SameOfficial):
            services.sign(change, by=by, now=NOW)

    def test_refuses_the_same_office(self) -> None:
        change = services.propose(incidents.off(), Kind.END, by=incidents.on_call(), now=NOW)

        with pytest.raises(services.SameOffice):
            services.sign(change, by=incidents.on_call(), now=NOW)

    def test_refuses_what_was_refused(self) -> None:
        change = services.propose(incidents.off(), Kind.END, by=incidents.on_call(), now=NOW)
        services.refuse(change, by=incidents.on_call(COMMISSION), now=NOW)

        with pytest.raises(services.AlreadyDecided):
            services.sign(change, by=incidents.on_call(COMMISSION), now=NOW)


class TestTable:
    @pytest.mark.parametrize(
        "change", [{"until": NOW + 2 * DAY}, {"ended_at": NOW}, {"reason": "flaw"}]
    )
    def test_refuses_what_two_offices_have_not_signed(self, change: dict[str, object]) -> None:
        switch = incidents.off()

        with pytest.raises(IntegrityError, match="two offices"), transaction.atomic():
            Switch.objects.filter(pk=switch.pk).update(**change)

    def test_refuses_more_than_a_day_by_one(self) -> None:
        by = incidents.on_call()

        with pytest.raises(IntegrityError, match="a day at most"), transaction.atomic():
            Switch.objects.create(
                part="enrolment",
                reason="attack",
                since=NOW,
                until=NOW + 2 * DAY,
                switched_by=by,
                switched_unit="x",
            )

    def test_refuses_a_second_signature_of_the_same_office(self) -> None:
        change = prolonging(incidents.off())

        with pytest.raises(IntegrityError, match="second_office"), transaction.atomic():
            SwitchChange.objects.filter(pk=change.pk).update(
                signed_by=incidents.on_call(), signed_unit=change.proposed_unit, signed_at=NOW
            )

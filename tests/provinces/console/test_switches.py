"""Officials on call switch off alone, and together prolong or end it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from provinces.oversight.models import Switch, SwitchChange
from tests.factories import incidents, ledger
from tests.factories.incidents import COMMISSION, HOUR, NOW
from tests.pages import address, reader, words

pytestmark = pytest.mark.usefixtures("north")

SAID = {"part": "enrolment", "reason": "attack", "minutes": "60"}


class TestSwitches:
    def test_show_what_is_off_and_what_never_is(self) -> None:
        incidents.off()

        said = words(reader(incidents.on_call()).get(address("console:switches")))

        assert "Looking people up at desks It is being attacked." in said
        assert "Never off Seeing one's own status" in said

    def test_switch_off_at_once(self) -> None:
        browser = reader(incidents.on_call())

        answer = browser.post(address("console:switch-off"), SAID, follow=True)

        assert "Switched off. Every server obeys within seconds." in words(answer)
        assert Switch.objects.get().until == NOW + HOUR
        assert browser.get(address("portal:enrol")).status_code == 503

    def test_switch_off_while_all_else_waits_for_the_ledger(self) -> None:
        browser = reader(incidents.on_call())
        ledger.recorded()
        ledger.waits(datetime.now(UTC) - timedelta(hours=5))

        browser.post(address("console:switch-off"), SAID)

        assert Switch.objects.get().is_off(NOW)
        assert browser.get(address("console:switches")).status_code == 200
        assert browser.get(address("console:breaches")).status_code == 503

    def test_do_not_offer_what_is_never_off(self) -> None:
        answer = reader(incidents.on_call()).post(
            address("console:switch-off"), {**SAID, "part": "appeals"}
        )

        assert answer.status_code == 200
        assert "There is a problem" in words(answer)
        assert not Switch.objects.exists()

    def test_refuse_an_office_of_a_part_of_the_province(self) -> None:
        by = incidents.on_call(code="110100")

        assert reader(by).post(address("console:switch-off"), SAID).status_code == 403
        assert not Switch.objects.exists()

    def test_are_changed_by_two_offices(self) -> None:
        switch = incidents.off()
        first, second = incidents.on_call(), incidents.on_call(COMMISSION)
        ask = {"kind": "end"}
        reader(first).post(address("console:switch-propose", switch.pk), ask)
        change = SwitchChange.objects.get()

        same = reader(first).post(address("console:switch-sign", change.pk), follow=True)
        other = reader(second).post(address("console:switch-sign", change.pk), follow=True)

        assert "You proposed it; somebody else has to sign it." in words(same)
        assert "Nothing is switched off." in words(other)

    def test_are_prolonged_by_two_offices(self) -> None:
        switch = incidents.off()
        ask = {"kind": "prolong", "minutes": "240"}
        reader(incidents.on_call()).post(address("console:switch-propose", switch.pk), ask)
        change = SwitchChange.objects.get()

        reader(incidents.on_call(COMMISSION)).post(address("console:switch-sign", change.pk))

        switch.refresh_from_db()
        assert switch.until == NOW + 4 * HOUR

    def test_can_be_left_as_they_are(self) -> None:
        switch = incidents.off()
        reader(incidents.on_call()).post(
            address("console:switch-propose", switch.pk), {"kind": "end"}
        )
        change = SwitchChange.objects.get()

        answer = reader(incidents.on_call(COMMISSION)).post(
            address("console:switch-refuse", change.pk), follow=True
        )

        assert "Turned down. It stays off until the time it says." in words(answer)

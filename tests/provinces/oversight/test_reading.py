"""An auditor reads all that was done, and learns nobody's name but officials'."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import translation

from provinces.accounts.models import User
from provinces.citizens.models import Citizen
from provinces.evidence.classes import EvidenceClass
from provinces.ledger.events import Event
from provinces.ledger.models import Payload
from provinces.oversight.auditing import checking, reading, showing
from provinces.oversight.auditing.reading import Asked
from tests import cast
from tests.factories import appeals, citizens, evidence, ledger, oversight

NOW = cast.NOW


@pytest.fixture
def auditor(north: object) -> User:
    return oversight.auditor()


@pytest.fixture
def looker(north: object) -> User:
    return oversight.reader(name="Zhou Xia")


class TestLog:
    def test_names_officials_and_no_person(self, auditor: User, looker: User, eve: Citizen) -> None:
        oversight.looked(looker, eve)
        names = showing.names_for(auditor)

        (line,) = showing.lines(reading.log(Asked(event=Event.RECORD_READ), names), names)

        assert line.by.text == "Zhou Xia"
        assert line.about.text == names.of(eve.pk)
        assert eve.reference not in str(line)

    def test_says_nothing_of_what_people_wrote(self, auditor: User) -> None:
        piece = evidence.in_force()
        names = showing.names_for(auditor)

        found = showing.lines(reading.log(Asked(event=Event.EVIDENCE_PROPOSED), names), names)

        assert piece.citizen.reference not in str(found)
        assert ("citizen", names.of(piece.citizen_id)) in found[0].told
        assert "method" not in dict(found[0].told)
        assert "authority" in found[0].withheld

    def test_says_of_a_case_elsewhere_only_that_it_is_named(self, auditor: User) -> None:
        contact = evidence.contact(case_reference="case 7, Zhou Xiaowa")
        evidence.proposed(of=EvidenceClass.CLOSE_CONTACT, contact=contact)
        case = evidence.in_force()
        rests = evidence.contact(case=case)
        evidence.proposed(of=EvidenceClass.CLOSE_CONTACT, contact=rests)
        names = showing.names_for(auditor)

        found = showing.lines(reading.log(Asked(event=Event.EVIDENCE_PROPOSED), names), names)

        assert "Zhou Xiaowa" not in str(found)
        assert "case" in found[-1].withheld
        assert ("case", f"evidence.evidence:{case.pk}") in found[0].told

    def test_names_a_person_who_acts_by_another_name_too(self, auditor: User) -> None:
        citizen = appeals.resident()
        appeals.exposed(citizen)
        appeals.filed(citizen)
        names = showing.names_for(auditor)

        (line,) = showing.lines(reading.log(Asked(event=Event.APPEAL_FILED), names), names)

        assert line.by.text == names.of(citizen.pk)

    def test_cannot_be_joined_with_another_auditors(self, auditor: User, eve: Citizen) -> None:
        other = oversight.auditor(unit="other audit office")

        assert showing.names_for(auditor).of(eve.pk) != showing.names_for(other).of(eve.pk)

    def test_is_sought_by_person_official_unit_and_day(
        self, auditor: User, looker: User, eve: Citizen, finn: Citizen
    ) -> None:
        second = oversight.reader(unit="other clinic")
        oversight.looked(looker, eve)
        oversight.looked(second, finn, at=NOW - timedelta(days=3))
        names = showing.names_for(auditor)

        def found(**values: Any) -> list[str]:
            asked = Asked(event=Event.RECORD_READ, **values)
            return [payload.about for payload in reading.log(asked, names)]

        of_eve, of_finn = f"citizens.citizen:{eve.pk}", f"citizens.citizen:{finn.pk}"
        assert found() == [of_finn, of_eve]
        assert found(person=names.of(eve.pk)) == [of_eve]
        assert found(official=looker.username) == [of_eve]
        assert found(unit="other clinic") == [of_finn]
        assert found(last=(NOW - timedelta(days=2)).date()) == [of_finn]
        assert found(first=(NOW - timedelta(days=2)).date()) == [of_eve]
        assert found(person="nobody") == found(official="nobody") == []

    def test_goes_on_from_an_entry(self, auditor: User, looker: User, eve: Citizen) -> None:
        oversight.looked(looker, eve, times=3)
        names = showing.names_for(auditor)
        first = reading.log(Asked(event=Event.RECORD_READ), names)

        rest = reading.log(Asked(event=Event.RECORD_READ, before=first[0].pk), names)

        assert rest == first[1:]

    def test_is_itself_on_record(self, auditor: User) -> None:
        reading.note_reading(Asked(unit="clinic"), by=auditor, now=NOW)

        kept = Payload.objects.get(entry__event=Event.LOG_READ)
        assert (kept.by, kept.body) == (f"accounts.user:{auditor.pk}", {"unit": "clinic"})


class TestCheck:
    def test_holds_for_what_is_as_it_was(self, auditor: User, looker: User, eve: Citizen) -> None:
        oversight.looked(looker, eve)
        ledger.seal()
        payload = Payload.objects.get(entry__event=Event.RECORD_READ)

        found = reading.check(payload)

        assert found.trouble is None
        assert found.signers == ("concord/north",)

    def test_finds_that_particulars_were_changed(
        self, auditor: User, looker: User, eve: Citizen
    ) -> None:
        oversight.looked(looker, eve)
        ledger.seal()
        ledger.tampered(
            "UPDATE ledger_payload SET about = 'citizens.citizen:1' WHERE about = %s",
            f"citizens.citizen:{eve.pk}",
        )
        payload = Payload.objects.get(entry__event=Event.RECORD_READ)

        assert reading.check(payload).trouble == reading.Trouble.PARTICULARS

    def test_waits_for_what_is_not_sealed(self, auditor: User, looker: User, eve: Citizen) -> None:
        oversight.looked(looker, eve)

        with pytest.raises(reading.NotSealed):
            reading.check(Payload.objects.get(entry__event=Event.RECORD_READ))

    @pytest.mark.parametrize("number", [0, 10**17, 10**30])
    def test_is_of_entries_there_are(self, auditor: User, number: int) -> None:
        assert reading.entry(number) is None


class TestDecisions:
    def test_show_grounds_and_no_person(self, auditor: User) -> None:
        citizen = appeals.resident()
        appeals.exposed(citizen)
        names = showing.names_for(auditor)

        with translation.override("zh-hans"):
            (found,) = reading.decisions(names)

        assert (found.person, found.status.key) == (names.of(citizen.pk), "red")
        assert found.grounds[0]["ground"] == appeals.HIGH
        assert found.grounds[0]["reason"] == "您曾在高风险区停留。"
        assert citizen.reference not in str(found)

    def test_are_sought_by_person_and_ground(self, auditor: User) -> None:
        one, other = appeals.resident(), appeals.resident()
        appeals.exposed(one, other)
        names = showing.names_for(auditor)

        assert [each.person for each in reading.decisions(names, person=names.of(one.pk))] == [
            names.of(one.pk)
        ]
        assert len(reading.decisions(names, ground=appeals.HIGH)) == 2
        assert reading.decisions(names, ground="another") == []


class TestChecking:
    def test_says_that_the_ledger_is_as_it_was(self, auditor: User) -> None:
        citizens.citizen()
        ledger.seal()
        asked = checking.ask(by=auditor, now=NOW)
        ledger.seal()

        found = checking.work(asked.pk, now=NOW)

        assert found is not None
        assert (found.finished_at, found.findings) == (NOW, [])

    def test_says_where_it_was_changed(self, auditor: User) -> None:
        asked = checking.ask(by=auditor, now=NOW)
        ledger.seal()
        ledger.tampered(
            "UPDATE ledger_entry SET event = 'office.ended' WHERE id = ("
            "SELECT min(id) FROM ledger_entry)"
        )

        found = checking.work(asked.pk, now=NOW)

        assert found is not None
        assert any("entry-changed" in each for each in found.findings)

    def test_is_asked_once_at_a_time(self, auditor: User) -> None:
        checking.ask(by=auditor, now=NOW)

        with pytest.raises(checking.AlreadyAsked):
            checking.ask(by=auditor, now=NOW)

    def test_is_asked_again_where_a_worker_died(self, auditor: User) -> None:
        checking.ask(by=auditor, now=NOW)

        assert checking.ask(by=auditor, now=NOW + checking.PATIENCE).finished_at is None

    def test_is_done_once(self, auditor: User) -> None:
        asked = checking.ask(by=auditor, now=NOW)
        checking.work(asked.pk, now=NOW)

        assert checking.work(asked.pk, now=NOW) is None

"""Auditors read all that was done, check its proofs, and have things wait."""

from __future__ import annotations

import pytest
from pytest_django import DjangoAssertNumQueries, Settings

from provinces.accounts.models import User
from provinces.evidence.models import Evidence
from provinces.ledger.events import Event
from provinces.ledger.models import Payload
from provinces.oversight.auditing import checking, freezing, showing
from provinces.oversight.models import Freeze, LedgerCheck, Thing
from provinces.rules import services as rulemaking
from tests import cast
from tests.factories import appeals, citizens, evidence, ledger, oversight, rulesets, zones
from tests.pages import address, reader, words

NOW = cast.NOW
# How many statements each page runs, however much there is on it.
LOG = 15
DECISIONS = 13
FREEZES = 14
TOGETHER = 18


@pytest.fixture
def auditor(north: object) -> User:
    return oversight.auditor()


def page(user: User, name: str, *values: object, query: str = "") -> str:
    return words(reader(user).get(f"{address(name, *values)}{query}"))


class TestLog:
    def test_shows_who_did_what_and_no_person(self, auditor: User) -> None:
        eve = cast.eve()
        oversight.looked(oversight.reader(name="Zhou Xia"), eve)

        said = page(auditor, "console:audit", query=f"?event={Event.RECORD_READ}")

        assert "An official read a person's record Zhou Xia" in said
        assert showing.names_for(auditor).of(eve.pk) in said
        assert eve.reference not in said

    def test_reads_names_in_the_script_of_the_page(self, auditor: User) -> None:
        oversight.looked(oversight.reader(name="周霞 Zhou Xia", unit="诊所 Clinic"), cast.eve())

        said = page(auditor, "console:audit", query=f"?event={Event.RECORD_READ}")

        assert "Zhou Xia" in said
        assert "Clinic" in said
        assert not {"周霞", "诊所"} & set(said.split())

    def test_leads_to_earlier_entries_of_the_same_kind(self, auditor: User) -> None:
        oversight.looked(oversight.reader(), cast.eve(), times=52)

        response = reader(auditor).get(f"{address('console:audit')}?event=record.read")
        further = response.context["further"]
        rest = reader(auditor).get(f"{address('console:audit')}?{further}")

        assert "event=record.read" in further
        assert len(response.context["lines"]) == 50
        assert len(rest.context["lines"]) == 2

    @pytest.mark.parametrize(
        "query", ["?before=x", "?first=2026-99-99", "?person=*", "?before=²", "?last=9999-12-31"]
    )
    def test_minds_nothing_that_is_typed(self, auditor: User, query: str) -> None:
        assert reader(auditor).get(f"{address('console:audit')}{query}").status_code == 200

    def test_costs_as_many_statements_for_many_entries(
        self, auditor: User, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        oversight.looked(oversight.reader(), cast.eve(), times=20)
        browser = reader(auditor)

        with django_assert_num_queries(LOG):
            browser.get(address("console:audit"))


class TestEntry:
    def test_checks_its_proof_as_it_is_opened(self, auditor: User) -> None:
        oversight.looked(oversight.reader(), cast.eve())
        ledger.seal()
        number = Payload.objects.get(entry__event=Event.RECORD_READ).pk
        assert "It holds The particulars" in page(auditor, "console:audit-entry", number)

        ledger.tampered("UPDATE ledger_payload SET by = '' WHERE entry_id = %s", number)

        assert "Does not hold" in page(auditor, "console:audit-entry", number)

    def test_says_what_does_not_hold_in_the_language_of_the_page(self, auditor: User) -> None:
        eve = cast.eve()
        oversight.looked(oversight.reader(), eve)
        ledger.seal()
        ledger.tampered(
            "UPDATE ledger_payload SET about = 'citizens.citizen:1' WHERE about = %s",
            f"citizens.citizen:{eve.pk}",
        )
        number = Payload.objects.get(entry__event=Event.RECORD_READ).pk

        said = words(reader(auditor, "zh-hans").get(address("console:audit-entry", number)))

        assert "详情与当初承诺的不一致。" in said

    def test_says_that_one_is_not_sealed_yet(self, auditor: User) -> None:
        oversight.looked(oversight.reader(), cast.eve())
        number = Payload.objects.get(entry__event=Event.RECORD_READ).pk

        assert "waits to be sealed" in page(auditor, "console:audit-entry", number)


class TestDecisions:
    def test_show_grounds(self, auditor: User) -> None:
        appeals.exposed(appeals.resident())

        said = page(auditor, "console:audit-decisions")

        assert "You stayed in a high-risk zone. until" in said
        assert appeals.HIGH not in said

    def test_are_looked_for_by_a_ground_of_the_rules(self, auditor: User) -> None:
        appeals.exposed(appeals.resident())

        on_it = page(auditor, "console:audit-decisions", query=f"?ground={appeals.HIGH}")
        on_another = page(auditor, "console:audit-decisions", query="?ground=another")

        assert "Ground All" in on_it
        assert "No decision is like that." not in on_it
        assert "No decision is like that." in on_another

    def test_are_counted_in_statements(
        self, auditor: User, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        appeals.exposed(appeals.resident())
        browser = reader(auditor)

        with django_assert_num_queries(DECISIONS):
            browser.get(address("console:audit-decisions"))


class TestFreezes:
    def test_take_a_rule_set_in_notice_back(self, auditor: User) -> None:
        signatory = rulesets.signatory()
        ruleset = rulemaking.sign(rulesets.submitted(), edition=1, by=signatory, now=cast.NOW)
        chosen = {"thing": "notice", "key": ruleset.pk, "because": "its cases are made up"}
        offered = words(reader(auditor).get(address("console:freezes")))

        done = words(reader(auditor).post(address("console:freezes"), chosen, follow=True))

        assert f"{ruleset.document['names']['en']} {ruleset.version}, in force from" in offered
        assert "Taken back, and peers are told." in done
        assert "Rule set in notice, taken back" in done
        assert ruleset.withdrawal.because == "its cases are made up"

    def test_are_begun_prolonged_and_lifted(self, auditor: User) -> None:
        piece, other = evidence.proposed(), oversight.auditor(unit="other audit office")
        chosen = {"thing": "piece", "key": piece.pk, "because": "no case"}

        done = words(reader(auditor).post(address("console:freezes"), chosen, follow=True))
        assert "Frozen for 72 hours" in done
        made = Freeze.objects.get()
        same = reader(auditor).post(address("console:freeze-prolong", made.pk), follow=True)
        assert "An auditor of another office has to prolong it" in words(same)
        longer = reader(other).post(address("console:freeze-prolong", made.pk), follow=True)
        assert "thirty days" in words(longer)
        lifted = reader(auditor).post(address("console:freeze-lift", made.pk), follow=True)

        assert "Lifted" in words(lifted)

    def test_keep_the_reason_in_the_form_that_gave_it(self, auditor: User) -> None:
        evidence.proposed()
        zones.declared()
        said = {"thing": "zone", "key": "0", "because": "no case"}

        page = reader(auditor).post(address("console:freezes"), said, follow=True)

        assert "Not all of these await a signature in your areas" in words(page)
        text = page.content.decode()
        assert text.count("no case</textarea>") == 1
        assert text.index("no case</textarea>") > text.index('id="zone_because"')

    def test_list_what_could_wait_in_the_auditors_areas(self, auditor: User) -> None:
        evidence.proposed()
        zones.declared()
        rulesets.submitted()
        elsewhere = oversight.official("auditor", "110200", unit="city audit office")

        assert "What could wait Evidence" in page(auditor, "console:freezes")
        response = reader(elsewhere).get(address("console:freezes"))
        assert not any(response.context[name] for name in ("pieces", "zones", "drafts"))

    def test_are_not_begun_elsewhere(self, auditor: User) -> None:
        elsewhere = oversight.official("auditor", "110200", unit="city audit office")
        chosen = {"thing": "piece", "key": evidence.proposed().pk, "because": "no case"}

        said = words(reader(elsewhere).post(address("console:freezes"), chosen, follow=True))

        assert "Not all of these await a signature in your areas" in said
        assert not Freeze.objects.exists()

    def test_keep_an_official_from_signing_and_tell_them(self, auditor: User) -> None:
        version = zones.declared()
        freezing.freeze(Thing.ZONE, [version.pk], by=auditor, because="x", now=NOW)
        signer = zones.official("high_reviewer", unit="signing office")

        response = reader(signer).post(address("console:sign", version.pk))

        assert response.status_code == 409
        assert "Frozen by an auditor" in words(response)

    def test_are_counted_in_statements(
        self, auditor: User, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        for _ in range(3):
            evidence.proposed()
        browser = reader(auditor)

        with django_assert_num_queries(FREEZES):
            browser.get(address("console:freezes"))


class TestLedger:
    def test_is_checked_by_a_button(self, auditor: User) -> None:
        asked = words(reader(auditor).post(address("console:audit-ledger"), follow=True))
        assert "Asked for." in asked
        assert "Running" in asked
        again = words(reader(auditor).post(address("console:audit-ledger"), follow=True))
        assert "being checked already" in again

        ledger.seal()
        checking.work(LedgerCheck.objects.get().pk, now=NOW)

        assert "All is as it was" in page(auditor, "console:audit-ledger")


class TestTogether:
    def test_finds_two_who_collude_in_one_look(
        self,
        auditor: User,
        django_assert_num_queries: DjangoAssertNumQueries,
        settings: Settings,
    ) -> None:
        """As in Zhengzhou in 2022: single entries, one by one, about whoever has an account."""
        oversight.nothing_is_held(settings)
        zhang = oversight.official("epidemiologist", unit="command", name="Zhang")
        zhao = oversight.official("reviewer", unit="social affairs", name="Zhao")
        honest = oversight.official("epidemiologist", unit="centre", name="Chen")
        for citizen in (depositors := [citizens.citizen() for _ in range(30)])[:5]:
            evidence.recorded(citizen, source_reference=f"register {citizen.pk}")
        oversight.single_entries(depositors[5:], filed_by=zhang, signed_by=zhao)
        oversight.single_entries(depositors[:5], filed_by=honest, signed_by=zhao)
        browser = reader(auditor)

        with django_assert_num_queries(TOGETHER):
            response = browser.get(address("console:audit-together"))

        assert "Zhang Zhao 25 25" in words(response)
        assert "Chen" not in words(response)
        assert Evidence.objects.filter(state="in_force").count() == 35

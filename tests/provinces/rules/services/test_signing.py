"""The second office: it signs, sends back, and takes back what is in notice."""

from __future__ import annotations

from datetime import timedelta

import pytest

from provinces.accounts.models import User
from provinces.ledger import queries as ledger
from provinces.rules import gate, queries, services
from provinces.rules.models import Draft, Ruleset, State, Withdrawal
from provinces.rules.services import Terms
from provinces.rules.terms import EMERGENCY, NOTICE
from tests import cast
from tests.factories import areas, offices, rulesets

NOW = cast.NOW
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@pytest.fixture
def drafter(north: object) -> User:
    return rulesets.drafter()


@pytest.fixture
def signatory(north: object) -> User:
    return rulesets.signatory()


class TestSign:
    def test_publishes_the_draft_with_both_signatures(self, drafter: User, signatory: User) -> None:
        draft = rulesets.submitted(drafter, version="7")

        services.sign(draft, edition=1, by=signatory, now=NOW + HOUR)

        ruleset = Ruleset.objects.get()
        assert (ruleset.name, ruleset.version) == ("first", "7")
        assert (ruleset.drafted_by, ruleset.drafted_unit) == (drafter, "health commission")
        assert (ruleset.signed_by, ruleset.signed_unit) == (signatory, "emergency command")
        assert (ruleset.drafted_at, ruleset.signed_at) == (NOW, NOW + HOUR)
        assert Draft.objects.get().ruleset == ruleset

    def test_gives_48_hours_of_notice(self, drafter: User, signatory: User) -> None:
        ruleset = services.sign(rulesets.submitted(drafter), edition=1, by=signatory, now=NOW)

        assert ruleset.in_force_from == NOW + NOTICE == NOW + 48 * HOUR
        assert ruleset.expires_at == ruleset.in_force_from + 90 * DAY
        assert queries.in_force(NOW + NOTICE - HOUR) is None
        assert queries.in_force(NOW + NOTICE) == ruleset

    def test_gives_the_notice_from_the_signature_on(self, drafter: User, signatory: User) -> None:
        draft = rulesets.submitted(drafter, terms=Terms(NOW + 3 * DAY))

        ruleset = services.sign(draft, edition=1, by=signatory, now=NOW + 2 * DAY)

        assert ruleset.in_force_from == NOW + 4 * DAY

    def test_refuses_an_office_that_is_only_spelt_otherwise(self, north: object) -> None:
        drafter = rulesets.drafter(unit="Health Commission")
        second = rulesets.signatory(unit="health commission ")

        with pytest.raises(services.SameOffice):
            services.sign(rulesets.submitted(drafter), edition=1, by=second, now=NOW)

    def test_waits_until_the_wished_moment(self, drafter: User, signatory: User) -> None:
        draft = rulesets.submitted(drafter, terms=Terms(NOW + 9 * DAY))

        ruleset = services.sign(draft, edition=1, by=signatory, now=NOW)

        assert ruleset.in_force_from == NOW + 9 * DAY

    def test_lets_one_of_two_emergencies_begin(self, drafter: User, signatory: User) -> None:
        emergency = Terms(emergency="outbreak")
        first, second = (
            rulesets.submitted(drafter, version=version, terms=emergency) for version in "12"
        )
        services.sign(first, edition=1, by=signatory, now=NOW)

        with pytest.raises(services.EmergencyAgain):
            services.sign(second, edition=1, by=signatory, now=NOW + EMERGENCY)

    def test_gives_an_emergency_none_and_72_hours_to_last(
        self, drafter: User, signatory: User
    ) -> None:
        draft = rulesets.submitted(drafter, terms=Terms(emergency="outbreak in the port"))

        ruleset = services.sign(draft, edition=1, by=signatory, now=NOW)

        assert queries.in_force(NOW) == ruleset
        assert ruleset.expires_at == NOW + EMERGENCY
        assert ruleset.emergency == "outbreak in the port"

    def test_is_recorded_with_both_offices(self, drafter: User, signatory: User) -> None:
        ruleset = services.sign(rulesets.submitted(drafter), edition=1, by=signatory, now=NOW)

        payload = ledger.about(ruleset)[0]
        assert payload.entry.event == "ruleset.signed"
        assert payload.body["digest"] == ruleset.digest
        assert payload.body["office"] == "health commission"
        assert payload.body["second_office"] == "emergency command"

    def test_refuses_the_drafter(self, drafter: User) -> None:
        offices.office(drafter, areas.area("110000"), "high_reviewer", unit="other", now=NOW)

        with pytest.raises(services.SameOfficial):
            services.sign(rulesets.submitted(drafter), edition=1, by=drafter, now=NOW)

        assert not Ruleset.objects.exists()

    def test_refuses_an_official_of_the_drafting_office(self, drafter: User) -> None:
        colleague = rulesets.signatory(unit="health commission")

        with pytest.raises(services.SameOffice):
            services.sign(rulesets.submitted(drafter), edition=1, by=colleague, now=NOW)

    def test_refuses_one_who_holds_another_role_in_the_same_office(
        self, drafter: User, signatory: User
    ) -> None:
        area = areas.area("110100")
        offices.office(signatory, area, "auditor", unit="health commission", now=NOW)

        with pytest.raises(services.SameOffice):
            services.sign(rulesets.submitted(drafter), edition=1, by=signatory, now=NOW)

    def test_refuses_one_whose_office_the_drafter_has_joined(
        self, drafter: User, signatory: User
    ) -> None:
        draft = rulesets.submitted(drafter)
        offices.office(drafter, areas.area("110100"), "auditor", unit="emergency command", now=NOW)

        with pytest.raises(services.SameOffice):
            services.sign(draft, edition=1, by=signatory, now=NOW)

    def test_needs_the_power_over_the_whole_province(self, drafter: User, ben: User) -> None:
        offices.office(ben, areas.area("110100"), "high_reviewer", unit="city", now=NOW)

        with pytest.raises(services.NotAllowed, match="may not sign_rules"):
            services.sign(rulesets.submitted(drafter), edition=1, by=ben, now=NOW)

    def test_refuses_what_was_edited_after_it_was_read(
        self, drafter: User, signatory: User
    ) -> None:
        draft = rulesets.submitted(drafter)
        draft = services.send_back(draft, by=signatory, because="unclear", now=NOW)
        draft = services.edit(draft, rulesets.document(), by=drafter, now=NOW)
        services.submit(draft, by=drafter, now=NOW)

        with pytest.raises(services.EditedSince, match="at edition 2, and 1 was read"):
            services.sign(draft, edition=1, by=signatory, now=NOW)

    def test_happens_once(self, drafter: User, signatory: User) -> None:
        draft = rulesets.submitted(drafter)
        services.sign(draft, edition=1, by=signatory, now=NOW)

        with pytest.raises(services.NoLongerOpen, match="not under review: signed"):
            services.sign(draft, edition=1, by=signatory, now=NOW)

    def test_is_of_what_was_submitted_only(self, drafter: User, signatory: User) -> None:
        with pytest.raises(services.NoLongerOpen, match="not under review: drafted"):
            services.sign(rulesets.drafted(drafter), edition=1, by=signatory, now=NOW)

    def test_refuses_a_version_that_another_draft_has_become(
        self, drafter: User, signatory: User
    ) -> None:
        one, other = rulesets.submitted(drafter), rulesets.submitted(drafter)
        services.sign(one, edition=1, by=signatory, now=NOW)

        with pytest.raises(services.AlreadyPublished):
            services.sign(other, edition=1, by=signatory, now=NOW + HOUR)

    def test_refuses_to_begin_before_what_was_signed_meanwhile(
        self, drafter: User, signatory: User
    ) -> None:
        waiting = rulesets.submitted(drafter, version="1")
        rulesets.signed(version="2", terms=Terms(NOW + 5 * DAY))

        with pytest.raises(services.OutOfOrder):
            services.sign(waiting, edition=1, by=signatory, now=NOW)

    def test_asks_the_gate_again(self, drafter: User, signatory: User) -> None:
        draft = rulesets.submitted(drafter)
        Draft.objects.update(document=rulesets.document(cases=[]))

        with pytest.raises(gate.Refused, match="cases"):
            services.sign(draft, edition=1, by=signatory, now=NOW)


class TestSendBack:
    def test_returns_the_draft_with_the_reason(self, drafter: User, signatory: User) -> None:
        draft = rulesets.submitted(drafter)

        services.send_back(draft, by=signatory, because=" unclear ", now=NOW)

        found = Draft.objects.get()
        assert (found.state, found.sent_back_because) == (State.SENT_BACK, "unclear")
        assert (found.sent_back_by, found.sent_back_unit) == (signatory, "emergency command")
        assert ledger.about(found)[0].body["because"] == "unclear"

    def test_leaves_it_to_the_drafter_to_edit(self, drafter: User, signatory: User) -> None:
        draft = rulesets.submitted(drafter)
        draft = services.send_back(draft, by=signatory, because="unclear", now=NOW)

        draft = services.edit(draft, rulesets.document(), by=drafter, now=NOW)

        assert (draft.edition, draft.sent_back_because) == (2, "unclear")

    def test_may_come_from_a_colleague(self, drafter: User) -> None:
        colleague = rulesets.signatory(unit="health commission")

        draft = services.send_back(
            rulesets.submitted(drafter), by=colleague, because="unclear", now=NOW
        )

        assert draft.state == State.SENT_BACK

    def test_is_not_for_the_drafter(self, drafter: User) -> None:
        with pytest.raises(services.SameOfficial):
            services.send_back(rulesets.submitted(drafter), by=drafter, because="unclear", now=NOW)

    @pytest.mark.parametrize(("because", "message"), [(" ", "needs a reason"), ("x" * 601, "600")])
    def test_needs_a_reason(
        self, drafter: User, signatory: User, because: str, message: str
    ) -> None:
        with pytest.raises(ValueError, match=message):
            services.send_back(rulesets.submitted(drafter), by=signatory, because=because, now=NOW)


class TestWithdraw:
    def test_takes_a_version_back_before_it_counts(self, signatory: User) -> None:
        ruleset = rulesets.signed()

        services.withdraw(ruleset, by=signatory, because="an error", now=NOW + HOUR)

        withdrawal = Withdrawal.objects.get()
        assert (withdrawal.ruleset, withdrawal.because) == (ruleset, "an error")
        assert withdrawal.withdrawn_unit == "emergency command"
        assert queries.in_force(NOW + NOTICE) is None
        assert ledger.about(ruleset)[0].entry.event == "ruleset.withdrawn"

    def test_leaves_what_is_in_force_there(self, signatory: User) -> None:
        before = rulesets.signed(version="1")
        after = rulesets.signed(version="2", terms=Terms(NOW + 5 * DAY))

        services.withdraw(after, by=signatory, because="an error", now=NOW + 4 * DAY)

        assert queries.in_force(NOW + 6 * DAY) == before

    def test_is_over_when_the_version_is_in_force(self, signatory: User) -> None:
        ruleset = rulesets.signed()

        with pytest.raises(services.InForceAlready, match="publish another version"):
            services.withdraw(ruleset, by=signatory, because="an error", now=NOW + NOTICE)

    def test_happens_once(self, signatory: User) -> None:
        ruleset = rulesets.signed()
        services.withdraw(ruleset, by=signatory, because="an error", now=NOW)

        with pytest.raises(services.NoLongerOpen, match="is withdrawn"):
            services.withdraw(ruleset, by=signatory, because="an error", now=NOW)

    def test_needs_the_power(self, drafter: User) -> None:
        with pytest.raises(services.NotAllowed, match="may not sign_rules"):
            services.withdraw(rulesets.signed(), by=drafter, because="an error", now=NOW)

    def test_needs_a_reason(self, signatory: User) -> None:
        with pytest.raises(ValueError, match="needs a reason"):
            services.withdraw(rulesets.signed(), by=signatory, because="", now=NOW)

    def test_keeps_the_version_from_being_used_again(self, drafter: User, signatory: User) -> None:
        services.withdraw(rulesets.signed(), by=signatory, because="an error", now=NOW)

        with pytest.raises(services.AlreadyPublished):
            rulesets.submitted(drafter)

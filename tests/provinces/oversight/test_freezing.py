"""What an auditor has wait takes no signature, and frees everybody all the same."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from provinces.accounts.models import User
from provinces.evidence import services as evidences
from provinces.evidence.models import Evidence
from provinces.ledger import queries as feed
from provinces.ledger.kinds import Kind
from provinces.oversight.auditing import freezing
from provinces.oversight.models import Freeze, Thing
from provinces.rules import queries as rules
from provinces.rules import services as rulemaking
from provinces.rules.models import ProgrammeTerm, Renewal, Ruleset
from provinces.zones import services as zoning
from tests import cast
from tests.factories import appeals, evidence, oversight, road, rulesets, zones

NOW = cast.NOW
HOUR = timedelta(hours=1)
BECAUSE = "Thirty entries in ten minutes, and no case."


@pytest.fixture
def auditor(north: object) -> User:
    return oversight.auditor()


@pytest.fixture
def piece(auditor: User) -> Evidence:
    return evidence.proposed()


def frozen(piece: Evidence, by: User) -> Freeze:
    (found,) = freezing.freeze(Thing.PIECE, [piece.pk], by=by, because=BECAUSE, now=NOW)
    return found


def announced() -> Ruleset:
    """A version that two offices have signed, and that begins after its notice."""
    return rulemaking.sign(rulesets.submitted(), edition=1, by=rulesets.signatory(), now=NOW)


def renewed() -> Renewal:
    """What an office proposes to renew the programme by, which ends in 20 days."""
    road.first_ruleset(now=NOW - timedelta(days=70))
    return proposed_again()


def proposed_again(because: str = "Cases rise.", days: int = 30) -> Renewal:
    drafter = rulesets.drafter()
    return rulemaking.propose_renewal(because=because, days=days, by=drafter, now=NOW)


def approved(piece: Evidence, now: datetime = NOW + HOUR) -> Evidence:
    reviewer = oversight.official("reviewer", unit="approving office")
    with transaction.atomic():
        return evidences.approve(piece, by=reviewer, now=now)


class TestFreeze:
    def test_keeps_evidence_from_being_approved(self, auditor: User, piece: Evidence) -> None:
        frozen(piece, auditor)

        with pytest.raises(IntegrityError) as refusal:
            approved(piece)
        assert freezing.is_frozen(refusal.value)

    def test_keeps_a_zone_from_being_signed(self, auditor: User) -> None:
        version = zones.declared()
        freezing.freeze(Thing.ZONE, [version.pk], by=auditor, because=BECAUSE, now=NOW)
        signer = zones.official("high_reviewer", unit="signing office")

        with pytest.raises(IntegrityError, match=freezing.REFUSAL), transaction.atomic():
            zoning.countersign(version, by=signer, now=NOW + HOUR)

    def test_keeps_a_draft_of_rules_from_being_signed(self, auditor: User) -> None:
        draft = rulesets.submitted()
        freezing.freeze(Thing.RULES, [draft.pk], by=auditor, because=BECAUSE, now=NOW)

        with pytest.raises(IntegrityError, match=freezing.REFUSAL), transaction.atomic():
            rulemaking.sign(draft, edition=draft.edition, by=rulesets.signatory(), now=NOW + HOUR)

    def test_takes_a_rule_set_in_notice_back_and_tells_peers(self, auditor: User) -> None:
        ruleset = announced()

        freezing.freeze(Thing.NOTICE, [ruleset.pk], by=auditor, because=BECAUSE, now=NOW)

        assert rules.in_force(ruleset.in_force_from + HOUR) != ruleset
        (told,) = feed.published(Kind.RULESET_WITHDRAWN)
        assert (told["id"], told["version"]) == (ruleset.name, ruleset.version)
        assert ruleset.withdrawal.because == BECAUSE
        assert ruleset.withdrawal.withdrawn_by == auditor

    def test_keeps_what_says_the_same_from_being_signed_meanwhile(self, auditor: User) -> None:
        ruleset = announced()
        freezing.freeze(Thing.NOTICE, [ruleset.pk], by=auditor, because=BECAUSE, now=NOW)
        same = rulesets.submitted(version="2026-3")

        with pytest.raises(IntegrityError, match=freezing.REFUSAL), transaction.atomic():
            rulemaking.sign(same, edition=1, by=rulesets.signatory(), now=NOW + 71 * HOUR)
        signed = rulemaking.sign(same, edition=1, by=rulesets.signatory(), now=NOW + 72 * HOUR)

        assert signed.in_force_from >= NOW + 120 * HOUR

    def test_lets_other_rules_be_signed(self, auditor: User) -> None:
        ruleset = announced()
        freezing.freeze(Thing.NOTICE, [ruleset.pk], by=auditor, because=BECAUSE, now=NOW)
        other = rulesets.submitted(version="2026-3", days_in_force=30)

        assert rulemaking.sign(other, edition=1, by=rulesets.signatory(), now=NOW + HOUR)

    def test_is_of_no_rule_set_that_is_in_force_or_withdrawn(self, auditor: User) -> None:
        ruleset = announced()

        with pytest.raises(freezing.NotAwaiting):
            freezing.freeze(
                Thing.NOTICE, [ruleset.pk], by=auditor, because=BECAUSE, now=ruleset.in_force_from
            )
        rulemaking.withdraw(ruleset, by=rulesets.signatory(), because="an error", now=NOW)
        with pytest.raises(freezing.NotAwaiting):
            freezing.freeze(Thing.NOTICE, [ruleset.pk], by=auditor, because=BECAUSE, now=NOW)

    def test_is_of_rules_by_auditors_of_the_whole_province(self, auditor: User) -> None:
        ruleset = announced()
        local = oversight.official("auditor", "110100", unit="city audit office")

        with pytest.raises(freezing.NotAwaiting):
            freezing.freeze(Thing.NOTICE, [ruleset.pk], by=local, because=BECAUSE, now=NOW)
        assert freezing.freezable(local, NOW, most=9)["notice"] == []
        assert freezing.freezable(auditor, NOW, most=9)["notice"] == [ruleset]

    def test_keeps_a_renewal_of_the_programme_from_being_signed(self, auditor: User) -> None:
        renewal = renewed()
        freezing.freeze(Thing.RENEWAL, [renewal.pk], by=auditor, because=BECAUSE, now=NOW)

        with pytest.raises(IntegrityError, match=freezing.REFUSAL) as refusal, transaction.atomic():
            rulemaking.sign_renewal(renewal, by=rulesets.signatory(), now=NOW + HOUR)
        assert freezing.is_frozen(refusal.value)
        assert ProgrammeTerm.objects.count() == 1

    def test_keeps_the_same_renewal_proposed_anew_from_being_signed(self, auditor: User) -> None:
        freezing.freeze(Thing.RENEWAL, [renewed().pk], by=auditor, because=BECAUSE, now=NOW)
        same, signatory = proposed_again(), rulesets.signatory()

        with pytest.raises(IntegrityError, match=freezing.REFUSAL), transaction.atomic():
            rulemaking.sign_renewal(same, by=signatory, now=NOW + 71 * HOUR)

        assert rulemaking.sign_renewal(same, by=signatory, now=NOW + 72 * HOUR).number == 2

    @pytest.mark.parametrize("other", [{"days": 29}, {"because": "Wards are full."}])
    def test_lets_another_renewal_be_signed(self, auditor: User, other: dict[str, Any]) -> None:
        freezing.freeze(Thing.RENEWAL, [renewed().pk], by=auditor, because=BECAUSE, now=NOW)

        again = proposed_again(**other)

        assert rulemaking.sign_renewal(again, by=rulesets.signatory(), now=NOW + HOUR).number == 2

    def test_is_of_the_renewal_alone_that_may_be_signed(self, auditor: User) -> None:
        replaced, last = renewed(), proposed_again()

        with pytest.raises(freezing.NotAwaiting):
            freezing.freeze(Thing.RENEWAL, [replaced.pk], by=auditor, because=BECAUSE, now=NOW)
        assert freezing.freezable(auditor, NOW, most=9)["renewal"] == [last]
        rulemaking.sign_renewal(last, by=rulesets.signatory(), now=NOW)
        with pytest.raises(freezing.NotAwaiting):
            freezing.freeze(Thing.RENEWAL, [last.pk], by=auditor, because=BECAUSE, now=NOW)

    def test_is_of_a_renewal_by_auditors_of_the_whole_province(self, auditor: User) -> None:
        renewal = renewed()
        local = oversight.official("auditor", "110100", unit="city audit office")

        with pytest.raises(freezing.NotAwaiting):
            freezing.freeze(Thing.RENEWAL, [renewal.pk], by=local, because=BECAUSE, now=NOW)
        assert freezing.freezable(local, NOW, most=9)["renewal"] == []
        assert freezing.freezable(auditor, NOW, most=9)["renewal"] == [renewal]

    def test_lets_evidence_be_rejected(self, auditor: User, piece: Evidence) -> None:
        frozen(piece, auditor)
        reviewer = oversight.official("reviewer", unit="approving office")

        evidences.reject(piece, by=reviewer, because="no case", now=NOW + HOUR)

        assert Evidence.objects.get(pk=piece.pk).state == "rejected"

    def test_changes_nobodys_status(self, auditor: User) -> None:
        citizen = appeals.resident()
        appeals.exposed(citizen)
        before = appeals.status(citizen)

        frozen(evidence.proposed(citizen), auditor)

        assert appeals.status(citizen, NOW + HOUR) == before

    def test_is_over_after_72_hours(self, auditor: User, piece: Evidence) -> None:
        frozen(piece, auditor)

        assert approved(piece, NOW + 72 * HOUR).state == "in_force"

    def test_is_of_nothing_that_is_in_effect(self, auditor: User) -> None:
        with pytest.raises(freezing.NotAwaiting):
            frozen(evidence.in_force(), auditor)

    def test_is_done_once(self, auditor: User, piece: Evidence) -> None:
        frozen(piece, auditor)

        with pytest.raises(freezing.FrozenBefore):
            frozen(piece, oversight.auditor(unit="other audit office"))

    def test_is_of_a_whole_batch_or_of_nothing(self, auditor: User, piece: Evidence) -> None:
        numbers = [piece.pk, evidence.in_force().pk]

        with pytest.raises(freezing.NotAwaiting):
            freezing.freeze(Thing.PIECE, numbers, by=auditor, because=BECAUSE, now=NOW)
        assert not Freeze.objects.exists()

    def test_is_for_auditors(self, piece: Evidence) -> None:
        with pytest.raises(freezing.NotAllowed):
            frozen(piece, oversight.official("administrator", unit="centre"))

    def test_takes_a_reason(self, auditor: User, piece: Evidence) -> None:
        with pytest.raises(freezing.NoReason):
            freezing.freeze(Thing.PIECE, [piece.pk], by=auditor, because=" ", now=NOW)


class TestProlong:
    def test_takes_another_office(self, auditor: User, piece: Evidence) -> None:
        found = frozen(piece, auditor)

        for same in (auditor, oversight.auditor()):
            with pytest.raises(freezing.SameBody):
                freezing.prolong(found, by=same, now=NOW + HOUR)

    def test_lasts_for_a_month_in_all(self, auditor: User, piece: Evidence) -> None:
        other = oversight.auditor(unit="other audit office")

        found = freezing.prolong(frozen(piece, auditor), by=other, now=NOW + HOUR)

        assert found.ends_at == NOW + timedelta(days=30)
        with pytest.raises(IntegrityError):
            approved(piece, NOW + 80 * HOUR)

    def test_is_guarded_by_the_database(self, auditor: User, piece: Evidence) -> None:
        found = frozen(piece, auditor)

        with pytest.raises(IntegrityError, match="72_hours"), transaction.atomic():
            Freeze.objects.filter(pk=found.pk).update(
                prolonged_by=auditor,
                prolonged_unit="elsewhere",
                prolonged_at=NOW,
                ends_at=NOW + timedelta(days=9),
            )

    def test_does_not_bring_one_back_that_is_over(self, auditor: User, piece: Evidence) -> None:
        other = oversight.auditor(unit="other audit office")

        with pytest.raises(freezing.NotStanding):
            freezing.prolong(frozen(piece, auditor), by=other, now=NOW + 72 * HOUR)


class TestLift:
    def test_lets_it_go_on(self, auditor: User, piece: Evidence) -> None:
        freezing.lift(frozen(piece, auditor), by=auditor, now=NOW)

        assert not freezing.standing(auditor, NOW)
        assert approved(piece).state == "in_force"

    def test_lets_a_renewal_go_on(self, auditor: User) -> None:
        renewal = renewed()
        (made,) = freezing.freeze(Thing.RENEWAL, [renewal.pk], by=auditor, because=BECAUSE, now=NOW)
        assert list(freezing.standing(auditor, NOW)) == [made]

        freezing.lift(made, by=auditor, now=NOW)

        assert rulemaking.sign_renewal(renewal, by=rulesets.signatory(), now=NOW).number == 2

    @pytest.mark.parametrize("act", [freezing.lift, freezing.prolong])
    def test_is_for_auditors_of_its_area(self, auditor: User, piece: Evidence, act: Any) -> None:
        elsewhere = oversight.official("auditor", "110200", unit="city audit office")
        made = frozen(piece, auditor)

        with pytest.raises(freezing.NotStanding):
            act(made, by=elsewhere, now=NOW)
        assert not freezing.standing(elsewhere, NOW)
        assert list(freezing.standing(auditor, NOW)) == [made]

    def test_of_rules_is_for_auditors_of_the_whole_province(self, auditor: User) -> None:
        draft = rulesets.submitted()
        (made,) = freezing.freeze(Thing.RULES, [draft.pk], by=auditor, because=BECAUSE, now=NOW)
        local = oversight.official("auditor", "110100", unit="city audit office")

        with pytest.raises(freezing.NotStanding):
            freezing.lift(made, by=local, now=NOW)

"""Endings and withdrawals: once each, by one signature."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import transaction

from provinces.accounts.models import User
from provinces.citizens.models import Citizen, StaleMark
from provinces.evidence import services
from provinces.evidence.classes import EvidenceClass
from provinces.evidence.models import Evidence, Origin
from provinces.ledger import queries as ledger
from provinces.ledger.models import Entry
from tests import cast
from tests.factories import citizens, evidence

NOW, YESTERDAY = cast.NOW, evidence.YESTERDAY
LATER = NOW + timedelta(hours=1)
SUSPECTED = EvidenceClass.SUSPECTED_CASE
CLOSE, SECONDARY = EvidenceClass.CLOSE_CONTACT, EvidenceClass.SECONDARY_CONTACT


def counting(at: datetime = LATER) -> set[int]:
    return set(Evidence.objects.counting(at).values_list("pk", flat=True))


class TestEnd:
    def test_says_when_to_the_minute_and_when_it_was_noted(self, eve: Citizen, ada: User) -> None:
        piece = evidence.in_force(eve)
        at = NOW - timedelta(hours=3, seconds=20)

        services.end(piece, at=at, by=ada, because="符合出院标准", now=LATER)

        piece.refresh_from_db()
        assert piece.ended_at == NOW - timedelta(hours=3, minutes=1)
        assert (piece.ended_by, piece.end_noted_at) == (ada, LATER)
        assert piece.ended_because == "符合出院标准"

    @pytest.mark.parametrize("ahead", [timedelta(minutes=6), timedelta(days=2)])
    def test_is_not_told_before_it_happens(self, eve: Citizen, ada: User, ahead: timedelta) -> None:
        piece = evidence.in_force(eve)

        with pytest.raises(services.OutsidePeriod, match="is to come; an end is told when it has"):
            services.end(piece, at=NOW + ahead, by=ada, because="出院", now=NOW)
        with pytest.raises(services.OutsidePeriod, match="is to come"):
            services.end_many(
                [services.Ending(evidence.recorded(eve), NOW + ahead, "出院")], now=NOW
            )

    def test_bears_with_clocks_that_are_a_little_fast(self, eve: Citizen, ada: User) -> None:
        piece = evidence.in_force(eve)

        services.end(piece, at=NOW + timedelta(minutes=5), by=ada, because="出院", now=NOW)

        assert Evidence.objects.get().ended_at == NOW + timedelta(minutes=5)

    def test_leaves_it_counting(self, eve: Citizen, ada: User) -> None:
        piece = evidence.in_force(eve)

        services.end(piece, at=NOW, by=ada, because="出院", now=NOW)

        assert counting() == {piece.pk}

    def test_marks_the_person_and_is_recorded(self, eve: Citizen, ada: User) -> None:
        piece = evidence.in_force(eve)

        services.end(piece, at=NOW, by=ada, because="出院", now=NOW)

        assert StaleMark.objects.latest("pk").because == "evidence.ended"
        payload = ledger.about(piece)[0]
        assert payload.entry.event == "evidence.ended"
        assert payload.body["ended_at"] == NOW.isoformat()
        assert payload.body["office"] == "city health office"

    def test_is_open_to_whoever_may_approve(self, eve: Citizen, ben: User) -> None:
        piece = services.end(evidence.in_force(eve), at=NOW, by=ben, because="出院", now=NOW)

        assert piece.ended_by == ben

    def test_is_not_open_to_a_stranger(self, eve: Citizen, cleo: User) -> None:
        with pytest.raises(services.NotAllowed):
            services.end(evidence.in_force(eve), at=NOW, by=cleo, because="出院", now=NOW)

    def test_is_for_the_register_itself_without_an_official(self, eve: Citizen) -> None:
        piece = services.end(evidence.recorded(eve), at=NOW, by=None, because="出院", now=NOW)

        assert (piece.ended_at, piece.ended_by) == (NOW, None)

    def test_of_manual_evidence_needs_an_official(self, eve: Citizen) -> None:
        with pytest.raises(services.NotAllowed, match="speaks for itself"):
            services.end(evidence.in_force(eve), at=NOW, by=None, because="出院", now=NOW)

    def test_happens_once(self, eve: Citizen, ada: User) -> None:
        piece = services.end(evidence.in_force(eve), at=NOW, by=ada, because="出院", now=NOW)

        with pytest.raises(services.AlreadyEnded):
            services.end(piece, at=LATER, by=ada, because="出院", now=LATER)

    def test_is_not_known_to_every_class(self, eve: Citizen, ada: User) -> None:
        piece = evidence.in_force(eve, EvidenceClass.GENERAL_CONTACT)

        with pytest.raises(services.NoEnding):
            services.end(piece, at=NOW, by=ada, because="期满", now=NOW)

    @pytest.mark.parametrize("days", [-2, 6.001])
    def test_lies_between_what_happened_and_the_expiry(
        self, eve: Citizen, ada: User, days: int
    ) -> None:
        piece = evidence.in_force(eve)
        later = piece.expires_at - timedelta(minutes=2)

        with pytest.raises(services.OutsidePeriod):
            services.end(piece, at=NOW + timedelta(days=days), by=ada, because="出院", now=later)

    def test_names_its_time_zone(self, eve: Citizen, ada: User) -> None:
        naive = NOW.replace(tzinfo=None)

        with pytest.raises(services.OutsidePeriod, match="no time zone"):
            services.end(evidence.in_force(eve), at=naive, by=ada, because="出院", now=NOW)

    def test_of_what_awaits_is_refused(self, eve: Citizen, ada: User) -> None:
        with pytest.raises(services.NotInForce):
            services.end(evidence.proposed(eve), at=NOW, by=ada, because="出院", now=NOW)


class TestExclusion:
    """A suspicion that is excluded was no case: nothing rests on it any more."""

    def test_takes_along_the_contacts_that_rest_on_it(self, eve: Citizen, ada: User) -> None:
        suspicion, case = evidence.recorded(None, SUSPECTED), evidence.recorded()
        close = evidence.in_force(eve, CLOSE, contact=evidence.contact(case=suspicion))
        secondary = evidence.in_force(None, SECONDARY, contact=evidence.contact(case=close))
        other = evidence.in_force(eve, CLOSE, contact=evidence.contact(case=case))
        StaleMark.objects.all().delete()

        services.end(suspicion, at=NOW, by=ada, because="排除疑似", now=NOW)

        assert counting() == {suspicion.pk, case.pk, other.pk}
        secondary.refresh_from_db()
        assert (secondary.withdrawn_by, secondary.withdrawn_because) == (ada, "排除疑似")
        assert set(StaleMark.objects.values_list("citizen_id", "because")) == {
            (suspicion.citizen_id, "evidence.ended"),
            (eve.pk, "evidence.withdrawn"),
            (secondary.citizen_id, "evidence.withdrawn"),
        }

    def test_is_recorded_for_each_contact(self, eve: Citizen, ada: User) -> None:
        suspicion = evidence.recorded(None, SUSPECTED)
        close = evidence.in_force(eve, CLOSE, contact=evidence.contact(case=suspicion))

        services.end(suspicion, at=NOW, by=ada, because="排除疑似", now=NOW)

        assert ledger.about(suspicion)[0].body["resting_on_it"] == [close.pk]
        fallen = ledger.about(close)[0]
        assert fallen.entry.event == "evidence.withdrawn"
        assert fallen.body["with"] == suspicion.pk

    def test_by_its_source_does_the_same(self, eve: Citizen) -> None:
        suspicion = evidence.recorded(None, SUSPECTED)
        evidence.in_force(eve, CLOSE, contact=evidence.contact(case=suspicion))

        services.end_many([services.Ending(suspicion, NOW, "排除疑似")], now=NOW)

        assert counting() == {suspicion.pk}

    def test_leaves_what_rests_on_a_case_that_was_discharged(self, eve: Citizen, ada: User) -> None:
        case = evidence.recorded()
        close = evidence.in_force(eve, CLOSE, contact=evidence.contact(case=case))

        services.end(case, at=NOW, by=ada, because="出院", now=NOW)

        assert counting() == {case.pk, close.pk}


class TestEndMany:
    def test_does_as_end_does_one_by_one(self, north: object) -> None:
        pieces = [evidence.recorded() for _ in range(3)]
        endings = [services.Ending(piece, NOW, "出院") for piece in pieces]

        services.end_many(endings, now=LATER)

        ended = Evidence.objects.values_list("ended_at", "end_noted_at", "ended_because")
        assert list(ended) == [(NOW, LATER, "出院")] * 3
        assert Entry.objects.filter(event="evidence.ended").count() == 1
        assert StaleMark.objects.filter(because="evidence.ended").count() == 3

    def test_is_all_or_nothing(self, north: object) -> None:
        manual, told = evidence.in_force(), evidence.recorded()
        endings = [services.Ending(piece, NOW, "出院") for piece in (told, manual)]

        with pytest.raises(services.NotAllowed):
            services.end_many(endings, now=LATER)

        assert not Evidence.objects.exclude(ended_at=None).exists()

    def test_of_nothing_records_nothing(self, north: object) -> None:
        services.end_many([], now=NOW)

        assert not Entry.objects.filter(event="evidence.ended").exists()


class TestWithdraw:
    def test_ends_its_effect_at_once(self, eve: Citizen, ada: User) -> None:
        piece = evidence.in_force(eve)

        services.withdraw(piece, by=ada, because="误报", now=LATER)

        assert counting(NOW) == {piece.pk}
        assert counting(LATER) == set()
        piece.refresh_from_db()
        assert (piece.withdrawn_by, piece.withdrawn_at) == (ada, LATER)

    def test_takes_along_what_rests_on_it(self, eve: Citizen, ada: User) -> None:
        case = evidence.recorded()
        close = evidence.in_force(eve, CLOSE, contact=evidence.contact(case=case))
        secondary = evidence.in_force(None, SECONDARY, contact=evidence.contact(case=close))
        other = evidence.in_force(eve, CLOSE)

        gone = services.withdraw(case, by=ada, because="复检阴性", now=NOW)

        assert gone == [case, close, secondary]
        assert counting() == {other.pk}
        assert {piece.withdrawn_because for piece in gone} == {"复检阴性"}

    def test_takes_along_what_rests_on_an_expired_contact(self, eve: Citizen, ada: User) -> None:
        case = evidence.recorded()
        soon = {"contact": evidence.contact(case=case), "expires_at": NOW + timedelta(days=2)}
        expired = evidence.in_force(eve, CLOSE, **soon)
        rests = evidence.in_force(None, SECONDARY, contact=evidence.contact(case=expired))

        gone = services.withdraw(case, by=ada, because="复检阴性", now=NOW + timedelta(days=3))

        assert gone == [case, rests]
        assert Evidence.objects.get(pk=rests.pk).withdrawn_at is not None

    def test_of_an_expired_case_takes_along_its_contacts(self, eve: Citizen) -> None:
        case = evidence.recorded(expires_at=NOW + timedelta(days=2))
        rests = evidence.in_force(eve, CLOSE, contact=evidence.contact(case=case))
        later = NOW + timedelta(days=3)

        gone = services.withdraw(case, by=None, because="复检阴性", now=later)

        assert gone == [case, rests]
        assert counting(later) == set()

    def test_of_an_expired_case_on_which_nothing_rests_is_refused(self, north: object) -> None:
        case = evidence.recorded(expires_at=NOW + timedelta(days=2))

        with pytest.raises(services.NotInForce):
            services.withdraw(case, by=None, because="误报", now=NOW + timedelta(days=3))

    def test_marks_everybody_it_was_about(self, eve: Citizen, ada: User) -> None:
        case = evidence.recorded()
        evidence.in_force(eve, CLOSE, contact=evidence.contact(case=case))
        StaleMark.objects.all().delete()

        services.withdraw(case, by=ada, because="复检阴性", now=NOW)

        marked = set(StaleMark.objects.values_list("citizen_id", "because"))
        assert marked == {(pk, "evidence.withdrawn") for pk in (case.citizen_id, eve.pk)}

    def test_is_recorded_for_each(self, eve: Citizen, ada: User) -> None:
        case = evidence.recorded()
        contact = evidence.in_force(eve, CLOSE, contact=evidence.contact(case=case))

        services.withdraw(case, by=ada, because="复检阴性", now=NOW)

        assert ledger.about(case)[0].body["resting_on_it"] == [contact.pk]
        assert ledger.about(contact)[0].body["with"] == case.pk

    def test_by_the_register_takes_along_what_officials_have_filed(self, eve: Citizen) -> None:
        case = evidence.recorded()
        contact = evidence.in_force(eve, CLOSE, contact=evidence.contact(case=case))

        services.withdraw(case, by=None, because="复检阴性", now=NOW)

        contact.refresh_from_db()
        assert (contact.withdrawn_at, contact.withdrawn_by) == (NOW, None)

    def test_lets_the_register_tell_it_anew(self, eve: Citizen) -> None:
        services.withdraw(evidence.recorded(eve), by=None, because="日期有误", now=NOW)

        assert evidence.recorded(eve).withdrawn_at is None

    def test_of_manual_evidence_needs_an_official(self, eve: Citizen) -> None:
        with pytest.raises(services.NotAllowed):
            services.withdraw(evidence.in_force(eve), by=None, because="误报", now=NOW)

    def test_is_not_open_to_a_stranger(self, eve: Citizen, cleo: User) -> None:
        with pytest.raises(services.NotAllowed):
            services.withdraw(evidence.in_force(eve), by=cleo, because="误报", now=NOW)

    def test_happens_once(self, eve: Citizen, ada: User) -> None:
        piece = evidence.in_force(eve)
        services.withdraw(piece, by=ada, because="误报", now=NOW)

        with pytest.raises(services.NotInForce):
            services.withdraw(piece, by=ada, because="误报", now=LATER)

    def test_gives_its_reason(self, eve: Citizen, ada: User) -> None:
        with pytest.raises(services.NoReason):
            services.withdraw(evidence.in_force(eve), by=ada, because="", now=NOW)


class TestOneself:
    """An official lessens nothing that is held against themselves."""

    def test_is_not_for_oneself_to_end_or_withdraw(self, ada: User) -> None:
        piece = evidence.recorded(citizens.citizen(user=ada))

        with pytest.raises(services.NotAllowed, match="about themselves; a colleague may"):
            services.end(piece, at=NOW, by=ada, because="出院", now=NOW)
        with pytest.raises(services.NotAllowed, match="about themselves"):
            services.withdraw(piece, by=ada, because="误报", now=NOW)

    def test_is_not_let_go_with_somebody_elses_case(self, ada: User, ben: User) -> None:
        own = {"citizen": citizens.citizen(user=ada), "of": CLOSE}
        case, suspicion = evidence.recorded(), evidence.recorded(None, SUSPECTED)
        for basis in (case, suspicion):
            evidence.in_force(**own, contact=evidence.contact(case=basis))

        with pytest.raises(services.NotAllowed), transaction.atomic():
            services.withdraw(case, by=ada, because="误报", now=NOW)
        with pytest.raises(services.NotAllowed), transaction.atomic():
            services.end(suspicion, at=NOW, by=ada, because="排除疑似", now=NOW)
        assert len(services.withdraw(case, by=ben, because="误报", now=NOW)) == 2


class TestRetract:
    def test_takes_back_ones_own_declaration(self, eve: Citizen) -> None:
        piece = services.declare(eve, EvidenceClass.SYMPTOMS_DECLARED, now=NOW)

        services.retract(piece, of=eve, now=LATER)

        assert counting() == set()
        assert ledger.about(piece)[0].by == f"citizens.citizen:{eve.pk}"

    def test_refuses_another_persons(self, eve: Citizen, finn: Citizen) -> None:
        piece = services.declare(eve, EvidenceClass.SYMPTOMS_DECLARED, now=NOW)

        with pytest.raises(services.NotAllowed):
            services.retract(piece, of=finn, now=LATER)

    def test_refuses_what_others_say_of_one(self, eve: Citizen) -> None:
        piece = evidence.recorded(eve, source=Origin.LABORATORY)

        with pytest.raises(services.NotAllowed):
            services.retract(piece, of=eve, now=LATER)

    def test_is_for_the_person_and_no_official_alone(self, eve: Citizen) -> None:
        piece = services.declare(eve, EvidenceClass.WELLNESS_DECLARED, now=NOW)

        with pytest.raises(services.NotAllowed):
            services.withdraw(piece, by=None, because="误报", now=NOW)

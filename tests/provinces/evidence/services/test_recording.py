"""What registers, laboratories and peers say, and what people declare."""

from __future__ import annotations

from datetime import timedelta

import pytest

from provinces.citizens.models import Citizen, StaleMark
from provinces.evidence import services
from provinces.evidence.classes import EvidenceClass
from provinces.evidence.models import Evidence, Origin, State
from provinces.ledger import queries as ledger
from provinces.ledger.models import Entry
from tests import cast
from tests.factories import citizens, evidence

NOW = cast.NOW
CLOSE = EvidenceClass.CLOSE_CONTACT
CONFIRMED, SUSPECTED = EvidenceClass.CONFIRMED_CASE, EvidenceClass.SUSPECTED_CASE
SYMPTOMS, WELLNESS = EvidenceClass.SYMPTOMS_DECLARED, EvidenceClass.WELLNESS_DECLARED


class TestRecord:
    @pytest.mark.parametrize("source", [Origin.REGISTRY, Origin.LABORATORY, Origin.PEER])
    def test_counts_at_once(self, eve: Citizen, source: Origin) -> None:
        piece = evidence.recorded(eve, source=source)

        assert (piece.state, piece.in_force_at) == (State.IN_FORCE, NOW)
        assert (piece.proposed_by, piece.approved_by) == (None, None)
        assert list(Evidence.objects.counting(NOW)) == [piece]

    def test_marks_the_person_and_has_the_road_walked(
        self, eve: Citizen, django_capture_on_commit_callbacks
    ) -> None:
        with django_capture_on_commit_callbacks() as on_commit:
            evidence.recorded(eve)

        mark = StaleMark.objects.get()
        assert (mark.citizen, mark.because) == (eve, "evidence.recorded")
        assert [each.args[0] for each in on_commit] == ["provinces.status.tasks.drain"]

    def test_is_recorded(self, eve: Citizen) -> None:
        piece = evidence.recorded(eve)

        payload = ledger.about(piece)[0]
        assert (payload.entry.event, payload.by) == ("evidence.recorded", "")
        assert payload.body["source_reference"] == piece.source_reference

    @pytest.mark.parametrize("source", [Origin.MANUAL, Origin.SELF])
    def test_refuses_sources_that_do_not_speak_for_themselves(
        self, eve: Citizen, source: Origin
    ) -> None:
        with pytest.raises(ValueError, match="speaks for itself"):
            evidence.recorded(eve, source=source)

    def test_refuses_what_is_for_the_person_to_say(self, eve: Citizen) -> None:
        with pytest.raises(services.OnlyThePerson):
            evidence.recorded(eve, SYMPTOMS)

    def test_refuses_what_the_claim_lacks(self, eve: Citizen) -> None:
        with pytest.raises(services.InvalidClaim, match="authority: is missing"):
            evidence.recorded(eve, authority="")

    def test_refuses_to_be_told_twice(self, eve: Citizen) -> None:
        evidence.recorded(eve)

        with pytest.raises(services.AlreadyRecorded):
            evidence.recorded(eve)

    def test_takes_the_same_report_about_another_person(self, eve: Citizen, finn: Citizen) -> None:
        evidence.recorded(eve)

        assert evidence.recorded(finn).citizen == finn

    def test_refuses_a_contact_of_a_suspicion_that_was_excluded(self, eve: Citizen) -> None:
        suspicion = evidence.recorded(None, SUSPECTED)
        services.end(suspicion, at=NOW, by=None, because="排除疑似", now=NOW)
        contact = {"contact": evidence.contact(case=suspicion), "now": NOW + timedelta(hours=1)}

        with pytest.raises(services.CaseFallen):
            evidence.recorded(eve, CLOSE, **contact)
        with pytest.raises(services.CaseFallen):
            evidence.in_force(eve, CLOSE, **contact)

    def test_refuses_a_contact_whose_case_does_not_count(self, eve: Citizen) -> None:
        with pytest.raises(services.CaseFallen):
            evidence.recorded(eve, CLOSE, contact=evidence.contact(case=evidence.proposed()))


class TestRecordMany:
    def test_keeps_what_is_in_order_and_says_what_is_not(self, eve: Citizen) -> None:
        known = evidence.claim(eve)
        services.record(known, source=Origin.REGISTRY, now=NOW)
        fallen = evidence.contact(case=evidence.proposed())
        fresh = evidence.claim(source_reference="another report")
        claims = [
            known,
            evidence.claim(legal_basis=""),
            fresh,
            fresh,
            evidence.claim(eve, SYMPTOMS),
            evidence.claim(eve, CLOSE, contact=fallen),
        ]

        done = services.record_many(claims, source=Origin.REGISTRY, now=NOW)

        assert [piece.citizen for piece in done.kept] == [fresh.citizen]
        assert done.known == 2
        assert [index for index, _ in done.refused] == [1, 4, 5]
        assert done.refused[0][1] == "legal_basis: is missing"

    def test_makes_the_same_rows_as_one_by_one(self, eve: Citizen) -> None:
        case = evidence.recorded()
        claims = [
            evidence.claim(citizens.citizen(), of, **values)
            for of, values in [
                (EvidenceClass.OVERSEAS_ARRIVAL, {"details": {"country": "JP"}}),
                (EvidenceClass.HOME_ISOLATION, {}),
                (CLOSE, {"contact": evidence.contact(case=case)}),
            ]
        ]
        columns = [
            field.name
            for field in Evidence._meta.concrete_fields
            if field.name not in ("id", "source")
        ]

        services.record_many(claims, source=Origin.LABORATORY, now=NOW)
        for claim in claims:
            services.record(claim, source=Origin.REGISTRY, now=NOW)

        made = {
            source: list(
                Evidence.objects.filter(source=source, citizen__in=[c.citizen for c in claims])
                .order_by("citizen").values(*columns)
            )
            for source in (Origin.LABORATORY, Origin.REGISTRY)
        }  # fmt: skip
        assert len(made[Origin.LABORATORY]) == 3
        assert made[Origin.LABORATORY] == made[Origin.REGISTRY]

    def test_marks_everybody_and_is_recorded_once(self, north: object) -> None:
        claims = [evidence.claim(source_reference=f"report {n}") for n in range(3)]

        services.record_many(claims, source=Origin.REGISTRY, now=NOW)

        assert StaleMark.objects.count() == 3
        assert Entry.objects.filter(event="evidence.recorded").count() == 1

    def test_does_nothing_with_nothing(self, north: object) -> None:
        assert services.record_many([], source=Origin.PEER, now=NOW) == services.Recorded()

        assert not Entry.objects.filter(event="evidence.recorded").exists()


class TestRecordManyContacts:
    def test_refuses_those_of_an_excluded_suspicion_alone(self, eve: Citizen) -> None:
        suspicion, case = (evidence.recorded(None, of) for of in (SUSPECTED, CONFIRMED))
        services.end(suspicion, at=NOW, by=None, because="排除疑似", now=NOW)
        claims = [
            evidence.claim(eve, CLOSE, contact=evidence.contact(case=of), source_reference=name)
            for name, of in (("a", suspicion), ("b", case))
        ]

        done = services.record_many(claims, source=Origin.REGISTRY, now=NOW)

        assert [piece.case for piece in done.kept] == [case]
        assert done.refused == [(0, f"evidence {suspicion.pk} does not count")]


class TestDeclare:
    def test_counts_at_once_for_as_long_as_its_class_may(self, eve: Citizen) -> None:
        piece = services.declare(eve, SYMPTOMS, now=NOW + timedelta(seconds=30))

        assert (piece.source, piece.source_reference) == (Origin.SELF, "portal")
        assert (piece.happened_at, piece.in_force_at) == (NOW, NOW + timedelta(seconds=30))
        assert piece.expires_at == NOW + timedelta(days=30)
        assert "个人信息保护法" in piece.legal_basis

    def test_is_the_persons_own_act(self, eve: Citizen) -> None:
        piece = services.declare(eve, WELLNESS, now=NOW)

        payload = ledger.about(piece)[0]
        assert (payload.entry.event, payload.by) == (
            "evidence.declared", f"citizens.citizen:{eve.pk}"
        )  # fmt: skip
        assert StaleMark.objects.get().because == "evidence.declared"

    @pytest.mark.parametrize("of", [of for of in EvidenceClass if of not in (SYMPTOMS, WELLNESS)])
    def test_refuses_whatever_else(self, eve: Citizen, of: EvidenceClass) -> None:
        with pytest.raises(services.NotForThePerson):
            services.declare(eve, of, now=NOW)

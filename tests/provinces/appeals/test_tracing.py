"""What a ground rests on, whose word it is, and who signed it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from provinces.appeals import tracing
from provinces.appeals.models import Basis, Thing
from provinces.citizens.models import Citizen
from provinces.evidence.classes import EvidenceClass
from provinces.evidence.models import Evidence, Origin
from provinces.status import queries
from tests import cast
from tests.factories import appeals, areas, evidence, offices, road
from tests.factories.appeals import CLOSE, HIGH

NOW = cast.NOW


def traced(citizen: Citizen, ground: str) -> Basis:
    appeals.status(citizen)
    outcome = queries.history(citizen).first()
    assert outcome is not None
    (basis,) = tracing.trace(outcome, ground, now=NOW)
    return basis


class TestZone:
    def test_names_who_declared_and_who_signed(self, eve: Citizen) -> None:
        version = appeals.exposed(eve)

        basis = traced(eve, HIGH)

        assert basis.thing == Thing.ZONE
        assert basis.place == f"north/{version.zone.reference}"
        assert basis.cause == f"zone:north/{version.zone.reference}@1"
        assert basis.officials == sorted([version.declared_by_id, version.signed_by_id or 0])
        assert basis.units == ["declaring office", "signing office"]
        assert (basis.is_weak, basis.issuer) == (True, "")

    def test_of_a_neighbour_is_the_neighbours(self, eve: Citizen) -> None:
        road.first_ruleset()
        zone = road.zone()
        road.stay(eve, at=appeals.YESTERDAY)

        basis = traced(eve, HIGH)

        assert (basis.issuer, basis.cause) == ("west", f"zone:west/{zone.reference}@1")
        assert basis.officials == []

    def test_counts_the_offices_that_its_signers_have_now(self, eve: Citizen) -> None:
        version = appeals.exposed(eve)
        offices.office(
            version.declared_by, areas.area("110200"), "auditor", unit="audit office", now=NOW
        )

        assert "audit office" in traced(eve, HIGH).units


class TestPiece:
    @pytest.fixture(autouse=True)
    def _rules(self, north: object) -> None:
        appeals.contact_rules()

    def test_names_who_filed_who_approved_and_whose_case_it_rests_on(self, eve: Citizen) -> None:
        case = evidence.in_force()
        piece = appeals.contact(eve, contact=evidence.contact(case=case))

        basis = traced(eve, CLOSE)

        signers = {each.proposed_by_id for each in (case, piece)}
        signers |= {each.approved_by_id for each in (case, piece)}
        assert set(basis.officials) == signers
        assert (basis.piece, basis.cause) == (piece.pk, f"case:{case.pk}")
        assert basis.is_weak is False

    @pytest.mark.parametrize(
        ("source", "is_weak", "is_corrected_elsewhere"),
        [
            (Origin.REGISTRY, False, False),
            (Origin.LABORATORY, False, True),
            (Origin.PEER, True, False),
        ],
    )
    def test_is_weak_where_another_province_says_it(
        self, eve: Citizen, source: Origin, is_weak: bool, is_corrected_elsewhere: bool
    ) -> None:
        evidence.recorded(
            eve, EvidenceClass.CLOSE_CONTACT, source=source, source_reference="south/R-1"
        )

        basis = traced(eve, CLOSE)

        assert basis.is_weak is is_weak
        assert basis.is_corrected_elsewhere is is_corrected_elsewhere
        assert basis.issuer == ("south" if source is Origin.PEER else "")

    def test_has_no_ground_once_it_is_no_longer_kept(self, eve: Citizen) -> None:
        appeals.contact(eve)
        outcome = queries.history(eve).first()
        assert outcome is not None
        outcome.facts = {}

        with pytest.raises(tracing.NoGround):
            tracing.trace(outcome, CLOSE, now=NOW)

    def test_counts_until_it_expires(self, eve: Citizen) -> None:
        piece: Evidence = appeals.contact(eve)

        assert traced(eve, CLOSE).until == piece.expires_at
        assert piece.expires_at > NOW + timedelta(days=1)

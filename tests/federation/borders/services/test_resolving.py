"""Maps as two provinces come to them: the same, handed down, and no more often than they change."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from core.cells.ranges import Ranges
from federation.borders import queries, services
from federation.borders.models import Conflict, ConflictState, Offer, ResolvedMap, Treaty
from provinces.ledger.events import Event
from provinces.ledger.kinds import Kind
from provinces.ledger.models import Entry
from provinces.tenancy import scope
from provinces.zones import queries as zoning
from provinces.zones.models import EffectiveZone, Level, Territory, ZoneRange
from provinces.zones.services import NotAllowed
from tests import cast
from tests.factories import zones
from tests.federation.borders import border

NOW = cast.NOW
SETTLED = ("以较轻者为准", "The milder one counts")


def fine(zone: EffectiveZone) -> Ranges:
    """Return the fine cells where a match with a zone is certain."""
    rows = ZoneRange.objects.filter(zone=zone, certain=True).order_by("lo")
    pairs = [pair for pair in rows.values_list("lo", "hi") if pair[0] >> 52 & 15 == 11]
    return border.cells(pairs)


def ground(slug: str) -> Ranges:
    found = zoning.territory(slug)
    assert found is not None
    return found


class TestResolveNow:
    def test_hands_down_a_neighbours_zone_on_its_own_ground(self, neighbours: None) -> None:
        with scope.province(cast.SOUTH):
            border.zone()
        border.carry(cast.SOUTH, cast.NORTH)

        services.resolve_now(now=NOW)

        received = EffectiveZone.objects.get(source=cast.SOUTH)
        assert fine(received)
        assert not fine(received) & ground(cast.NORTH)

    def test_hands_down_what_was_accepted_in_both_provinces(self, neighbours: None) -> None:
        with scope.province(cast.SOUTH):
            version = border.zone()
        border.exchange()

        border.accepted()
        found = border.exchange()

        spill = border.cells(version.spill)
        here = EffectiveZone.objects.get(source=cast.SOUTH)
        assert fine(here) & spill & ground(cast.NORTH)
        assert found[cast.SOUTH].withheld == 1
        with scope.province(cast.SOUTH):
            own = EffectiveZone.objects.get(source=cast.SOUTH)
            assert fine(own) == fine_in(cast.NORTH, cast.SOUTH)

    def test_comes_to_one_digest_in_both_and_then_to_rest(self, neighbours: None) -> None:
        border.zone((116.498, 39.90))
        with scope.province(cast.SOUTH):
            border.zone((116.502, 39.95))
        border.exchange()
        border.accepted()

        rounds = [border.exchange() for _ in range(3)]

        assert len({mapped.digest for mapped in rounds[-1].values()}) == 1
        assert not any(mapped.is_new for mapped in rounds[-1].values())
        assert queries.discrepancies() == []

    def test_forgets_a_neighbours_zone_that_was_corrected_away(self, neighbours: None) -> None:
        with scope.province(cast.SOUTH):
            version = border.zone()
        border.exchange()

        with scope.province(cast.SOUTH):
            zones.services.lift(version.zone, at=version.starts_at, by=version.declared_by, now=NOW)
        border.exchange()

        received = EffectiveZone.objects.get(source=cast.SOUTH)
        assert received.starts == received.ends

    def test_touches_nothing_where_nothing_has_changed(self, neighbours: None) -> None:
        with scope.province(cast.SOUTH):
            border.zone()
        border.exchange()
        before = EffectiveZone.objects.get(source=cast.SOUTH).revised_at

        mapped = services.resolve_now(now=NOW + timedelta(minutes=1))

        assert (mapped.handed, mapped.withheld, mapped.is_new) == (0, 0, False)
        assert EffectiveZone.objects.get(source=cast.SOUTH).revised_at == before
        assert ResolvedMap.objects.count() == 1

    def test_says_why_a_cell_is_in_no_zone(self, neighbours: None) -> None:
        with scope.province(cast.SOUTH):
            version = border.zone()
        border.exchange()

        told = queries.why(border.cells(version.spill).to_array()[0], NOW, now=NOW)

        assert told.decider is None
        assert [loser.reason for loser in told.losers] == ["offer-unanswered"]


class TestConflicts:
    @pytest.fixture
    def tie(self, rivals: None) -> Conflict:
        """A grave zone of the north, and a mild one of the south, on the same strip."""
        border.zone((116.5, 39.90), level=Level.HIGH)
        with scope.province(cast.SOUTH):
            border.zone((116.5, 39.90), level=Level.LOW)
        border.exchange()
        return Conflict.objects.get()

    def test_are_opened_at_both_desks(self, tie: Conflict) -> None:
        with scope.province(cast.SOUTH):
            theirs = Conflict.objects.get()

        assert theirs.pk == tie.pk
        assert [chosen[0] for chosen in tie.chosen] == [cast.SOUTH]
        assert tie.clock_at == NOW + timedelta(hours=24)

    def test_leave_the_less_restrictive_in_effect(self, tie: Conflict) -> None:
        own = EffectiveZone.objects.get(source=cast.NORTH)
        theirs = EffectiveZone.objects.get(source=cast.SOUTH)

        contested = border.cells(tie.cells)
        assert not fine(own) & contested
        assert fine(theirs) & contested

    def test_are_settled_by_a_treaty_of_both(self, tie: Conflict) -> None:
        treaty = services.settle(
            tie,
            decider=cast.NORTH,
            draft_text=SETTLED,
            by=border.official("federation_officer", "federation office", whole=True),
            now=NOW,
        )
        sign_everywhere(treaty)
        border.exchange()

        tie.refresh_from_db()
        assert (tie.state, tie.treaty_id) == (ConflictState.SETTLED, treaty.pk)
        own = EffectiveZone.objects.get(source=cast.NORTH)
        assert fine(own) & border.cells(tie.cells)

    def test_are_opened_once(self, tie: Conflict) -> None:
        assert services.resolve_now(now=NOW).conflicts == 0
        assert Conflict.objects.count() == 1

    def test_stay_open_while_one_province_has_not_signed(self, tie: Conflict) -> None:
        by = border.official("federation_officer", "federation office", whole=True)
        treaty = services.settle(tie, decider=cast.NORTH, draft_text=SETTLED, by=by, now=NOW)
        signer = border.official("high_reviewer", "agreements office", whole=True)
        services.sign_treaty(treaty, by=signer, now=NOW)
        border.exchange()

        tie.refresh_from_db()
        assert tie.state == ConflictState.OPEN


class TestAcceptedAsLessGrave:
    """The north accepts what reaches it of a grave zone of the south, as a medium one."""

    @pytest.fixture
    def lowered(self, neighbours: None) -> Ranges:
        """Return what was accepted: half of what was offered."""
        with scope.province(cast.SOUTH):
            border.zone(level=Level.HIGH)
        border.exchange()
        offered = border.cells(Offer.objects.get().cells).to_array()
        part = Ranges.from_cells(offered[: len(offered) // 2])
        border.accepted(cells=part, level=Level.MEDIUM)
        border.exchange()
        return part

    def levels(self, slug: str, cells: Ranges) -> set[int]:
        """Return how grave the zones are that certainly lie on some cells of the north."""
        with scope.province(slug):
            zones_there = EffectiveZone.objects.filter(ends__gt=0)
            return {zone.level for zone in zones_there if fine(zone) & cells}

    def test_is_as_grave_in_both_provinces(self, lowered: Ranges) -> None:
        found = [self.levels(slug, lowered) for slug in border.CODES]

        assert found == [{Level.MEDIUM}, {Level.MEDIUM}]
        assert len({border.resolved(slug).digest for slug in border.CODES}) == 1

    def test_has_no_effect_on_what_was_not_accepted(self, lowered: Ranges) -> None:
        rest = border.cells(Offer.objects.get().cells) - lowered

        assert [self.levels(slug, rest) for slug in border.CODES] == [set(), set()]

    def test_leaves_the_zone_as_grave_as_it_is_on_its_own_ground(self, lowered: Ranges) -> None:
        own = ground(cast.SOUTH)

        assert [self.levels(slug, own) for slug in border.CODES] == [{Level.HIGH}, {Level.HIGH}]

    def test_goes_with_the_acceptance(self, lowered: Ranges) -> None:
        by = border.official("epidemiologist", "third office")
        services.refuse(Offer.objects.get(), by=by, reason="an error", now=NOW)
        border.exchange()

        assert [self.levels(slug, lowered) for slug in border.CODES] == [set(), set()]


class TestEscalate:
    DUE = NOW + timedelta(hours=24)

    @pytest.fixture
    def tie(self, rivals: None) -> Conflict:
        """A grave zone of the north, and a mild one of the south, on the same strip."""
        border.zone((116.5, 39.90), level=Level.HIGH)
        with scope.province(cast.SOUTH):
            border.zone((116.5, 39.90), level=Level.LOW)
        border.exchange()
        return Conflict.objects.get()

    def test_comes_with_the_clock_and_once(self, tie: Conflict) -> None:
        early = services.escalate(now=self.DUE - timedelta(seconds=1))

        found = [early, services.escalate(now=self.DUE), services.escalate(now=self.DUE)]

        tie.refresh_from_db()
        assert found == [0, 1, 0]
        assert (tie.state, tie.escalated_at) == (ConflictState.ESCALATED, self.DUE)
        assert queries.case_figures() == queries.CaseFigures(0, 1, 0, NOW)
        assert [e.kind for e in border.entries(self.DUE)].count(Kind.CONFLICT_ESCALATED) == 1
        assert Entry.objects.filter(event=Event.CONFLICT_ESCALATED).count() == 1

    def test_is_heard_at_the_other_desk(self, tie: Conflict) -> None:
        services.escalate(now=self.DUE)
        border.carry(cast.NORTH, cast.SOUTH, now=self.DUE)

        with scope.province(cast.SOUTH):
            theirs = Conflict.objects.get()
        assert (theirs.state, theirs.escalated_there_at) == (ConflictState.OPEN, self.DUE)

    def test_changes_nothing_in_effect_and_opens_no_second_case(self, tie: Conflict) -> None:
        before = border.resolved(cast.NORTH).digest

        services.escalate(now=self.DUE)
        found = border.exchange(now=self.DUE)

        assert {each.digest for each in found.values()} == {before}
        assert Conflict.objects.count() == 1
        assert not fine(EffectiveZone.objects.get(source=cast.NORTH)) & border.cells(tie.cells)

    def test_leaves_settling_to_who_signs_for_the_province(self, tie: Conflict) -> None:
        services.escalate(now=self.DUE)
        officer = border.official("federation_officer", "federation office", whole=True)
        head = border.official("high_reviewer", "head office", whole=True)
        tie.refresh_from_db()
        terms = {"decider": cast.NORTH, "draft_text": SETTLED, "now": self.DUE}

        with pytest.raises(NotAllowed):
            services.settle(tie, by=officer, **terms)
        treaty = services.settle(tie, by=head, **terms)
        sign_everywhere(treaty, now=self.DUE)
        border.exchange(now=self.DUE)

        tie.refresh_from_db()
        assert (tie.state, tie.treaty_id) == (ConflictState.SETTLED, treaty.pk)


def sign_everywhere(treaty: Treaty, *, now: datetime = NOW) -> None:
    """Have another office of each province sign a treaty."""
    border.exchange(now=now)
    for slug in border.CODES:
        with scope.province(slug):
            signer = border.official("high_reviewer", "agreements office", whole=True)
            services.sign_treaty(Treaty.objects.get(pk=treaty.pk), by=signer, now=now)


def fine_in(slug: str, source: str) -> Ranges:
    with scope.province(slug):
        return fine(EffectiveZone.objects.get(source=source))


class TestOwner:
    def test_is_stronger_on_its_ground_than_what_it_accepted(self, neighbours: None) -> None:
        with scope.province(cast.SOUTH):
            version = border.zone()
        border.exchange()
        border.accepted()
        border.zone((116.499, 39.90), level=Level.LOW)
        border.exchange()

        shared = border.cells(version.spill).to_array()
        told = [queries.why(int(cell), NOW, now=NOW) for cell in shared[:: len(shared) // 5]]
        ruled = {each.rule for each in told if len(each.losers) == 1}
        assert ruled == {"owner"}
        assert Offer.objects.get().state == "accepted"


class TestTerritories:
    def test_that_are_not_told_give_no_province_a_right_to_them(self, neighbours: None) -> None:
        version = border.zone((116.498, 39.90))
        Territory.objects.filter(pk=cast.SOUTH).delete()
        border.entries()

        services.resolve_now(now=NOW)

        assert not fine(EffectiveZone.objects.get()) & border.cells(version.spill)
        assert fine(EffectiveZone.objects.get())

    def test_that_are_told_have_the_map_resolved_anew(self, neighbours: None) -> None:
        with scope.province(cast.SOUTH):
            border.zone()
        Territory.objects.filter(pk=cast.SOUTH).delete()
        border.carry(cast.SOUTH, cast.NORTH)
        before = services.resolve_now(now=NOW)

        zones.ground(cast.SOUTH, zones.SOUTH_BOX)
        after = services.resolve_now(now=NOW)

        assert (before.effective, before.rejected) == (0, 1)
        assert (after.effective, after.rejected) == (1, 0)

"""The rules one by one: who decides on a cell that several provinces claim."""

from __future__ import annotations

from typing import Any

import pytest

from federation.borders.resolution import (
    Claim,
    Explanation,
    Flaw,
    Reason,
    Resolution,
    Rule,
    Treaty,
    TreatyKind,
    explain,
    resolve,
)
from tests.federation.borders.resolution.worlds import (
    AS_OF,
    SIZES,
    TERRITORIES,
    A,
    B,
    C,
    D,
    answer,
    key,
    of,
    some,
    treaty,
    zone,
)

ON_B = of(B)[0]
SHARED = of(A, B)[0]
NOBODYS = [cell for cell in of() if cell > of(D)[0] or cell < of(A)[0]] or of()


def resolved(*claims: Claim, treaties: tuple[Treaty, ...] = (), as_of: int = AS_OF) -> Resolution:
    return resolve(claims, TERRITORIES, treaties, as_of=as_of, sizes=SIZES)


def told(cell: int, *claims: Claim, minute: int = 5, **values: Any) -> Explanation:
    return explain(resolved(*claims, **values), cell, minute)


def reasons(explanation: Explanation) -> dict[str, Reason]:
    return {loser.key.origin: loser.reason for loser in explanation.losers}


class TestGround:
    def test_is_the_owners_to_zone(self) -> None:
        found = told(of(A)[0], zone(A, of(A)))

        assert (found.decider, found.rule, found.level) == (key(A), Rule.OWN_GROUND, 3)

    def test_of_a_neighbour_keeps_a_zone_out(self) -> None:
        found = told(ON_B, zone(A, of(A) + of(B)))

        assert (found.decider, found.rule) == (None, Rule.NOBODY)
        assert reasons(found) == {A: Reason.OFFER_LAPSED}

    def test_says_that_an_offer_is_open(self) -> None:
        assert reasons(told(ON_B, zone(A, of(B)), as_of=1440)) == {A: Reason.OFFER_OPEN}

    def test_that_two_claim_lets_both_zone_it_and_no_third(self) -> None:
        both = told(SHARED, zone(A, [SHARED]))
        third = told(SHARED, zone(C, [SHARED]))

        assert (both.decider, both.rule) == (key(A), Rule.SHARED_GROUND)
        assert reasons(third) == {C: Reason.NOT_ITS_GROUND}

    def test_that_is_nobodys_is_for_those_who_border_it(self) -> None:
        sliver = next(cell for cell in of() if told(cell, zone(A, [cell])).decider)

        assert told(sliver, zone(A, [sliver])).rule == Rule.SHARED_GROUND
        assert reasons(told(sliver, zone(D, [sliver]))) == {D: Reason.NOT_ITS_GROUND}


class TestAnswer:
    def test_lets_a_zone_in(self) -> None:
        claim = zone(A, of(B))
        found = told(ON_B, claim, answer(B, claim))

        assert (found.decider, found.rule) == (key(A), Rule.ACCEPTED)

    def test_may_accept_a_part(self) -> None:
        claim = zone(A, of(B))
        part = answer(B, claim, cells=some(of(B)[1:]))

        assert reasons(told(ON_B, claim, part)) == {A: Reason.OFFER_REFUSED}
        assert told(of(B)[1], claim, part).decider == key(A)

    @pytest.mark.parametrize("by", [A, C])
    def test_is_the_owners_alone(self, by: str) -> None:
        claim = zone(A, of(B))

        assert told(ON_B, claim, answer(by, claim)).decider is None

    def test_that_comes_after_a_day_lets_nothing_in(self) -> None:
        claim = zone(A, of(B))
        result = resolved(claim, answer(B, claim, answered_at=1441))

        assert explain(result, ON_B, 5).decider is None
        assert [each.flaw for each in result.rejected] == [Flaw.ANSWERED_LATE]

    def test_may_be_taken_back_at_any_time(self) -> None:
        claim = zone(A, of(B))
        refusal = answer(B, claim, index=2000, is_accepted=False, answered_at=1441)

        assert told(ON_B, claim, answer(B, claim), refusal).decider is None

    def test_does_not_cover_the_version_told_graver_or_longer(self) -> None:
        offered = zone(A, of(B), level=1, ends=6)
        accepted = answer(B, offered)
        graver = zone(A, of(B), index=7, ends=6)
        longer = zone(A, of(B), index=7, level=1)

        assert reasons(told(ON_B, offered, accepted, graver)) == {A: Reason.NOT_AS_ACCEPTED}
        assert told(ON_B, offered, accepted, longer).level == 1
        assert reasons(told(ON_B, offered, accepted, longer, minute=7)) == {
            A: Reason.NOT_AS_ACCEPTED
        }


class TestOrder:
    def test_puts_the_owner_above_all(self) -> None:
        theirs, own = zone(A, of(B), declared_at=9, finest=13), zone(B, of(B), level=1)
        found = told(ON_B, theirs, answer(B, theirs), own, treaties=(treaty(A, B),))

        assert (found.decider, found.rule, found.level) == (key(B), Rule.OWNER, 1)
        assert reasons(found) == {A: Reason.OWNER}

    def test_puts_a_treaty_above_evidence(self) -> None:
        named, other = zone(A, of(B)), zone(C, of(B), level=1, declared_at=9, finest=13)
        found = told(ON_B, named, other, answer(B, other), treaties=(treaty(A, B),))

        assert (found.decider, found.rule) == (key(A), Rule.TREATY)
        assert reasons(found) == {C: Reason.TREATY}

    @pytest.mark.parametrize(
        ("declared_at", "finest", "rule"),
        [
            (1, 12, Rule.LATER_AND_FINER),
            (1, 11, Rule.LESS_RESTRICTIVE),
            (0, 12, Rule.LESS_RESTRICTIVE),
        ],
    )
    def test_puts_later_and_finer_evidence_above_leniency(
        self, declared_at: int, finest: int, rule: Rule
    ) -> None:
        grave = zone(A, [SHARED], declared_at=declared_at, finest=finest)
        found = told(SHARED, grave, zone(B, [SHARED], level=1))

        assert found.rule == rule
        assert found.level == (3 if rule == Rule.LATER_AND_FINER else 1)

    def test_takes_the_less_restrictive_of_a_tie_and_opens_a_case(self) -> None:
        result = resolved(zone(A, [SHARED]), zone(B, [SHARED], level=2))

        (tie,) = result.conflicts
        assert (tie.claims, tie.chosen) == ((key(A), key(B)), (key(B),))
        assert list(tie.cells.cells()) == [SHARED]
        assert explain(result, SHARED, 5).level == 2

    def test_takes_the_shorter_of_equal_levels(self) -> None:
        found = told(SHARED, zone(A, [SHARED]), zone(B, [SHARED], ends=6))

        assert found.decider == key(B)

    def test_lets_no_claim_lose_to_one_of_its_own_province(self) -> None:
        found = told(ON_B, zone(B, of(B)), zone(B, of(B), reference="y", level=1, index=1))

        assert found.in_effect == (key(B, "y"), key(B))
        assert (found.level, found.losers) == (3, ())

    def test_does_not_bring_back_what_lost_when_the_winner_ends(self) -> None:
        theirs, relief = zone(A, of(B)), zone(B, of(B), level=1, starts=3, ends=6)
        claims = theirs, answer(B, theirs), relief

        assert [told(ON_B, *claims, minute=at).level for at in (2, 4, 7)] == [3, 1, None]
        assert reasons(told(ON_B, *claims, minute=7)) == {A: Reason.LOST_BEFORE}


class TestTreaty:
    def test_gives_its_decider_the_strip_while_it_stands(self) -> None:
        agreed = treaty(A, B, strip=some(of(B)[:1]), starts=2, ends=6)
        claim = zone(A, of(B))

        found = [told(ON_B, claim, treaties=(agreed,), minute=at).decider for at in (1, 2, 5, 6)]

        assert found == [None, key(A), key(A), None]
        assert told(of(B)[1], claim, treaties=(agreed,)).decider is None

    def test_counts_for_nothing_before_both_have_signed(self) -> None:
        result = resolved(zone(A, of(B)), treaties=(treaty(A, B, signed_by=frozenset({A})),))

        assert explain(result, ON_B, 5).decider is None
        assert [each.flaw for each in result.rejected] == [Flaw.NOT_SIGNED_BY_BOTH]

    def test_binds_no_third_province(self) -> None:
        assert told(of(C)[0], zone(A, of(C)), treaties=(treaty(A, B),)).decider is None

    def test_about_commuters_moves_no_zone(self) -> None:
        agreed = treaty(A, B, kind=TreatyKind.COMMUTERS)

        assert told(ON_B, zone(A, of(B)), treaties=(agreed,)).decider is None


class TestSettlement:
    def settled(self, decider: str, other: str, **values: Any) -> Treaty:
        about = frozenset({key(A), key(B)})
        return treaty(decider, other, kind=TreatyKind.SETTLEMENT, settles=about, **values)

    @pytest.mark.parametrize(("decider", "other", "level"), [(A, B, 3), (B, A, 1)])
    def test_decides_a_tie_either_way(self, decider: str, other: str, level: int) -> None:
        claims = zone(A, [SHARED]), zone(B, [SHARED], level=1)
        found = told(SHARED, *claims, treaties=(self.settled(decider, other, starts=4),))

        assert (found.level, found.rule) == (level, Rule.SETTLEMENT)
        assert reasons(found) == {other: Reason.SETTLED}

    def test_stands_above_the_owner(self) -> None:
        theirs = zone(A, of(B), level=1)
        found = told(
            ON_B, theirs, answer(B, theirs), zone(B, of(B)), treaties=(self.settled(A, B),)
        )

        assert (found.decider, found.rule) == (key(A), Rule.SETTLEMENT)

    def test_is_about_the_claims_it_names_alone(self) -> None:
        new = zone(B, [SHARED], version=2, level=1, index=1)
        found = told(SHARED, zone(A, [SHARED]), new, treaties=(self.settled(A, B),))

        assert found.rule == Rule.LESS_RESTRICTIVE

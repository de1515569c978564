"""What holds whatever was signed: order, repetition, delay, loss; and that it is quick."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from federation.borders.resolution import (
    Acceptance,
    Claim,
    Key,
    Reason,
    Resolution,
    Treaty,
    ZoneClaim,
    explain,
    resolve,
)
from tests.federation.borders.resolution.crowds import crowd
from tests.federation.borders.resolution.worlds import (
    AS_OF,
    CELLS,
    MINUTES,
    OWNERS,
    SIZES,
    TERRITORIES,
    worlds,
)

World = tuple[list[Claim], list[Treaty]]
Levels = dict[tuple[int, int], int]


def resolved(claims: list[Claim], treaties: list[Treaty]) -> Resolution:
    return resolve(claims, TERRITORIES, treaties, as_of=AS_OF, sizes=SIZES)


def levels(resolution: Resolution) -> Levels:
    """Return the level of each cell at each minute, where there is one."""
    found: Levels = {}
    for each in resolution.effective:
        for cell in each.cells.cells():
            for minute in range(each.starts, each.ends):
                found[cell, minute] = max(each.level, found.get((cell, minute), 0))
    return found


def rises(before: Levels, after: Levels) -> set[tuple[int, int]]:
    return {place for place, level in after.items() if level > before.get(place, 0)}


class TestResolve:
    @given(worlds(), st.randoms(use_true_random=False))
    def test_does_not_mind_the_order(self, world: World, chance: random.Random) -> None:
        expected = resolved(*world)

        for part in world:
            chance.shuffle(part)

        assert resolved(*world) == expected

    @given(worlds(), st.data())
    def test_does_not_mind_repetition(self, world: World, data: st.DataObject) -> None:
        claims, treaties = world
        again = data.draw(st.lists(st.sampled_from(claims)))

        assert resolved(claims + again, treaties * 2) == resolved(claims, treaties)

    @given(worlds())
    def test_does_not_mind_that_a_treaty_is_told_by_each_of_its_signers(self, world: World) -> None:
        claims, treaties = world
        parts = [
            replace(treaty, signed_by=frozenset({name}))
            for treaty in treaties
            for name in treaty.signed_by
        ]

        assert resolved(claims, parts) == resolved(claims, treaties)

    @given(worlds(), st.data())
    def test_comes_to_the_same_once_what_was_late_is_there(
        self, world: World, data: st.DataObject
    ) -> None:
        claims, treaties = world
        late = data.draw(st.sets(st.sampled_from(range(len(claims)))))
        first = [claim for place, claim in enumerate(claims) if place not in late]

        resolved(first, [])

        assert resolved([*first, *(claims[place] for place in late)], treaties).digest == (
            resolved(claims, treaties).digest
        )

    @given(worlds())
    def test_binds_its_digest_to_the_sizes(self, world: World) -> None:
        other = resolve(world[0], TERRITORIES, world[1], as_of=AS_OF, sizes={**SIZES, "aa": 101})

        assert other.digest != resolved(*world).digest
        assert other.effective == resolved(*world).effective


STOOD = {
    Reason.SETTLED,
    Reason.OWNER,
    Reason.TREATY,
    Reason.LATER_AND_FINER,
    Reason.LESS_RESTRICTIVE,
    Reason.LOST_BEFORE,
}


def said_once(claims: list[Claim]) -> list[Claim]:
    """Return the claims without leaves that say two things."""
    leaves = Counter((claim.origin, claim.index) for claim in set(claims))
    return [claim for claim in claims if leaves[claim.origin, claim.index] == 1]


def subject(said: Claim) -> tuple[object, ...]:
    """Return what something said is about: a version, or one owner's answer to it."""
    is_answer = isinstance(said, Acceptance)
    return ("answer", said.origin, said.about) if is_answer else ("zone", said.key)


class TestLoss:
    """Missing, late or unverifiable input: nobody is worse off for it than by what stands."""

    @given(worlds(), st.data())
    def test_of_anything_lets_no_claim_be_where_it_did_not_stand(
        self, world: World, data: st.DataObject
    ) -> None:
        """So a level can only rise to what had verifiably been claimed, and was kept away."""
        claims, treaties = said_once(world[0]), world[1]
        subjects = sorted({subject(said) for said in claims} | {t.id for t in treaties}, key=str)
        lost = data.draw(st.sets(st.sampled_from(subjects)) if subjects else st.just(set()))
        before = resolved(claims, treaties)

        after = resolved(
            [said for said in claims if subject(said) not in lost],
            [treaty for treaty in treaties if treaty.id not in lost],
        )

        for each in after.effective:
            for cell in list(each.cells.cells())[::3]:
                for minute in range(each.starts, each.ends, 2):
                    told = explain(before, cell, minute)
                    stood = {one.key for one in told.losers if one.reason in STOOD}
                    assert each.key in stood | set(told.in_effect)

    @given(worlds(), st.data())
    def test_gives_no_claim_a_place_it_did_not_stand_on(
        self, world: World, data: st.DataObject
    ) -> None:
        claims, treaties = world
        zones = {c.key: c for c in claims if isinstance(c, ZoneClaim)}
        kept = [claim for claim in claims if not isinstance(claim, Acceptance)]
        some = data.draw(st.lists(st.sampled_from(treaties)) if treaties else st.just([]))

        for each in resolved(kept, some).effective:
            origin = zones[each.key].origin
            strips = [t.strip for t in some if t.decider == origin]
            for cell in each.cells.cells():
                holders = OWNERS[cell] or {origin}
                assert origin in holders or any(cell in strip for strip in strips)

    @given(worlds(), st.data())
    def test_of_an_answer_raises_a_cell_only_where_that_claim_had_kept_another_away(
        self, world: World, data: st.DataObject
    ) -> None:
        claims, treaties = world
        answers = [claim for claim in claims if isinstance(claim, Acceptance)]
        if not answers:
            return
        lost = data.draw(st.sampled_from(answers))
        after = resolved([c for c in claims if c != lost], treaties)

        # What the answer said last counts, and what it said before where it is gone.
        before = resolved(claims, treaties)
        earlier = any(
            a != lost and (a.origin, a.about) == (lost.origin, lost.about) for a in answers
        )
        twice = any(c != lost and (c.origin, c.index) == (lost.origin, lost.index) for c in claims)
        if not earlier and not twice:
            for cell, minute in rises(levels(before), levels(after)):
                known = [explain(before, cell, at).in_effect for at in range(minute + 1)]
                assert any(lost.about in in_effect for in_effect in known)

    @given(worlds())
    def test_of_all_answers_and_treaties_leaves_owners_their_ground_as_they_said(
        self, world: World
    ) -> None:
        claims, treaties = world
        alone = resolved([c for c in claims if not isinstance(c, Acceptance)], [])
        strips = [t for t in treaties if t.kind == "settlement"]
        zones = {c.key: c for c in claims if isinstance(c, ZoneClaim)}

        for each in resolved(claims, treaties).effective:
            for cell in each.cells.cells():
                owners = OWNERS[cell]
                if owners == {zones[each.key].origin} and not any(cell in t.strip for t in strips):
                    told = explain(alone, cell, each.starts)
                    assert each.key in told.in_effect

    @given(worlds())
    def test_of_everybody_elses_claims_leaves_no_owner_with_a_graver_level(
        self, world: World
    ) -> None:
        """Where an owner claims its own ground, what neighbours say or do not say is nothing."""
        claims, treaties = world
        plain = [t for t in treaties if t.kind != "settlement"]
        before = levels(resolved(claims, plain))

        for name, ground in TERRITORIES.items():
            own = levels(resolved([c for c in claims if c.origin == name], []))
            for (cell, minute), level in own.items():
                if OWNERS[cell] == {name} and cell in ground:
                    assert before[cell, minute] == level

    @given(worlds())
    def test_of_a_relief_that_ends_brings_nothing_back(self, world: World) -> None:
        """A claim that lost on a cell is not in effect there later, but by a settlement."""
        claims, treaties = world
        result = resolved(claims, [t for t in treaties if t.kind != "settlement"])

        for cell in CELLS[::4]:
            lost: set[Key] = set()
            for minute in MINUTES:
                told = explain(result, cell, minute)
                assert not lost & set(told.in_effect)
                weighed = {
                    loser.key
                    for loser in told.losers
                    if loser.reason
                    in {
                        "owner-decides",
                        "treaty-names-another",
                        "another-is-later-and-finer",
                        "another-is-less-restrictive",
                    }
                }
                lost |= weighed


@pytest.mark.battery
class TestScale:
    def test_takes_ten_thousand_zones_of_which_five_hundred_cross(self) -> None:
        claims, territories = crowd(zones=10_000, crossing=500)

        result = resolve(claims, territories, [], as_of=AS_OF, sizes={})

        assert len({each.key for each in result.effective}) == 10_000

"""Which rules are in force at a moment, as the database and the page's own reckoning say."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import Any

import pytest

from provinces.rules import queries, services
from provinces.rules.models import Ruleset, Withdrawal
from provinces.rules.services import Terms
from provinces.rules.standing import Stage
from provinces.rules.terms import NOTICE
from tests import cast
from tests.factories import areas, offices, rulesets, users

NOW = cast.NOW
DAY = timedelta(days=1)


def stored(version: object, first: float, last: float, **values: Any) -> Ruleset:
    """Store a version that is in force for `[first, last)` days from now on."""
    return Ruleset.objects.create(
        name="any",
        version=str(version),
        document={},
        digest="",
        notice_at=NOW + first * DAY,
        in_force_from=NOW + first * DAY,
        expires_at=NOW + last * DAY,
        **values,
    )


def withdraw(ruleset: Ruleset, day: float) -> None:
    Withdrawal.objects.create(
        ruleset=ruleset,
        withdrawn_by=users.user(),
        withdrawn_unit="an office",
        withdrawn_at=NOW + day * DAY,
        because="an error",
    )


class TestInForce:
    def test_is_nothing_before_the_first_and_after_the_last(self, north: object) -> None:
        only = stored(1, 1, 5)

        assert queries.in_force(NOW) is None
        assert queries.in_force(NOW + DAY) == only
        assert queries.in_force(NOW + 5 * DAY) is None

    def test_is_the_one_that_began_last(self, north: object) -> None:
        stored(1, 0, 60)
        second = stored(2, 10, 20)

        assert queries.in_force(NOW + 15 * DAY) == second

    def test_is_never_one_that_was_superseded(self, north: object) -> None:
        stored(1, 0, 60)
        stored(2, 10, 20)

        assert queries.in_force(NOW + 30 * DAY) is None

    def test_is_again_what_an_emergency_interrupted(self, north: object) -> None:
        first = stored(1, 0, 60)
        emergency = stored(2, 10, 13, emergency="outbreak")

        assert queries.in_force(NOW + 12 * DAY) == emergency
        assert queries.in_force(NOW + 13 * DAY) == first

    def test_is_not_what_was_withdrawn_in_time(self, north: object) -> None:
        first, second, third = stored(1, 0, 60), stored(2, 10, 60), stored(3, 20, 60)
        withdraw(second, 5)
        withdraw(third, 20)

        assert queries.in_force(NOW + 15 * DAY) == first
        assert queries.in_force(NOW + 25 * DAY) == third

    def test_is_what_the_standings_say(self, north: object) -> None:
        chance = random.Random(20)  # noqa: S311
        for number in range(40):
            first = chance.randrange(0, 60)
            emergency = chance.choice(["", "", "outbreak"])
            lasting = chance.randrange(1, 4 if emergency else 30)
            ruleset = stored(number, first, first + lasting, emergency=emergency)
            if chance.random() < 0.2:
                withdraw(ruleset, first + chance.choice([-1, 0, 1]))

        for day in range(95):
            at = NOW + day * DAY
            said = [
                one.ruleset for one in queries.versions(at) if one.standing.stage == Stage.IN_FORCE
            ]
            found = queries.in_force(at)
            assert said == ([found] if found else []), day


class TestAnyCame:
    @pytest.mark.parametrize(
        ("after", "until", "came"), [(0, 1, False), (1, 2, True), (2, 3, False)]
    )
    def test_asks_when_versions_come_into_force(
        self, north: object, after: int, until: int, came: bool
    ) -> None:
        rulesets.signed()  # published now, in force in two days

        assert queries.any_came(NOW + after * DAY, NOW + until * DAY) is came

    def test_passes_over_what_was_withdrawn(self, north: object) -> None:
        ruleset = rulesets.signed()
        services.withdraw(ruleset, by=rulesets.signatory(), because="an error", now=NOW)

        assert not queries.any_came(NOW, NOW + 3 * DAY)


class TestVersions:
    def test_begin_with_the_last_to_begin(self, north: object) -> None:
        rulesets.signed(version="1")
        rulesets.signed(version="2", terms=Terms(NOW + 5 * DAY))

        found = queries.versions(NOW + NOTICE)

        assert [one.ruleset.version for one in found] == ["2", "1"]
        assert [one.standing.stage for one in found] == [Stage.IN_NOTICE, Stage.IN_FORCE]

    def test_cost_one_query(self, north: object, django_assert_num_queries: Any) -> None:
        rulesets.signed(version="1")
        withdraw(rulesets.signed(version="2", terms=Terms(NOW + 5 * DAY)), 1)

        with django_assert_num_queries(1):
            queries.versions(NOW)


class TestNamed:
    def test_finds_a_version(self, north: object) -> None:
        ruleset = rulesets.signed(version="1")

        assert queries.named("first", "1") == ruleset
        assert queries.named("first", "2") is None


class TestDrafts:
    def test_are_ones_own_and_with_the_power_to_sign_those_under_review(
        self, north: object
    ) -> None:
        drafter, colleague = rulesets.drafter(), rulesets.drafter()
        own = rulesets.drafted(drafter, version="1")
        under_review = rulesets.submitted(colleague, version="2")

        assert list(queries.drafts(drafter, NOW)) == [own]
        assert list(queries.drafts(colleague, NOW)) == [under_review]
        assert list(queries.drafts(rulesets.signatory(), NOW)) == [under_review]

    def test_are_none_for_somebody_else(self, ada: object, north: object) -> None:
        rulesets.submitted()

        assert not queries.drafts(ada, NOW)


class TestRenewed:
    def test_is_the_first_version_that_is_not_published_yet(self, north: object) -> None:
        versions = []
        for _ in range(3):
            renewed = queries.renewed(queries.shipped("first"))
            services.publish(renewed, now=NOW)
            versions.append(renewed["version"])

        assert versions == ["2026-1", "2026-1.2", "2026-1.3"]


class TestReadable:
    def test_is_everybodys_draft_to_who_drafts_for_the_province(self, north: object) -> None:
        one, other = rulesets.drafted(), rulesets.drafted(version="2026-2")

        assert set(queries.readable(rulesets.drafter(), NOW)) == {one, other}

    def test_is_what_was_ever_submitted_to_who_signs(self, north: object) -> None:
        rulesets.drafted()
        submitted = rulesets.submitted(version="2026-2")

        assert list(queries.readable(rulesets.signatory(), NOW)) == [submitted]

    def test_is_nothing_to_who_drafts_for_a_city(self, north: object) -> None:
        rulesets.drafted()
        user = users.user()
        offices.office(user, areas.area("110100"), "rule_drafter", now=NOW)

        assert not queries.readable(user, NOW)


class TestShippedNames:
    def test_are_those_that_can_be_read(self) -> None:
        names = queries.shipped_names()

        assert "first" in names
        assert [queries.shipped(name)["name"] for name in names]

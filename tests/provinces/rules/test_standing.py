"""Where versions stand, as time passes."""

from __future__ import annotations

from datetime import timedelta

import pytest

from provinces.rules.standing import Place, Stage, Standing, standings
from tests.cast import NOW

DAY = timedelta(days=1)


def place(key: int, first: float, last: float, **values: object) -> Place:
    return Place(key, NOW + first * DAY, NOW + last * DAY, **values)


def stages(places: list[Place], day: float) -> dict[int, str]:
    return {one.key: str(one.stage) for one in standings(places, NOW + day * DAY)}


class TestStandings:
    @pytest.mark.parametrize(
        ("day", "stage"),
        [(0, "in_notice"), (2, "in_force"), (91, "in_force"), (92, "expired")],
    )
    def test_follow_the_clock(self, day: float, stage: str) -> None:
        assert stages([place(1, 2, 92)], day) == {1: stage}

    def test_supersede_for_good(self) -> None:
        versions = [place(1, 0, 90), place(2, 10, 20)]

        assert stages(versions, 9) == {1: "in_force", 2: "in_notice"}
        assert stages(versions, 10) == {1: "superseded", 2: "in_force"}
        assert stages(versions, 20) == {1: "superseded", 2: "expired"}

    def test_say_when_a_version_ends_and_by_which(self) -> None:
        first, second = standings([place(1, 0, 90), place(2, 10, 20)], NOW)

        assert first == Standing(1, Stage.IN_FORCE, NOW + 10 * DAY, 2)
        assert second == Standing(2, Stage.IN_NOTICE, NOW + 20 * DAY, None)

    def test_know_what_expired_before_the_next_began(self) -> None:
        assert stages([place(1, 0, 5), place(2, 10, 20)], 11) == {1: "expired", 2: "in_force"}

    def test_let_an_emergency_only_interrupt(self) -> None:
        versions = [place(1, 0, 90), place(2, 10, 13, interrupts=True)]

        assert stages(versions, 12) == {1: "interrupted", 2: "in_force"}
        assert stages(versions, 13) == {1: "in_force", 2: "expired"}

    def test_end_what_was_interrupted_where_the_next_begins(self) -> None:
        versions = [place(1, 0, 90), place(2, 10, 13, interrupts=True), place(3, 12, 60)]

        assert stages(versions, 11) == {1: "interrupted", 2: "in_force", 3: "in_notice"}
        assert stages(versions, 12) == {1: "superseded", 2: "superseded", 3: "in_force"}
        assert stages(versions, 61) == {1: "superseded", 2: "superseded", 3: "expired"}

    def test_pass_over_what_was_withdrawn(self) -> None:
        versions = [place(1, 0, 90), place(2, 10, 20, withdrawn=NOW + 5 * DAY)]

        assert stages(versions, 11) == {1: "in_force", 2: "withdrawn"}

    def test_take_no_heed_of_a_withdrawal_that_came_too_late(self) -> None:
        versions = [place(1, 0, 90), place(2, 10, 20, withdrawn=NOW + 10 * DAY)]

        assert stages(versions, 11) == {1: "superseded", 2: "in_force"}

    def test_of_two_that_begin_together_take_the_later_one(self) -> None:
        versions = [place(1, 0, 90), place(2, 0, 90)]

        assert stages(versions, 0) == {1: "superseded", 2: "in_force"}

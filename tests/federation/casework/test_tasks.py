"""The tasks read the clock and call their services."""

from __future__ import annotations

import pytest
from django.utils import timezone
from pytest_django import Settings

from core.signing import pseudonyms
from federation.casework import checks, tasks
from federation.casework.models import Pseudonym
from federation.peers import services as peers
from provinces.tenancy import directory
from tests import cast
from tests.federation.casework import feeds, stories


@pytest.fixture
def today(north: directory.Entry) -> directory.Entry:
    """Be in the north, in a federation that was founded just now."""
    peers.found("Test", slugs=(cast.NORTH, cast.SOUTH), now=timezone.now())
    return north


@pytest.mark.usefixtures("today")
class TestTasks:
    def test_send_and_judge_what_there_is(self) -> None:
        tasks.send(cast.NORTH)
        tasks.judge_province(cast.NORTH)

    def test_keep_up_the_names(self) -> None:
        stories.guest()

        tasks.keep_up(cast.NORTH)

        epochs = set(Pseudonym.objects.values_list("epoch", flat=True))
        assert pseudonyms.epoch_of(timezone.now()) in epochs

    def test_publish_the_score(self) -> None:
        tasks.score(cast.NORTH)

        assert len(feeds.published("conformance.scored")) == 1


class TestCheckWords:
    def test_finds_nothing_wrong_with_the_defaults(self) -> None:
        assert checks.check_words() == []

    @pytest.mark.parametrize("value", [" ", "a\nb", "x" * 201])
    def test_refuses_a_law_that_no_home_would_read(self, settings: Settings, value: str) -> None:
        settings.CASEWORK_LABORATORY_BASIS = value

        assert [error.id for error in checks.check_words()] == ["casework.E003"]


class TestCheckLimits:
    def test_finds_nothing_wrong_with_the_defaults(self) -> None:
        assert checks.check_limits() == []

    @pytest.mark.parametrize(
        ("name", "value", "found"),
        [
            ("CASEWORK_REMOTE_PER_DAY", 0, "casework.E001"),
            ("CASEWORK_SHARE_ONE_SOURCE", 100_000, "casework.E001"),
            ("CASEWORK_SETTLE_SECONDS", 600, "casework.E002"),
        ],
    )
    def test_refuses_limits_that_hold_all_or_nothing(
        self, settings: Settings, name: str, value: int, found: str
    ) -> None:
        setattr(settings, name, value)

        assert [error.id for error in checks.check_limits()] == [found]

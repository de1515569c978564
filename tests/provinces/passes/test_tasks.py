"""The minute's care withdraws what is not true, in each province by itself."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from provinces.citizens.models import Citizen
from provinces.passes import services as passes
from provinces.passes import tasks
from provinces.passes.models import Issued
from provinces.status import queries as status
from tests.cast import NOW
from tests.factories import areas, letters, registries, road
from tests.factories import passes as made

pytestmark = pytest.mark.usefixtures("noon")


class TestWithdrawUntrue:
    def test_reads_the_clock(self, eve: Citizen, monkeypatch: pytest.MonkeyPatch) -> None:
        road.first_ruleset()
        made.exposed(eve)
        passes.issue_paper(eve, now=NOW)
        until = status.status_of(eve, NOW).until
        assert until
        Issued.objects.update(expires_at=until + timedelta(days=1))
        tasks.withdraw_untrue("north")
        assert Issued.objects.get().withdrawn_at is None

        monkeypatch.setattr(timezone, "now", lambda: until)
        tasks.withdraw_untrue("north")

        assert Issued.objects.get().because == "untrue"


class TestPostLetters:
    def test_reads_the_clock(self, north: object, monkeypatch: pytest.MonkeyPatch) -> None:
        known = registries.answering(monkeypatch)
        areas.area("110101")
        road.first_ruleset()
        letters.asked(letters.enrolled())

        tasks.post_letters("north")

        assert len(known.books.posted) == 1

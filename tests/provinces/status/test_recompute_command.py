"""`manage.py recompute`: what a run by hand came to, in words."""

from __future__ import annotations

import io

from django.core.management import call_command

from provinces.citizens.models import Citizen
from tests import cast
from tests.factories import road


class TestReport:
    def test_counts_statuses_in_words(self, eve: Citizen) -> None:
        road.first_ruleset()
        road.zone()
        road.stay(eve, at=cast.NOW)
        out = io.StringIO()

        call_command("recompute", cast.NORTH, stdout=out)

        assert " by_status  1 green\n" in out.getvalue()
        assert "{" not in out.getvalue()

"""A zone is lifted before its time."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from provinces.accounts.models import User
from provinces.zones import queries
from provinces.zones.models import Lifting, Version
from tests import cast
from tests.factories import offices, zones
from tests.factories.areas import area
from tests.pages import address, reader, words
from tests.provinces.console.zoning.saying import moment

PAGE = "console:zone-lift"


def lifted(user: User, version: Version, **others: Any) -> str:
    said = {"at": moment(cast.NOW), "because": "drawn_wrongly", **others}
    return words(reader(user).post(address(PAGE, version.pk), said, follow=True))


class TestLift:
    def test_shows_whom_it_concerns(self, ada: User) -> None:
        told = words(reader(ada).get(address(PAGE, zones.in_force().pk)))

        assert "Whom it concerns Size" in told
        assert "One signature is enough, for it restricts nobody." in told

    def test_is_enough_by_whoever_may_declare_or_sign(self, ada: User, ben: User) -> None:
        for official in (ada, ben):
            assert "Lifted. Statuses" in lifted(official, zones.in_force())

        assert not queries.active(cast.NOW).exists()
        assert set(Lifting.objects.values_list("because", flat=True)) == {"drawn_wrongly"}

    @pytest.mark.parametrize(
        ("others", "problem"),
        [
            ({"because": ""}, "Why it is lifted: Choose one of the answers."),
            ({"because": "I like to"}, "Choose one of the answers shown"),
            ({"at": moment(cast.NOW + timedelta(days=30))}, "not in effect at that moment"),
            ({"at": "soon"}, "Give a day and a time, such as"),
        ],
    )
    def test_names_a_moment_and_a_reason(
        self, ada: User, others: dict[str, str], problem: str
    ) -> None:
        assert problem in lifted(ada, zones.in_force(), **others)
        assert queries.active(cast.NOW).exists()

    def test_is_not_of_what_is_not_in_effect(self, ada: User) -> None:
        assert "No version of this zone is in effect" in lifted(ada, zones.declared(ada))

    def test_reaches_where_either_power_does(self, ada: User) -> None:
        elsewhere = zones.in_force(
            by=zones.official("epidemiologist", "110200", unit="declaring office"),
            signed_by=zones.official("high_reviewer", "110200", unit="signing office"),
            area=area("110201"),
        )
        reviewing = area("110200")
        offices.office(ada, reviewing, "reviewer", unit="second review office", now=cast.NOW)

        assert "Lifted. Statuses" in lifted(ada, elsewhere)

"""Held people of the sample appeal at a desk: one is right, one is not, one waits."""

from __future__ import annotations

from provinces.accounts.models import User
from provinces.appeals import queries
from provinces.appeals.models import Appeal, Letter
from provinces.tenancy import directory
from sample import appealing
from tests import cast
from tests.factories import appeals, areas, offices, users

NOW = cast.NOW


def official(name: str, role: str) -> User:
    user = users.user(name)
    area = areas.area("110101")
    offices.office(user, area, role, unit=f"{name} office", now=NOW)
    return user


class TestFile:
    def test_has_one_upheld_one_refused_and_one_open(self, north: directory.Entry) -> None:
        official(appealing.CLERK, "desk_clerk")
        officer = official(appealing.OFFICER, "appeals_officer")
        people = [appeals.stranger() for _ in range(4)]
        appeals.exposed(*people)
        assert not appealing.are_filed()

        assert appealing.file(now=NOW) == 3

        outcomes = Appeal.objects.order_by("pk").values_list("outcome", flat=True)
        assert list(outcomes) == ["upheld", "refused", ""]
        assert [appeals.status(person) for person in people] == ["green", "red", "red", "red"]
        assert Letter.objects.get().citizen == people[0]
        assert queries.lying_with(officer).count() == 1
        assert appealing.are_filed()

"""Of the sample's two lists one is held, and the other waits to be signed."""

from __future__ import annotations

import pytest

from provinces.evidence.models import Evidence, Hold
from sample import holding
from tests import cast
from tests.factories import areas, citizens, offices, users


@pytest.fixture
def people(north: object) -> None:
    """Both officials, and more people than the lists are about."""
    officer, colleague = users.user(holding.OFFICER), users.user(holding.COLLEAGUE)
    offices.office(officer, areas.area("110101"), "case_officer", unit="clinic", now=cast.NOW)
    offices.office(colleague, areas.area("110000"), unit="centre", now=cast.NOW)
    for _ in range(holding.MANY + holding.FEW + 2):
        citizens.citizen()


@pytest.mark.usefixtures("people")
class TestFile:
    def test_has_one_list_held_and_one_waiting(self) -> None:
        assert holding.file(now=cast.NOW) == holding.MANY + holding.FEW

        assert Hold.objects.get().count == holding.MANY
        assert Evidence.objects.free().count() == holding.FEW

    def test_is_done_once(self) -> None:
        assert not holding.is_held()

        holding.file(now=cast.NOW)

        assert holding.is_held()

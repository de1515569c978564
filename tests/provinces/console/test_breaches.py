"""Officials on call open a breach, tell everybody concerned, and two offices close it."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from provinces.accounts.models import User
from provinces.citizens.models import Citizen
from provinces.notices.models import Notice
from provinces.oversight.models import Breach
from provinces.tenancy import scope
from tests.factories import citizens, incidents
from tests.factories.incidents import COMMISSION
from tests.pages import address, reader, words

pytestmark = pytest.mark.usefixtures("north")

SAID = {
    "what": "looked_up",
    "noticed": "audit",
    "noticed_at": "2026-11-15T11:00",
    "starts_at": "2026-11-14T12:00",
    "ends_at": "2026-11-15T12:00",
    "kinds": ["identity"],
}


@pytest.fixture
def suspect(eve: Citizen) -> User:
    """Somebody who has read Eve's record, and nobody else's."""
    official = incidents.reader()
    incidents.looked(official, eve)
    return official


def opened(suspect: str) -> Any:
    said = {**SAID, "suspect": suspect}
    return reader(incidents.on_call()).post(address("console:breach-open"), said, follow=True)


class TestOpen:
    def test_names_whom_it_concerns_and_nobody_else(self, suspect: User, eve: Citizen) -> None:
        other = citizens.citizen(area=eve.area)

        said = words(opened(suspect.username))

        assert f"{eve.reference} 1 " in said
        assert other.reference not in said
        assert "1 to be told by 18 Nov 2026, 11:00" in said

    def test_has_moments_chosen_and_not_typed(self) -> None:
        said = reader(incidents.on_call()).get(address("console:breach-open")).content.decode()

        assert said.count('type="datetime-local"') == 3

    def test_names_what_is_missing_in_the_order_of_the_page(self) -> None:
        said = words(reader(incidents.on_call()).post(address("console:breach-open"), {}))

        missing = said[: said.index("Open a breach")]
        asked = ("What happened", "How it was", "Who is suspected", "Records could be seen from")
        assert sorted(asked, key=missing.index) == list(asked)

    def test_says_where_nobody_was_read(self, suspect: User) -> None:
        said = words(opened("somebody else"))

        assert "By the ledger nobody's record was read so" in said
        assert not Breach.objects.exists()


class TestBreach:
    def test_is_told_and_closed_by_two_offices(self, suspect: User, eve: Citizen) -> None:
        reference = incidents.breach(suspect).reference
        first, second = reader(incidents.on_call()), reader(incidents.on_call(COMMISSION))

        first.post(address("console:breach-tell", reference))
        first.post(address("console:breach-done", reference), {"measures": ["reported"]})
        same = first.post(address("console:breach-close", reference), follow=True)
        other = second.post(address("console:breach-close", reference), follow=True)

        assert Notice.objects.get().citizen == eve
        assert "You said what was done; somebody else closes it." in words(same)
        assert "Closed." in words(other)

    def test_offers_its_own_times_to_be_widened(self, suspect: User) -> None:
        breach = incidents.breach(suspect)
        asked = address("console:breach", breach.reference)

        said = reader(incidents.on_call()).get(asked).content.decode()

        began = timezone.localtime(breach.starts_at, scope.current().zone)
        assert (
            f'type="datetime-local" id="starts_at" name="starts_at" value="{began:%Y-%m-%dT%H:%M}"'
            in said
        )

    def test_is_widened(self, suspect: User) -> None:
        reference = incidents.breach(suspect).reference
        wider = {"starts_at": "2026-11-10T12:00", "ends_at": "2026-11-15T12:00"}

        said = words(
            reader(incidents.on_call()).post(
                address("console:breach-widen", reference), wider, follow=True
            )
        )

        assert "10 November 2026, 12:00" in said

    def test_is_not_closed_before_everybody_knows(self, suspect: User) -> None:
        reference = incidents.breach(suspect).reference

        answer = reader(incidents.on_call()).post(
            address("console:breach-done", reference), {"measures": ["reported"]}, follow=True
        )

        assert "Not everybody concerned has been told yet." in words(answer)

"""Sign-ins: kept where only their owner reads, and still theirs the next time."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from core.db.days import day_of
from core.periods import epoch_minute
from provinces.accounts.models import User
from provinces.citizens.models import Citizen
from provinces.exposure.models import Question
from provinces.status.models import Current
from provinces.tenancy import directory
from provinces.zones.models import EffectiveZone, Level
from sample.officials import POSTS
from sample.signing_in import Book, SignIn, open_for
from tests import cast
from tests.factories import areas, citizens, ledger, offices, users


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return Book(tmp_path / "demo.json")


@pytest.fixture
def officials(north: directory.Entry) -> None:
    for post in POSTS:
        users.user(post.username)


def ask(citizen: Citizen, entry: directory.Entry) -> None:
    """Ask a citizen whether they were in a zone."""
    zone = EffectiveZone.objects.create(
        source="west",
        reference="110101-1",
        version=1,
        level=Level.HIGH,
        name_zh="某小区",
        name_en="Some compound",
        starts=epoch_minute(cast.NOW),
        ends=epoch_minute(cast.NOW) + 60,
        revised_at=cast.NOW,
    )
    Question.objects.create(
        citizen=citizen,
        zone=zone,
        day=day_of(cast.TODAY, entry.zone).lo,
        asked_at=cast.NOW,
        closes_at=cast.NOW + timedelta(hours=72),
    )


def who(found: list[SignIn], username: str) -> str:
    return next((each.who for each in found if each.username == username), "")


class TestPasswordFor:
    def test_is_the_same_while_it_is_theirs(self, officials: None, book: Book) -> None:
        user = User.objects.get(username="reviewer")

        password = book.password_for(cast.NORTH, user)

        assert user.check_password(password)
        assert book.password_for(cast.NORTH, user) == password

    def test_is_another_once_theirs_was_changed(self, officials: None, book: Book) -> None:
        user = User.objects.get(username="reviewer")
        password = book.password_for(cast.NORTH, user)
        user.set_password("their own choice")

        assert book.password_for(cast.NORTH, user) != password
        assert user.check_password(book.password_for(cast.NORTH, user))

    def test_is_known_from_the_file_alone(self, officials: None, tmp_path: Path) -> None:
        user = User.objects.get(username="reviewer")
        first = Book(tmp_path / "demo.json")
        password = first.password_for(cast.NORTH, user)
        first.save()

        assert Book(tmp_path / "demo.json").password_for(cast.NORTH, user) == password
        assert (tmp_path / "demo.json").stat().st_mode & 0o777 == 0o600


@pytest.mark.usefixtures("officials")
class TestOpenFor:
    def test_seats_a_citizen_in_each_situation_there_is(
        self, north: directory.Entry, book: Book
    ) -> None:
        calm, asked = citizens.citizen(), citizens.citizen()
        ask(asked, north)

        found = open_for(book, now=cast.NOW)

        assert who(found, "green") == f"citizen {calm.reference}"
        assert who(found, "question") == f"citizen {asked.reference}"
        assert who(found, "red") == who(found, "yellow") == ""

    def test_seats_another_one_when_the_situation_has_passed(
        self, north: directory.Entry, book: Book
    ) -> None:
        was_calm, calm = citizens.citizen(), citizens.citizen()
        before = open_for(book, now=cast.NOW)
        ask(was_calm, north)

        after = open_for(book, now=cast.NOW)

        assert who(before, "green") == f"citizen {was_calm.reference}"
        assert who(after, "green") == f"citizen {calm.reference}"
        assert who(after, "question") == f"citizen {was_calm.reference}"

    def test_seats_whom_the_case_officer_may_view_if_there_is_one(self, book: Book) -> None:
        far = citizens.citizen(area=areas.area("110201"))
        first = open_for(book, now=cast.NOW)
        carer = User.objects.get(username="case.officer")
        offices.office(carer, areas.area("110101"), "case_officer", unit="clinic", now=cast.NOW)
        near = citizens.citizen(area=areas.area("110101"))

        then = open_for(book, now=cast.NOW)

        assert who(first, "green") == f"citizen {far.reference}"
        assert who(then, "green") == f"citizen {near.reference}"

    def test_seats_somebody_under_every_status_there_is(self, book: Book) -> None:
        held = citizens.citizen()
        ground = {"ground": "somewhere", "status": "popup", "rank": 2}
        with ledger.tampering():
            Current.objects.create(
                citizen=held,
                decision_id=1,
                as_of=cast.NOW,
                status="popup",
                since=cast.NOW,
                until=cast.NOW + timedelta(days=1),
                grounds=[ground],
            )

        found = open_for(book, now=cast.NOW)

        assert who(found, "popup") == f"citizen {held.reference}"

    def test_opens_one_door_for_each_kind_of_official(self, book: Book) -> None:
        found = open_for(book, now=cast.NOW)

        roles = [each.who for each in found]
        assert len(roles) == len(set(roles)) == len({post.role for post in POSTS})

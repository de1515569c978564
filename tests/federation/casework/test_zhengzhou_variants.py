"""Zhengzhou again, by somebody who knows the limits: in small batches, in company, and anew."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.conf import settings

from federation.casework import services
from federation.casework.models import Assertion, Hold
from federation.casework.services.judging import judge_issuer
from federation.peers import instants
from provinces.citizens.models import Citizen
from provinces.evidence.models import Evidence
from provinces.tenancy import scope
from tests import cast
from tests.factories import areas
from tests.federation.casework import stories
from tests.federation.casework.stories import NOW, SETTLED

pytestmark = pytest.mark.usefixtures("federation")
DAY = timedelta(days=1)
SETTLING = SETTLED - NOW


def people(count: int, *, were_there: bool = False) -> list[int]:
    """Enrol people of the north; return their keys."""
    county = areas.area()
    made = Citizen.objects.bulk_create(
        Citizen(reference=f"p{uuid.uuid4().hex[:16]}", area=county, enrolled_at=stories.FOUNDED)
        for _ in range(count)
    )
    found = [citizen.pk for citizen in made]
    if were_there:
        stories.be_there(found)
    return found


def arrived(
    whom: Iterable[int], *, issuer: str = cast.SOUTH, at: datetime = NOW, **changes: Any
) -> None:
    """Have words of an issuer come in, each with a source of its own unless one is given."""
    Assertion.objects.bulk_create(
        Assertion(
            id=uuid.uuid4(),
            issuer=issuer,
            came_from=issuer,
            about="a" * 52,
            epoch=stories.EPOCH,
            citizen_id=person,
            fact="close_contact",
            link="investigation",
            body=body,
            source_reference=body["source_reference"],
            received_at=at,
            expires_at=at + timedelta(days=20),
        )
        for person in whom
        for body in [stories.word(expires_at=instants.text(at + 6 * DAY), **changes)]
    )


def counting() -> int:
    """Return how many people anything counts against."""
    return Evidence.objects.filter(withdrawn_at=None).values("citizen").distinct().count()


class TestSmallBatches:
    def test_day_after_day_do_not_add_up(self) -> None:
        for day in range(8):
            at = NOW + day * DAY + timedelta(minutes=day)
            arrived(people(20), at=at)
            arrived(people(21, were_there=True), at=at)
            judge_issuer(cast.SOUTH, now=at + SETTLING)

        remote = Assertion.objects.filter(state="in_force", was_present=False)
        assert remote.count() == settings.CASEWORK_REMOTE_STANDING
        assert "over_standing" in Hold.objects.get().why

    def test_every_hour_of_one_day_do_not_add_up(self) -> None:
        for hour in range(12):
            at = NOW + timedelta(hours=hour)
            arrived(people(5), at=at)
            judge_issuer(cast.SOUTH, now=at + SETTLING)

        assert counting() <= settings.CASEWORK_REMOTE_PER_DAY

    def test_on_either_side_of_the_window_are_kept_apart_by_what_counts(self) -> None:
        at = NOW
        for _ in range(6):
            arrived(people(9), at=at)
            arrived(people(9), at=at)
            judge_issuer(cast.SOUTH, now=at + SETTLING)
            at += DAY + timedelta(seconds=1)

        assert counting() <= settings.CASEWORK_REMOTE_STANDING


class TestCompany:
    def test_of_issuers_who_each_keep_to_their_budget_is_held(self) -> None:
        for number in range(12):
            issuer = f"issuer{number}"
            arrived(people(9), issuer=issuer)
            judge_issuer(issuer, now=SETTLED)

        assert counting() == settings.CASEWORK_REMOTE_OF_ALL
        assert all(hold.why == ["over_all"] for hold in Hold.objects.all())

    def test_that_shares_one_list_is_held_as_one(self) -> None:
        for issuer in ("south", "east", "west"):
            name = "depositors 6/21" if issuer == "east" else "Depositors  6/21"
            arrived(people(9), issuer=issuer, source_reference=name)
            arrived(people(30, were_there=True), issuer=issuer, source_reference=name)
            judge_issuer(issuer, now=SETTLED)

        assert {hold.issuer for hold in Hold.objects.all()} >= {"east", "west"}
        assert all("one_source" in hold.why for hold in Hold.objects.exclude(issuer="south"))
        assert counting() <= settings.CASEWORK_SHARE_ONE_SOURCE


class TestManySources:
    def test_for_as_many_people_on_site_are_held_as_a_burst(self) -> None:
        arrived(people(446, were_there=True))

        assert judge_issuer(cast.SOUTH, now=SETTLED) == 0

        assert Hold.objects.get().why == ["burst"]
        assert counting() == 0

    def test_come_through_where_as_much_is_usual(self) -> None:
        crowd = people(100, were_there=True)
        for day in range(9):
            arrived(crowd, at=NOW - DAY * (day + 2))
        Assertion.objects.update(state="in_force")

        arrived(people(120, were_there=True))

        assert judge_issuer(cast.SOUTH, now=SETTLED) == 120


class TestAgain:
    def test_what_was_suspended_waits_for_two_offices(self) -> None:
        eve, number = stories.guest()
        stories.named()
        first = stories.received(number)
        services.judge(now=SETTLED)
        first.refresh_from_db()
        services.contest(first, of=eve, text="not me", now=SETTLED)
        late = SETTLED + DAY
        services.suspend_unanswered(now=late)

        stories.received(number, now=late)
        services.judge(now=late + SETTLING)

        assert stories.states() == {"suspended": 1, "held": 1}
        assert Hold.objects.get().why == ["said_again"]
        assert not Evidence.objects.counting(late + SETTLING).exists()

    def test_under_next_months_name_is_the_same_person(self) -> None:
        eve, number = stories.guest()
        stories.named()
        first = stories.received(number)
        services.judge(now=SETTLED)
        first.refresh_from_db()
        services.contest(first, of=eve, text="not me", now=SETTLED)
        december = datetime(2026, 12, 1, 4, tzinfo=NOW.tzinfo)
        services.suspend_unanswered(now=december)
        stories.named(now=december)

        again = stories.received(
            number, stories.word(expires_at="2026-12-08T04:00:00Z"), now=december
        )
        services.judge(now=december + SETTLING)

        again.refresh_from_db()
        assert again.about != first.about
        assert (again.citizen, again.state) == (eve, "held")

    def test_what_its_issuer_took_back_itself_may_be_told_rightly(self) -> None:
        _, number = stories.guest()
        stories.named()
        first = stories.received(number)
        services.judge(now=SETTLED)
        with scope.province(cast.SOUTH):
            services.take_back(first.pk, because="another date", now=SETTLED)
        stories.deliver(now=SETTLED)

        stories.received(number, now=SETTLED)
        services.judge(now=SETTLED + SETTLING)

        assert stories.states() == {"withdrawn": 1, "in_force": 1}

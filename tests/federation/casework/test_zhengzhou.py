"""Zhengzhou, 2022: what was pushed then recolours nobody here.

June: 1,317 people were given red codes by scans of a venue's code, 446 of whom were in the city
and 871 elsewhere, who had scanned a picture of it. July: people far away went red in their own
province because another one pushed "high risk", with no evidence and nobody to answer for it.
"""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest

from federation.casework import services
from federation.casework.classes import MessageClass
from federation.casework.models import Assertion, Hold, HoldElsewhere, Incoming, Issued, Outgoing
from federation.casework.services.judging import judge_issuer
from provinces.citizens.models import Citizen, StaleMark
from provinces.evidence.models import Evidence
from provinces.ledger.models import FeedEntry
from provinces.screening.models import Result
from provinces.tenancy import scope
from tests import cast
from tests.factories import areas
from tests.federation.casework import feeds, stories
from tests.federation.casework.feeds import entries, told
from tests.federation.casework.stories import NOW, SETTLED

PEOPLE, ON_SITE = 1317, 446
POSTER = {"link": "venue_code", "source_reference": "venue code 410100-0621"}

pytestmark = pytest.mark.usefixtures("federation")


def push(numbers: list[str]) -> None:
    """Have the south assert that all of them were with a case, for they scanned a code."""
    for number in numbers:
        stories.said(number, stories.word(**POSTER))
    stories.deliver()


def arrived(people: list[int]) -> None:
    """Have the assertions be there, as the inbox keeps them."""
    Assertion.objects.bulk_create(
        Assertion(
            id=uuid.uuid4(),
            issuer=cast.SOUTH,
            came_from=cast.SOUTH,
            about="a" * 52,
            epoch=stories.EPOCH,
            citizen_id=person,
            fact="close_contact",
            body=stories.word(**POSTER),
            received_at=NOW,
            expires_at=NOW + timedelta(days=7),
            **POSTER,
        )
        for person in people
    )


class TestJune:
    def test_recolours_nobody(self) -> None:
        county = areas.area()
        made = Citizen.objects.bulk_create(
            Citizen(reference=f"depositor{number}", area=county, enrolled_at=stories.FOUNDED)
            for number in range(PEOPLE)
        )
        people = [citizen.pk for citizen in made]
        stories.be_there(people[:ON_SITE])
        arrived(people)

        counted = services.judge(now=SETTLED)

        assert counted == 0
        assert stories.states() == {"held": PEOPLE}
        assert not Evidence.objects.exists()
        assert not StaleMark.objects.exists()
        hold = Hold.objects.get()
        assert (hold.count, hold.remote) == (PEOPLE, PEOPLE - ON_SITE)
        assert hold.why == ["burst", "mostly_elsewhere", "one_source", "one_venue_code"]
        assert [each["count"] for each in feeds.published("assertions.held")] == [PEOPLE]

    @pytest.mark.battery
    def test_recolours_nobody_envelope_by_envelope(self) -> None:
        many = [stories.document() for _ in range(PEOPLE)]
        people = [stories.guest(number, was_there=False)[0].pk for number in many]
        stories.be_there(people[:ON_SITE])
        stories.named()
        StaleMark.objects.all().delete()
        push(many)

        counted = services.judge(now=SETTLED)

        assert counted == 0
        assert stories.states() == {"held": PEOPLE}
        assert not Evidence.objects.exists()
        assert not StaleMark.objects.exists()
        hold = Hold.objects.get()
        assert (hold.count, hold.remote) == (PEOPLE, PEOPLE - ON_SITE)
        assert hold.why == ["burst", "mostly_elsewhere", "one_source", "one_venue_code"]

    def test_is_published_as_counts_and_seen_by_both_desks(self) -> None:
        numbers = [stories.guest()[1] for _ in range(60)]
        stories.named()
        push(numbers)
        services.judge(now=SETTLED)

        published = told(FeedEntry.objects.get(kind="assertions.held"))
        with scope.province(cast.SOUTH):
            services.take(entries(cast.NORTH, "assertions.held", [published]), now=SETTLED)
            seen = HoldElsewhere.objects.get()

        assert published["count"] == seen.count == 60
        assert "citizen" not in str(published)
        assert seen.peer == cast.NORTH

    @pytest.mark.parametrize("there", [True, False])
    def test_recolours_nobody_scan_by_scan_either(self, there: bool) -> None:
        for _ in range(3):
            _, number = stories.guest(was_there=there)
            stories.named()
            stories.received(number, stories.word(**POSTER))
            judge_issuer(cast.SOUTH, now=SETTLED)

        assert stories.states() == {"held": 3}
        assert not Evidence.objects.exists()
        assert Hold.objects.get().why == ["venue_code_alone"]

    def test_is_told_nothing_of_who_is_known(self) -> None:
        numbers = [stories.document() for _ in range(60)]
        push(numbers)

        services.judge(now=SETTLED)

        assert Hold.objects.get().count == 60
        assert not Citizen.objects.exists()

    def test_pulls_back_what_counted_before_it_was_too_much(self) -> None:
        numbers = [stories.guest()[1] for _ in range(51)]
        stories.named()
        source = {"source_reference": "one list"}
        for number in numbers[:50]:
            stories.said(number, stories.word(**source))
        stories.deliver()
        assert services.judge(now=SETTLED) == 50

        stories.received(numbers[50], stories.word(**source))
        assert judge_issuer(cast.SOUTH, now=SETTLED) == 0

        assert stories.states() == {"held": 51}
        assert not Evidence.objects.counting(SETTLED).exists()


class TestJuly:
    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            ({"fact": "high_risk"}, "no-such-class"),
            ({"level": "high"}, "verdict-in-payload"),
            ({"details": {"colour": "red"}}, "verdict-in-payload"),
            ({"evidence_hash": ""}, "no-evidence"),
            ({"office": {}}, "nobody-answers"),
            ({"link": "list of depositors"}, "no-basis"),
            ({"legal_basis": ""}, "missing"),
        ],
    )
    def test_refuses_a_push_without_evidence_owner_or_appeal(
        self, changes: dict[str, Any], code: str
    ) -> None:
        _, number = stories.guest(was_there=False)
        stories.named()

        refusal = forced(number, {**stories.word(), **changes})

        assert code in [problem["code"] for problem in refusal["problems"]]
        assert not Assertion.objects.exists()
        assert not Evidence.objects.exists()
        assert Incoming.objects.get().is_refused

    def test_holds_a_push_at_people_who_were_never_there(self) -> None:
        numbers = [stories.guest(was_there=False)[1] for _ in range(12)]
        stories.named()
        for number in numbers:
            stories.said(number)
        stories.deliver()

        assert services.judge(now=SETTLED) == 0

        assert Hold.objects.get().why == ["mostly_elsewhere"]
        assert not Evidence.objects.exists()
        assert not Result.objects.exists()


def forced(number: str, body: dict[str, Any]) -> dict[str, Any]:
    """Have a south that checks nothing send a message, and return what the north answers."""
    with scope.province(cast.SOUTH):
        to = services.guest(number, cast.NORTH, now=NOW)
        message = services.post(to, of=MessageClass.CONTACT, body=body, now=NOW)
    stories.deliver()
    with scope.province(cast.SOUTH):
        found = Outgoing.objects.get(pk=message.pk)
        assert found.state == Outgoing.State.REFUSED
        assert not Issued.objects.exists()
        assert found.acknowledgement is not None
        return found.acknowledgement["body"]

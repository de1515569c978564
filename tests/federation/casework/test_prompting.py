"""A host tells that a guest checked in; their home asks them, if its own zones say so."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import h3.api.basic_int as h3
import pytest

from core.cells.lookup import cell_for
from federation.casework import queries, services
from federation.casework.models import Incoming
from federation.peers import instants
from provinces.citizens.models import Citizen
from provinces.exposure import queries as exposures
from provinces.exposure.models import Question
from provinces.presence.models import CheckIn
from provinces.status import pipeline
from provinces.tenancy import scope
from tests import cast
from tests.factories import road
from tests.federation.casework import stories
from tests.federation.casework.stories import NOW, SOUTHERN, YESTERDAY

pytestmark = pytest.mark.usefixtures("federation")
VENUE = cell_for(*SOUTHERN, 11)
NORTHERN = cell_for(39.90, 116.40, 11)


def prompted(number: str, **changes: Any) -> Incoming:
    """Have the south tell the north that somebody checked in; return the north's message."""
    body = {
        "text": "checked in at a market with a case",
        "venue": "Bridge Market",
        "cell": format(VENUE, "x"),
        "at": instants.text(YESTERDAY),
        **changes,
    }
    with scope.province(cast.SOUTH):
        by = stories.official("case_officer", "120000", unit="southern tracing")
        body = {name: value for name, value in body.items() if value is not None}
        services.prompt(number, home=cast.NORTH, body=body, by=by, now=NOW)
    stories.deliver()
    return Incoming.objects.get()


@pytest.fixture
def eve() -> tuple[Citizen, str]:
    """Somebody of the north who was in the south, and their document."""
    found = stories.guest()
    stories.named()
    road.first_ruleset()
    return found


class TestTake:
    def test_becomes_a_question_open_for_72_hours(self, eve: tuple[Citizen, str]) -> None:
        road.zone(cells=[VENUE])

        prompted(eve[1])
        pipeline.drain(now=NOW)

        asked = Question.objects.get()
        assert asked.citizen == eve[0]
        assert asked.closes_at == NOW + timedelta(hours=72)
        assert list(exposures.open_questions(eve[0], NOW)) == [asked]
        assert not queries.desk().exists()

    def test_asks_nobody_where_no_zone_was(self, eve: tuple[Citizen, str]) -> None:
        prompted(eve[1])
        pipeline.drain(now=NOW)

        assert CheckIn.objects.get().venue == "Bridge Market"
        assert not Question.objects.exists()

    def test_of_who_was_never_there_waits_for_the_desk(self) -> None:
        _, number = stories.guest(was_there=False)
        stories.named()
        road.zone(cells=[VENUE])

        message = prompted(number)
        pipeline.drain(now=NOW)

        assert not CheckIn.objects.exists()
        assert not Question.objects.exists()
        assert list(queries.desk()) == [message]

    def test_without_a_place_waits_for_the_desk(self, eve: tuple[Citizen, str]) -> None:
        message = prompted(eve[1], cell=None)

        assert not CheckIn.objects.exists()
        assert list(queries.desk()) == [message]

    def test_makes_no_exposure(self, eve: tuple[Citizen, str]) -> None:
        road.zone(cells=[VENUE])

        prompted(eve[1])
        pipeline.drain(now=NOW)

        assert not exposures.listed()

    @pytest.mark.parametrize(
        ("wrong", "code"),
        [
            ({"cell": "zz"}, "no-cell"),
            ({"cell": 7}, "no-cell"),
            ({"cell": "f" * 40}, "no-cell"),
            ({"cell": format(h3.cell_to_parent(VENUE, 7), "x")}, "no-cell"),
            ({"cell": format(NORTHERN, "x")}, "foreign-ground"),
            ({"at": "yesterday"}, "no-moment"),
            ({"at": None}, "no-moment"),
            ({"at": instants.text(NOW + timedelta(hours=1))}, "out-of-time"),
            ({"at": instants.text(NOW - timedelta(days=40))}, "out-of-time"),
            ({"venue": ""}, "missing"),
            ({"venue": "x" * 81}, "missing"),
            ({"text": None}, "missing"),
            ({"status": "red"}, "verdict-in-payload"),
        ],
    )
    @pytest.mark.parametrize("is_known", [True, False])
    def test_that_is_wrong_is_refused_whoever_it_is_about(
        self, eve: tuple[Citizen, str], is_known: bool, wrong: dict[str, Any], code: str
    ) -> None:
        message = prompted(eve[1] if is_known else stories.document(), **wrong)

        assert message.is_refused
        problems = message.acknowledgement["body"]["problems"]
        assert [each["code"] for each in problems] == [code]
        assert not CheckIn.objects.exists()

"""The figures for everybody: with what they count, and nothing by which to tell somebody apart."""

from __future__ import annotations

from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from provinces.oversight.figures import services
from tests import cast
from tests.client import ProvinceClient
from tests.factories import citizens, oversight
from tests.pages import address, words

NOW = cast.NOW
# How many statements the page runs, however many figures there are.
FIGURES = 3


@pytest.fixture
def visitor(north: object, noon: None) -> ProvinceClient:
    return ProvinceClient(headers={"accept-language": "en"})


class TestFigures:
    def test_say_what_they_count_before_anything_was_counted(self, visitor: ProvinceClient) -> None:
        said = words(visitor.get(address("portal:figures")))

        assert "Records read, by purpose How often an official looked" in said
        assert "Nothing has been counted yet." in said

    def test_hide_what_is_small(self, visitor: ProvinceClient) -> None:
        looker = oversight.reader()
        for _ in range(31):
            citizens.citizen()
        oversight.looked(looker, cast.eve(), times=3, at=NOW - timedelta(days=1))
        services.publish(now=NOW)

        said = words(visitor.get(address("portal:figures")))

        assert "November 2026 fewer than 10" in said
        assert "14 November 2026 30" in said

    def test_call_what_is_stuck_by_its_own_words(self, visitor: ProvinceClient) -> None:
        services.publish(now=NOW)

        said = words(visitor.get(address("portal:figures")))

        assert "Appeals past their clock" in said
        assert "Your appeals, what you said" not in said

    def test_draw_people_over_time(self, visitor: ProvinceClient) -> None:
        for _ in range(12):
            citizens.citizen()
        for day in (2, 1, 0):
            services.publish(now=NOW - timedelta(days=day))

        assert b"<polyline" in visitor.get(address("portal:figures")).content

    def test_cost_as_many_statements_however_many_there_are(
        self, visitor: ProvinceClient, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        services.publish(now=NOW - timedelta(days=1))
        services.publish(now=NOW)

        with django_assert_num_queries(FIGURES):
            visitor.get(address("portal:figures"))


class TestDocument:
    def test_says_the_same(self, visitor: ProvinceClient) -> None:
        looker = oversight.reader()
        oversight.looked(looker, cast.eve(), times=12, at=NOW - timedelta(days=1))
        services.publish(now=NOW)

        told = visitor.get(address("portal:figures-document")).json()

        reads = next(each for each in told["figures"] if each["figure"] == "reads")
        (month,) = [each for each in reads["periods"] if each["period"] == "2026-11"]
        assert month["cells"]["care"] == {"value": 12, "shown": "exact"}
        assert month["total"] == {"value": 12, "shown": "exact"}
        assert told["floor"] == 10

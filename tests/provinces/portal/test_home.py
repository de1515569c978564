"""A province's first page, as everybody may see it."""

from __future__ import annotations

from datetime import timedelta

from provinces.status import runs
from provinces.tenancy import directory
from provinces.zones.models import Level
from tests import cast
from tests.client import ProvinceClient
from tests.factories import citizens, road, zones
from tests.pages import address, words

EARLIER = cast.NOW - timedelta(minutes=90)


def page(client: ProvinceClient) -> str:
    return words(client.get(address("portal:home")))


class TestHome:
    def test_is_one_place_in_the_navigation(
        self, client: ProvinceClient, north: directory.Entry
    ) -> None:
        assert client.get("/p/north/").content.decode().count('aria-current="page"') == 1

    def test_says_that_nobody_is_held_without_rules(
        self, client: ProvinceClient, north: directory.Entry
    ) -> None:
        said = page(client)

        assert "No rule set is in force. Nobody is held." in said
        assert "No zone of this province is in effect." in said
        assert "No recompute has been published yet." in said

    def test_counts_statuses_and_hides_small_numbers(
        self, client: ProvinceClient, north: directory.Entry
    ) -> None:
        road.first_ruleset()
        road.zone()
        for number in range(14):
            citizen = citizens.citizen()
            if number < 3:
                road.stay(citizen, at=cast.NOW - timedelta(days=1))
        runs.work(runs.start(runs.Plan(as_of=cast.NOW), now=cast.NOW))

        said = page(client)

        assert "10 citizens 10 Green 0 Yellow <10 Red" in said
        assert "rounded to tens" in said

    def test_lists_the_zones_in_effect_the_gravest_first(
        self, client: ProvinceClient, north: directory.Entry
    ) -> None:
        for level in (Level.MEDIUM, Level.HIGH):
            zones.in_force(level=level, name_en="Some compound")
        road.zone(level=Level.HIGH, ends=cast.NOW - timedelta(hours=1))

        said = page(client)

        assert "1 High risk 1 Medium risk 0 Low risk" in said
        assert said.index("Some compound High risk") < said.index("Some compound Medium risk")

    def test_counts_the_zones_of_other_provinces_apart(
        self, client: ProvinceClient, north: directory.Entry
    ) -> None:
        foreign = road.zone()
        foreign.source = cast.SOUTH
        foreign.save()

        said = page(client)

        assert "0 High risk" in said
        assert "Stays in 1 zone that another province has declared" in said

    def test_names_the_rules_in_force_and_who_answers(
        self, client: ProvinceClient, north: directory.Entry
    ) -> None:
        road.first_ruleset()

        said = page(client)

        assert "First rule set , version 2026-1, in force since 16 October 2026." in said
        assert "You stayed in a high-risk zone." in said
        assert "Provincial office of disease control Contact: 12320" in said
        assert "North is the controller of all personal records here." in said

    def test_tells_of_the_last_run_and_of_the_running_one(
        self, client: ProvinceClient, north: directory.Entry
    ) -> None:
        runs.work(runs.start(runs.Plan(as_of=EARLIER), now=EARLIER))
        runs.start(runs.Plan(as_of=cast.NOW), now=cast.NOW)

        response = client.get(address("portal:home"))

        said = words(response)
        assert "Running now, as of 15 November 2026, 12:00:" in said
        assert "0 of 8 parts done (0%)" in said
        assert "Took 1 h 30 min" in said
        assert 'data-live="/p/north/api/runs/progress/"' in response.content.decode()

    def test_is_in_chinese_by_default(self, north: directory.Entry) -> None:
        assert "北省公共卫生状态" in page(ProvinceClient())

"""A zone is drawn, looked at, and then declared as it was seen."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import h3.api.basic_int as h3
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from core.cells.datum import wgs84_to_gcj02
from core.cells.snapping import snap
from provinces.accounts.models import User
from provinces.jurisdictions.models import Office
from provinces.ledger import queries as ledger
from provinces.status import pipeline
from provinces.zones import services
from provinces.zones.models import Reason, State, Version
from tests import cast
from tests.factories import areas, citizens, offices, road, zones
from tests.pages import address, reader, words
from tests.provinces.console.zoning.saying import (
    BOX,
    answered,
    document,
    looked_at_and_declared,
    moment,
    seen,
)

PAGE = "console:zone-declare"


@pytest.fixture(autouse=True)
def _ground(north: object) -> None:
    zones.ground()


class TestPreview:
    def test_shows_what_it_would_be_and_declares_nothing(self, ada: User) -> None:
        response = answered(ada, PAGE)

        told = words(response)
        cells = snap(BOX).count()
        assert f"hectares ({cells} cells)" in told
        assert "Another office than yours, by another person than you." in told
        assert "Declare it: another office has to sign" in told
        assert not Version.objects.exists()

    def test_shows_the_cells_on_the_map(self, ada: User) -> None:
        told = document(answered(ada, PAGE))

        assert told["drawn"] == BOX
        assert told["cells"]["type"] == "MultiPolygon"
        assert told["spill"]["coordinates"] == []

    def test_shows_the_neighbours_part_as_an_offer(self, ada: User) -> None:
        at_the_border = zones.box(116.498, 39.898, 116.502, 39.902)

        response = answered(ada, PAGE, shape=json.dumps(at_the_border))

        assert "cells: they will be offered to the neighbour" in words(response)
        assert document(response)["spill"]["coordinates"]

    def test_says_that_a_higher_office_has_to_sign(self, ada: User, settings: Any) -> None:
        settings.ZONES_MAX_FINE_CELLS = 10
        long_ago = moment(cast.NOW - timedelta(days=settings.ZONES_MAX_DAYS_BACK + 1))

        told = words(answered(ada, PAGE, starts_at=long_ago))

        assert "A higher office: it is larger than a county's cap." in told
        assert "it reaches further back than a county's cap." in told

    def test_counts_whom_it_would_meet(self, ada: User) -> None:
        road.first_ruleset()
        for _ in range(12):
            road.stay(citizens.citizen(), at=cast.NOW - timedelta(days=1))
        pipeline.drain(now=cast.NOW)

        told = words(answered(ada, PAGE, **around(450)))

        assert "Certainly there 12 people" in told
        assert "Green → Red 12 people" in told

    def test_tells_no_small_number(self, ada: User) -> None:
        road.first_ruleset()
        road.stay(citizens.citizen(), at=cast.NOW - timedelta(days=1))
        pipeline.drain(now=cast.NOW)

        assert "Certainly there fewer than 10 people" in words(answered(ada, PAGE, **around(450)))

    def test_is_recorded(self, ada: User) -> None:
        answered(ada, PAGE)

        assert ledger.about(areas.area("110101"))[0].entry.event == "zone.tried"

    def test_counts_nobody_beyond_the_days_budget(self, ada: User, settings: Any) -> None:
        limits = {**settings.CITIZENS_BUDGETS["zone"], "actor": 1}
        settings.CITIZENS_BUDGETS = {**settings.CITIZENS_BUDGETS, "zone": limits}
        answered(ada, PAGE)

        told = words(answered(ada, PAGE))

        assert "You have had people counted as often today as anybody needs to." in told
        assert "Certainly there" not in told


def around(radius_m: int) -> dict[str, str]:
    """Say a circle around the place where people stay on the road."""
    latitude, longitude = h3.cell_to_latlng(road.HERE)
    circle = {"latitude": str(latitude), "longitude": str(longitude), "radius_m": str(radius_m)}
    return {"way": "circle", **circle}


class TestWhere:
    def test_may_be_a_file(self, ada: User) -> None:
        file = SimpleUploadedFile("zone.geojson", json.dumps(BOX).encode())

        response = answered(ada, PAGE, way="file", shape="", file=file)

        assert document(response)["drawn"] == BOX
        # A file is sent once; what was in it stands in the form from now on.
        assert 'value="text" checked' in response.content.decode()

    def test_may_be_a_circle(self, ada: User) -> None:
        told = document(answered(ada, PAGE, **around(300)))

        assert told["drawn"]["radius_m"] == 300

    def test_may_be_a_whole_division(self, ada: User) -> None:
        services.set_territory("110101", snap(BOX))

        response = answered(ada, PAGE, way="division", division="110101", datum="")

        assert f"({snap(BOX).count()} cells)" in words(response)

    def test_is_shown_in_wgs84_wherever_it_came_from(self, ada: User) -> None:
        ring = [wgs84_to_gcj02(lat, lon)[::-1] for lon, lat in BOX["coordinates"][0]]
        shifted = {"type": "Polygon", "coordinates": [ring]}

        response = answered(ada, PAGE, shape=json.dumps(shifted), datum="gcj02")

        found = document(response)["drawn"]["coordinates"][0]
        assert [pytest.approx(point, abs=1e-6) for point in found] == BOX["coordinates"][0]

    @pytest.mark.parametrize(
        ("others", "problem"),
        [
            ({"shape": ""}, "Draw the zone, or paste it as text."),
            ({"shape": "somewhere"}, "No area can be read in it."),
            ({"way": "file"}, "Choose a file."),
            ({"way": "circle"}, "A circle has a latitude, a longitude and a radius."),
            ({"way": "division", "division": "north"}, "A code has digits only"),
            ({"way": "division", "division": "110199"}, "This is no area"),
            ({"datum": ""}, "Say from which map the numbers are."),
            ({"shape": json.dumps(zones.box(10, 50, 10.1, 50.1))}, "No part of it is in this"),
            ({"reason": "because"}, "Choose one of the answers shown"),
            ({"basis": ""}, "Law it rests on: Choose one of the answers."),
            ({"authority": "another office"}, "Choose one of the answers shown"),
            ({"area": "110200"}, "Choose one of the answers shown"),
            ({"name_zh": "福鼎家园3号楼2单元401室"}, "Name no household"),
            ({"ends_at": moment(cast.NOW - timedelta(days=3))}, "A zone ends after it starts"),
        ],
    )
    def test_is_asked_again_where_something_is_wrong(
        self, ada: User, others: dict[str, str], problem: str
    ) -> None:
        told = words(answered(ada, PAGE, **others))

        assert problem in told
        assert "What it would be" not in told

    def test_may_not_be_on_the_ground_of_another_area(self, ada: User) -> None:
        services.set_territory("110101", snap(zones.box(116.30, 39.80, 116.40, 40.00)))

        assert "It reaches beyond the area that answers for it." in words(answered(ada, PAGE))


class TestDeclare:
    def test_has_another_office_sign_what_was_seen(self, ada: User) -> None:
        response = looked_at_and_declared(ada, PAGE)

        version = Version.objects.get()
        assert response["Location"] == address("console:zone", version.pk)
        assert version.state == State.AWAITING
        assert (version.reason, version.basis) == (Reason.CASES_LIVE_THERE, "diseases_law")
        assert version.authority == "city health office"
        told = words(reader(ada).get(address("console:zone", version.pk)))
        assert "People who were infected live there" in told
        assert "Law on the Prevention and Treatment of Infectious Diseases" in told

    @pytest.mark.parametrize(("language", "name"), [("en", "Centre"), ("zh-hans", "疾控中心")])
    def test_names_the_office_in_the_language_of_the_page(
        self, ada: User, language: str, name: str
    ) -> None:
        Office.objects.filter(user=ada).update(unit="疾控中心 Centre")
        browser = reader(ada, language)

        offered = browser.get(address(PAGE)).content.decode()
        looked_at_and_declared(ada, PAGE, authority="疾控中心 Centre")
        version = Version.objects.get()
        told = words(browser.get(address("console:zone", version.pk)))

        assert f'<option value="疾控中心 Centre">{name}</option>' in offered
        assert version.authority == "疾控中心 Centre"
        assert "疾控中心 Centre" not in told
        assert name in told

    def test_takes_nothing_else_than_what_was_seen(self, ada: User) -> None:
        token = seen(answered(ada, PAGE))
        larger = json.dumps(zones.box(116.39, 39.89, 116.41, 39.91))

        response = answered(ada, PAGE, step="declare", seen=token, shape=larger)

        assert "It is not what you looked at." in words(response)
        assert not Version.objects.exists()

    def test_is_for_another_official_to_sign(self, ada: User, ben: User) -> None:
        looked_at_and_declared(ada, PAGE)
        version = Version.objects.get()

        reader(ben).post(address("console:sign", version.pk))

        version.refresh_from_db()
        assert version.state == State.IN_FORCE

    def test_is_not_signed_by_the_same_official_in_another_office(self, ada: User) -> None:
        looked_at_and_declared(ada, PAGE)
        version = Version.objects.get()
        area = areas.area("110100")
        offices.office(ada, area, "reviewer", unit="city review office", now=cast.NOW)

        told = words(reader(ada).post(address("console:sign", version.pk), follow=True))

        assert "You declared this zone; somebody else has to sign it." in told
        version.refresh_from_db()
        assert version.state == State.AWAITING

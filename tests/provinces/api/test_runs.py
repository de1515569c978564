"""How far the running recompute is, for everybody."""

from __future__ import annotations

import pytest
from drf_spectacular.generators import SchemaGenerator

from provinces.status import runs
from provinces.tenancy import directory
from tests import cast
from tests.client import ProvinceClient
from tests.pages import address


class TestRunProgress:
    def test_says_that_none_is_running(
        self, client: ProvinceClient, north: directory.Entry
    ) -> None:
        assert client.get(address("api:run-progress")).json() == {"running": False}

    def test_says_how_far_it_is(self, client: ProvinceClient, north: directory.Entry) -> None:
        run = runs.start(runs.Plan(cast.NOW, shards=4), now=cast.NOW)
        shard = runs.lease(run)
        assert shard is not None
        runs.do(shard)

        response = client.get(address("api:run-progress"))

        assert response.json() == {
            "running": True,
            "as_of": "2026-11-15T12:00:00+08:00",
            "done": 1,
            "total": 4,
            "share": 0.25,
        }
        assert response["Cache-Control"] == "no-store"

    @pytest.mark.urls("core.config.urls.province")
    def test_is_in_the_schema(self) -> None:
        schema = SchemaGenerator().get_schema(public=True)

        assert "/api/runs/progress/" in schema["paths"]
        assert schema["components"]["schemas"]["RunProgress"]["required"] == ["running"]

"""The border's clockwork reads the clock and calls services, in every province."""

from __future__ import annotations

import pytest

from federation.borders import queries, tasks
from provinces.tenancy import scope
from tests import cast
from tests.federation.borders import border


class TestResolve:
    @pytest.mark.usefixtures("neighbours")
    def test_resolves_in_the_province_it_is_told(self) -> None:
        border.zone()
        border.entries()

        tasks.resolve(cast.NORTH)

        found = queries.latest_map()
        assert found is not None
        assert found.counts["effective"] == 1
        with scope.province(cast.SOUTH):
            assert queries.latest_map() is None

"""A citizen's own tests and vaccinations."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest

from provinces.citizens.fields import TABLE, Field
from provinces.citizens.models import Citizen
from provinces.citizens.purposes import WORDING as PURPOSES
from provinces.jurisdictions.roles import ROLES
from provinces.screening import services
from tests import cast
from tests.factories import screening
from tests.pages import address, noon, reader, words  # noqa: F401  noon is a fixture

pytestmark = pytest.mark.usefixtures("noon")
NOW = cast.NOW


def page(citizen: Citizen, name: str = "portal:tests", language: str = "en") -> Any:
    response = reader(citizen.user, language).get(address(name))
    assert response.status_code == 200
    return words(response)


class TestTests:
    def test_show_ones_own_results(self, eve: Citizen, finn: Citizen) -> None:
        screening.result(eve, sample_reference="MINE", outcome="positive")
        screening.result(finn, sample_reference="HIS")

        shown = page(eve)

        assert "Positive" in shown
        assert screening.LABORATORY in shown
        assert "Sample MINE" in shown
        assert "HIS" not in shown

    def test_say_that_a_tubes_result_is_provisional(self, eve: Citizen) -> None:
        screening.result(eve, pooled=True, outcome="positive")

        shown = page(eve)

        assert "Pooled: several people's samples together" in shown
        assert "Provisional, until 17 Nov 2026, 18:00" in shown

    def test_no_longer_count_what_has_lapsed(self, eve: Citizen) -> None:
        long_ago = NOW - timedelta(days=5)
        screening.result(eve, pooled=True, outcome="positive", sampled_at=long_ago)

        shown = page(eve)

        assert "No result of yours is kept" in shown
        assert "Ended 13 Nov 2026, 18:00" in shown

    def test_show_what_was_taken_back(self, eve: Citizen) -> None:
        services.void(screening.result(eve), because="x", source="x", now=NOW)

        assert "Taken back by the laboratory 15 Nov 2026, 12:00" in page(eve)

    def test_say_so_where_there_is_none(self, eve: Citizen) -> None:
        assert "No result of yours is kept" in page(eve)

    def test_tell_which_officials_may_see_them_and_what_for(self, eve: Citizen) -> None:
        shown = page(eve)

        for role in {role for role, _ in TABLE}:
            purposes = [
                str(PURPOSES[purpose])
                for (each, purpose), rights in TABLE.items()
                if each == role and Field.RESULTS in rights.inside.clear | rights.outside.clear
            ]
            told = f" {ROLES[role].name_en} (in an emergency alone )?{' '.join(purposes)}"
            assert bool(re.search(told, shown)) == bool(purposes), role
        assert "Epidemiologist in an emergency alone To find out" in shown
        assert "Nobody sees" not in shown

    def test_name_them_in_chinese_too(self, eve: Citizen) -> None:
        shown = page(eve, language="zh-hans")

        assert "个案管理员" in shown
        assert "仅限紧急情况" in shown

    def test_are_in_chinese_too(self, eve: Citizen) -> None:
        screening.result(eve, outcome="indeterminate", method="antigen")

        shown = page(eve, language="zh-hans")

        assert "结果不确定" in shown
        assert "抗原检测" in shown


class TestVaccinations:
    def test_show_ones_own_doses(self, eve: Citizen, finn: Citizen) -> None:
        screening.vaccination(eve, vaccine="CoronaVac", dose_number=2)
        screening.vaccination(finn, vaccine="Convidecia")

        shown = page(eve, "portal:vaccinations")

        assert "CoronaVac 2" in shown
        assert "Convidecia" not in shown

    def test_say_so_where_there_is_none(self, eve: Citizen) -> None:
        assert "has told of none" in page(eve, "portal:vaccinations")

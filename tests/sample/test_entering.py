"""What the sample's provinces ask is what a province may ask."""

from __future__ import annotations

import pytest

from federation.borders import entering as entry
from federation.borders import reading
from sample import entering
from sample.plan import PROVINCES, SampleProvince
from tests import cast


class TestRules:
    @pytest.mark.parametrize("province", PROVINCES, ids=lambda each: each.slug)
    def test_may_be_published(self, province: SampleProvince) -> None:
        document = {
            "v": 1,
            "host": province.slug,
            "version": 1,
            "in_force_from": reading.said(cast.NOW),
            "until": reading.said(cast.NOW + entry.LONGEST),
            "rules": entering.RULES[province.code],
        }

        assert entry.checked(document) == document

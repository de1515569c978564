"""A province's own login may do all that screening needs; one batch twice at once is one batch."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.db import IntegrityError

from provinces.retention import services as retention
from provinces.screening import services
from provinces.screening.models import Result
from provinces.tenancy import addresses, scope
from tests import cast
from tests.factories import screening
from tests.provinces.status import threads

NOW = cast.NOW


class TestOwnLogin:
    def test_records_voids_and_strikes(self, in_login_mode: None) -> None:
        with scope.province(cast.NORTH):
            eve = cast.eve()
            result, dose = screening.result(eve), screening.vaccination(eve)
            services.void(result, because="污染", source="x", now=NOW)
            services.strike(dose.register_reference, because="重复", source="x", now=NOW)

            assert not Result.objects.known(NOW).exists()

    def test_leaves_deleting_results_to_retention(self, in_login_mode: None) -> None:
        over = NOW + timedelta(days=settings.SCREENING_RESULT_DAYS)
        with scope.province(cast.NORTH):
            result = screening.result(cast.eve())
            with pytest.raises(IntegrityError, match="by retention only"):
                result.delete()

            with addresses.as_owner(), scope.province(cast.NORTH):
                assert retention.drop_expired(now=over) == 1


class TestAtOnce:
    def test_keeps_a_batch_once(self, in_login_mode: None) -> None:
        with scope.province(cast.NORTH):
            eve = cast.eve()
        batch = [screening.reported(eve) for _ in range(5)]

        with threads.sessions(9):
            results = threads.at_once(*[lambda: services.record(batch, source="x", now=NOW)] * 3)

        assert threads.raised(results) == []
        assert sorted(report.kept for report in results) == [0, 0, 5]

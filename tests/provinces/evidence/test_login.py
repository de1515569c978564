"""A province's own login may do all that evidence needs, and delete none of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.db import IntegrityError

from provinces.citizens.models import StaleMark
from provinces.evidence import services
from provinces.evidence.classes import EvidenceClass
from provinces.evidence.models import Evidence
from provinces.retention import services as retention
from provinces.tenancy import addresses, scope
from tests import cast
from tests.factories import evidence

NOW = cast.NOW


class TestOwnLogin:
    def test_files_approves_ends_withdraws_and_declares(self, in_login_mode: None) -> None:
        with scope.province(cast.NORTH):
            eve, ada = cast.eve(), cast.ada()
            piece = services.approve(evidence.proposed(eve, by=ada), by=cast.ben(), now=NOW)
            services.end(piece, at=NOW, by=ada, because="出院", now=NOW)
            services.withdraw(piece, by=ada, because="误报", now=NOW)
            services.declare(eve, EvidenceClass.WELLNESS_DECLARED, now=NOW)

            assert Evidence.objects.counting(NOW).count() == 1

    def test_deletes_nothing(self, in_login_mode: None) -> None:
        with scope.province(cast.NORTH):
            piece = evidence.in_force()

            with pytest.raises(IntegrityError, match="by retention only"):
                piece.delete()

    def test_leaves_that_to_retention(self, in_login_mode: None) -> None:
        with scope.province(cast.NORTH):
            piece = evidence.in_force()
            StaleMark.objects.all().delete()
            over = piece.expires_at + timedelta(days=settings.EVIDENCE_KEEP_DAYS, minutes=1)

            with addresses.as_owner(), scope.province(cast.NORTH):
                assert retention.drop_expired(now=over) == 1

            assert not Evidence.objects.exists()
            assert StaleMark.objects.get().citizen_id == piece.citizen_id

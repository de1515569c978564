"""An answered appeal goes after half a year, with all that was said; an open one stays."""

from __future__ import annotations

from datetime import timedelta

from provinces.appeals import services
from provinces.appeals.models import Appeal, Statement
from provinces.retention import services as retention
from provinces.tenancy.addresses import as_owner
from tests import cast
from tests.factories import appeals

NOW = cast.NOW


class TestDropAnswered:
    def test_takes_what_was_said_along(self, north: object) -> None:
        eve, finn, officer = appeals.resident(), appeals.resident(), appeals.reviewer()
        appeals.exposed(eve, finn)
        old, new = appeals.filed(eve), appeals.filed(finn)
        appeals.attended(old)
        appeals.answered(old, officer)

        with as_owner():
            gone = services.drop_answered(before=NOW + timedelta(days=1), now=NOW)

        assert gone == 1
        assert list(Appeal.objects.all()) == [new]
        assert Statement.objects.get().appeal == new

    def test_is_done_by_the_retention_of_days(self, north: object) -> None:
        eve, officer = appeals.resident(), appeals.reviewer()
        appeals.exposed(eve)
        appeals.answered(appeals.attended(appeals.filed(eve)), officer)

        with as_owner():
            retention.drop_expired(now=NOW + timedelta(days=179))
            assert Appeal.objects.exists()
            retention.drop_expired(now=NOW + timedelta(days=181))

        assert not Appeal.objects.exists()

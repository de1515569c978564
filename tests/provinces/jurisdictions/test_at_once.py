"""Two changes that do not go together are signed at the same time: one of the two counts."""

from __future__ import annotations

import threading
from functools import partial

from provinces.jurisdictions import services
from provinces.jurisdictions.models import Change, Office
from provinces.tenancy import scope
from tests import cast
from tests.cast import NOW
from tests.factories import areas, changes, offices, users
from tests.provinces.status.threads import PATIENCE_SECONDS, at_once, keep_back


def test_nobody_gets_two_offices_that_do_not_go_together(in_login_mode: None) -> None:
    with scope.province(cast.NORTH):
        who, by = users.user(), changes.granter()
        offices.office(who, areas.area("110101"), "site_clerk", now=NOW)
        second = changes.granter(changes.INSPECTION)
        wanted = [
            changes.grant(who, by, role="case_officer"),
            changes.grant(who, by, role="auditor", code="110000"),
        ]
    kept = threading.Event()

    def sign(change: Change) -> None:
        assert kept.wait(PATIENCE_SECONDS)
        services.sign(change, by=second, now=NOW)

    results = at_once(
        partial(keep_back, "units of offices", 2, kept), *(partial(sign, each) for each in wanted)
    )

    with scope.province(cast.NORTH):
        roles = set(Office.objects.filter(user=who).values_list("role", flat=True))
    assert sorted(type(result).__name__ for result in results[1:]) == ["Incompatible", "NoneType"]
    assert len(roles & {"case_officer", "auditor"}) == 1

"""Two officials propose to undo one cause at the same time: the second is told so, by name."""

from __future__ import annotations

import threading
from functools import partial

from provinces.accounts.models import User
from provinces.appeals import services
from provinces.appeals.models import Reversal
from provinces.tenancy import scope
from tests import cast
from tests.factories import appeals
from tests.provinces.status.threads import PATIENCE_SECONDS, at_once, keep_back

NOW = cast.NOW


def test_the_second_of_two_proposals_is_refused_by_name(in_login_mode: None) -> None:
    with scope.province(cast.NORTH):
        officers = [appeals.reviewer(), appeals.reviewer()]
        eve = appeals.resident()
        appeals.exposed(eve)
        appeal = appeals.attended(appeals.filed(eve))
        appeals.answered(appeal, officers[0])
        cause = appeal.bases.get().cause
    kept = threading.Event()

    def propose(by: User) -> None:
        assert kept.wait(PATIENCE_SECONDS)
        services.propose_reversal(cause, because="it was a mill", by=by, now=NOW)

    results = at_once(
        partial(keep_back, "proposed reversals", 2, kept),
        *(partial(propose, by) for by in officers),
    )

    with scope.province(cast.NORTH):
        assert Reversal.objects.filter(cause=cause).count() == 1
    assert sorted(type(result).__name__ for result in results[1:]) == ["AlreadyDecided", "NoneType"]

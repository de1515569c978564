"""The minute beat sees to the clocks of every province."""

from __future__ import annotations

import pytest
from django.utils import timezone

from provinces.citizens.models import Citizen
from provinces.notices.models import Notice
from provinces.oversight import tasks
from tests import cast
from tests.factories import incidents
from tests.factories.incidents import DAY, NOW


def test_attends_to_requests_and_breaches(eve: Citizen, monkeypatch: pytest.MonkeyPatch) -> None:
    incidents.granted(incidents.received(eve))
    suspect = incidents.reader()
    incidents.looked(suspect, eve)
    incidents.breach(suspect)
    monkeypatch.setattr(timezone, "now", lambda: NOW + 4 * DAY)

    tasks.attend(cast.NORTH)

    assert set(Notice.objects.values_list("kind", flat=True)) == {"lawful", "breach"}

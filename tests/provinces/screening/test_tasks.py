"""What is done of itself runs in every province, and finds its work in the database."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from core.config.celery import app
from provinces.citizens.models import Citizen
from provinces.screening import services, tasks
from provinces.screening.models import Appointment, Result, State
from provinces.tenancy import directory
from provinces.tenancy.connecting import connection
from tests import cast
from tests.factories import laboratories as lab
from tests.factories import sites

NOW = cast.NOW


def run(task: Any, moment: datetime, patch: pytest.MonkeyPatch) -> None:
    """Let a province's task run in north at a moment, and come back there."""
    patch.setattr(timezone, "now", lambda: moment)
    task(cast.NORTH)
    connection.set_tenant(directory.find(cast.NORTH))


class TestTasks:
    def test_deliver_what_has_just_come_in(
        self, north: directory.Entry, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        citizen = lab.identified()
        services.receive(lab.laboratory(), lab.bundle(lab.report_of()), now=NOW)

        run(tasks.deliver, NOW, monkeypatch)

        assert Result.objects.get().citizen == citizen

    def test_look_through_what_waits_and_what_is_over(
        self, north: directory.Entry, eve: Citizen, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        sites.appointment(eve)
        lab.delivered(lab.laboratory(), lab.bundle(lab.report_of()))
        lab.identified()

        run(tasks.look_through, NOW + timedelta(days=1), monkeypatch)

        assert Appointment.objects.get().state == State.MISSED
        assert Result.objects.count() == 1

    def test_are_sent_to_every_province(self, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
        sent: list[str] = []
        monkeypatch.setattr(tasks.look_through, "delay", sent.append)

        tasks.every_few_minutes()

        assert sorted(sent) == [cast.NORTH, cast.SOUTH]

    def test_are_in_the_timetable(self) -> None:
        named = {entry["task"] for entry in app.conf.beat_schedule.values()}

        assert tasks.every_few_minutes.name in named

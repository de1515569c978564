"""A record that comes is kept whole or refused; nothing in it breaks anything."""

from __future__ import annotations

import contextlib
import uuid
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from federation.casework import services
from federation.casework.classes import MessageClass
from federation.casework.envelope import Envelope
from federation.casework.refusals import Refused
from federation.casework.services import records
from federation.casework.services.naming import NoDocument
from federation.casework.services.receiving import Taken
from provinces.citizens.models import Citizen
from provinces.tenancy import directory, scope
from tests import cast
from tests.factories import areas, citizens, evidence, screening
from tests.federation.casework import stories
from tests.federation.casework.stories import EPOCH, NOW
from tests.federation.casework.test_words import JSON

HEALTH = [HealthCheck.function_scoped_fixture]


NUMBER = "E12345678"


def taken(body: dict[str, Any], citizen: Citizen | None = None) -> Taken:
    """Return a record that came from the south, of the holder of the number."""
    with scope.province(cast.SOUTH):
        about = services.guest(NUMBER, cast.NORTH, now=NOW).about
    envelope = Envelope(
        sender=cast.SOUTH,
        receiver=cast.NORTH,
        id=uuid.uuid4(),
        seq=1,
        of=MessageClass.HANDOVER_DONE,
        about=about,
        epoch=EPOCH,
        sent_at=NOW,
    )
    return Taken(envelope, body, citizen, NOW)


def record() -> dict[str, Any]:
    """Return the record of somebody with one of each; asked again, of the same one."""
    eve = Citizen.objects.filter(identity__isnull=False).first() or stories.guest(NUMBER)[0]
    if not eve.results.exists():
        evidence.recorded(eve)
        screening.result(eve)
        screening.vaccination(eve)
    return records.packed(eve, at=NOW)


def unpack(body: dict[str, Any], citizen: Citizen) -> None:
    with contextlib.suppress(Refused), transaction.atomic():
        records.unpacked(taken(body), citizen=citizen, area=areas.area())


class TestPacked:
    def test_needs_somebody(self, eve: Citizen) -> None:
        with pytest.raises(NoDocument):
            records.packed(eve, at=NOW)

    def test_holds_no_verdict_and_no_task(self, federation: directory.Entry) -> None:
        body = record()

        assert set(body) == {"person", "language", "evidence", "results", "doses"}
        assert "status" not in str(body)


class TestUnpacked:
    @pytest.mark.parametrize("part", ["person", "evidence", "results", "doses"])
    @given(value=JSON)
    @settings(deadline=None, suppress_health_check=HEALTH, max_examples=25)
    def test_breaks_on_no_part(self, federation: directory.Entry, part: str, value: Any) -> None:
        body = {"person": {"full_name": "x", "document": NUMBER}, "evidence": []}

        unpack({**body, "results": [], "doses": [], part: value}, citizens.citizen())

    @pytest.mark.parametrize("part", ["evidence", "results", "doses"])
    @given(data=st.data(), value=JSON)
    @settings(deadline=None, suppress_health_check=HEALTH, max_examples=25)
    def test_breaks_on_no_member(
        self, federation: directory.Entry, part: str, data: st.DataObject, value: Any
    ) -> None:
        body = record()
        name = data.draw(st.sampled_from([*sorted(body[part][0]), "assertion", "details"]))
        body[part][0][name] = value

        unpack(body, citizens.citizen())

    def test_keeps_all_of_it(self, federation: directory.Entry) -> None:
        body, there = record(), citizens.citizen()

        records.unpacked(taken(body), citizen=there, area=areas.area())

        assert there.evidence.count() == 1

    def test_takes_no_verdict(self, federation: directory.Entry) -> None:
        body = {**record(), "colour": "red"}

        with pytest.raises(Refused, match="verdict-in-payload"):
            records.unpacked(taken(body), citizen=citizens.citizen(), area=areas.area())

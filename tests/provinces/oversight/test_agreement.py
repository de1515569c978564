"""The public figures page and the ledger of a scenario agree, number by number, and all of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import override_settings
from django.utils import timezone

from provinces.appeals import services as appealing
from provinces.evidence import limits
from provinces.evidence.classes import EvidenceClass
from provinces.ledger import verifying
from provinces.oversight.figures import services
from provinces.oversight.figures.definitions import Name
from provinces.retention import services as retention
from provinces.status import pipeline
from provinces.tenancy import scope
from tests import cast
from tests.client import ProvinceClient
from tests.factories import appeals, areas, citizens, evidence, ledger, oversight, users
from tests.pages import address
from tests.worlds import World, fresh

from . import recounting

NOW = cast.NOW
DAY = timedelta(days=1)
NIGHT = NOW + 3 * DAY
CROWD = 12
MONTH = "%Y-%m"
FLOOR = 10
# Counted anew every day, and told in tens.
IN_TENS = (Name.PEOPLE, Name.STUCK)


@pytest.fixture(scope="class")
def published(story: None, world: World) -> dict[str, Any]:
    """What everybody reads the night after: all that is counted has happened to at least some."""
    with world.making(), override_settings(**dict.fromkeys(limits.NAMES, 10**6)):
        _told()
    with world.making(now=NIGHT):
        found: dict[str, Any] = ProvinceClient().get(address("portal:figures-document")).json()
    return found


@pytest.fixture
def document(
    north: object, published: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> dict[str, Any]:
    """The document that was published, a copy of one's own, and the night as it is."""
    monkeypatch.setattr(timezone, "now", lambda: NIGHT)
    return fresh(published)


def _told() -> None:
    appealed = [citizens.citizen(area=areas.area(), user=users.user()) for _ in range(CROWD)]
    for number in range(CROWD):
        filer = evidence.official("epidemiologist", "110000", unit=f"office {number}")
        evidence.held(by=filer)
        evidence.in_force(of=EvidenceClass.HOME_ISOLATION, ends_at=NOW + DAY)
        evidence.in_force(appealed[number], EvidenceClass.CLOSE_CONTACT)
    pipeline.drain(now=NOW + 2 * DAY)
    for each in appealed:
        appeals.filed(each, appeals.CLOSE, now=NOW + 2 * DAY - timedelta(hours=47))
    appealing.attend(now=NOW + 2 * DAY - timedelta(hours=47))
    oversight.looked(oversight.reader(), citizens.citizen(), times=CROWD, at=NOW - 366 * DAY)
    retention.purge(now=NOW)
    pipeline.drain(now=NOW + 2 * DAY)
    services.publish(now=NIGHT)


def span(period: str) -> tuple[datetime, datetime]:
    """Return the time `[start, end)` of a day or month, as far as it is over by the night."""
    zone = scope.current().zone
    midnight = NIGHT.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    if len(period) > len("2026-11"):
        start = datetime.fromisoformat(period).replace(tzinfo=zone)
        return start, start + DAY
    start = datetime.fromisoformat(f"{period}-01").replace(tzinfo=zone)
    following = (start + 32 * DAY).replace(day=1)
    return start, min(following, midnight)


def disagreements(document: dict[str, Any]) -> Iterator[str]:
    """Yield each number that is not what the ledger's entries come to."""
    for name, period, cell, value, shown in recounting.rows(document):
        start, end = span(period)
        counts = recounting.RECOUNTS[name](start, end)
        number = counts.get(cell, 0) if cell else recounting.total(name, counts, start, end)
        if not agrees(value, shown, number, in_tens=name in IN_TENS):
            yield f"{name} {period} {cell or 'sum'}: {value} ({shown}), and {number} in the ledger"


def agrees(value: int | None, shown: str, number: int, *, in_tens: bool) -> bool:
    """Tell whether a number as it is told may be one that was counted."""
    if shown == "few":
        return value is None and 0 < number < FLOOR
    if shown == "withheld":
        return value is None and number >= FLOOR
    return value == (round(number, -1) if in_tens else number)


class TestAgreement:
    def test_is_of_every_number(self, document: dict[str, Any]) -> None:
        assert list(disagreements(document)) == []

    def test_leaves_no_figure_out(self, document: dict[str, Any]) -> None:
        told = {name for name, _period, _cell, value, _how in recounting.rows(document) if value}

        assert told == set(Name) == set(recounting.RECOUNTS)

    def test_leaves_out_nothing_that_the_ledger_has(self, document: dict[str, Any]) -> None:
        cells = {(name, period, cell) for name, period, cell, *_told in recounting.rows(document)}

        for name, period in {(name, period) for name, period, _cell in cells}:
            counts = recounting.RECOUNTS[name](*span(period))
            missing = {cell for cell, number in counts.items() if number} - {
                cell for each, when, cell in cells if (each, when) == (name, period)
            }
            assert missing == set(), (name, period)

    def test_is_with_entries_as_they_were_sealed(self, document: dict[str, Any]) -> None:
        ledger.seal(NIGHT)

        assert verifying.verify_own(NIGHT) == []

    def test_would_find_a_number_that_was_made_up(self, document: dict[str, Any]) -> None:
        reads = next(each for each in document["figures"] if each["figure"] == "reads")
        reads["periods"][0]["cells"]["care"]["value"] += 1

        (found,) = disagreements(document)

        assert found.startswith("reads 2026-11 care: 15 (exact), and 14 in the ledger")

"""A laboratory's word counts when it comes: a positive holds, a negative or a withdrawal frees.

The rules are those that ship for Hebei: a positive PCR test holds somebody red until two negative
ones, taken a day apart, or seven days.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from provinces.citizens.models import Citizen
from provinces.screening.models import Laboratory
from provinces.status import pipeline, queries
from tests import cast
from tests.factories import laboratories as lab
from tests.factories import road

NOW = cast.NOW
HOUR = timedelta(hours=1)


@pytest.fixture
def laboratory(north: object) -> Laboratory:
    road.shipped_ruleset("hebei")
    return lab.laboratory()


@pytest.fixture
def citizen(laboratory: Laboratory) -> Citizen:
    return lab.identified()


def reported(laboratory: Laboratory, sampled_at: datetime, **values: Any) -> datetime:
    """Have a result reported an hour after its sample; return when."""
    issued = values.setdefault("issued", sampled_at + HOUR)
    collected = {"collectedDateTime": sampled_at.isoformat()}
    told = lab.report_of(specimen={"collection": collected}, **values)
    answer = lab.delivered(laboratory, lab.bundle(told), now=issued)
    assert answer.refused == []
    return issued


def status_at(citizen: Citizen, moment: datetime) -> str:
    pipeline.drain(now=moment)
    return queries.status_of(citizen, moment).status


def test_negatives_free_somebody_when_the_second_comes(
    laboratory: Laboratory, citizen: Citizen
) -> None:
    at = reported(laboratory, NOW - 48 * HOUR, outcome="positive")
    assert status_at(citizen, at) == "red"
    at = reported(laboratory, NOW - 30 * HOUR)
    assert status_at(citizen, at) == "red"

    at = reported(laboratory, NOW - 5 * HOUR)

    assert status_at(citizen, at) == "green"


@pytest.mark.parametrize("status", ["entered-in-error", "cancelled"])
def test_a_withdrawal_frees_somebody_at_once(
    laboratory: Laboratory, citizen: Citizen, status: str
) -> None:
    at = reported(laboratory, NOW - 8 * HOUR, outcome="positive", number="R-1")
    assert status_at(citizen, at) == "red"

    at = reported(laboratory, NOW - 8 * HOUR, number="R-1", status=status, issued=NOW)

    assert status_at(citizen, at) == "green"


def test_a_pool_that_nobody_follows_up_ends_by_itself(
    laboratory: Laboratory, citizen: Citizen
) -> None:
    pool = lab.pool_of(lab.DOCUMENT, lab.OTHER_DOCUMENT)
    lab.delivered(laboratory, lab.bundle(pool), now=NOW)
    assert status_at(citizen, NOW) == "red"

    assert status_at(citizen, lab.ISSUED + 72 * HOUR) == "green"

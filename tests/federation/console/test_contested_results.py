"""Whoever answers a contest of a laboratory's result sees whom to ask, and not what it came to."""

from __future__ import annotations

import pytest

from federation.casework import queries, services
from federation.casework.models import Assertion
from provinces.tenancy import directory, scope
from tests import cast
from tests.factories import laboratories as lab
from tests.federation.casework import stories

from .desks import shown

NOW = cast.NOW


@pytest.fixture(autouse=True)
def _federation(north: directory.Entry, own_keys: None) -> None:
    stories.founded()


def test_names_the_laboratory_and_the_sample() -> None:
    eve, _number = stories.guest(lab.DOCUMENT)
    stories.named()
    told = lab.report_of(sample="S-1734", outcome="positive", home=cast.NORTH)
    with scope.province(cast.SOUTH):
        laboratory = lab.laboratory()
        lab.delivered(laboratory, lab.bundle(told))
        services.tell_results(now=NOW)
    stories.exchange()
    services.contest(Assertion.objects.get(), of=eve, text="I was not tested", now=NOW)
    stories.exchange()

    with scope.province(cast.SOUTH):
        desk = stories.official("federation_officer", "120000", unit="southern desk")
        page = shown(desk, "desk:contest", queries.contests_to_answer().get().pk)

    assert f"{laboratory.name} · Lin · 010-0000 S-1734" in page
    assert "positive" not in page.lower()

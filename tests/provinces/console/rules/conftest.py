"""Officials of two offices, and a draft of one of them, at noon."""

from __future__ import annotations

import pytest

from provinces.accounts.models import User
from provinces.rules import services as rules
from provinces.rules.models import Draft
from tests import cast
from tests.factories import road, rulesets


@pytest.fixture
def drafter(north: object) -> User:
    road.first_ruleset()
    return rulesets.drafter()


@pytest.fixture
def signatory(north: object) -> User:
    return rulesets.signatory()


@pytest.fixture
def draft(drafter: User) -> Draft:
    return rules.draft(rulesets.lasting(1, version="2026-2"), by=drafter, now=cast.NOW)

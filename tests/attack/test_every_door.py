"""At every URL of every door, with every key: the same answer and the same work, known or not."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

import pytest
from django.core.cache import caches
from django.db import transaction
from django.urls import NoReverseMatch, reverse

import tests.pages
from provinces.citizens.models import Citizen
from provinces.portal import enrolment
from provinces.tenancy import directory
from tests.architecture import urls
from tests.architecture.urls import Page
from tests.attack import attacker, leaks
from tests.attack.attacker import BROWSERS, KEYS, MEANS, Pair
from tests.factories import areas, registries
from tests.factories.registries import InProcess
from tests.pages import noon  # noqa: F401  a fixture

HOLE = re.compile(r"<(?:(\w+):)?(\w+)>")
FIRST, ENROLLED, KNOWN, NOBODY = map(attacker.pair, range(4))
# The number of somebody enrolled, with a name that is not theirs.
MISFIT = Pair(NOBODY.name, ENROLLED.number)
PAGES = [page for page in urls.pages() if not page.name.startswith("node:")]
# Of these the bodies hold a secret of one's own made on the spot: an authenticator's, a phone's
# token, a pass.
OWN_SECRETS = ("mfa_", "portal:devices", "portal:code", "api:channel-code")
FILLED = {"int": 1, "uuid": UUID(int=1)}


def address(page: Page, pair: attacker.Pair) -> str:
    """Return the address of a page, with the attacker's number where it takes a text.

    Returns "" where it takes no such text: words of a list, or digests.
    """
    values: dict[str, Any] = {
        name: FILLED.get(kind, pair.number) for kind, name in HOLE.findall(page.pattern)
    }
    try:
        return f"/p/north{reverse(page.name, kwargs=values)}"
    except NoReverseMatch:
        return ""


CASES = [
    pytest.param(page, method, id=f"{method} {page.name}")
    for page in PAGES
    if address(page, NOBODY)
    for method in sorted(page.methods)
]


@pytest.fixture
def listed(north: directory.Entry, monkeypatch: pytest.MonkeyPatch) -> InProcess:
    areas.area("110101")
    registry = registries.answering(monkeypatch)
    attacker.enrolled([ENROLLED], registry)
    attacker.known([KNOWN], registry)
    return registry


class TestAddress:
    def test_is_had_of_every_page_that_takes_a_text_but_the_federations(self) -> None:
        without = {page.name.partition(":")[0] for page in PAGES if not address(page, NOBODY)}

        assert without <= {"federation", "together", "desk"}


@pytest.mark.usefixtures("noon")
class TestEveryDoor:
    @pytest.mark.parametrize(("page", "method"), CASES)
    def test_tells_nothing_by_name_and_number(
        self, listed: InProcess, eve: Citizen, page: Page, method: str
    ) -> None:
        of_programs = KEYS if page.name.startswith("api:") else ()

        told = {
            means: told_differently(means, page, method, eve) for means in (*BROWSERS, *of_programs)
        }

        assert not any(told.values()), told
        assert not listed.asked


def told_differently(means: str, page: Page, method: str, eve: Citizen) -> list[str]:
    """Return in what somebody on the list is answered otherwise than nobody; undo what was done."""
    with transaction.atomic():
        client = MEANS[means](eve)
        client.get("/p/north/")
        # The first request of all also fills what the process remembers.
        answers = {
            pair: attacker.try_out(client, method, address(page, pair), pair)
            for pair in (FIRST, NOBODY, ENROLLED, KNOWN, MISFIT)
        }
        transaction.set_rollback(True)
    caches["process"].clear()
    if page.name.startswith(OWN_SECRETS):
        answers = {pair: (*said[:2], "", said[3]) for pair, said in answers.items()}
    return [
        line
        for pair in (ENROLLED, KNOWN, MISFIT)
        for line in attacker.difference(answers[pair], answers[NOBODY])
    ]


@pytest.mark.usefixtures("noon")
class TestPlantedLeak:
    """What would be a leak is seen as one: doubles that do what no door does."""

    def _asked(self, eve: Citizen) -> list[str]:
        browser = attacker.anybody(eve)
        page = tests.pages.address("portal:enrol")
        answers = {
            pair: attacker.try_out(browser, "POST", page, pair)
            for pair in (FIRST, NOBODY, ENROLLED)
        }
        return attacker.difference(answers[ENROLLED], answers[NOBODY])

    def test_is_seen_by_its_statements(
        self, listed: InProcess, eve: Citizen, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(enrolment.citizen, "ask", leaks.looking_up(enrolment.citizen.ask))

        assert any("citizens_consent" in line for line in self._asked(eve))

    def test_is_seen_by_its_words(
        self, listed: InProcess, eve: Citizen, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(enrolment.budgets, "spend_on", leaks.refusing_strangers)

        assert any("429" in line for line in self._asked(eve))

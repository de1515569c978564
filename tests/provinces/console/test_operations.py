"""A contractor keeps the machines going, and learns of nobody."""

from __future__ import annotations

from datetime import timedelta

import pytest

from provinces.accounts.models import User
from provinces.citizens import services as citizen
from provinces.jurisdictions import queries
from provinces.jurisdictions.powers import Power
from provinces.jurisdictions.roles import ROLES
from provinces.ledger.events import Event
from tests import cast
from tests.architecture import urls
from tests.cast import NOW
from tests.factories import areas, offices, users
from tests.pages import address, reader, words

OVER_PERSONS = {
    Power.VIEW_PERSON,
    Power.ENROL_PERSON,
    Power.PROPOSE_EVIDENCE,
    Power.APPROVE_EVIDENCE,
    Power.ANSWER_CONTEST,
    Power.HAND_OVER,
    Power.RELEASE_HOLD,
    Power.CHECK_ORDER,
    Power.RUN_SITE,
    Power.REVIEW_APPEAL,
    Power.REVIEW_APPEAL_AGAIN,
}
OPEN = {"console:home", "console:runs", "console:operations"}


@pytest.fixture
def contractor(north: object) -> User:
    made = users.user("fixit", full_name="Tang Kai")
    offices.office(made, areas.area("110000"), "operations_contractor", unit="firm", now=NOW)
    return made


class TestContractor:
    def test_has_no_power_over_persons(self, contractor: User) -> None:
        held = queries.powers_of(contractor, NOW)

        assert held == ROLES["operations_contractor"].powers == {Power.WATCH_RUNS}
        assert not held & OVER_PERSONS

    def test_sees_queues_without_whom_they_are_about(self, contractor: User) -> None:
        eve = cast.eve()
        citizen.mark_stale([eve.pk], because=Event.EVIDENCE_APPROVED, at=NOW - timedelta(hours=1))

        said = words(reader(contractor).get(address("console:operations")))

        assert "Statuses to be worked out again Behind Masked 1 1 h 0 min" in said
        assert eve.reference not in said

    def test_is_shown_no_other_page_of_officials(self, contractor: User) -> None:
        client = reader(contractor)
        plain = [
            page
            for page in urls.pages()
            if page.name.startswith(("console:", "desk:")) and "<" not in page.pattern
        ]

        opened = {
            page.name
            for page in plain
            if "GET" in page.methods and client.get(address(page.name)).status_code == 200
        }

        assert opened == OPEN

    def test_is_named_to_nobody_and_names_nobody(
        self, contractor: User, ada: User, ben: User
    ) -> None:
        eve = cast.eve()
        client = reader(contractor)

        for name in OPEN:
            said = client.get(address(name)).content.decode()
            for person in ("ada", "ben", eve.reference):
                assert f">{person}<" not in said
                assert f" {person} " not in said

    def test_costs_few_statements(
        self, contractor: User, django_assert_max_num_queries: object
    ) -> None:
        client = reader(contractor)

        with django_assert_max_num_queries(16):  # type: ignore[operator]
            client.get(address("console:operations"))

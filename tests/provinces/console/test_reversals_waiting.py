"""Reversals that wait are listed and counted for those who may decide them, and open for them."""

from __future__ import annotations

import pytest

from provinces.accounts.models import User
from provinces.appeals import queries, services
from provinces.console import waiting
from tests import cast
from tests.factories import appeals, areas, citizens, offices, users
from tests.pages import address, reader, words

NOW = cast.NOW
HEADING = "Reversals that await a second office"


@pytest.fixture
def officer(north: object) -> User:
    return appeals.reviewer()


@pytest.fixture
def cause(officer: User) -> str:
    return appeals.found_wrong(officer)


def page_of(cause: str) -> str:
    return f"{address('console:appeal-cause')}?cause={cause.replace('@', '%40')}"


def sees(official: User, cause: str) -> bool:
    """Tell whether a reversal is listed for an official, as it is counted, and opens then."""
    listed = queries.reversals_to_sign(official, NOW).filter(cause=cause).exists()
    assert waiting.reversals_to_sign(official, NOW).number == int(listed)
    assert (HEADING in words(reader(official).get(address("console:appeals")))) == listed
    if listed:
        assert reader(official).get(page_of(cause)).status_code == 200
    return listed


class TestWaiting:
    def test_is_for_another_office_that_reaches_everybody(self, cause: str, officer: User) -> None:
        appeals.proposed(cause, officer)

        assert sees(appeals.high_reviewer(), cause)
        assert sees(appeals.reviewer(unit="their neighbours"), cause)

    def test_is_not_for_officials_of_other_areas(self, cause: str, officer: User) -> None:
        appeals.proposed(cause, officer)

        assert not sees(appeals.reviewer("110200", unit="far"), cause)

    def test_is_not_for_the_office_that_proposed_it(self, cause: str, officer: User) -> None:
        appeals.proposed(cause, officer)

        assert not sees(officer, cause)
        assert not sees(appeals.reviewer(), cause)

    def test_is_not_for_another_office_of_whoever_proposed_it(self, cause: str) -> None:
        proposer = appeals.reviewer(unit="apart")
        offices.office(proposer, areas.area("110100"), "auditor", unit="second office", now=NOW)
        appeals.proposed(cause, proposer)

        assert not sees(appeals.reviewer(unit="second office"), cause)

    def test_is_not_for_an_office_that_the_cause_is_of(self, cause: str, officer: User) -> None:
        appeals.proposed(cause, officer)
        both = appeals.reviewer(unit="apart")
        offices.office(both, areas.area("110100"), "auditor", unit="declaring office", now=NOW)

        assert not sees(appeals.reviewer(unit="declaring office"), cause)
        assert not sees(both, cause)

    def test_is_not_for_an_office_that_is_far_from_some_whom_it_concerns(
        self, cause: str, officer: User
    ) -> None:
        appeals.exposed_as_well(citizens.citizen(area=areas.area("110201")))
        appeals.proposed(cause, officer)

        assert not sees(appeals.reviewer(unit="their neighbours"), cause)
        assert sees(appeals.high_reviewer(), cause)

    def test_is_not_for_an_office_that_is_far_from_some_who_appealed_since(
        self, cause: str, officer: User
    ) -> None:
        appeals.proposed(cause, officer)
        elsewhere = citizens.citizen(area=areas.area("110201"), user=users.user())
        appeals.exposed_as_well(elsewhere)
        appeals.filed(elsewhere)

        assert not sees(appeals.reviewer(unit="their neighbours"), cause)
        assert sees(appeals.high_reviewer(), cause)

    def test_is_over_once_it_is_decided(self, cause: str, officer: User) -> None:
        high = appeals.high_reviewer()
        services.refuse_reversal(
            appeals.proposed(cause, officer), because="one case", by=high, now=NOW
        )
        assert not sees(high, cause)

        services.sign_reversal(appeals.proposed(cause, officer), by=high, now=NOW)
        assert not sees(high, cause)

    def test_says_where_all_live_whom_it_concerns(self, cause: str, officer: User) -> None:
        assert appeals.proposed(cause, officer).area == areas.area("110101")

    def test_is_found_by_its_appeals_where_it_touches_nobody_any_more(self, officer: User) -> None:
        eve = appeals.resident()
        appeals.contact_rules()
        appeals.contact(eve, source_reference="R-7")
        appeal = appeals.attended(appeals.filed(eve, appeals.CLOSE))
        appeals.answered(appeal, officer)
        found = appeals.proposed(appeal.bases.get().cause, officer)

        assert found.area is None
        assert sees(appeals.reviewer(unit="their neighbours"), found.cause)
        assert not sees(appeals.reviewer("110200", unit="far"), found.cause)


class TestCause:
    @pytest.mark.parametrize(
        ("unit", "said", "buttons"),
        [
            ("their neighbours", "Sign: undo it for 2 people", {"sign", "refuse"}),
            ("appeals office", "Your office proposed it; another office has to sign", {"refuse"}),
            ("declaring office", "Your office is concerned by it.", set[str]()),
        ],
    )
    def test_offers_what_an_official_may_do(
        self, cause: str, officer: User, unit: str, said: str, buttons: set[str]
    ) -> None:
        found = appeals.proposed(cause, officer)

        shown = reader(appeals.reviewer(unit=unit)).get(page_of(cause))

        pages = {"sign": "console:reversal-sign", "refuse": "console:reversal-refuse"}
        offered = {
            name
            for name, page in pages.items()
            if f'action="{address(page, found.pk)}"' in shown.content.decode()
        }
        assert said in words(shown)
        assert offered == buttons

    def test_names_a_higher_office_where_some_live_elsewhere(
        self, cause: str, officer: User
    ) -> None:
        appeals.exposed_as_well(citizens.citizen(area=areas.area("110201")))
        appeals.proposed(cause, officer)

        said = words(reader(appeals.reviewer(unit="their neighbours")).get(page_of(cause)))

        assert "A higher office signs it or turns it down." in said
        assert "Turn it down" not in said

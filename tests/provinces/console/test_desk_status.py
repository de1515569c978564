"""At a desk a person is told their status, and answers what they are asked, and sees who looked."""

from __future__ import annotations

from datetime import timedelta

import pytest

from provinces.accounts.models import User
from provinces.citizens import fields, queries
from provinces.citizens.fields import Field, Rights, Sight
from provinces.citizens.models import Citizen
from provinces.citizens.purposes import Purpose
from provinces.console.desk import SESSION_KEY
from provinces.status import pipeline
from tests.cast import NOW
from tests.client import ProvinceClient
from tests.factories import areas, offices, road, users
from tests.pages import address, reader, words

YESTERDAY = NOW - timedelta(days=1)


@pytest.fixture
def clerk(eve: Citizen) -> User:
    official = users.user()
    offices.office(official, areas.area("110100"), "desk_clerk", unit="service centre", now=NOW)
    return official


@pytest.fixture
def desk(clerk: User, eve: Citizen) -> ProvinceClient:
    """A clerk's browser, with Eve at the desk."""
    return at_desk(clerk, eve)


def at_desk(clerk: User, person: Citizen, language: str = "en") -> ProvinceClient:
    browser = reader(clerk, language)
    session = browser.session
    session[SESSION_KEY] = [person.reference, NOW.isoformat()]
    session.save()
    return browser


def shown(desk: ProvinceClient) -> str:
    return words(desk.get(address("console:desk-person")))


def held(citizen: Citizen) -> None:
    """Let a citizen have stayed in a zone for 75 minutes, and be judged half a day later."""
    road.first_ruleset()
    road.zone(starts=NOW - timedelta(days=12))
    road.stay(citizen, at=YESTERDAY, minutes=75)
    pipeline.drain(now=YESTERDAY + timedelta(hours=12))


class TestStatus:
    def test_is_told_with_its_reasons_its_end_and_what_it_means(
        self, desk: ProvinceClient, eve: Citizen
    ) -> None:
        held(eve)

        said = shown(desk)

        assert "Status of the person Red Until 21 November 2026, 13:15 6 days 1 hour left" in said
        assert "Stay at home." in said
        assert "You stayed in a high-risk zone." in said
        assert "It ends by itself seven days after you left the zone." in said
        assert "Provincial office of disease control · 12320" in said

    def test_is_told_in_the_words_of_the_persons_own_page(
        self, desk: ProvinceClient, eve: Citizen
    ) -> None:
        held(eve)

        own = words(reader(eve.user).get(address("portal:status")))
        why = own[own.index("Why You") : own.index("Last decision")]

        assert why in shown(desk)

    def test_is_told_in_chinese(self, clerk: User, eve: Citizen) -> None:
        held(eve)

        said = shown(at_desk(clerk, eve, "zh-hans"))

        assert "此人的状态 红码 截至 2026年11月21日 13:15" in said

    def test_is_green_where_nothing_is_known(self, desk: ProvinceClient, north: object) -> None:
        road.first_ruleset()

        assert "Status of the person Green" in shown(desk)

    def test_leaves_a_look_that_the_person_sees(self, desk: ProvinceClient, eve: Citizen) -> None:
        held(eve)
        shown(desk)

        (read,) = queries.reads_of(eve)

        assert (read.purpose, read.office) == (Purpose.DESK, "service centre")
        assert {Field.STATUS, Field.GROUNDS} <= set(read.fields)

    @pytest.mark.parametrize("seen", [{Field.NAME}, {Field.NAME, Field.STATUS}])
    def test_shows_no_more_than_the_table_grants(
        self,
        desk: ProvinceClient,
        eve: Citizen,
        seen: set[Field],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        held(eve)
        rights = Rights(inside=Sight(frozenset(seen)))
        monkeypatch.setitem(fields.TABLE, ("desk_clerk", Purpose.DESK), rights)

        said = shown(desk)

        assert ("Status of the person Red" in said) is (Field.STATUS in seen)
        assert "You stayed in a high-risk zone." not in said

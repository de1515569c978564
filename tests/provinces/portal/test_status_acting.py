"""A status that somebody sees who acts for another: the colour and the code, no details."""

from __future__ import annotations

import pytest

from provinces.citizens.identities import Person
from provinces.citizens.mandates import Scope
from provinces.citizens.models import Citizen
from provinces.exposure.models import Question
from provinces.notices import queries as notices
from tests.client import ProvinceClient
from tests.factories import areas, citizens
from tests.factories.mandates import mandate
from tests.pages import address, reader, words
from tests.provinces.portal.test_status import asked, held


@pytest.fixture
def gran(north: object) -> Citizen:
    """An elder, who cannot sign in."""
    area = areas.area("110101")
    return citizens.citizen(area=area, person=Person("李英", "E12345678"))


def acting(holder: Citizen, subject: Citizen, *scopes: Scope) -> ProvinceClient:
    """A browser in which the holder acts for the subject."""
    mandate(subject, holder, *scopes)
    browser = reader(holder.user)
    browser.post(address("portal:mandate-switch"), {"reference": subject.reference})
    return browser


class TestStatus:
    def test_shows_the_colour_and_no_details(self, gran: Citizen, eve: Citizen) -> None:
        held(gran)

        said = words(acting(eve, gran, Scope.SHOW_CODE).get(address("portal:status")))

        assert "You act for 李英, who is told." in said
        assert "My status Red" in said
        assert "Some compound" not in said
        assert notices.unread(gran) == 1

    def test_is_no_other_persons_than_the_code(self, gran: Citizen, eve: Citizen) -> None:
        browser = acting(eve, gran, Scope.SHOW_CODE)

        assert "You act for 李英, who is told." in words(browser.get(address("portal:code")))
        assert eve.reference not in words(browser.get(address("portal:status")))

    def test_shows_details_where_they_were_granted(self, gran: Citizen, eve: Citizen) -> None:
        held(gran)
        scopes = (Scope.SHOW_CODE, Scope.SEE_DETAILS)

        said = words(acting(eve, gran, *scopes).get(address("portal:status")))

        assert "Some compound" in said
        assert notices.unread(gran) == 1

    def test_is_refused_without_the_scope(self, gran: Citizen, eve: Citizen) -> None:
        browser = acting(eve, gran, Scope.BOOK)

        assert browser.get(address("portal:status")).status_code == 403


class TestAnswer:
    def test_is_given_by_who_may_declare(self, gran: Citizen, eve: Citizen) -> None:
        question = asked(gran)
        browser = acting(eve, gran, Scope.DECLARE)

        browser.post(address("portal:answer", question.pk), {"answer": "no"})

        assert Question.objects.get().answer == "no"

    def test_is_given_by_nobody_else(self, gran: Citizen, eve: Citizen) -> None:
        question = asked(gran)
        browser = acting(eve, gran, Scope.SHOW_CODE)

        answer = browser.post(address("portal:answer", question.pk), {"answer": "no"})

        assert answer.status_code == 403
        assert Question.objects.get().answer == ""

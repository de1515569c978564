"""In the sample a record is opened in an emergency, a second official asked, cases assigned."""

from __future__ import annotations

import pytest

from provinces.citizens import queries
from provinces.citizens.identities import Person
from sample import records
from tests.cast import NOW
from tests.factories import areas, offices, users
from tests.factories import records as made

pytestmark = pytest.mark.usefixtures("north")


def test_something_waits_for_a_second_office() -> None:
    for name, role in ((records.TRACER, "epidemiologist"), (records.CARER, "case_officer")):
        user = users.user(name)
        offices.office(user, areas.area("110101"), role, unit=name, now=NOW)
    made.somebody("110101")
    made.somebody("110201", person=Person("张远", "110101199003077758"))
    assert not records.are_opened()

    assert records.open_some(now=NOW) == 2

    reviewer = made.reviewer("110000")
    assert queries.emergencies_to_review(reviewer, NOW).count() == 1
    assert queries.admissions_to_give(reviewer, NOW).count() == 1
    assert records.are_opened()


def test_nothing_is_opened_where_nobody_is_known() -> None:
    for name, role in ((records.TRACER, "epidemiologist"), (records.CARER, "case_officer")):
        user = users.user(name)
        offices.office(user, areas.area("110101"), role, unit=name, now=NOW)

    assert records.open_some(now=NOW) == 0


def test_cases_are_assigned_to_each_of_two_counties() -> None:
    carers = []
    for name, code in ((records.CARER, "110101"), (records.OTHER_CARER, "110201")):
        carers.append(users.user(name))
        offices.office(carers[-1], areas.area(code), "case_officer", unit=name, now=NOW)
    here = made.somebody("110101")
    there = made.somebody("110201", person=Person("张远", "110101199003077758"))
    assert not records.are_assigned()

    assert records.assign_some(now=NOW) == 2

    lists = [[one.citizen for one in queries.in_care(each, NOW, most=9)] for each in carers]
    assert lists == [[there], [here]]
    assert records.are_assigned()

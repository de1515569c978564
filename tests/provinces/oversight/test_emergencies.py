"""A person is told at once that their record was opened, and later what was found."""

from __future__ import annotations

import pytest

from provinces.citizens.models import Citizen
from provinces.notices import wording
from provinces.notices.models import Notice
from provinces.oversight import emergencies
from tests.cast import NOW
from tests.factories import records

FOUND = "There was nothing of an emergency."
pytestmark = pytest.mark.usefixtures("north")


def told(citizen: Citizen) -> list[str]:
    notices = Notice.objects.filter(citizen=citizen).order_by("pk")
    return [wording.in_words(each, language="en").headline for each in notices]


class TestBreakGlass:
    def test_tells_the_person_at_once(self) -> None:
        eve = records.somebody("110201")

        emergencies.break_glass(eve.reference, records.call(), by=records.officer(), now=NOW)

        (said,) = told(eve)
        assert said.startswith("city case office opened your record in an emergency")


class TestJudge:
    @pytest.mark.parametrize(
        ("verdict", "words"), [("justified", "it was justified"), ("unjustified", "misuse")]
    )
    def test_tells_the_person_what_was_found(self, verdict: str, words: str) -> None:
        eve = records.somebody("110201")
        made = records.emergency(eve, records.officer())

        emergencies.judge(made.pk, verdict, finding=FOUND, by=records.reviewer(), now=NOW)

        (said,) = told(eve)
        assert "city review office" in said
        assert words in said

"""An auditor reads words: no key of a list, no machine's moment, no model's name."""

from __future__ import annotations

import pytest
from django.utils import timezone, translation

from provinces.console import particulars
from provinces.ledger.events import Event
from provinces.oversight.auditing.showing import PERSON, PLAIN, Line, Named
from provinces.tenancy import scope
from tests.cast import NOW

pytestmark = pytest.mark.usefixtures("north")


def entry(
    event: Event = Event.ZONE_DECLARED,
    *,
    about: str = "",
    withheld: tuple[str, ...] = (),
    **told: str,
) -> particulars.Entry:
    line = Line(
        number=1,
        at=NOW,
        event=event,
        wording="",
        by=Named("Zhou Xia"),
        about=Named(about),
        told=tuple(told.items()),
        withheld=withheld,
    )
    (found,) = particulars.in_words([line])
    return found


def said(event: Event = Event.ZONE_DECLARED, **told: str) -> dict[str, str]:
    with translation.override("en"), timezone.override(scope.current().zone):
        return {str(each.called): str(each.said) for each in entry(event, **told).told}


class TestInWords:
    def test_has_words_for_every_key_that_is_shown(self) -> None:
        assert particulars.KEYS.keys() >= PLAIN | PERSON

    @pytest.mark.parametrize(
        ("event", "told", "words"),
        [
            (
                Event.RECORD_READ,
                {"purpose": "care"},
                "Care, in treatment, quarantine or under order",
            ),
            (Event.RECORD_READ, {"role": "reviewer"}, "Reviewer"),
            (Event.ZONE_DECLARED, {"level": "3"}, "High risk"),
            (Event.APPEAL_ASSIGNED, {"level": "2"}, "2"),
            (Event.ZONE_DECLARED, {"unit": "building"}, "Building"),
            (Event.OFFICE_GRANTED, {"unit": "clinic"}, "clinic"),
            (Event.DIVISIONS_IMPORTED, {"act": "shortened"}, "Shortened"),
            (Event.OFFICE_CHANGE_PROPOSED, {"kind": "hand_over"}, "Hand an office over"),
            (Event.LAWFUL_EXAMINED, {"outcome": "narrowed"}, "Granted in part"),
            (Event.APPEAL_ANSWERED, {"outcome": "partly"}, "Partly upheld"),
            (Event.ZONE_DECLARED, {"starts_at": "2026-11-15T04:00:00+00:00"}, "15 Nov 2026, 12:00"),
            (Event.LOG_READ, {"first": "2026-11-15"}, "15 November 2026"),
        ],
    )
    def test_says_values_of_lists_and_moments(
        self, event: Event, told: dict[str, str], words: str
    ) -> None:
        assert list(said(event, **told).values()) == [words]

    def test_leaves_what_is_no_word_as_it_is_kept(self) -> None:
        (each,) = entry(digest="ab" * 32).told

        assert (each.said, each.is_code) == ("ab" * 32, True)

    def test_says_what_an_entry_is_about(self) -> None:
        with translation.override("en"):
            assert entry(about="zones.version:12").about.text == "Zone version 12"
            assert entry(about="budget:desk").about.text == "Limit Search at a desk"
            assert entry(about="peer:south").about.text == "Province South"
            assert entry(about="peer:nowhere").about.text == "Province nowhere"
            assert entry(about="something else").about.text == "something else"

    def test_says_in_the_language_of_the_page(self) -> None:
        with translation.override("zh-hans"):
            found = entry(about="zones.version:12", level="3", role="reviewer")

            assert found.about.text == "风险区版本 12"
            assert [str(each.said) for each in found.told] == ["高风险", "复核员"]

    def test_shows_no_key_that_has_no_words(self) -> None:
        with translation.override("en"):
            found = entry(withheld=("assignment", "never_heard_of"), handled_by="")

        assert found.withheld == ("Assignment of a case", "Other particulars")
        assert [str(each.called) for each in found.told] == ["Other particulars"]

    def test_names_what_is_withheld_once(self) -> None:
        with translation.override("en"):
            assert entry(withheld=("because", "reason")).withheld == ("Reason",)

"""A draft's cases are run on both engines, and everybody is tried by it in numbers."""

from __future__ import annotations

from datetime import timedelta

from provinces.accounts.models import User
from provinces.console.rules import charts
from provinces.rules import services as rules
from provinces.rules.models import Draft
from provinces.status import pipeline, trials
from tests import cast
from tests.factories import areas, citizens, road, rulesets, zones
from tests.pages import address, reader, words

NOW = cast.NOW
CROWD = 12


def get(user: User, page: str, *values: object) -> str:
    return words(reader(user).get(address(page, *values)))


def crowd() -> None:
    """Let some people be held since three days ago; one lives elsewhere."""
    road.zone()
    for number in range(CROWD):
        home = areas.area("110201" if number == 0 else "110101")
        road.stay(citizens.citizen(area=home), at=NOW - timedelta(days=3))
    pipeline.drain(now=NOW)


def tried(draft: Draft, by: User) -> None:
    trials.work(trials.ask(draft, by=by, now=NOW).pk, now=NOW)


class TestProof:
    def test_shows_that_both_engines_agree(self, draft: Draft, drafter: User) -> None:
        said = get(drafter, "console:rules-proof", draft.pk)

        assert "3 of 3 cases come to what is expected" in said

    def test_shows_what_an_engine_says_otherwise(self, drafter: User) -> None:
        document = rulesets.lasting(1, version="2026-2")
        document["cases"][1]["expect"]["status"] = "green"
        draft = rules.draft(document, by=drafter, now=NOW)

        said = get(drafter, "console:rules-proof", draft.pk)

        assert "2 of 3 cases" in said
        assert "otherwise Red" in said

    def test_judges_nobody_by_what_is_no_rule_set(self, drafter: User) -> None:
        draft = rulesets.drafted(drafter, grounds=7)

        assert "nobody can be judged by it" in get(drafter, "console:rules-proof", draft.pk)

    def test_explains_a_case_step_by_step(self, draft: Draft, drafter: User) -> None:
        said = get(drafter, "console:rules-explained", draft.pk, 1)

        assert "You stayed in a high-risk zone." in said
        assert "Grounds that do not hold" in said


class TestFigures:
    def test_says_that_it_is_being_worked_out(self, draft: Draft, drafter: User) -> None:
        browser = reader(drafter)

        said = words(browser.post(address("console:rules-try", draft.pk), follow=True))

        assert "It is being worked out, asked" in said
        state = browser.get(address("console:rules-state", draft.pk)).json()
        assert state == {"running": True}

    def test_tells_counts_and_no_small_ones(self, draft: Draft, drafter: User) -> None:
        crowd()
        tried(draft, drafter)

        said = get(drafter, "console:rules-figures", draft.pk)

        assert "Red → Green 12" in said
        assert "fewer than 10" in said
        assert "Green 11" not in said

    def test_draws_counties_with_patterns_and_numbers(self, draft: Draft, drafter: User) -> None:
        crowd()
        zones.ground("110101", (116.35, 39.85, 116.45, 39.95))
        tried(draft, drafter)

        page = reader(drafter).get(address("console:rules-figures", draft.pk)).content.decode()

        assert "The table says the same." in page
        assert 'fill="url(#people-1)" fill-rule="evenodd" d="M' in page
        assert "1 area is in the table only" in page

    def test_tells_what_share_of_each_age_it_is(self, draft: Draft, drafter: User) -> None:
        crowd()
        tried(draft, drafter)

        said = get(drafter, "console:rules-figures", draft.pk)

        assert "Times the share of all people" in said
        assert "Not known Red → Green 12 100% 1.0" in said

    def test_says_when_the_draft_has_changed_since(self, draft: Draft, drafter: User) -> None:
        tried(draft, drafter)
        rules.edit(draft, rulesets.lasting(2, version="2026-2"), by=drafter, now=NOW)

        assert "of an earlier edition" in get(drafter, "console:rules-figures", draft.pk)

    def test_shows_the_signatory_what_the_drafter_saw(
        self, draft: Draft, drafter: User, signatory: User
    ) -> None:
        crowd()
        rules.submit(draft, by=drafter, now=NOW)
        tried(draft, drafter)

        seen = [get(one, "console:rules-figures", draft.pk) for one in (drafter, signatory)]

        assert "Red → Green 12" in seen[0]
        assert seen[0].partition("Whose status")[2] == seen[1].partition("Whose status")[2]


class TestBars:
    def test_are_as_long_as_their_numbers(self) -> None:
        chart = charts.bars([("a", 20), ("b", 10), ("c", None)])

        assert chart is not None
        assert [bar.length for bar in chart.bars] == [520, 260, 0]

    def test_are_none_where_nothing_is_told(self) -> None:
        assert charts.bars([("a", None)]) is None

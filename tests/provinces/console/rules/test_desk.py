"""Versions and drafts are listed with their clocks, and go from one office to the other."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from provinces.accounts.models import User
from provinces.rules import services as rules
from provinces.rules.models import Draft, Ruleset, State
from provinces.rules.services import Terms
from provinces.status import trials
from tests import cast, statements
from tests.factories import areas, offices, road, rulesets
from tests.pages import address, reader, words

NOW = cast.NOW


def get(user: User, page: str, *values: Any, query: str = "") -> str:
    return words(reader(user).get(address(page, *values) + query))


def post(user: User, page: str, draft: Draft, **said: Any) -> str:
    return words(reader(user).post(address(page, draft.pk), said, follow=True))


def state(draft: Draft) -> str:
    draft.refresh_from_db()
    return draft.state


def tried(draft: Draft, by: User) -> None:
    trials.work(trials.ask(draft, by=by, now=NOW).pk, now=NOW)


class TestList:
    def test_shows_versions_and_drafts_with_their_states(self, draft: Draft, drafter: User) -> None:
        said = get(drafter, "console:rules")

        assert "First rule set 2026-2 edition 1 Being drafted me" in said
        assert "First rule set 2026-1 In force" in said

    def test_says_what_waits_for_whom(self, draft: Draft, drafter: User, signatory: User) -> None:
        rules.submit(draft, by=drafter, now=NOW - timedelta(hours=2))

        assert "Waits for me" in get(signatory, "console:rules")
        assert "2 hours" in get(signatory, "console:rules")
        assert "Waits for me" not in get(drafter, "console:rules")

    def test_says_so_on_their_own_desk(self, draft: Draft, drafter: User, signatory: User) -> None:
        rules.submit(draft, by=drafter, now=NOW)

        assert "Drafts of rule sets to sign 1" in get(signatory, "console:home")
        assert "Drafts of rule sets" not in get(drafter, "console:home")

    def test_warns_that_nobody_will_be_held_soon(self, north: object) -> None:
        road.first_ruleset(now=NOW - timedelta(days=85))

        said = get(rulesets.drafter(), "console:rules")

        assert "ends by itself in 5 days, and nothing is to take its place" in said

    def test_takes_as_many_statements_however_many_drafts(
        self, draft: Draft, drafter: User
    ) -> None:
        browser = reader(drafter)
        browser.get(address("console:rules"))
        few = statements.run_by(lambda: browser.get(address("console:rules")))
        for number in range(3, 8):
            rulesets.drafted(drafter, version=f"2026-{number}")

        many = statements.run_by(lambda: browser.get(address("console:rules")))

        assert len(many) == len(few) <= 24


class TestBegin:
    def test_takes_what_is_in_force_as_another_version(self, drafter: User) -> None:
        browser = reader(drafter)

        browser.post(address("console:rules-begin"), {"base": "version:first/2026-1"})

        made = Draft.objects.get()
        assert (made.name, made.version) == ("first", "2026-1.2")

    def test_takes_a_set_that_ships(self, drafter: User) -> None:
        reader(drafter).post(address("console:rules-begin"), {"base": "shipped:henan"})

        assert Draft.objects.get().name == "henan"

    def test_refuses_what_there_is_not(self, drafter: User) -> None:
        for base in ("", "shipped:../../x", "version:first/none", "draft:x"):
            answer = reader(drafter).post(address("console:rules-begin"), {"base": base})
            assert answer.status_code == 400, base


class TestSubmit:
    def test_hands_it_to_another_office_and_has_it_tried(self, draft: Draft, drafter: User) -> None:
        said = post(drafter, "console:rules-submit", draft, edition=1)

        assert "Submitted. Another office signs it" in said
        assert state(draft) == State.SUBMITTED
        assert trials.latest(draft) is not None

    def test_refuses_an_edition_that_was_not_read(self, draft: Draft, drafter: User) -> None:
        assert "edited in the meantime" in post(drafter, "console:rules-submit", draft, edition=7)

    def test_refuses_an_emergency_that_begins_late(self, draft: Draft, drafter: User) -> None:
        said = post(
            drafter,
            "console:rules-submit",
            draft,
            edition=1,
            emergency="a cluster",
            wished_from="2026-11-20T12:00",
        )

        assert "an emergency within 48 hours" in said
        assert state(draft) == State.DRAFTED


class TestSign:
    def test_publishes_with_its_notice(self, draft: Draft, drafter: User, signatory: User) -> None:
        rules.submit(draft, by=drafter, now=NOW)
        tried(draft, drafter)

        said = post(signatory, "console:rules-sign", draft, edition=1)

        assert "Signed and published." in said
        made = Ruleset.objects.get(version="2026-2")
        assert made.in_force_from == NOW + timedelta(hours=48)
        assert "Nobody is held by this version yet." in said

    def test_waits_until_it_is_known_whose_status_changes(
        self, draft: Draft, drafter: User, signatory: User
    ) -> None:
        rules.submit(draft, by=drafter, now=NOW)

        said = post(signatory, "console:rules-sign", draft, edition=1)

        assert "First have it worked out" in said
        assert state(draft) == State.SUBMITTED

    def test_is_refused_to_the_drafter_in_another_office(self, draft: Draft, drafter: User) -> None:
        rules.submit(draft, by=drafter, now=NOW)
        tried(draft, drafter)
        offices.office(
            drafter, areas.area("110000"), "high_reviewer", unit=rulesets.COMMAND, now=NOW
        )

        said = post(drafter, "console:rules-sign", draft, edition=1)

        assert "You drafted it; somebody else signs it" in said
        assert state(draft) == State.SUBMITTED

    def test_is_refused_within_the_drafters_office(self, draft: Draft, drafter: User) -> None:
        rules.submit(draft, by=drafter, now=NOW)
        tried(draft, drafter)
        colleague = rulesets.signatory(unit=rulesets.COMMISSION)

        assert "another one signs it" in post(colleague, "console:rules-sign", draft, edition=1)


class TestSendBack:
    def test_tells_the_drafter_why(self, draft: Draft, drafter: User, signatory: User) -> None:
        rules.submit(draft, by=drafter, now=NOW)

        post(signatory, "console:rules-send-back", draft, reason="seven days, please")

        assert "seven days, please" in get(drafter, "console:rules-draft", draft.pk)

    def test_gives_its_reason(self, draft: Draft, drafter: User, signatory: User) -> None:
        rules.submit(draft, by=drafter, now=NOW)

        assert "Say why" in post(signatory, "console:rules-send-back", draft, reason=" ")
        assert state(draft) == State.SUBMITTED

    def test_keeps_too_long_a_reason(self, draft: Draft, drafter: User, signatory: User) -> None:
        rules.submit(draft, by=drafter, now=NOW)
        where = address("console:rules-send-back", draft.pk)

        page = reader(signatory).post(where, {"reason": "x" * 301}, follow=True)

        assert f'value="{"x" * 301}"' in page.content.decode()


class TestVersion:
    def test_is_taken_back_before_it_counts(self, drafter: User, signatory: User) -> None:
        made = rulesets.signed(version="2026-2", terms=Terms())
        where = address("console:rules-withdraw", made.name, made.version)

        said = words(reader(signatory).post(where, {"reason": "a slip"}, follow=True))

        assert "Withdrawn on" in said
        assert "a slip" in said


class TestCompare:
    def test_says_what_a_draft_changes(self, draft: Draft, drafter: User) -> None:
        said = get(
            drafter,
            "console:rules-compare",
            query=f"?old=first/2026-1&new=draft:{draft.pk}",
        )

        assert "Changed You stayed in a high-risk zone." in said

    def test_shows_no_draft_to_who_may_not_read_it(
        self, draft: Draft, drafter: User, ada: User
    ) -> None:
        where = f"{address('console:rules-compare')}?new=draft:{draft.pk}"

        assert reader(ada).get(where).status_code == 404

    def test_compares_nothing_that_is_no_rule_set_yet(self, drafter: User) -> None:
        draft = rulesets.drafted(drafter, grounds=7)

        said = get(drafter, "console:rules-compare", query=f"?new=draft:{draft.pk}")

        assert "not in the form of a rule set yet" in said

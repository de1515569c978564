"""Drafts, as their drafter works on them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from provinces.accounts.models import User
from provinces.ledger import queries as ledger
from provinces.rules import gate, services
from provinces.rules.models import Draft, State
from provinces.rules.services import Terms
from tests import cast
from tests.factories import areas, offices, rulesets, users

NOW = cast.NOW
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@pytest.fixture
def drafter(north: object) -> User:
    return rulesets.drafter()


class TestDraft:
    def test_keeps_who_drafted_what_in_which_office(self, drafter: User) -> None:
        services.draft(rulesets.document("7"), by=drafter, now=NOW)

        draft = Draft.objects.get()
        assert (draft.name, draft.version, draft.edition) == ("first", "7", 1)
        assert (draft.drafted_by, draft.drafted_unit) == (drafter, "health commission")
        assert (draft.drafted_at, draft.state) == (NOW, State.DRAFTED)

    def test_is_recorded(self, drafter: User) -> None:
        draft = services.draft(rulesets.document(), by=drafter, now=NOW)

        payload = ledger.about(draft)[0]
        assert payload.entry.event == "ruleset.drafted"
        assert payload.body["office"] == "health commission"

    def test_takes_what_is_not_complete_yet(self, drafter: User) -> None:
        services.draft({"name": "first", "version": "1"}, by=drafter, now=NOW)

        assert Draft.objects.exists()

    @pytest.mark.parametrize("document", [{}, [], {"name": "first"}, {"name": "", "version": "1"}])
    def test_refuses_what_has_no_name_or_version(self, drafter: User, document: Any) -> None:
        with pytest.raises(services.NotADocument):
            services.draft(document, by=drafter, now=NOW)

    @pytest.mark.parametrize("role", ["high_reviewer", "administrator", "epidemiologist"])
    def test_needs_the_power(self, north: object, role: str) -> None:
        user = users.user()
        offices.office(user, areas.area("110000"), role, now=NOW)

        with pytest.raises(services.NotAllowed, match="may not draft_rules"):
            services.draft(rulesets.document(), by=user, now=NOW)

    def test_needs_the_power_over_the_whole_province(self, north: object) -> None:
        user = users.user()
        offices.office(user, areas.area("110100"), "rule_drafter", now=NOW)

        with pytest.raises(services.NotAllowed, match="for the whole province"):
            services.draft(rulesets.document(), by=user, now=NOW)

    def test_needs_an_office_in_force(self, drafter: User) -> None:
        with pytest.raises(services.NotAllowed):
            services.draft(rulesets.document(), by=drafter, now=NOW + 20 * DAY)


class TestEdit:
    def test_makes_another_edition(self, drafter: User) -> None:
        draft = rulesets.drafted(drafter)

        services.edit(draft, rulesets.document("2026-9"), by=drafter, now=NOW + HOUR)

        found = Draft.objects.get()
        assert (found.version, found.edition, found.edited_at) == ("2026-9", 2, NOW + HOUR)
        assert found.document["version"] == "2026-9"
        assert ledger.about(found)[0].entry.event == "ruleset.edited"

    def test_is_for_the_drafter_alone(self, drafter: User) -> None:
        draft = rulesets.drafted(drafter)

        with pytest.raises(services.NotYours, match="make a draft of your own"):
            services.edit(draft, rulesets.document(), by=rulesets.drafter(), now=NOW)

    def test_overwrites_nothing_that_was_not_read(self, drafter: User) -> None:
        draft = rulesets.drafted(drafter)
        services.edit(draft, rulesets.document("2026-8"), by=drafter, now=NOW, edition=1)

        with pytest.raises(services.EditedSince, match="is at edition 2, and 1 was read"):
            services.edit(draft, rulesets.document("2026-9"), by=drafter, now=NOW, edition=1)

        assert Draft.objects.get().version == "2026-8"

    def test_is_over_while_the_draft_is_reviewed(self, drafter: User) -> None:
        draft = rulesets.submitted(drafter)

        with pytest.raises(services.BeingReviewed, match="signs it or sends it back"):
            services.edit(draft, rulesets.document(), by=drafter, now=NOW)

    def test_is_over_once_the_draft_is_withdrawn(self, drafter: User) -> None:
        draft = services.drop(rulesets.drafted(drafter), by=drafter, now=NOW)

        with pytest.raises(services.NoLongerOpen, match="is withdrawn"):
            services.edit(draft, rulesets.document(), by=drafter, now=NOW)


class TestSubmit:
    def test_has_it_reviewed_on_its_terms(self, drafter: User) -> None:
        wished = NOW + 5 * DAY

        services.submit(rulesets.drafted(drafter), Terms(wished), by=drafter, now=NOW)

        draft = Draft.objects.get()
        assert (draft.state, draft.submitted_at) == (State.SUBMITTED, NOW)
        assert (draft.wished_from, draft.emergency) == (wished, "")
        assert ledger.about(draft)[0].body["wished_from"] == wished.isoformat()

    def test_refuses_an_edition_that_was_not_read(self, drafter: User) -> None:
        draft = rulesets.drafted(drafter)
        services.edit(draft, rulesets.document("2026-8"), by=drafter, now=NOW)

        with pytest.raises(services.EditedSince):
            services.submit(draft, by=drafter, now=NOW, edition=1)

    def test_refuses_what_does_not_pass_the_gate(self, drafter: User) -> None:
        draft = rulesets.drafted(drafter, cases=[])

        with pytest.raises(gate.Refused, match="cases"):
            services.submit(draft, by=drafter, now=NOW)

        assert Draft.objects.get().state == State.DRAFTED

    def test_refuses_a_version_that_is_published(self, drafter: User) -> None:
        rulesets.signed(version="1")
        draft = rulesets.drafted(drafter, version="1")

        with pytest.raises(services.AlreadyPublished):
            services.submit(draft, by=drafter, now=NOW)

    def test_refuses_terms_that_cannot_be(self, drafter: User) -> None:
        draft = rulesets.drafted(drafter)

        with pytest.raises(services.InvalidTerms):
            services.submit(draft, Terms(NOW - HOUR), by=drafter, now=NOW)

    def test_refuses_to_begin_before_what_is_published_already(self, drafter: User) -> None:
        rulesets.signed(version="1", terms=Terms(NOW + 5 * DAY))
        draft = rulesets.drafted(drafter, version="2")

        with pytest.raises(services.OutOfOrder, match="let it begin later, or withdraw first 1"):
            services.submit(draft, by=drafter, now=NOW)

        services.submit(draft, Terms(NOW + 6 * DAY), by=drafter, now=NOW)

    def test_lets_an_emergency_come_before(self, drafter: User) -> None:
        rulesets.signed(version="1", terms=Terms(NOW + 5 * DAY))
        draft = rulesets.drafted(drafter, version="2")

        services.submit(draft, Terms(emergency="outbreak"), by=drafter, now=NOW)

        assert Draft.objects.get(pk=draft.pk).state == State.SUBMITTED

    def test_refuses_an_emergency_within_a_week_of_another(self, drafter: User) -> None:
        first = rulesets.signed(version="1", terms=Terms(emergency="outbreak"))
        ends = first.expires_at
        draft = rulesets.drafted(drafter, version="2")
        again = Terms(emergency="outbreak")

        for now in (NOW + HOUR, ends, ends + 7 * DAY - HOUR):
            with pytest.raises(services.EmergencyAgain, match="first 1 is an emergency, from 20"):
                services.submit(draft, again, by=drafter, now=now)

        with pytest.raises(services.OutOfOrder, match="7 days' distance from it: give this versio"):
            services.submit(draft, again, by=drafter, now=ends)
        draft = services.submit(draft, again, by=drafter, now=ends + 7 * DAY)
        assert draft.state == State.SUBMITTED

    def test_refuses_an_emergency_within_a_week_before_another(self, drafter: User) -> None:
        rulesets.signed(version="1", terms=Terms(NOW + 2 * DAY - HOUR, "outbreak"))
        draft = rulesets.drafted(drafter, version="2")

        with pytest.raises(services.EmergencyAgain):
            services.submit(draft, Terms(emergency="outbreak"), by=drafter, now=NOW)

    def test_lets_an_emergency_follow_one_that_was_withdrawn(self, drafter: User) -> None:
        ahead = rulesets.signed(version="1", terms=Terms(NOW + DAY, "outbreak"))
        services.withdraw(ahead, by=rulesets.signatory(), because="an error", now=NOW)

        draft = rulesets.submitted(drafter, version="2", terms=Terms(emergency="outbreak"))

        assert draft.state == State.SUBMITTED

    def test_goes_on_where_a_version_ahead_was_withdrawn(self, drafter: User) -> None:
        ahead = rulesets.signed(version="1", terms=Terms(NOW + 5 * DAY))
        services.withdraw(ahead, by=rulesets.signatory(), because="an error", now=NOW)

        draft = rulesets.submitted(drafter, version="2")

        assert draft.state == State.SUBMITTED

    def test_forgets_why_it_was_sent_back(self, drafter: User) -> None:
        draft = services.send_back(
            rulesets.submitted(drafter), by=rulesets.signatory(), because="unclear", now=NOW
        )

        services.submit(draft, by=drafter, now=NOW + HOUR)

        found = Draft.objects.get()
        assert (found.state, found.sent_back_because, found.sent_back_by) == (
            State.SUBMITTED,
            "",
            None,
        )

    def test_is_for_the_drafter_alone(self, drafter: User) -> None:
        with pytest.raises(services.NotYours):
            services.submit(rulesets.drafted(drafter), by=rulesets.drafter(), now=NOW)


class TestDrop:
    @pytest.mark.parametrize("make", [rulesets.drafted, rulesets.submitted])
    def test_withdraws_an_open_draft(self, drafter: User, make: Any) -> None:
        services.drop(make(drafter), by=drafter, now=NOW + HOUR)

        draft = Draft.objects.get()
        assert (draft.state, draft.withdrawn_at) == (State.WITHDRAWN, NOW + HOUR)
        assert ledger.about(draft)[0].entry.event == "ruleset.dropped"

    def test_withdraws_what_was_sent_back(self, drafter: User) -> None:
        draft = services.send_back(
            rulesets.submitted(drafter), by=rulesets.signatory(), because="unclear", now=NOW
        )

        assert services.drop(draft, by=drafter, now=NOW).sent_back_because == "unclear"

    def test_is_over_once_it_is_signed(self, drafter: User) -> None:
        draft = rulesets.submitted(drafter)
        services.sign(draft, edition=1, by=rulesets.signatory(), now=NOW)

        with pytest.raises(services.NoLongerOpen, match="is signed"):
            services.drop(draft, by=drafter, now=NOW)

    def test_is_for_the_drafter_alone(self, drafter: User) -> None:
        with pytest.raises(services.NotYours):
            services.drop(rulesets.drafted(drafter), by=rulesets.drafter(), now=NOW)

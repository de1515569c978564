"""Policies of entry: published with notice, applied at home, answered without reasons."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction

from core.signing.canonical import digest
from core.signing.statements import verified
from federation.borders import entering, queries, reading, services
from federation.borders.entries import Entry
from federation.borders.models import EntryPolicy
from provinces.citizens import moving
from provinces.ledger.kinds import Kind
from provinces.passes import queries as passes
from provinces.tenancy import keys, scope
from provinces.tenancy.keys import KeyRole
from provinces.zones.services import SameOffice
from tests import cast
from tests.factories import citizens
from tests.federation.borders import border

NOW = cast.NOW
LATER = NOW + timedelta(hours=48)
MONTH = timedelta(days=30)
# Whoever was in a high zone, as the sheet would say, is asked for a test.
EXPOSED = {">": [{"var": "exposures.high.minutes"}, 0]}

pytestmark = pytest.mark.usefixtures("neighbours")


def rule(**values: Any) -> dict[str, Any]:
    given = {
        "id": "from-a-zone",
        "when": EXPOSED,
        "outcome": "allow_with_condition",
        "conditions": ["test_on_arrival"],
        "text_zh": "到过高风险区",
        "text_en": "Was in a high-risk zone",
    }
    return {**given, **values}


def drafted(*rules: dict[str, Any], at: datetime = LATER) -> EntryPolicy:
    by = border.official("rule_drafter", "rules office", whole=True)
    return services.draft_policy(services.PolicyTerms(rules, at, at + MONTH), by=by, now=NOW)


def published(*rules: dict[str, Any], at: datetime = LATER) -> EntryPolicy:
    by = border.official("high_reviewer", "signing office", whole=True)
    return services.sign_policy(drafted(*rules, at=at), by=by, now=NOW)


class TestChecked:
    @pytest.mark.parametrize(
        ("values", "problem"),
        [
            ({"outcome": "allow"}, "neither deny nor"),
            ({"conditions": []}, "conditions are"),
            ({"conditions": ["a_bribe"]}, "conditions are"),
            ({"outcome": "deny"}, "conditions are"),
            ({"when": True}, "holds of anybody"),
            ({"when": {"===": [1, 1]}}, "holds of anybody"),
            ({"when": {"var": "favourite.colour"}}, "when"),
            ({"when": {"foo": []}}, "when"),
            ({"text_zh": ""}, "text_zh"),
            ({"colour": "red"}, "has the members"),
        ],
    )
    def test_refuses_a_rule_that_abuse_needs(self, values: dict[str, Any], problem: str) -> None:
        with pytest.raises(services.BadPolicy, match=problem):
            drafted(rule(**values))

    def test_refuses_two_rules_of_one_name(self) -> None:
        with pytest.raises(services.BadPolicy, match="one id"):
            drafted(rule(), rule(outcome="deny", conditions=[]))

    def test_refuses_to_last_longer_than_ninety_days(self) -> None:
        by = border.official("rule_drafter", "rules office", whole=True)
        until = LATER + timedelta(days=91)

        with pytest.raises(services.BadPolicy, match="90 days"):
            services.draft_policy(services.PolicyTerms([], LATER, until), by=by, now=NOW)


class TestSignPolicy:
    def test_gives_notice_of_what_asks_more(self) -> None:
        with pytest.raises(services.TooSoon):
            published(rule(), at=NOW + timedelta(hours=47))

    def test_lets_what_asks_less_count_at_once(self) -> None:
        published(rule())

        relaxed = published(at=NOW)

        assert queries.entry_policy(cast.NORTH, NOW) == relaxed

    def test_needs_another_office(self) -> None:
        policy = drafted(rule())
        by = border.official("high_reviewer", "rules office", whole=True)

        with pytest.raises(SameOffice):
            services.sign_policy(policy, by=by, now=NOW)

    def test_is_done_once(self) -> None:
        policy = published(rule())
        by = border.official("high_reviewer", "third office", whole=True)

        with pytest.raises(services.NotAwaiting):
            services.sign_policy(policy, by=by, now=NOW)


class TestEdit:
    def test_puts_other_terms_in_the_place_of_the_drafters_own(self) -> None:
        policy = drafted(rule())
        terms = services.PolicyTerms([], LATER, LATER + MONTH)

        edited = services.edit_policy(
            policy, terms, read=policy.digest, by=policy.drafted_by, now=NOW
        )

        assert edited.document["rules"] == []
        assert edited.digest == digest(edited.document) != policy.digest
        assert edited.version == policy.version

    def test_keeps_what_is_wrong_from_being_a_draft(self) -> None:
        policy = drafted(rule())
        terms = services.PolicyTerms([rule(when=True)], LATER, LATER + MONTH)

        with pytest.raises(services.BadPolicy):
            services.edit_policy(policy, terms, read=policy.digest, by=policy.drafted_by, now=NOW)

    def test_is_the_drafters(self) -> None:
        policy = drafted(rule())
        by = border.official("rule_drafter", "rules office", whole=True)
        terms = services.PolicyTerms([], LATER, LATER + MONTH)

        with pytest.raises(services.NotYours):
            services.edit_policy(policy, terms, read=policy.digest, by=by, now=NOW)

    def test_ends_with_the_signature(self) -> None:
        policy = published(rule())
        terms = services.PolicyTerms([], LATER, LATER + MONTH)

        with pytest.raises(services.NotAwaiting):
            services.edit_policy(policy, terms, read=policy.digest, by=policy.drafted_by, now=NOW)

    def test_changes_nothing_that_was_edited_since_it_was_read(self) -> None:
        policy = drafted(rule())
        terms = services.PolicyTerms([], LATER, LATER + MONTH)

        with pytest.raises(services.EditedSince):
            services.edit_policy(policy, terms, read="0" * 64, by=policy.drafted_by, now=NOW)


class TestHear:
    def heard(self, document: dict[str, Any], *, at: datetime = NOW) -> EntryPolicy | None:
        body = {"document": document, "digest": digest(document)}
        with transaction.atomic():
            services.take([Entry(cast.SOUTH, 1, Kind.POLICY_PUBLISHED, at, body)], now=NOW)
        return EntryPolicy.objects.filter(host=cast.SOUTH).first()

    def document(self, **values: Any) -> dict[str, Any]:
        given = {
            "v": 1,
            "host": cast.SOUTH,
            "version": 1,
            "in_force_from": reading.said(LATER),
            "until": reading.said(LATER + MONTH),
            "rules": [rule()],
        }
        return {**given, **values}

    def test_keeps_a_peers_policy(self) -> None:
        policy = self.heard(self.document())

        assert policy is not None
        assert queries.entry_policy(cast.SOUTH, LATER) == policy

    def test_hands_it_down_to_where_people_are_answered(self) -> None:
        self.heard(self.document())

        (host,) = passes.hosts(LATER)
        assert (host.slug, host.version) == (cast.SOUTH, 1)
        assert passes.hosts(NOW) == []

    def test_has_what_was_told_without_notice_wait_for_it(self) -> None:
        policy = self.heard(self.document(in_force_from=reading.said(NOW)))

        assert policy is not None
        assert policy.in_force_from == LATER

    @pytest.mark.parametrize(
        "values",
        [
            {"host": cast.NORTH},
            {"host": "east"},
            {"version": 0},
            {"rules": [rule(when=True)]},
            {"rules": [rule(outcome="colour")]},
            {"until": reading.said(NOW)},
            {"v": 2},
        ],
    )
    def test_keeps_none_that_may_not_count(self, values: dict[str, Any]) -> None:
        assert self.heard(self.document(**values)) is None


class TestDecideEntry:
    @pytest.fixture
    def policy(self) -> EntryPolicy:
        """A policy of the south, in force, of which the north has heard."""
        with scope.province(cast.SOUTH):
            published(rule())
        border.carry(cast.SOUTH, cast.NORTH)
        return EntryPolicy.objects.get()

    def test_allows_whom_no_rule_speaks_of(self, policy: EntryPolicy) -> None:
        citizen = citizens.citizen()

        statement = services.decide_entry(citizen.pk, host=cast.SOUTH, now=LATER)

        body = verified(statement, keys.signing_key(KeyRole.REQUEST).verifier)
        assert body == {
            "host": cast.SOUTH,
            "policy": policy.digest,
            "version": 1,
            "outcome": "allow",
            "conditions": [],
            "until": reading.said(LATER + timedelta(hours=24)),
        }

    def test_asks_nothing_of_who_goes_home(self) -> None:
        with pytest.raises(services.OwnProvince):
            services.decide_entry(citizens.citizen().pk, host=cast.NORTH, now=NOW)

    def test_answers_for_nobody_who_has_gone(self) -> None:
        citizen = citizens.citizen()
        moving.leave(citizen, to=cast.SOUTH, now=NOW)

        with pytest.raises(services.NotHome):
            services.decide_entry(citizen.pk, host=cast.SOUTH, now=NOW)

    def test_decides_nothing_without_a_policy(self) -> None:
        with pytest.raises(services.NoPolicy):
            services.decide_entry(citizens.citizen().pk, host=cast.SOUTH, now=NOW)


class TestJudged:
    def test_takes_the_gravest_and_no_condition_with_it(self) -> None:
        document = {"rules": [rule(), rule(id="worse", outcome="deny", conditions=[])]}
        facts = {"exposures": {"high": {"minutes": 60}}}

        assert entering.judged({"rules": [rule()]}, facts).conditions == ("test_on_arrival",)
        assert entering.judged(document, facts) == entering.Judged(entering.Outcome.DENY, ())
        assert entering.judged(document, {}).outcome == entering.Outcome.ALLOW

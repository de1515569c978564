"""What the database itself refuses of rule sets, and how their rows are called."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from provinces.rules.models import Draft, Ruleset, State, Withdrawal
from provinces.rules.terms import EMERGENCY, NOTICE
from tests import cast
from tests.factories import rulesets, users

NOW = cast.NOW
HOUR = timedelta(hours=1)
UNSIGNED: dict[str, Any] = {
    "name": "first",
    "version": "1",
    "document": {},
    "digest": "",
    "notice_at": NOW,
    "in_force_from": NOW,
    "expires_at": NOW + timedelta(days=30),
}


def signatures() -> dict[str, Any]:
    return {
        "drafted_by": users.user(),
        "drafted_unit": "one office",
        "drafted_at": NOW,
        "signed_by": users.user(),
        "signed_unit": "another office",
        "signed_at": NOW,
        "in_force_from": NOW + NOTICE,
    }


def stored(**values: Any) -> Ruleset:
    with transaction.atomic():
        return Ruleset.objects.create(**{**UNSIGNED, **values})


class TestRulesets:
    def test_are_stored_unsigned_or_signed_by_two_offices(self, north: object) -> None:
        assert str(stored()) == "first 1"
        assert str(stored(**{**signatures(), "version": "2"})) == "first 2"

    def test_are_not_stored_unsigned_once_officials_sign(self, north: object) -> None:
        stored()
        stored(version="1.2")
        stored(**{**signatures(), "version": "2"})

        with pytest.raises(IntegrityError, match="officials of this province sign its rule sets"):
            stored(version="1.3")

    @pytest.mark.parametrize(
        ("values", "name"),
        [
            ({"expires_at": NOW + timedelta(days=90, seconds=1)}, "ends_within_90_days"),
            ({"expires_at": NOW}, "ends_within_90_days"),
            ({"notice_at": NOW + HOUR}, "read_before_it_counts"),
            (
                {"emergency": "outbreak", "expires_at": NOW + EMERGENCY + HOUR},
                "emergency_ends_within_72_hours",
            ),
        ],
    )
    def test_are_refused_beyond_their_time(
        self, north: object, values: dict[str, Any], name: str
    ) -> None:
        with pytest.raises(IntegrityError, match=name):
            stored(**values)

    @pytest.mark.parametrize(
        "missing", ["drafted_by", "drafted_at", "signed_by", "signed_at", "drafted_unit"]
    )
    def test_are_refused_with_half_a_signature(self, north: object, missing: str) -> None:
        half = {**signatures(), missing: "" if missing.endswith("unit") else None}

        with pytest.raises(IntegrityError, match="bears_two_offices"):
            stored(**half)

    def test_are_refused_with_one_hand_under_both_signatures(self, north: object) -> None:
        given = signatures()

        with pytest.raises(IntegrityError, match="bears_two_offices"):
            stored(**{**given, "signed_by": given["drafted_by"]})

    def test_are_refused_with_one_office_behind_both_signatures(self, north: object) -> None:
        with pytest.raises(IntegrityError, match="bears_two_offices"):
            stored(**{**signatures(), "signed_unit": "one office"})

    def test_are_given_their_notice_where_officials_signed(self, north: object) -> None:
        early = {**signatures(), "in_force_from": NOW + NOTICE - timedelta(seconds=1)}

        with pytest.raises(IntegrityError, match="given_its_notice"):
            stored(**early)

    def test_need_no_notice_in_an_emergency(self, north: object) -> None:
        at_once = {**signatures(), "in_force_from": NOW, "expires_at": NOW + EMERGENCY}

        assert stored(**at_once, emergency="outbreak").pk

    def test_are_published_once(self, north: object) -> None:
        stored()

        with pytest.raises(IntegrityError, match="published_once"):
            stored()


class TestWithdrawals:
    def test_say_why(self, north: object) -> None:
        ruleset = stored()

        with pytest.raises(IntegrityError, match="says_why"), transaction.atomic():
            Withdrawal.objects.create(
                ruleset=ruleset,
                withdrawn_by=users.user(),
                withdrawn_unit="an office",
                withdrawn_at=NOW,
                because="",
            )

    def test_say_which_version_it_was(self, north: object) -> None:
        assert str(Withdrawal(ruleset=stored())) == "withdrawal of first 1"


class TestDrafts:
    @pytest.mark.parametrize(
        ("values", "name"),
        [
            ({"state": State.SUBMITTED}, "under_review_was_submitted"),
            ({"state": State.SENT_BACK}, "sending_back_says_who_when_and_why"),
            ({"sent_back_because": "unclear"}, "sending_back_says_who_when_and_why"),
            ({"state": State.WITHDRAWN}, "withdrawn_at_a_moment"),
            ({"withdrawn_at": NOW}, "withdrawn_at_a_moment"),
            ({"state": State.SIGNED}, "signed_draft_is_a_ruleset"),
        ],
    )
    def test_are_refused_where_they_say_half(
        self, north: object, values: dict[str, Any], name: str
    ) -> None:
        rulesets.drafted()

        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            Draft.objects.update(**values)

    def test_are_not_sent_back_by_their_drafter(self, north: object) -> None:
        draft = rulesets.drafted()

        with pytest.raises(IntegrityError, match="sending_back"), transaction.atomic():
            Draft.objects.update(
                state=State.SENT_BACK,
                sent_back_by=draft.drafted_by,
                sent_back_unit="an office",
                sent_back_at=NOW,
                sent_back_because="unclear",
            )

    def test_say_which_version_they_are(self, north: object) -> None:
        draft = rulesets.drafted()

        assert str(draft) == f"first 2026-1, draft {draft.pk}"

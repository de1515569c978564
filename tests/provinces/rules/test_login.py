"""A province's own login may do all that rule sets need, and several officials at once no harm."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from provinces.rules import gate, queries, services
from provinces.rules.models import Draft, Ruleset, Withdrawal
from provinces.rules.services import AlreadyPublished, NoLongerOpen
from provinces.tenancy import scope
from tests import cast
from tests.factories import rulesets
from tests.provinces.status import threads

NOW = cast.NOW


@pytest.fixture
def _asked_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no document have passed the gate before."""
    monkeypatch.setattr(gate, "_passed", set())


@pytest.fixture
def many_sessions(in_login_mode: None) -> Iterator[None]:
    with threads.sessions(4):
        yield


class TestOwnLogin:
    @pytest.mark.usefixtures("_asked_anew")
    def test_drafts_signs_and_withdraws(self, in_login_mode: None) -> None:
        with scope.province(cast.NORTH):
            ruleset = rulesets.signed()
            services.withdraw(ruleset, by=rulesets.signatory(), because="an error", now=NOW)

            assert queries.last_to_come() is None
            assert Withdrawal.objects.get().ruleset == ruleset

        with scope.province(cast.SOUTH):
            assert not Draft.objects.exists()

    def test_changes_nothing_that_is_published(self, in_login_mode: None) -> None:
        with scope.province(cast.NORTH):
            rulesets.signed()

            with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
                Ruleset.objects.update(version="2")

    def test_publishes_nothing_unsigned_once_officials_sign(self, in_login_mode: None) -> None:
        with scope.province(cast.NORTH):
            signed = rulesets.signed()
            values = [NOW, NOW, NOW + timedelta(days=90), signed.pk]

            for before in ("", HIDES_WHAT_IS_SIGNED):
                with (
                    pytest.raises(DatabaseError, match="officials of this province sign"),
                    transaction.atomic(),
                    connection.cursor() as cursor,
                ):
                    cursor.execute(before + UNSIGNED, values)


HIDES_WHAT_IS_SIGNED = """
CREATE TEMPORARY TABLE rules_ruleset (signed_by_id integer) ON COMMIT DROP;
"""
UNSIGNED = """
INSERT INTO north.rules_ruleset
    (name, version, document, digest, notice_at, in_force_from, expires_at, emergency,
     drafted_unit, signed_unit)
SELECT name, 'unsigned', document, digest, %s, %s, %s, '', '', ''
FROM north.rules_ruleset WHERE id = %s
"""


class TestAtOnce:
    def test_a_draft_is_signed_once(self, many_sessions: None) -> None:
        with scope.province(cast.NORTH):
            draft = rulesets.submitted()
            signatories = [rulesets.signatory(unit=f"office {number}") for number in range(4)]

        results = threads.at_once(
            *(lambda by=by: services.sign(draft, edition=1, by=by, now=NOW) for by in signatories)
        )

        refused = threads.raised(results)
        assert [type(problem) for problem in refused] == [NoLongerOpen] * 3
        with scope.province(cast.NORTH):
            assert Ruleset.objects.count() == 1

    def test_two_drafts_become_one_version(self, many_sessions: None) -> None:
        with scope.province(cast.NORTH):
            drafts = [rulesets.submitted() for _ in range(2)]
            signatory = rulesets.signatory()

        results = threads.at_once(
            *(
                lambda draft=draft: services.sign(draft, edition=1, by=signatory, now=NOW)
                for draft in drafts
            )
        )

        assert [type(problem) for problem in threads.raised(results)] == [AlreadyPublished]

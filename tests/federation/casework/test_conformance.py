"""The security baseline, check by check, and each of them failing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection

from core.db import days
from federation.casework import conformance, services
from provinces.ledger import announcing, purposes, sealing
from provinces.tenancy import directory, scope
from provinces.tenancy.addresses import as_owner
from tests import cast
from tests.federation.casework import feeds
from tests.federation.casework.stories import NOW

pytestmark = pytest.mark.usefixtures("federation")


def failed() -> tuple[str, ...]:
    announcing.publish_purposes(now=NOW)
    sealing.seal(now=NOW)
    return conformance.score(NOW).failed


def as_the_owner(statement: str) -> None:
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(statement)


class TestScore:
    def test_is_full_where_all_is_well(self) -> None:
        assert failed() == ()

    @pytest.mark.parametrize(
        ("check", "statement"),
        [
            ("rows_stay", "ALTER TABLE ledger_entry DISABLE TRIGGER ledger_entry_rows_stay"),
            ("rows_stay", "DROP TRIGGER ledger_entry_stays ON ledger_entry"),
            (
                "two_offices_sign",
                "ALTER TABLE casework_hold DROP CONSTRAINT a_hold_is_released_by_two_offices",
            ),
            (
                "two_offices_sign",
                "ALTER TABLE rules_programmeterm DROP CONSTRAINT a_renewed_term_bears_two_offices",
            ),
            (
                "purposes_are_listed",
                "ALTER TABLE citizens_export DROP CONSTRAINT an_export_is_for_a_listed_purpose",
            ),
            ("neighbours_are_closed", "GRANT USAGE ON SCHEMA south TO concord_north"),
            ("login_rules_nobody", "ALTER ROLE concord_north BYPASSRLS"),
        ],
    )
    def test_misses_what_was_taken_away(self, check: str, statement: str) -> None:
        as_the_owner(statement)

        assert failed() == (check,)

    def test_misses_purposes_that_were_not_published(self, monkeypatch: pytest.MonkeyPatch) -> None:
        assert failed() == ()
        later = {**purposes.written(), "edition": purposes.written()["edition"] + 1}
        monkeypatch.setattr(purposes, "written", lambda: later)

        assert conformance.score(NOW).failed == ("purposes_are_listed",)

    def test_misses_days_that_should_be_forgotten(self) -> None:
        old = days.day_of(cast.TODAY - timedelta(days=20), scope.current().zone)
        with as_owner():
            days.create("presence_stay", old)

        assert failed() == ("days_are_forgotten",)

    def test_misses_a_membership_there_is_not(self, federation: directory.Entry) -> None:
        with as_owner(), connection.cursor() as cursor:
            cursor.execute("ALTER TABLE peers_membership DISABLE TRIGGER ALL")
            cursor.execute("DELETE FROM peers_membership")
            cursor.execute("ALTER TABLE peers_membership ENABLE TRIGGER ALL")

        assert failed() == ("membership_counts",)


class TestPublishScore:
    def test_publishes_it_good_or_bad(self) -> None:
        as_the_owner("ALTER TABLE ledger_entry DISABLE TRIGGER ledger_entry_rows_stay")
        sealing.seal(now=NOW)

        score = services.publish_score(now=NOW)

        (published,) = feeds.published("conformance.scored")
        assert published["checks"]["rows_stay"] is False
        assert (published["passed"], published["of"]) == (score.of - 1, score.of)

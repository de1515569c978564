"""What the province's own login can not do to statuses, past the services."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, ProgrammingError, connection, transaction

from provinces.evidence.classes import EvidenceClass
from provinces.rules import services as publishing
from provinces.status import pipeline, runs, services
from provinces.status.models import Current, Outcome, Run
from provinces.tenancy import scope
from provinces.tenancy.addresses import as_owner
from tests import cast
from tests.factories import evidence
from tests.provinces.rules import documents

NOW = cast.NOW


def execute(statement: str) -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
        return int(cursor.rowcount)


@pytest.fixture
def held(in_login_mode: None) -> Iterator[None]:
    """Eve is held, by a decision; what a test does is done by the north's own login."""
    with scope.province(cast.NORTH):
        eve = cast.eve()
        publishing.publish(documents.ruleset(), now=NOW - timedelta(days=1))
        evidence.recorded(eve, EvidenceClass.CLOSE_CONTACT)
        pipeline.drain(now=NOW)
        assert Current.objects.get().until is not None
        yield


@pytest.mark.usefixtures("held")
class TestCurrent:
    @pytest.mark.parametrize(
        "change",
        [
            "status = 'green'",
            "until = until + interval '1 day'",
            "until = NULL",
            "since = since - interval '1 day'",
            "outlook = ''",
            "grounds = jsonb_set(grounds, '{0,until}', '\"2030-01-01T00:00:00+00:00\"')",
            "decision_id = decision_id + 1",
            "citizen_id = citizen_id + 1",
            "as_of = as_of + interval '1 day'",
        ],
    )
    def test_is_nothing_but_what_was_decided(self, change: str) -> None:
        with pytest.raises(IntegrityError, match="is not what was decided"):
            execute(f"UPDATE status_current SET {change}")

    def test_of_somebody_else_is_not_made_up(self) -> None:
        with pytest.raises(IntegrityError, match="is not what was decided"):
            execute(
                "INSERT INTO status_current (citizen_id, decision_id, status, since, until,"
                " outlook, grounds, as_of) SELECT citizen_id + 1, decision_id, status, since,"
                " until, outlook, grounds, as_of FROM status_current"
            )

    def test_ends_no_later_than_a_rule_set_does(self) -> None:
        with pytest.raises(IntegrityError, match="a_status_ends_with_its_rule_set"):
            execute("UPDATE status_current SET until = as_of + interval '91 days'")

    def test_is_looked_for_in_the_provinces_own_tables(self) -> None:
        execute("CREATE TEMPORARY TABLE status_outcome AS SELECT * FROM status_outcome")
        execute("UPDATE pg_temp.status_outcome SET status = 'green'")
        execute("SET search_path = pg_temp, north")

        with pytest.raises(IntegrityError, match="is not what was decided"):
            execute("UPDATE status_current SET status = 'green'")
        execute("SET search_path = north, pg_temp")

    def test_may_be_looked_at_again_sooner(self) -> None:
        assert execute("UPDATE status_current SET due_at = now()") == 1


@pytest.mark.usefixtures("held")
class TestOutcome:
    def test_is_not_rewritten(self) -> None:
        with pytest.raises(ProgrammingError, match="permission denied"):
            execute("UPDATE status_outcome SET facts = '{}'")

    def test_is_not_rewritten_by_the_owner_either(self) -> None:
        with (
            as_owner(),
            scope.province(cast.NORTH),
            pytest.raises(IntegrityError, match="stay as they are"),
        ):
            execute("UPDATE status_outcome SET facts = '{}'")

    def test_that_was_shown_is_not_deleted(self) -> None:
        with pytest.raises(IntegrityError, match="deleted by retention only"):
            execute("DELETE FROM status_outcome")

    def test_that_a_run_published_is_not_deleted(self) -> None:
        later = NOW + timedelta(days=60)
        services.recompute(runs.Plan(as_of=later, kind=Run.Kind.FULL), now=later)
        assert Outcome.objects.filter(decision__run__isnull=False).exists()

        with pytest.raises(IntegrityError, match="deleted by retention only"):
            execute(
                "DELETE FROM status_outcome WHERE decision_id IN"
                " (SELECT id FROM status_decision WHERE run_id IS NOT NULL)"
            )
        with pytest.raises(IntegrityError, match="stays as it is"):
            execute("UPDATE status_run SET state = 'running'")
        with pytest.raises(IntegrityError, match="stays as it is"):
            execute("DELETE FROM status_run")

    def test_is_erased_by_the_owner(self) -> None:
        with as_owner(), scope.province(cast.NORTH):
            assert execute("DELETE FROM status_outcome") == 1

    def test_that_was_never_shown_may_go(self) -> None:
        later = NOW + timedelta(days=60)
        run = runs.start(runs.Plan(as_of=later, kind=Run.Kind.FULL, shards=1), now=later)
        while shard := runs.lease(run):
            runs.do(shard)

        unshown = "decision_id IN (SELECT id FROM status_decision WHERE run_id IS NOT NULL)"
        assert execute(f"DELETE FROM status_outcome WHERE {unshown}") == 1

    def test_is_not_emptied(self) -> None:
        with pytest.raises(DatabaseError, match="permission denied"):
            execute("TRUNCATE status_outcome")

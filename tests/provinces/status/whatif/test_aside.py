"""Whatever is tried leaves nothing behind, waits for nobody, and keeps nobody waiting."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.db import InternalError, connection, transaction

from provinces.status import pipeline, runs, services, whatif
from provinces.status.models import Run
from provinces.status.whatif import aside
from provinces.tenancy import directory, scope
from provinces.tenancy.addresses import as_owner
from provinces.zones import services as declaring
from tests import cast
from tests.factories import citizens, road, zones
from tests.provinces.status import threads

from .test_under_rules import shipped, with_companions
from .towns import DAY, NOW, Town

# Far shorter than anybody's patience with a lock.
SHORTLY = "1s"

TABLES = """
SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = current_schema() AND c.relkind = %s ORDER BY 1
"""
CONTENT = "SELECT count(*), coalesce(sum(hashtextextended(t::text, 0)::numeric), 0) FROM {} t"
TEMPORARY = "SELECT relname FROM pg_class WHERE relnamespace = pg_my_temp_schema() ORDER BY 1"


def content() -> dict[str, tuple[Any, ...]]:
    """Return what every table of the province holds, and how far each sequence has come."""
    with as_owner(), connection.cursor() as cursor:
        found = {}
        for kind, query in (("r", CONTENT), ("S", "SELECT last_value, is_called FROM {}")):
            cursor.execute(TABLES, [kind])
            for (name,) in cursor.fetchall():
                cursor.execute(query.format(name))
                found[name] = cursor.fetchone()
        return found


def session() -> tuple[Any, ...]:
    """Return what a session is left with."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('search_path'), current_setting('transaction_read_only')"
        )
        settings = cursor.fetchone()
        cursor.execute(TEMPORARY)
        return *settings, [row[0] for row in cursor.fetchall()]


def draft() -> declaring.Draft:
    lat, lon = road.h3.cell_to_latlng(road.HERE)
    return zones.draft(geometry=zones.circle((lon, lat), 450), starts_at=NOW - 8 * DAY)


TRIALS: dict[str, Callable[[], object]] = {
    "rules": lambda: whatif.rules(shipped("beijing"), as_of=NOW),
    "rules that ask otherwise": lambda: whatif.rules(with_companions(resolution=8), as_of=NOW),
    "a zone": lambda: whatif.zone(draft(), as_of=NOW),
}


@pytest.fixture(params=TRIALS)
def trial(request: pytest.FixtureRequest) -> Callable[[], Any]:
    return TRIALS[request.param]


class TestNothing:
    def test_is_left_in_any_table_or_sequence(
        self, north: directory.Entry, trial: Callable[[], Any]
    ) -> None:
        zones.ground()
        Town(41)
        before, session_before = content(), session()
        assert before["facts_factsheet"][0] > 10

        trial()

        assert content() == before
        assert session() == session_before

    def test_is_left_where_it_fails(self, north: directory.Entry) -> None:
        Town(42)
        before, session_before = content(), session()

        with pytest.raises(ZeroDivisionError), aside.standing(aside.SHEETS):
            raise ZeroDivisionError

        assert (content(), session()) == (before, session_before)


class TestPatience:
    def test_ends_what_takes_longer_and_nothing_after_it(self, north: directory.Entry) -> None:
        briefly = timedelta(milliseconds=20)

        with pytest.raises(whatif.TookTooLong), aside.standing(patience=briefly) as cursor:
            cursor.execute("SELECT pg_sleep(10)")

        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('statement_timeout')")
            assert cursor.fetchone() == ("0",)

    def test_leaves_other_problems_what_they_are(self, north: directory.Entry) -> None:
        with pytest.raises(InternalError), aside.standing(patience=timedelta(seconds=5)) as cursor:
            cursor.execute("DELETE FROM citizens_stalemark")


class TestStanding:
    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE status_current SET status = status",
            "INSERT INTO citizens_stalemark (citizen_id, because, marked_at) VALUES (1, '', now())",
            "DELETE FROM exposure_question",
            "SELECT nextval('status_decision_id_seq')",
            "SELECT FROM citizens_citizen FOR UPDATE",
        ],
    )
    def test_lets_nothing_of_the_province_be_changed_numbered_or_locked(
        self, north: directory.Entry, statement: str
    ) -> None:
        with (
            pytest.raises(InternalError, match="read-only transaction"),
            aside.standing() as cursor,
        ):
            cursor.execute(statement)

    def test_finds_first_what_stands_before_a_table(self, north: directory.Entry) -> None:
        Town(43)

        with aside.standing(aside.SHEETS) as cursor:
            cursor.execute("SELECT count(*) FROM facts_factsheet")
            assert cursor.fetchone() == (0,)

    def test_sees_all_as_of_one_moment(self, in_login_mode: None) -> None:
        with scope.province(cast.NORTH):
            citizens.citizen()
            with threads.sessions(2), aside.standing() as cursor:
                cursor.execute("SELECT count(*) FROM citizens_citizen")
                before = cursor.fetchone()
                assert threads.raised(threads.at_once(citizens.citizen)) == []
                cursor.execute("SELECT count(*) FROM citizens_citizen")
                assert cursor.fetchone() == before == (1,)


@contextmanager
def elsewhere(work: Callable[[threading.Event, threading.Event], None]) -> Iterator[None]:
    """Have another session do something up to where it says so, and go on after this."""
    there, on = threading.Event(), threading.Event()
    problems: list[Exception] = []

    def run() -> None:
        try:
            with scope.province(cast.NORTH):
                work(there, on)
        except Exception as problem:  # handed to whoever waits
            problems.append(problem)
        finally:
            there.set()
            connection.close()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    assert there.wait(threads.PATIENCE_SECONDS)
    try:
        yield
    finally:
        on.set()
        thread.join(threads.PATIENCE_SECONDS)
    assert problems == []


@contextmanager
def impatient() -> Iterator[None]:
    """Fail where a lock is not had at once."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET lock_timeout = '{SHORTLY}'")
        yield
        cursor.execute("RESET lock_timeout")


class TestRun:
    @pytest.fixture(autouse=True)
    def town(self, in_login_mode: None) -> Iterator[None]:
        with threads.sessions(4):
            with scope.province(cast.NORTH):
                zones.ground()
                Town(44, people=12)
            yield

    def test_in_progress_is_not_waited_for(self, trial: Callable[[], Any]) -> None:
        def decide(there: threading.Event, on: threading.Event) -> None:
            run = runs.start(runs.Plan(as_of=NOW, kind=Run.Kind.FULL, shards=1), now=NOW)
            with transaction.atomic():
                law = pipeline.law_of(run.ruleset)
                pipeline.match(pipeline.ALL_DAYS, zones=[], now=NOW, everything=True)
                people = pipeline.People(everybody=True)
                pipeline.decide(people, law=law, as_of=NOW, now=NOW, run=run.pk)
                there.set()
                on.wait(threads.PATIENCE_SECONDS)

        with scope.province(cast.NORTH):
            alone = trial()

            with elsewhere(decide), impatient():
                assert trial() == alone

    def test_is_not_kept_waiting(self) -> None:
        def try_out(there: threading.Event, on: threading.Event) -> None:
            with aside.standing(aside.SHEETS) as cursor:
                cursor.execute(
                    "SELECT count(*) FROM presence_stay, status_current, facts_factsheet"
                )
                there.set()
                on.wait(threads.PATIENCE_SECONDS)

        with scope.province(cast.NORTH), elsewhere(try_out), impatient():
            plan = runs.Plan(as_of=NOW, kind=Run.Kind.FULL, shards=1)
            services.recompute(plan, now=NOW)
            assert Run.objects.filter(state=Run.State.PUBLISHED).count() > 1

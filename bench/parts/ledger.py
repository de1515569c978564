"""The ledger: appends by one and by eight at once, sealing, verifying, beside plain tables."""

from __future__ import annotations

import hashlib
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.pool import Pool

from django.db import connection, transaction
from django.utils import timezone

from bench import engine, federation, workers
from bench.federation import NORTH, within
from bench.report import Report, Row, Section, rate
from bench.timing import TIMES, Timed
from provinces.ledger import sealing, verifying
from provinces.ledger import services as ledger
from provinces.ledger.events import Event
from provinces.ledger.models import Entry, Payload
from provinces.tenancy.addresses import as_owner

CONNECTIONS = (1, 8)
SECONDS = 2.0
MANY = 20_000
AT_ONCE = 2000
PLAIN = """
CREATE TABLE raw (
    id bigserial PRIMARY KEY, at timestamptz NOT NULL, event text NOT NULL,
    about text NOT NULL, body jsonb NOT NULL);
GRANT INSERT, SELECT ON raw TO PUBLIC;
GRANT USAGE ON SEQUENCE raw_id_seq TO PUBLIC;
"""
INSERT = "INSERT INTO raw (at, event, about, body) VALUES (%s, %s, %s, %s)"
BODY = '{"zone": "bench", "level": 2, "fine_cells": 1200}'
READ = "SELECT commitment, salt, body FROM ledger_entry JOIN ledger_payload ON entry_id = id"


def measure(report: Report, *, seconds: float = SECONDS, many: int = MANY) -> None:
    """Append as officials do, one transaction each; then seal and verify many."""
    federation.prepare()
    federation.forget()
    section = report.section("The ledger: a transaction for each append")
    with _plain_table(), workers.hired(max(CONNECTIONS), NORTH) as pool:
        for count in CONNECTIONS:
            _compare(section, pool, count, seconds)
    _seal_and_verify(report.section(f"The ledger: {many:,} entries sealed and verified"), many)
    federation.forget()


def _compare(section: Section, pool: Pool, count: int, seconds: float) -> None:
    ours, theirs = Timed(), Timed()
    for _ in range(TIMES):
        for timed, work in ((ours, append), (theirs, insert)):
            engine.checkpoint()
            done = pool.starmap(timely, [(work, seconds)] * count, chunksize=1)
            # Each says how many it did in its own time, which all of them began together.
            timed.seconds.append(sum(number / lasted for number, lasted in done))
    name = "plain INSERTs into an append-only table with one index"
    said = f"appended by {count} connection" + ("s at once" if count > 1 else "")
    section.add(Row(said, rate(ours), name, rate(theirs), ours.median / theirs.median))


def timely(work: Callable[[], None], seconds: float) -> tuple[int, float]:
    """Do something again and again for so long; return how often, and for how long it was."""
    with within(NORTH):
        work()
        done, began = 0, time.perf_counter()
        while time.perf_counter() - began < seconds:
            work()
            done += 1
        return done, time.perf_counter() - began


def append() -> None:
    """Record one event, as a change of its own."""
    with transaction.atomic():
        ledger.record(
            Event.OFFER_RECEIVED, by=None, about="zone:bench", at=timezone.now(),
            body={"zone": "bench", "level": 2, "fine_cells": 1200},
        )  # fmt: skip


def insert() -> None:
    """Insert one row into the plain table."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(INSERT, [timezone.now(), "offer.received", "zone:bench", BODY])


def _seal_and_verify(section: Section, many: int) -> None:
    sealed, copied, verified, hashed = Timed(), Timed(), Timed(), Timed()
    for _ in range(TIMES):
        federation.forget()
        with within(NORTH):
            _fill(many)
            engine.checkpoint()
            with sealed.once():
                sealing.seal(now=timezone.now())
            copied.seconds.append(_copy_leaves())
            with verified.once():
                found = verifying.verify_own(timezone.now())
            if found:
                raise RuntimeError(f"the ledger does not verify: {found[:3]}")
            with hashed.once():
                _hash_all()
    name = "the same leaves by plain COPY, same indexes"
    _tell(section, "sealed", name, many, (sealed, copied))
    name = "the same rows read, and hashed once"
    _tell(section, "verified: payloads, leaves, tiles, heads", name, many, (verified, hashed))


def _tell(section: Section, what: str, peer: str, many: int, both: tuple[Timed, Timed]) -> None:
    ours, theirs = (timed.per_second(many) for timed in both)
    section.add(Row(what, rate(ours), peer, rate(theirs), ours.median / theirs.median))


def _fill(many: int) -> None:
    """Queue so many entries, each with what it commits to."""
    now = timezone.now()
    for first in range(0, many, AT_ONCE):
        said = [
            {"event": str(Event.OFFER_RECEIVED), "by": "", "about": f"zone:{number}",
             "body": {"zone": f"bench{number}", "level": 2, "fine_cells": 1200}}
            for number in range(first, min(many, first + AT_ONCE))
        ]  # fmt: skip
        salts = [secrets.token_bytes(16) for _ in said]
        with transaction.atomic():
            entries = Entry.objects.bulk_create(
                Entry(event=each["event"], recorded_at=now, commitment=ledger.commit(salt, each))
                for each, salt in zip(said, salts, strict=True)
            )
            Payload.objects.bulk_create(
                Payload(entry=entry, salt=salt, by="", about=each["about"], body=each["body"])
                for entry, each, salt in zip(entries, said, salts, strict=True)
            )


def _copy_leaves() -> float:
    taken = Timed()
    with as_owner(), within(NORTH), connection.cursor() as cursor:
        cursor.execute("SELECT log, index, entry_id, hash FROM ledger_leaf ORDER BY log, index")
        rows = cursor.fetchall()
        cursor.execute("DROP TABLE IF EXISTS raw_leaf")
        cursor.execute("CREATE TABLE raw_leaf (LIKE ledger_leaf INCLUDING ALL)")
        with (
            taken.once(),
            cursor.cursor.copy("COPY raw_leaf FROM STDIN (FORMAT binary)") as stream,
        ):
            stream.set_types(["text", "int8", "int8", "bytea"])
            for row in rows:
                stream.write_row(row)
        cursor.execute("DROP TABLE raw_leaf")
    return taken.total


def _hash_all() -> None:
    with connection.cursor() as cursor:
        cursor.execute(READ)
        for commitment, salt, body in cursor.fetchall():
            hashlib.sha256(bytes(commitment) + bytes(salt) + str(body).encode()).digest()


@contextmanager
def _plain_table() -> Iterator[None]:
    """Have the plain table for a while; the application may add to it and read it."""
    with as_owner(), within(NORTH), connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS raw")
        cursor.execute(PLAIN)
    yield
    with as_owner(), within(NORTH), connection.cursor() as cursor:
        cursor.execute("DROP TABLE raw")

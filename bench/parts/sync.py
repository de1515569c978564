"""Reading a neighbour's feed: verified, stored, acted on, beside a plain COPY of the same rows."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime

from django.db import connection
from django.utils import timezone

from bench import engine, federation, feeds
from bench.federation import NORTH, SOUTH, within
from bench.report import Aim, Report, Row, Section, rate
from bench.timing import TIMES, Timed, clocked
from federation.borders import services as borders
from federation.casework import services as casework
from federation.peers import transport as roads
from federation.sync import checking, envelope, fetching, ground, pulling, trusting
from federation.sync import services as keeping
from provinces.tenancy.addresses import as_owner

USUAL, ZONES = 20_000, 2_000
A_SECOND = 1_000
ROWS = "SELECT peer, index, kind, leaf_hash, data, imported_at FROM sync_imported ORDER BY index"
BLOBS = "SELECT sha256, data FROM sync_importedblob"
# Whose calls are timed, by what they are to a reader of the report; the first two of them ask.
CLOCKED = {
    "asked, served by the neighbour and carried": (roads.Road, "get"),
    "read: canonical, its own, no verdict": (envelope, "opened"),
    "proved to be in the signed tree, what is asked for it included": (checking, "grown"),
    "compared with everybody's ground, zones alone": (ground, "check_own"),
    "stored and handed on, in one transaction": (keeping, "take"),
    "of that: zones, offers, treaties, maps": (borders, "take"),
    "of that: holds, contests, scores": (casework, "take"),
}


def measure(report: Report, *, usual: int = USUAL, zones: int = ZONES) -> None:
    """Have the south read the whole feed of the north, several times from nothing."""
    federation.prepare()
    for title, count, tell in (
        (f"A feed of {usual:,} entries of the usual kinds is read", usual, feeds.tell_usual),
        (f"A feed of {zones:,} zones is read, each with a blob", zones, feeds.tell_zones),
    ):
        _measure(report.section(title), count, tell)
    federation.forget()


def _measure(section: Section, count: int, tell: Callable[[int, datetime], None]) -> None:
    federation.forget()
    with within(NORTH):
        tell(count, timezone.now())
    pulled, copied = Timed(), Timed()
    where = _where(count)  # it warms up as well
    for _ in range(TIMES):
        _pull(count, pulled)
        copied.seconds.append(_copy())
    ours, theirs = pulled.per_second(count), copied.per_second(count)
    section.add(Row("entries verified, stored and acted on", rate(ours), "what is asked for",
                    f"{A_SECOND:,} a second", ours.median / A_SECOND, Aim(least=1)))  # fmt: skip
    name = "the same rows by plain COPY, same indexes"
    section.add(Row("", rate(ours), name, rate(theirs), ours.median / theirs.median))
    for row in where:
        section.add(row)


def _pull(count: int, timed: Timed) -> None:
    """Read the feed from nothing, once, over the loopback road with every signature."""
    federation.forget_read()
    engine.checkpoint()
    with within(SOUTH):
        road = roads.to(NORTH)
        trusting.meet(fetching.Remote(NORTH, road), now=timezone.now())
        with timed.once():
            done = pulling.pull(NORTH, now=timezone.now(), transport=road, logs=["feed"])
    if done.imported != count or not done.is_well:
        raise RuntimeError(f"not all was read: {done}")


def _copy() -> float:
    """Return how long the rows just read take into tables with the same columns and indexes."""
    taken = Timed()
    with within(SOUTH), connection.cursor() as cursor:
        cursor.execute(ROWS)
        rows = cursor.fetchall()
        cursor.execute(BLOBS)
        blobs = cursor.fetchall()
    with as_owner(), within(SOUTH), connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS raw, raw_blob")
        cursor.execute("CREATE TABLE raw (LIKE sync_imported INCLUDING ALL)")
        cursor.execute("CREATE TABLE raw_blob (LIKE sync_importedblob INCLUDING ALL)")
        engine.checkpoint()
        with taken.once():
            for table, types, found in (
                ("raw (peer, index, kind, leaf_hash, data, imported_at)",
                 ["text", "int8", "text", "bytea", "bytea", "timestamptz"], rows),
                ("raw_blob (sha256, data)", ["text", "bytea"], blobs),
            ):  # fmt: skip
                with cursor.cursor.copy(f"COPY {table} FROM STDIN (FORMAT binary)") as stream:
                    stream.set_types(types)
                    for row in found:
                        stream.write_row(row)
        cursor.execute("DROP TABLE raw, raw_blob")
    return taken.total


def _where(count: int) -> list[Row]:
    """Read the feed once with a clock on each step, which costs a little itself."""
    whole = Timed()
    with ExitStack() as stack:
        steps = {what: stack.enter_context(clocked(*place)) for what, place in CLOCKED.items()}
        _pull(count, whole)
    entry = f"of {1e6 * whole.total / count:.0f} µs"
    return [
        Row(what, f"{1e6 * step.total / count:.0f} µs an entry", "", entry,
            step.total / whole.total)
        for what, step in steps.items()
    ]  # fmt: skip

"""`python -m bench`: measure, print a table of figures and ratios, and write docs/benchmarks.md."""

from __future__ import annotations

import argparse
import os
import platform
from datetime import UTC, datetime
from pathlib import Path

from bench import engine

REPORT = Path(__file__).resolve().parents[1] / "docs" / "benchmarks.md"
TIMES = 3
READING = "## Reading the figures"


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--citizens", type=int, default=200_000)
    arguments.add_argument("--zones", type=int, nargs="+", default=[2000, 200])
    arguments.add_argument("--report", type=Path, default=REPORT)
    chosen = arguments.parse_args()
    engine.start()
    try:
        lines = measure(chosen.citizens, chosen.zones)
    finally:
        engine.stop()
    text = "\n".join(lines) + "\n"
    chosen.report.write_text(text + _reading(chosen.report))
    print(text)


def _reading(report: Path) -> str:
    """Return what somebody wrote below the figures, which outlives them."""
    kept = report.read_text() if report.exists() else ""
    _, mark, below = kept.partition(READING)
    return f"\n{mark}{below}" if mark else ""


def measure(citizens: int, counts: list[int]) -> list[str]:
    """Run every measurement; return the report's lines."""
    from bench import measures, world, zones  # noqa: PLC0415  Django is loaded by then

    loads = [os.getloadavg()[0]]
    people = world.load(citizens)
    duck = measures.Duck()
    rows: list[str] = []
    for place, count in enumerate(counts):
        zones.lay(people, count)
        duck.load(stays=place == 0)
        rows += _matching(people, duck, count)
        if place == 0:
            rows += _road(people)
    taken, copied = measures.ingest(measures.a_day_of_presences(people), people)
    rows.append(_row("ingest of a day, rows/s", f"{taken:,.0f}", "raw COPY, rows/s",
                     f"{copied:,.0f}", f"{taken / copied:.2f}", "≥ 0.5"))  # fmt: skip
    for table, (heap, index) in measures.bytes_a_row().items():
        rows.append(_row(f"{table}, bytes a row", f"{heap:.0f} + {index:.0f} index"))
    loads.append(os.getloadavg()[0])
    return [*_head(citizens, loads), *rows]


def _matching(people: object, duck: object, count: int) -> list[str]:
    from bench import measures, world  # noqa: PLC0415

    ours = measures.repeat(TIMES, lambda: measures.match_only(people), before=world.clear)
    peer = measures.repeat(TIMES, duck.join, before=lambda: None)
    differing = duck.differing()
    single = measures.single_zone(people, 100)
    engine.make_cold()
    cold = measures.repeat(1, lambda: measures.match_only(people), before=world.clear)
    what = f"{count:,} zones"
    return [
        _row(f"exposures written, {what}, warm, s, one process", str(ours),
             "DuckDB native scan-join, 2 threads, s", str(peer),
             f"{ours.median / peer.median:.1f}", "≤ 6"),
        _row(f"exposures written, {what}, cold, s", str(cold)),
        _row(f"differing exposures, {what}", str(differing), aim="0"),
        _row(f"one zone matched with the fortnight, {what}, ms", f"{1000 * single.median:.2f}"),
    ]  # fmt: skip


def _road(people: object) -> list[str]:
    from bench import measures  # noqa: PLC0415

    spent = measures.full_run(people)
    return [
        _row(f"full recompute, stage {stage}, s, one process", f"{seconds:.1f}")
        for stage, seconds in spent.items()
    ]


def _row(
    ours: str, figure: str, peer: str = "", peers: str = "", ratio: str = "", aim: str = ""
) -> str:
    return f"| {ours} | {figure} | {peer} | {peers} | {ratio} | {aim} |"


def _head(citizens: int, loads: list[float]) -> list[str]:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return [
        "# Benchmarks",
        "",
        f"Measured on {datetime.now(UTC):%Y-%m-%d} by `make bench`: {citizens:,} citizens,"
        " 14 days, five stays a day, on the same rows in the same run.",
        "",
        f"Machine: {os.cpu_count()} cores ({platform.machine()}), {memory:.0f} GiB;"
        f" load average {loads[0]:.1f} before and {loads[1]:.1f} after."
        f" Cold: {engine.coldness()}.",
        "Medians of three (least–most); a ratio holds where an absolute figure would not.",
        "",
        "| what | figure | peer | its figure | ratio | aim |",
        "|---|---|---|---|---|---|",
    ]


if __name__ == "__main__":
    main()

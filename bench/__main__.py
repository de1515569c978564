"""`python -m bench`: measure, print figures and ratios, and write docs/benchmarks.md."""

from __future__ import annotations

import argparse
from pathlib import Path

from bench import engine

REPORT = engine.PROJECT / "docs" / "benchmarks.md"
PARTS = ("exposure", "road", "deriving", "zone", "presence", "night", "sizes", "rules",
         "passes", "ledger", "sync", "propagation", "booking", "console")  # fmt: skip


def main() -> None:
    """Measure what is asked for."""
    arguments = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    arguments.add_argument("--citizens", type=int, default=200_000)
    arguments.add_argument("--zones", type=int, nargs="+", default=[2000, 200])
    arguments.add_argument("--sheets", type=int, default=1_000_000, help="how many rules judge")
    arguments.add_argument("--people", type=int, default=1_000_000, help="of the console's lists")
    arguments.add_argument("--only", nargs="+", choices=PARTS, default=PARTS)
    arguments.add_argument("--no-postgis", action="store_true", help="shapely instead")
    arguments.add_argument("--report", type=Path, default=REPORT)
    chosen = arguments.parse_args()
    engine.prepare(chosen.citizens)
    from bench import measuring  # noqa: PLC0415  Django is loaded by then

    try:
        extent = measuring.Extent(chosen.citizens, chosen.zones, chosen.sheets, chosen.people)
        text = measuring.measure(extent, chosen.only, with_postgis=not chosen.no_postgis)
    finally:
        engine.stop()
    chosen.report.write_text(text + _below(chosen.report))
    print(f"\nwritten to {chosen.report}")


def _below(report: Path) -> str:
    """Return what somebody wrote below the figures, which outlives them."""
    kept = report.read_text() if report.exists() else ""
    _, mark, below = kept.partition("## Reading the figures")
    return f"\n{mark}{below}" if mark else ""


if __name__ == "__main__":
    main()

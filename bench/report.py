"""The report: figures and ratios beside their aims, for the terminal and for docs/benchmarks.md."""

from __future__ import annotations

from dataclasses import dataclass, field

from bench.timing import Timed

HEAD = "| what | ours | peer | its figure | ratio | aim |"
RULE = "|---|---|---|---|---|---|"


@dataclass(frozen=True, slots=True)
class Aim:
    """What a ratio, or a figure, is meant to be."""

    most: float | None = None
    least: float | None = None

    def verdict(self, value: float) -> str:
        """Say the aim and whether it is met."""
        words = f"≤ {self.most:g}" if self.most is not None else f"≥ {self.least:g}"
        is_met = (self.most is None or value <= self.most) and (
            self.least is None or value >= self.least
        )
        return f"{words}: {'met' if is_met else '**short**'}"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table; figures are said as they are, ratios compared with the aim."""

    what: str
    ours: str
    peer: str = ""
    theirs: str = ""
    ratio: float | None = None
    aim: Aim | None = None

    def __str__(self) -> str:
        ratio = "" if self.ratio is None else f"{self.ratio:.3g}"
        aim = "" if self.aim is None or self.ratio is None else self.aim.verdict(self.ratio)
        return f"| {self.what} | {self.ours} | {self.peer} | {self.theirs} | {ratio} | {aim} |"


@dataclass(slots=True)
class Section:
    """A table with a heading, and what is to be said about it."""

    title: str
    rows: list[Row] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def add(self, row: Row) -> None:
        """Add a line, and show it at once: a run takes minutes."""
        self.rows.append(row)
        print(row, flush=True)

    def __str__(self) -> str:
        table = "\n".join([HEAD, RULE, *map(str, self.rows)])
        notes = "\n\n".join(self.notes)
        return f"## {self.title}\n\n{table}\n" + (f"\n{notes}\n" if notes else "")


@dataclass(slots=True)
class Report:
    """The sections that a run has begun, in order."""

    sections: list[Section] = field(default_factory=list)

    def section(self, title: str) -> Section:
        """Begin a section of the report."""
        made = Section(title)
        self.sections.append(made)
        print(f"\n{title}", flush=True)
        return made


def seconds(timed: Timed) -> str:
    """Say a time: the median, and the least and the most."""
    if timed.is_over:
        return f"> {timed.limit:.0f} s"
    return _spread(timed, 1, "s")


def milliseconds(timed: Timed) -> str:
    """Say how long half of the repetitions took at most, and how long nearly all of them."""
    return f"p50 {1000 * timed.median:.3g} ms, p95 {1000 * timed.percentile(0.95):.3g} ms"


def rate(timed: Timed) -> str:
    """Say how many a second."""
    median, least, most = timed.median, min(timed.seconds), max(timed.seconds)
    return f"{median:,.0f} ({least:,.0f}–{most:,.0f}) a second"


def _spread(timed: Timed, scale: float, unit: str) -> str:
    median, least, most = (
        f"{scale * value:.3g}" for value in (timed.median, min(timed.seconds), max(timed.seconds))
    )
    return f"{median} {unit} ({least}–{most})" if len(timed.seconds) > 1 else f"{median} {unit}"

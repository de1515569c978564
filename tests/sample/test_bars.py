"""Progress on a terminal, and where lines cannot be rewritten."""

from __future__ import annotations

from io import StringIO

from django.core.management.base import OutputWrapper

from sample.bars import WIDTH, Bars


class Terminal(StringIO):
    """A screen whose lines can be rewritten."""

    def isatty(self) -> bool:
        return True


class TestBars:
    def test_rewrites_its_line_until_the_step_is_done(self) -> None:
        terminal = Terminal()
        bars = Bars(OutputWrapper(terminal))

        bars("north", "presences", 1, 2)
        bars("north", "presences", 2, 2)

        half, full, after = terminal.getvalue().replace("\n", "\r").split("\r")[1:]
        assert half.count("█") == WIDTH // 2
        assert full.count("█") == WIDTH
        assert full.endswith("2/2")
        assert after == ""

    def test_says_elsewhere_only_what_is_done(self) -> None:
        log = StringIO()
        bars = Bars(OutputWrapper(log))

        bars("north", "presences", 1, 2)
        bars("north", "presences", 2, 2)

        assert log.getvalue() == "north: presences\n"

    def test_a_step_without_parts_is_done(self) -> None:
        log = StringIO()

        Bars(OutputWrapper(log))("north", "presences", 0, 0)

        assert log.getvalue() == "north: presences\n"

"""Progress on a terminal: a line a province, rewritten while a step goes on."""

from __future__ import annotations

from typing import Protocol

WIDTH = 24
REWRITE = "\r\033[K"


class Screen(Protocol):
    """What is written to."""

    def write(self, msg: str = "", style_func: None = None, ending: str | None = None) -> None:
        """Write a line, or part of one."""

    def isatty(self) -> bool:
        """Tell whether lines can be rewritten."""


class Bars:
    """Shows how far a step is; where lines cannot be rewritten, only that it is done."""

    def __init__(self, screen: Screen) -> None:
        self._screen = screen
        self._rewrites = screen.isatty()

    def __call__(self, province: str, step: str, done: int, total: int) -> None:
        """Show a province's step, with so many of its parts done."""
        is_done = done >= total
        if not self._rewrites:
            if is_done:
                self._screen.write(f"{province}: {step}")
            return
        full = WIDTH * done // total if total else WIDTH
        bar = "█" * full + "░" * (WIDTH - full)
        line = f"{REWRITE}{province:<12} {step:<12} {bar} {done}/{total}"
        self._screen.write(line, ending="\n" if is_done else "")

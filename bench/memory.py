"""Memory: the most that any process of a kind had for itself while some work went on."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from core.config.engines import launcher

MEGABYTE = 2**20
EVERY_SECONDS = 0.05


@dataclass(slots=True)
class Peaks:
    """The most private megabytes of one database session, and of one worker."""

    session: float = 0.0
    worker: float = 0.0
    _stopped: threading.Event = field(default_factory=threading.Event)

    def watch(self, workers: list[int]) -> None:
        """Look again and again until stopped."""
        while not self._stopped.wait(EVERY_SECONDS):
            self.session = max([self.session, *map(_private, _sessions())])
            self.worker = max([self.worker, *map(_private, workers)])

    def stop(self) -> None:
        self._stopped.set()


@contextmanager
def watched(workers: list[int]) -> Iterator[Peaks]:
    """Watch the engine's sessions and some workers meanwhile."""
    peaks = Peaks()
    watcher = threading.Thread(target=peaks.watch, args=[workers])
    watcher.start()
    try:
        yield peaks
    finally:
        peaks.stop()
        watcher.join()


def _sessions() -> list[int]:
    note = launcher.postgres().home / "data" / "postmaster.pid"
    try:
        server = psutil.Process(int(note.read_text().splitlines()[0]))
        return [child.pid for child in server.children()]
    except (psutil.Error, OSError):
        return []


def _private(process: int) -> float:
    """Return what a process shares with nobody, in megabytes."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    sizes = [int(line.split()[1]) for line in lines if line.startswith("Private_")]
    return sum(sizes) * 1024 / MEGABYTE

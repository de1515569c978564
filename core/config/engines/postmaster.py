"""The note a PostgreSQL server leaves in its data directory while it runs: `postmaster.pid`."""

from dataclasses import dataclass
from pathlib import Path

from core.config.engines import processes


@dataclass(frozen=True, slots=True)
class Postmaster:
    """What the note says; that it exists does not prove that the server does."""

    data: Path
    pid: int
    origin: Path
    port: int = 0
    segment: int | None = None
    status: str = ""

    @property
    def is_ready(self) -> bool:
        return self.status == "ready"

    @property
    def is_copied(self) -> bool:
        """Whether the note came along when another server's directory was copied."""
        try:
            return self.origin.is_absolute() and not self.origin.samefile(self.data)
        except OSError:
            return False

    @property
    def is_alive(self) -> bool:
        return processes.is_server(self.pid, str(self.data))


def noted_in(data: Path) -> Postmaster | None:
    """Return the note in `data`, or None where no server runs and none has crashed.

    Its lines: process, data directory, start, port, sockets, addresses, memory key and segment,
    status. The server fills them in from the top as it comes up.
    """
    try:
        lines = (data / "postmaster.pid").read_text().splitlines()
    except (FileNotFoundError, NotADirectoryError):
        return None
    if not lines or not lines[0].isdigit():
        return None
    lines += [""] * (8 - len(lines))
    return Postmaster(
        data=data,
        pid=int(lines[0]),
        origin=Path(lines[1]),
        port=int(lines[3]) if lines[3].isdigit() else 0,
        segment=int(lines[6].split()[1]) if lines[6] else None,
        status=lines[7].strip(),
    )


def forget_the_dead(data: Path) -> None:
    """Remove a note behind which there is no server, as its number may be another process's now.

    PostgreSQL itself gets over a crash unless the number in the note is taken, which after a
    reboot, and most of all in containers, it soon is. While a process of the old server still
    holds its memory the note stays: it is what keeps two servers from sharing one directory.
    """
    note = noted_in(data)
    if note is None or note.is_alive:
        return
    held = note.segment is not None and processes.holds_memory(note.segment)
    if note.is_copied or not held:
        (data / "postmaster.pid").unlink()

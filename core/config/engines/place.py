"""Where one server keeps its files, and the lock that lets one process at a time arrange them."""

import fcntl
import hashlib
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from core.config.engines.account import Account, account_for
from core.config.engines.errors import EngineError

# Others may pass through, to reach what is theirs, but not look around.
PASSABLE = 0o711


class Place:
    """A directory for one server, or, where its account cannot reach that, one that it can.

    directory/           ours; holds the lock, and `elsewhere` if the rest had to move
    home/                ours; the same directory, unless moved
        server.json      port and password, readable by us alone
        data/            the server's own
    """

    def __init__(self, directory: Path) -> None:
        # One spelling for all: a running server is recognised by the path it was started with.
        self.directory = directory.resolve()

    @property
    def home(self) -> Path:
        try:
            return Path(self._pointer.read_text().strip())
        except FileNotFoundError:
            return self.directory

    @property
    def data(self) -> Path:
        return self.home / "data"

    @property
    def address_file(self) -> Path:
        return self.home / "server.json"

    @property
    def _pointer(self) -> Path:
        return self.directory / "elsewhere"

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keep every other process from starting or stopping this server meanwhile."""
        try:
            make_passable(self.directory)
            lock = os.open(self.directory / "lock", os.O_RDONLY | os.O_CREAT, 0o644)
        except PermissionError as error:
            raise EngineError(
                f"{self.directory} belongs to another user: use that user, or set CONCORD_VAR to "
                "a directory of your own"
            ) from error
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
        finally:
            os.close(lock)

    def prepare(self) -> Account | None:
        """Make the home exist within the server's reach; return the server's account."""
        if self._pointer.exists() and not _is_ours(self.home):
            self._pointer.unlink()
        account = account_for(self.data)
        if account and not account.can_enter(self.home):
            if self.data.exists():
                raise EngineError(
                    f"The server's user {account.uid} can no longer reach its data in {self.data}: "
                    "let it pass through the directories above (chmod o+x)"
                )
            self._move()
        return account

    def _move(self) -> None:
        """Settle where every user of the machine can pass, and leave word of it."""
        key = hashlib.sha256(str(self.directory).encode()).hexdigest()[:12]
        # /var/tmp outlives a reboot; the temporary directory may not.
        base = "/var/tmp" if os.access("/var/tmp", os.W_OK) else None  # noqa: S108
        home = Path(tempfile.mkdtemp(prefix=f"concord-{key}-", dir=base))
        home.chmod(PASSABLE)
        self._pointer.write_text(f"{home}\n")
        sys.stderr.write(
            f"{self.directory} is out of reach for a server that must not run as root: its files "
            f"are kept in {home}. To choose the place yourself, set CONCORD_VAR.\n"
        )


def make_passable(directory: Path) -> None:
    """Create `directory` with its parents; what root creates, the server's user can pass."""
    missing = [path for path in (directory, *directory.parents) if not path.exists()]
    for path in reversed(missing):
        path.mkdir(exist_ok=True)
        if os.geteuid() == 0:
            path.chmod(PASSABLE)


def _is_ours(directory: Path) -> bool:
    """Tell whether it is there and nobody else's: under /var/tmp anyone may take a free name."""
    try:
        found = directory.lstat()
    except FileNotFoundError:
        return False
    return found.st_uid == os.geteuid() and directory.is_dir() and not directory.is_symlink()

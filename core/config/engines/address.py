"""Where a server listens, and how that is remembered between processes."""

import json
import socket
from dataclasses import asdict, dataclass, field
from pathlib import Path

from core.config.engines import private
from core.config.engines.errors import EngineError

LOOPBACK = "127.0.0.1"
CONNECT_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class ServerAddress:
    """All that a client needs in order to reach a server of ours."""

    port: int
    password: str = field(repr=False)
    user: str = ""
    host: str = LOOPBACK
    databases: tuple[str, ...] = ()

    def url(self, scheme: str, path: str) -> str:
        return f"{scheme}://{self.user}:{self.password}@{self.host}:{self.port}/{path}"

    def save(self, path: Path) -> None:
        """Keep it for other processes of the same user."""
        private.write(path, json.dumps(asdict(self)))


def load(path: Path) -> ServerAddress | None:
    """Return the address saved at `path`, or None where nothing was saved."""
    try:
        known = json.loads(path.read_text())
    except FileNotFoundError:
        return None
    except PermissionError as error:
        raise EngineError(
            f"{path} belongs to another user: use that user, or set CONCORD_VAR to a directory "
            "of your own"
        ) from error
    known["databases"] = tuple(known["databases"])
    return ServerAddress(**known)


def answers(port: int) -> bool:
    """Tell whether anything accepts connections at `port`."""
    try:
        with socket.create_connection((LOOPBACK, port), timeout=CONNECT_SECONDS):
            return True
    except OSError:
        return False


def free_port(preferred: int = 0) -> int:
    """Return `preferred` if nobody listens there, else a port the system considers free."""
    with socket.socket() as candidate:
        # As the servers do it: connections still closing do not keep a port from being reused.
        candidate.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            candidate.bind((LOOPBACK, preferred))
        except OSError:
            candidate.bind((LOOPBACK, 0))
        return int(candidate.getsockname()[1])

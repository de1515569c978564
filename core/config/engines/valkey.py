"""A Valkey of our own, the broker of background work: what is queued survives a restart."""

import os
import secrets
import signal
import socket
from pathlib import Path

from core.config.engines import address, binaries, private, processes
from core.config.engines.account import Account, hand_over, run
from core.config.engines.address import ServerAddress
from core.config.engines.errors import EngineError
from core.config.engines.place import Place
from core.config.engines.waiting import comes_true

ATTEMPTS = 3
# A process that has not appeared by then never will; one that has may load its data in peace.
APPEARANCE_SECONDS = 3
PATIENCE_SECONDS = 300

CONFIGURATION = """\
bind 127.0.0.1
port {port}
requirepass {password}
dir "{data}"
pidfile "{data}/valkey.pid"
logfile "{data}/server.log"
daemonize yes
appendonly yes
appendfsync everysec
save ""
maxmemory-policy noeviction
set-proc-title no
"""


class ValkeyBroker:
    """One Valkey server and its data."""

    def __init__(self, directory: Path) -> None:
        self._place = Place(directory)

    @property
    def address(self) -> ServerAddress:
        """Where the server listens, or last listened."""
        known = address.load(self._place.address_file)
        if known is None:
            raise EngineError(f"There is no Valkey in {self._place.directory} yet: start it")
        return known

    @property
    def home(self) -> Path:
        """Where the server's files are: the directory given, or the one that took its place."""
        return self._place.home

    @property
    def is_running(self) -> bool:
        """Whether our server answers; takes about a millisecond and starts no process."""
        known = address.load(self._place.address_file)
        return known is not None and self._exists() and _pong(known)

    def start(self) -> ServerAddress:
        """Start the server unless it runs already, and wait until it answers."""
        if not self.is_running:
            with self._place.locked():
                if not self._becomes_ready():
                    self._start()
        return self.address

    def stop(self) -> None:
        """Stop the server, if it runs; it writes down what it holds before it goes."""
        if address.load(self._place.address_file) is None:
            return
        with self._place.locked():
            pid = self._pid()
            if pid is None:
                return
            os.kill(pid, signal.SIGTERM)
            # It removes its pid file first, and goes on writing what it holds and its log.
            if not comes_true(lambda: not self._is_ours(pid), within=PATIENCE_SECONDS):
                raise EngineError(f"Valkey (process {pid}) does not stop")

    def _start(self) -> None:
        place, account = self._place, self._place.prepare()
        program = binaries.valkey_program(place.home, account)
        place.data.mkdir(mode=0o700, exist_ok=True)
        hand_over(place.data, account)
        known = address.load(place.address_file)
        password = known.password if known else secrets.token_hex(16)
        for attempt in range(ATTEMPTS):
            port = address.free_port(known.port if known and attempt == 0 else 0)
            ServerAddress(port=port, password=password).save(place.address_file)
            self._configure(account)
            run([str(program), str(self._configuration)], account=account)
            if comes_true(self._exists, within=APPEARANCE_SECONDS) and self._becomes_ready():
                return
        log = place.data / "server.log"
        words = log.read_text(errors="replace")[-1000:] if log.exists() else "(it wrote none)"
        raise EngineError(f"Valkey does not start; its log {log} ends:\n{words}")

    def _configure(self, account: Account | None) -> None:
        """Write the settings to a file: a command line, with the password, all could read."""
        known, data = self.address, self._place.data
        text = CONFIGURATION.format(port=known.port, password=known.password, data=data)
        private.write(self._configuration, text, account)

    @property
    def _configuration(self) -> Path:
        return self._place.home / "valkey.conf"

    def _pid(self) -> int | None:
        """Return the server's process, or None if it does not run."""
        try:
            pid = int((self._place.data / "valkey.pid").read_text())
        except (FileNotFoundError, ValueError):
            return None
        return pid if self._is_ours(pid) else None

    def _is_ours(self, pid: int) -> bool:
        return processes.is_server(pid, str(self._configuration))

    def _exists(self) -> bool:
        return self._pid() is not None

    def _becomes_ready(self) -> bool:
        """Wait for a server that is there; it answers once it has loaded what it wrote down."""
        comes_true(lambda: not self._exists() or self.is_running, within=PATIENCE_SECONDS)
        return self.is_running


def _pong(known: ServerAddress) -> bool:
    """Tell whether the server knows our password and has loaded its data."""
    try:
        with socket.create_connection((known.host, known.port), timeout=2) as connection:
            connection.sendall(f"AUTH {known.password}\r\nPING\r\nQUIT\r\n".encode())
            with connection.makefile("rb") as answers:
                return answers.readlines()[:2] == [b"+OK\r\n", b"+PONG\r\n"]
    except OSError:
        return False

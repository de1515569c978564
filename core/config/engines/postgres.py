"""A PostgreSQL of our own: made on first use, started when needed, found again by every process."""

import os
import shlex
import subprocess
import time
from dataclasses import replace
from pathlib import Path

from core.config.engines import address, binaries, postgres_data, postmaster, tuning
from core.config.engines.account import Account, run
from core.config.engines.address import ServerAddress
from core.config.engines.errors import EngineError
from core.config.engines.place import Place
from core.config.engines.waiting import comes_true

ATTEMPTS = 5
# After a crash up to max_wal_size (see tuning) is replayed before anyone can connect.
PATIENCE_SECONDS = 600


class PostgresCluster:
    """One PostgreSQL server and its data."""

    def __init__(self, directory: Path, *, fast: bool = False) -> None:
        self._place = Place(directory)
        self._fast = fast

    @property
    def address(self) -> ServerAddress:
        """Where the server listens, or last listened."""
        known = address.load(self._place.address_file)
        if known is None:
            raise EngineError(f"There is no PostgreSQL in {self._place.directory} yet: start it")
        return known

    @property
    def home(self) -> Path:
        """Where the server's files are: the directory given, or the one that took its place."""
        return self._place.home

    @property
    def is_running(self) -> bool:
        """Whether clients can connect; takes about a millisecond and starts no process."""
        known = address.load(self._place.address_file)
        note = postmaster.noted_in(self._place.data) if known else None
        if known is None or note is None or note.port != known.port:
            return False
        return note.is_ready and note.is_alive and address.answers(known.port)

    def start(self) -> ServerAddress:
        """Start the server unless it runs already, and wait until it takes connections."""
        if not self.is_running:
            with self._place.locked():
                self._settle()
                if not self.is_running:
                    self._start()
        return self.address

    def stop(self) -> None:
        """Stop the server, if it runs, ending its clients' sessions."""
        if address.load(self._place.address_file) is None:
            return
        with self._place.locked():
            note = postmaster.noted_in(self._place.data)
            if note is None or not note.is_alive:
                return
            result = self._control(self._place.prepare(), "stop", "--mode=fast")
            if result.returncode:
                raise EngineError(f"PostgreSQL does not stop:\n{result.stdout}")

    def ensure_database(self, name: str) -> None:
        """Create a database in the running server, unless it is known to exist."""
        if name in self.address.databases:
            return
        with self._place.locked():
            if name in self.address.databases:
                return
            if name not in self._ask("SELECT datname FROM pg_database").splitlines():
                self._ask(f'CREATE DATABASE "{name}"')
            databases = (*self.address.databases, name)
            self._remember(replace(self.address, databases=databases))

    def _start(self) -> None:
        place, account = self._place, self._place.prepare()
        if place.data.exists():
            postgres_data.check(place, account)
        else:
            programs = binaries.postgres_programs(place.home, account)
            postgres_data.make(place, programs, account, durable=not self._fast)
        note = postmaster.noted_in(place.data)
        if note and note.is_ready and note.is_alive:
            # Whoever started it did not live to write down the port.
            self._remember(replace(self.address, port=note.port))
        else:
            self._launch(account)

    def _launch(self, account: Account | None) -> None:
        log = self._place.data / "server.log"
        for attempt in range(ATTEMPTS):
            postmaster.forget_the_dead(self._place.data)
            port = address.free_port(self.address.port if attempt == 0 else 0)
            self._remember(replace(self.address, port=port))
            result = self._control(account, "start", f"--log={log}", "-o", self._options(port))
            if result.returncode == 0:
                return
            # Another took the port, or processes of a crashed server are still ending.
            time.sleep(attempt / 2)
        words = log.read_text(errors="replace")[-1000:] if log.exists() else result.stdout
        raise EngineError(f"PostgreSQL does not start; its log {log} ends:\n{words}")

    def _remember(self, known: ServerAddress) -> None:
        known.save(self._place.address_file)

    def _settle(self) -> None:
        """Let a server finish that is coming up or going down although nobody waits for it."""
        comes_true(self._is_settled, within=PATIENCE_SECONDS)

    def _is_settled(self) -> bool:
        note = postmaster.noted_in(self._place.data)
        return note is None or note.is_ready or not note.is_alive

    def _options(self, port: int) -> str:
        chosen = {"port": str(port), **tuning.settings(fast=self._fast)}
        return " ".join(f"-c {shlex.quote(f'{name}={value}')}" for name, value in chosen.items())

    def _control(
        self, account: Account | None, order: str, *options: str
    ) -> subprocess.CompletedProcess[str]:
        programs = binaries.postgres_programs(self._place.home, account)
        common = [f"--pgdata={self._place.data}", "--wait", f"--timeout={PATIENCE_SECONDS}"]
        return run([str(programs / "pg_ctl"), order, *common, *options], account=account)

    def _ask(self, statement: str) -> str:
        known = self.address
        client = [str(binaries.bin_directory() / "psql"), "-XAtq", "-v", "ON_ERROR_STOP=1"]
        target = [known.url("postgresql", "postgres").replace(f":{known.password}@", "@")]
        result = subprocess.run(
            [*client, *target, "-c", statement],
            env={"PGPASSWORD": known.password, "PATH": os.defpath},
            capture_output=True,
            text=True,
            check=False,
        )
        if result.returncode:
            raise EngineError(f"PostgreSQL refuses {statement!r}: {result.stderr}")
        return result.stdout

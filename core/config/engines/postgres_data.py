"""A PostgreSQL data directory: made once, and checked before a server is let near it."""

import secrets
import shutil
from pathlib import Path

from core.config.engines import private
from core.config.engines.account import Account, hand_over, run
from core.config.engines.address import ServerAddress
from core.config.engines.binaries import POSTGRES_MAJOR
from core.config.engines.errors import EngineError
from core.config.engines.place import Place

SUPERUSER = "postgres"
OPTIONS = (
    f"--username={SUPERUSER}",
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    # PostgreSQL's own notion of characters: indexes stay valid whatever the system's C library.
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
)


def make(place: Place, programs: Path, account: Account | None, *, durable: bool) -> None:
    """Make the data directory and its superuser's password.

    It gets its name only when complete, so that an interrupted attempt leaves no half of one.
    """
    draft = place.data.with_suffix(".new")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(mode=0o700)
    hand_over(draft, account)
    password = secrets.token_hex(16)
    password_file = place.home / "password"
    private.write(password_file, password, account)
    command = [str(programs / "initdb"), f"--pgdata={draft}", f"--pwfile={password_file}", *OPTIONS]
    try:
        result = run(command if durable else [*command, "--no-sync"], account=account)
    finally:
        password_file.unlink()
    if result.returncode:
        raise EngineError(
            f"PostgreSQL cannot make its data in {place.data} (to choose another place, set "
            f"CONCORD_VAR):\n{result.stdout}"
        )
    ServerAddress(port=0, password=password, user=SUPERUSER).save(place.address_file)
    draft.rename(place.data)


def check(place: Place, account: Account | None) -> None:
    """Refuse data that our PostgreSQL cannot serve; give to `account` what a copy gave to root."""
    if not place.address_file.exists():
        raise EngineError(
            f"The password of {place.data} is lost with {place.address_file}: restore that file, "
            "or remove the data to begin anew"
        )
    version_file = place.data / "PG_VERSION"
    major = version_file.read_text().strip() if version_file.exists() else "unknown"
    if major != str(POSTGRES_MAJOR):
        raise EngineError(
            f"{place.data} was written by PostgreSQL {major} and ours is {POSTGRES_MAJOR}: dump it "
            "with its own version, remove it and restore the dump, or set DATABASE_URL"
        )
    hand_over(place.data, account)

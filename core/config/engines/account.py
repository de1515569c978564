"""Under whose name a server runs: ours, or, since servers refuse root, one without privileges."""

import os
import pwd
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from core.config.engines.errors import EngineError

# `postgres` exists where a PostgreSQL was ever installed, `nobody` nearly everywhere.
PREFERRED = ("postgres", "nobody")
KEPT_VARIABLES = ("PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")


@dataclass(frozen=True, slots=True)
class Account:
    """A user of the machine that is not root."""

    uid: int
    gid: int

    def can_enter(self, directory: Path) -> bool:
        probe = ["/bin/sh", "-c", 'test -x "$1"', "sh", str(directory)]
        return run(probe, account=self).returncode == 0


def account_for(data: Path) -> Account | None:
    """Return whom to become in order to serve `data`: None unless we are root.

    The owner of existing data stays its owner, whichever accounts the machine gains later.
    """
    if os.geteuid() != 0:
        return None
    if data.exists() and (owner := data.stat()).st_uid != 0:
        return Account(owner.st_uid, owner.st_gid)
    for name in PREFERRED:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_uid, entry.pw_gid)
    raise EngineError(
        f"Root cannot run a database, and this machine has none of the users {PREFERRED}: "
        "add one, use another user than root, or set DATABASE_URL and BROKER_URL"
    )


def run(command: Sequence[str], *, account: Account | None) -> subprocess.CompletedProcess[str]:
    """Run `command` to its end as `account`, knowing nothing of our environment's secrets."""
    environment = {name: os.environ[name] for name in KEPT_VARIABLES if name in os.environ}
    return subprocess.run(
        command,
        env={**environment, "LC_ALL": "C"},
        cwd="/",
        text=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
        user=account.uid if account else None,
        group=account.gid if account else None,
        extra_groups=[] if account else None,
    )


def hand_over(path: Path, account: Account | None) -> None:
    """Give a directory, and all beneath it, to `account`, unless it is that account's already.

    What an account owns it could exchange for a link while root walks through it.
    """
    if account is None or path.stat().st_uid == account.uid:
        return
    os.lchown(path, account.uid, account.gid)
    for parent, directories, files in os.walk(path):
        for name in directories + files:
            os.lchown(os.path.join(parent, name), account.uid, account.gid)

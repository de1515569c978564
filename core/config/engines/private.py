"""Files with passwords in them: readable by one user, and never half written."""

import os
from pathlib import Path

from core.config.engines.account import Account


def write(path: Path, text: str, reader: Account | None = None) -> None:
    """Write a file that only `reader` can read, or only we; it replaces what was there.

    What root writes in the directory of another user becomes that user's: one command given as
    root does not lock the user out.
    """
    draft = path.with_name(f"{path.name}.new")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    owner = reader or _owner(path.parent)
    with os.fdopen(descriptor, "w") as file:
        if owner:
            os.fchown(file.fileno(), owner.uid, owner.gid)
        file.write(text)
    draft.replace(path)


def _owner(directory: Path) -> Account | None:
    found = directory.stat()
    return Account(found.st_uid, found.st_gid) if os.geteuid() == 0 else None

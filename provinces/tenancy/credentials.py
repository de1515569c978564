"""Passwords and keys of provinces, in a file outside every database.

The file is JSON, readable by its owner alone. It stands for the secret store of a real
deployment; only this module knows its shape.
"""

from __future__ import annotations

import base64
import fcntl
import json
import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings


class CredentialMissing(LookupError):
    """The secret store has no such entry."""


def _path() -> Path:
    return Path(settings.CREDENTIALS_FILE)


_seen: dict[str, Any] = {"stamp": None, "content": {}}


def _read() -> dict[str, dict[str, Any]]:
    try:
        found = _path().stat()
    except FileNotFoundError:
        return {}
    # Clocks of file systems are coarse; every change makes a new file.
    stamp = (str(_path()), found.st_mtime_ns, found.st_ino, found.st_size)
    if stamp != _seen["stamp"]:
        _seen["content"] = json.loads(_path().read_text())
        _seen["stamp"] = stamp
    return _seen["content"]


@contextmanager
def _changing() -> Iterator[dict[str, dict[str, Any]]]:
    _path().parent.mkdir(parents=True, exist_ok=True)
    with _path().with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        before = _path().read_text() if _path().exists() else "{}"
        content = json.loads(before)
        yield content
        if content == json.loads(before):
            return
        fresh = _path().with_suffix(".new")
        fresh.touch(mode=0o600)
        fresh.write_text(json.dumps(content, indent=1, sort_keys=True))
        os.replace(fresh, _path())


def _find(section: str, name: str) -> Any:
    try:
        return _read()[section][name]
    except KeyError:
        raise CredentialMissing(f"no {section} entry for {name} in the secret store") from None


def password_of(login: str) -> str:
    """Return a login's password; raises CredentialMissing."""
    return _find("logins", login)


def has_login(login: str) -> bool:
    """Tell whether a login's password is known."""
    return login in _read().get("logins", {})


def key_of(slug: str) -> bytes:
    """Return a province's 32-byte master key; raises CredentialMissing."""
    return base64.b64decode(_find("keys", slug))


def owner_of(server: str) -> dict[str, str]:
    """Return user and password of the owner on another server, `host:port/database`.

    Raises CredentialMissing.
    """
    return _find("owners", server)


def ensure_login(login: str) -> str:
    """Return a login's password, making one where there is none."""
    with _changing() as content:
        return content.setdefault("logins", {}).setdefault(login, secrets.token_urlsafe(24))


def ensure_key(slug: str) -> bool:
    """Make a province's master key where there is none; tell whether there was none."""
    with _changing() as content:
        fresh = base64.b64encode(secrets.token_bytes(32)).decode()
        return content.setdefault("keys", {}).setdefault(slug, fresh) == fresh


def signing_of(slug: str) -> dict[str, Any]:
    """Return a province's signing section: by role, its `keys` and those `retired`; see `keys`."""
    return _read().get("signing", {}).get(slug, {})


def ensure_signing(slug: str, fresh: dict[str, str]) -> bool:
    """Give each role that has no key the fresh one; tell whether any had none."""
    with _changing() as content:
        kept = content.setdefault("signing", {}).setdefault(slug, {})
        missing = [role for role in fresh if not kept.get(role, {}).get("keys")]
        for role in missing:
            kept[role] = {**kept.get(role, {}), "keys": [fresh[role]]}
    return bool(missing)


def change_signing(
    slug: str, role: str, change: Callable[[dict[str, Any]], dict[str, Any]]
) -> None:
    """Change the keys of one of a province's roles, alone; raises CredentialMissing."""
    with _changing() as content:
        kept = content.get("signing", {}).get(slug, {})
        if not kept.get(role, {}).get("keys"):
            raise CredentialMissing(f"no signing entry for {slug}, {role} in the secret store")
        kept[role] = change(kept[role])


def forget(slug: str, login: str) -> None:
    """Forget a province that was never finished: what its key sealed is lost for good."""
    with _changing() as content:
        content.get("keys", {}).pop(slug, None)
        content.get("signing", {}).pop(slug, None)
        content.get("logins", {}).pop(login, None)


def remember_owner(server: str, *, user: str, password: str) -> None:
    """Keep the owner's credentials of another server."""
    with _changing() as content:
        content.setdefault("owners", {})[server] = {"user": user, "password": password}

"""How an authenticator knows whose passkey it holds: by province and user, without a name.

Provinces of one node share a host name, and an authenticator keeps one passkey for a host and
handle: were the handle the user's number alone, a passkey of the one province would be written over
by that of the other.
"""

from __future__ import annotations

from provinces.tenancy import scope


class HandleOfAnother(ValueError):
    """A passkey of another province, or none of ours."""


def handle_of(user_id: int) -> bytes:
    """Return the handle under which an authenticator keeps a user's passkeys."""
    return f"{scope.current().slug}:{user_id}".encode()


def user_of(handle: bytes) -> int:
    """Return the number of the user with this handle; raises HandleOfAnother."""
    try:
        slug, number = handle.decode("ascii").split(":")
    except ValueError:
        raise HandleOfAnother from None
    if slug != scope.current().slug or not number.isdecimal():
        raise HandleOfAnother
    return int(number)

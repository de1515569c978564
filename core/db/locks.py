"""Locks that a transaction holds on something which is not a row.

A server's advisory locks are everybody's: any login may take any number. Which number stands for
what is therefore a secret of whoever's schema it is, so that a neighbour on the server can not
take the locks of a province and have its work wait. While a lock is held, its number is there for
all to read in `pg_locks`, but not what it stands for; who would rather not share even that uses a
server of their own.

    subject, key ──► keyed BLAKE2b under the schema's secret ──► 64 bits ──► pg_advisory_xact_lock
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable

from django.db import connection

Secret = Callable[[], bytes]

_secrets: list[Secret] = []


class NoSecret(RuntimeError):
    """Nobody said under which secret locks are numbered."""


def number_by(secret: Secret) -> None:
    """Number locks under a secret from now on: 16 to 64 bytes, of the schema in use when asked."""
    _secrets[:] = [secret]


def number(subject: str, key: int | str) -> int:
    """Return the number of a lock in the schema in use; raises NoSecret."""
    return _numbers(subject, [key])[0]


def hold(subject: str, keys: Iterable[int], *, shared: bool = False) -> None:
    """Hold locks on the keys of a subject until the transaction ends; within one schema.

    Taken in ascending order of the keys, as by whoever takes them one after the other: so two
    transactions never wait for each other.
    """
    function = "pg_advisory_xact_lock_shared" if shared else "pg_advisory_xact_lock"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {function}(number) FROM unnest(%s::bigint[])"
            " WITH ORDINALITY AS taken (number, place) ORDER BY place",
            [_numbers(subject, sorted(keys))],
        )


def hold_if_free(subject: str, key: int | str) -> bool:
    """Hold a lock until the transaction ends, unless somebody else does; tell whether it is."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [number(subject, key)])
        return bool(cursor.fetchone()[0])


def _numbers(subject: str, keys: Iterable[int | str]) -> list[int]:
    if not _secrets:
        raise NoSecret("locks are numbered under a secret: say which, by `number_by`")
    begun = hashlib.blake2b(f"{subject}\0".encode(), key=_secrets[0](), digest_size=8)
    return [_finished(begun.copy(), key) for key in keys]


def _finished(begun: hashlib.blake2b, key: int | str) -> int:
    begun.update(str(key).encode())
    return int.from_bytes(begun.digest(), "big", signed=True)

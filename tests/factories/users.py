"""Users who can sign in to the province in scope."""

from __future__ import annotations

from itertools import count

from provinces.accounts.models import User

PASSWORD = "a long enough password"
_numbers = count(1)


def user(username: str = "", *, password: str = PASSWORD, **values: object) -> User:
    """Return a new user; without a name, one that nobody has."""
    made = User(username=username or f"user{next(_numbers)}", **values)
    made.set_password(password)
    made.save()
    return made

"""What all processes of a province must agree on for some minutes, such as attempts to sign in.

A cache of Django's, in a table of the province's own schema: behind the same walls as everything
else, one clock (the database's), and no service more. Values are JSON: what could run code when it
is read does not belong where an injected statement might write it.
"""

from __future__ import annotations

import json
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.db import connection

from .models import Kept

TABLE = Kept._meta.db_table
FRESH = "expires_at > clock_timestamp()"

GET = f"SELECT value FROM {TABLE} WHERE key = %s AND {FRESH}"
SET = f"""
INSERT INTO {TABLE} AS old (key, value, expires_at)
VALUES (%s, %s, clock_timestamp() + make_interval(secs => %s))
ON CONFLICT (key) DO UPDATE SET value = excluded.value, expires_at = excluded.expires_at
"""
# What has expired is as good as gone.
ADD = f"{SET} WHERE old.expires_at <= clock_timestamp()"
TOUCH = f"""
UPDATE {TABLE} SET expires_at = clock_timestamp() + make_interval(secs => %s)
WHERE key = %s AND {FRESH}
"""
DELETE = f"DELETE FROM {TABLE} WHERE key = %s AND {FRESH}"
CLEAR = f"DELETE FROM {TABLE}"
FORGET = f"DELETE FROM {TABLE} WHERE NOT {FRESH}"


class ProvinceCache(BaseCache):
    """A cache that all processes share, for the province in scope; outside of one it fails.

    Nothing is kept for ever: without a timeout a value stays a day.
    """

    longest = 86_400.0

    def __init__(self, _location: str, params: dict[str, Any]) -> None:
        super().__init__(params)

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        found = _run(GET, self._named(key, version)).fetchone()
        return json.loads(found[0]) if found else default

    def set(
        self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None
    ) -> None:
        _run(SET, self._named(key, version), json.dumps(value), self._seconds(timeout))

    def add(
        self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None
    ) -> bool:
        done = _run(ADD, self._named(key, version), json.dumps(value), self._seconds(timeout))
        return bool(done.rowcount)

    def touch(self, key: str, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        return bool(_run(TOUCH, self._seconds(timeout), self._named(key, version)).rowcount)

    def delete(self, key: str, version: int | None = None) -> bool:
        return bool(_run(DELETE, self._named(key, version)).rowcount)

    def clear(self) -> None:
        _run(CLEAR)

    def _named(self, key: str, version: int | None) -> str:
        return self.make_and_validate_key(key, version=version)

    def _seconds(self, timeout: Any) -> float:
        seconds = self.default_timeout if timeout is DEFAULT_TIMEOUT else timeout
        return self.longest if seconds is None else float(seconds)


def forget() -> int:
    """Remove what has expired; return how much there was."""
    return _run(FORGET).rowcount


def _run(statement: str, *values: Any) -> Any:
    cursor = connection.cursor()
    cursor.execute(statement, values)
    return cursor

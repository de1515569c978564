"""Whose midnight counts: the province's, where one is in scope."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from provinces.tenancy import scope

# What a province has that was not told otherwise.
ELSEWHERE = ZoneInfo("Asia/Shanghai")


def zone() -> ZoneInfo:
    """Return the time zone of the province in scope, or the usual one where there is none."""
    try:
        return scope.current().zone
    except scope.NoProvince:
        return ELSEWHERE

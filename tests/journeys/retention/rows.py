"""Rows of a table, and when they must be gone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from provinces.retention.register import CLASSES
from provinces.tenancy import scope
from tests import cast

NOW = cast.NOW
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Rows:
    """Some rows of a table: after the night of `stays` they are there, after that of `goes` not."""

    of: QuerySet[Any]
    stays: datetime
    goes: datetime
    province: str = cast.NORTH

    @property
    def label(self) -> str:
        """The table, as the register names it."""
        return self.of.model._meta.label

    def count(self) -> int:
        """Return how many there are, in their province."""
        with scope.province(self.province):
            return self.of.count()


def kept(kind: str, *of: QuerySet[Any], since: datetime = NOW) -> Iterator[Rows]:
    """Yield rows that are kept for the period of their class, since a moment."""
    period = CLASSES[kind].lasts.period
    assert period is not None
    for each in of:
        yield Rows(these(each), since + period, since + period + MINUTE)


def these(found: QuerySet[Any]) -> QuerySet[Any]:
    """Return the rows that are there now, and none that come later."""
    keys = list(found.values_list("pk", flat=True))
    assert keys, found.model
    return found.model._default_manager.filter(pk__in=keys)

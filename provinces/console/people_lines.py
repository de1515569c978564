"""Fields of a person as plain lines, for files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format

from core.web.templatetags.web import roughly
from provinces.citizens import queries as citizens
from provinces.citizens.fields import PERSONAL, Field
from provinces.tenancy import scope

from .people_parts import PARTS, named, personal


def lines_of(
    opened: citizens.Opened, field: Field, now: datetime, told: dict[str, Any] | None = None
) -> str:
    """Return one field as lines of text, "" where it may not be seen or there is nothing.

    `told` has the parts that were read already. Who somebody is stands on a sheet's head instead.
    """
    if field not in opened.sight:
        return ""
    if field in PERSONAL:
        return personal(opened, field) if told is None else ""
    if field not in PARTS:
        return ""
    part = PARTS[field](opened, now) if told is None else told[str(field)]
    return "\n".join(SAID[field](part))


def _day(moment: datetime | None) -> str:
    if moment is None:
        return ""
    return date_format(timezone.localtime(moment, scope.current().zone), "SHORT_DATETIME_FORMAT")


def _line(*said: Any) -> str:
    return " · ".join(str(each) for each in said if each)


def _status(part: dict[str, Any]) -> Iterator[str]:
    yield _line(part["words"].name, _day(part["found"].until))


def _grounds(part: list[Any]) -> Iterator[str]:
    for reason in part:
        yield _line(reason.reason, _day(reason.until))


def _history(part: list[dict[str, Any]]) -> Iterator[str]:
    for one in part:
        yield _line(_day(one["at"]), one["words"].name)


def _pieces(part: list[dict[str, Any]]) -> Iterator[str]:
    for one in part:
        yield _line(one["what"], _day(one["at"]), _day(one["until"]), one["source"])


def _results(part: list[dict[str, Any]]) -> Iterator[str]:
    for one in part:
        yield _line(_day(one["at"]), one["method"], one["outcome"])


def _places(part: list[Any]) -> Iterator[str]:
    for place in part:
        on = place.left_at and timezone.localtime(place.left_at, scope.current().zone)
        long = roughly(place.minutes) if place.minutes else ""
        yield _line(named(place), place.province, on and date_format(on, "DATE_FORMAT"), long)


def _appeals(part: list[dict[str, Any]]) -> Iterator[str]:
    for one in part:
        yield _line(one["appeal"].reference, one["result"])


def _held(part: list[Any]) -> Iterator[str]:
    for each in part:
        yield _line(each.kept.what, each.rows)


def _assignments(part: list[dict[str, Any]]) -> Iterator[str]:
    for row in part:
        one = row["assignment"]
        yield _line(named(one.area), row["why"], *row["powers"], _day(one.ends_at))


SAID: dict[Field, Callable[[Any], Iterator[str]]] = {
    Field.STATUS: _status,
    Field.GROUNDS: _grounds,
    Field.HISTORY: _history,
    Field.EVIDENCE: _pieces,
    Field.ORDERS: _pieces,
    Field.RESULTS: _results,
    Field.PLACES: _places,
    Field.APPEALS: _appeals,
    Field.HELD: _held,
    Field.ASSIGNMENTS: _assignments,
}

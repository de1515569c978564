"""How numbers, times, names and statuses are written on a page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any, cast

from django import template
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from core.web import context, navigation, places, returning

register = template.Library()
HALF_HOUR = 30


@register.filter
def named(thing: Any) -> str:
    """Return something's name in the language of the page; of a name, the part in its script."""
    return context.named(thing, get_language() or "en")


@register.filter
def count(number: int) -> str:
    """Write a whole number with its thousands apart."""
    return f"{number:,}"


@register.filter
def percent(share: float) -> str:
    """Write a share as whole per cents, rounded down: 100 means done."""
    return f"{int(share * 100)}%"


@register.filter
def of_minutes(minutes: int) -> datetime:
    """Return the moment of a number of minutes since the epoch."""
    return datetime.fromtimestamp(minutes * 60, tz=UTC)


@register.filter
def as_day(value: Any) -> Any:
    """Return a day that is kept as text or as its first minute since the epoch."""
    if isinstance(value, str):
        return date.fromisoformat(value[:10])
    return of_minutes(value) if isinstance(value, int) else value


@register.filter
def period(name: str) -> str:
    """Write a day or a month, kept as `2026-11-14` or `2026-11`, as a page writes it."""
    if len(name) == len("2026-11"):
        return date_format(date.fromisoformat(f"{name}-01"), "YEAR_MONTH_FORMAT")
    return date_format(date.fromisoformat(name), "DATE_FORMAT")


@register.filter
def roughly(minutes: int) -> str:
    """Say about how long: to ten minutes below an hour, to half an hour above."""
    if minutes < 55:
        tens = max(10, round(minutes / 10) * 10)
        return ngettext("about %(n)d minute", "about %(n)d minutes", tens) % {"n": tens}
    halves = round(minutes / HALF_HOUR)
    hours = f"{halves // 2}.5" if halves % 2 else str(halves // 2)
    return _("about 1 hour") if halves == 2 else _("about %(n)s hours") % {"n": hours}


@register.filter
def remaining(until: datetime, now: datetime) -> str:
    """Say how long it is from one moment until another: days and hours, or hours and minutes."""
    minutes = max(0, int((until - now).total_seconds() // 60))
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    parts: list[tuple[int, Callable[[], str]]] = [
        (days, lambda: ngettext("%(n)d day", "%(n)d days", days)),
        (hours, lambda: ngettext("%(n)d hour", "%(n)d hours", hours)),
        (minutes, lambda: ngettext("%(n)d minute", "%(n)d minutes", minutes)),
    ]
    first = next((place for place, (number, _text) in enumerate(parts) if number), 2)
    shown = [text() % {"n": number} for number, text in parts[first : first + 2] if number]
    return " ".join(shown) or _("less than a minute")


@register.filter
def lasting(seconds: float) -> str:
    """Say how long something took, to the second; from an hour on, to the minute."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return _("%(hours)d h %(minutes)d min") % {"hours": hours, "minutes": minutes}
    if minutes:
        return _("%(minutes)d min %(seconds)d s") % {"minutes": minutes, "seconds": rest}
    return ngettext("%(n)d second", "%(n)d seconds", rest) % {"n": rest}


@register.inclusion_tag("web/components/mini.html")
def mini_status(shape: str, name: str) -> dict[str, str]:
    """Show a status in a line of text: shape, colour and word."""
    return {"shape": shape, "name": name}


@register.inclusion_tag("web/components/level.html")
def level(number: int) -> dict[str, Any]:
    """Show how grave a zone is: bars and word."""
    words = {1: _("Low risk"), 2: _("Medium risk"), 3: _("High risk")}
    return {"level": number, "word": words[number]}


@register.simple_tag(takes_context=True)
def typed(context: template.Context, where: str, field: str) -> str:
    """Return what was typed in a field of the form sent to an address, where that failed."""
    kept = context.get("typed") or {}
    return str(kept["said"].get(field, "")) if kept and kept["to"] == where else ""


@register.simple_tag(takes_context=True)
def place(context: template.Context, name: str) -> SafeString:
    """Show what rooms further up put in a place of the page; raises ValueError for no place."""
    known = cast("dict[str, Any]", context.flatten())
    shown = []
    for piece in places.pieces(places.Place(name)):
        told = piece.tell(known)
        if told is not None:
            whole = {**known, **told}
            shown.append(render_to_string(piece.template, whole, request=known.get("request")))
    return format_html_join("", "{}", ((each,) for each in shown))


@register.simple_tag(takes_context=True)
def shown_at(context: template.Context) -> str:
    """Return where a reader comes back to who changes how the page is shown."""
    request: HttpRequest | None = context.get("request")
    return "" if request is None else returning.address(request)


@register.simple_tag(takes_context=True)
def links(context: template.Context, bar: str) -> list[navigation.Link]:
    """Return the links of a frame for the reader; raises ValueError for no frame."""
    return navigation.shown(navigation.Bar(bar), cast("dict[str, Any]", context.flatten()))


@register.simple_tag(takes_context=True)
def ways(context: template.Context, bar: str) -> list[navigation.Way]:
    """Return a frame's row for the reader: links and groups; raises ValueError for no frame."""
    return navigation.ways(navigation.Bar(bar), cast("dict[str, Any]", context.flatten()))

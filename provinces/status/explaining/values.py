"""What is known of a fact, as a page writes it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.certlogic.instants import read_date_time
from provinces.facts.schema import BY_NAME, Kind
from provinces.rules import local


def said(name: str, value: Any) -> str:
    """Write a fact's value: a number in its unit, a moment on the province's clock."""
    if value is None:
        return _("not known")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    kind = BY_NAME[name].kind if name in BY_NAME else None
    if kind is Kind.MOMENT:
        return moment(read_date_time(value))
    if kind is Kind.MINUTES:
        return ngettext("%(n)d minute", "%(n)d minutes", value) % {"n": value}
    if kind is Kind.HOURS:
        return ngettext("%(n)d hour", "%(n)d hours", value) % {"n": value}
    return str(value)


def moment(at: datetime) -> str:
    """Write a moment as the province's clocks show it."""
    return date_format(timezone.localtime(at, local.zone()), "DATETIME_FORMAT")

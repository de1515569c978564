"""The province's figures, month by month and day by day, each with what it counts; and as JSON."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views import View
from django.views.generic import TemplateView

from provinces.oversight.figures import queries as figures
from provinces.oversight.figures.definitions import Name
from provinces.oversight.figures.drawing import people_over_time
from provinces.oversight.figures.queries import Line, Section
from provinces.oversight.figures.suppressing import FLOOR
from provinces.retention import queries as retention
from provinces.rules import queries as rules
from provinces.status import wording
from provinces.tenancy import scope


class Figures(TemplateView):
    """Every figure with its definition beside it; what is too small to be told says so."""

    template_name = "portal/public_figures.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = timezone.now()
        sections = figures.published(now)
        statuses = wording.names(rules.in_force(now))
        return super().get_context_data(
            here="figures",
            now=now,
            floor=FLOOR,
            sections=[_shown(section, statuses) for section in sections],
            chart=people_over_time(sections[0], statuses),
            **kwargs,
        )


class Document(View):
    """The same as JSON, for programs."""

    http_method_names = ["get", "head", "options"]

    def get(self, _request: HttpRequest) -> HttpResponse:
        sections = figures.published(timezone.now())
        told = {
            "v": 1,
            "province": scope.current().slug,
            "floor": FLOOR,
            "figures": [_told(section) for section in sections],
        }
        return JsonResponse(told, json_dumps_params={"ensure_ascii": False, "indent": 1})


def _words(name: Name, statuses: dict[str, Any]) -> dict[str, Any]:
    """Return the words of a figure's cells that other rooms name: statuses, or classes of data.

    A class of data may have the key of something else: *appeals* are counted as stuck as well.
    """
    if name == Name.ERASED:
        return {kept.key: kept.what for kept in retention.register()}
    return statuses


def _shown(section: Section, statuses: dict[str, Any]) -> dict[str, Any]:
    """Return a figure as the page shows it: its cells across, its periods down."""
    words = _words(section.definition.name, statuses)
    named = {number.cell: number.words for line in section.lines for number in line.numbers}
    heads = {cell: words.get(cell, called) for cell, called in named.items()}
    return {
        "definition": section.definition,
        "heads": list(heads.values()),
        "rows": [_row(line, heads) for line in section.lines],
        "has_rate": section.definition.name == Name.GROUNDS,
        "has_total": section.definition.name != Name.CLEARING,
    }


def _row(line: Line, heads: dict[str, Any]) -> dict[str, Any]:
    by_cell = {number.cell: number for number in line.numbers}
    return {
        "period": line.period,
        "numbers": [(head, by_cell.get(cell)) for cell, head in heads.items()],
        "total": line.total,
        "rate": None if line.rate is None else round(100 * line.rate, 1),
    }


def _told(section: Section) -> dict[str, Any]:
    return {
        "figure": section.definition.name,
        "counts": str(section.definition.counts),
        "periods": [
            {
                "period": line.period,
                "cells": {each.cell: _value(each) for each in line.numbers},
                "total": None if line.total is None else _value(line.total),
            }
            for line in section.lines
        ],
    }


def _value(number: figures.Number) -> dict[str, Any]:
    return {"value": number.value, "shown": str(number.shown)}

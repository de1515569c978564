"""People by status over time, as lines over days."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.formats import date_format

from core.web import charts
from core.web.charts import Chart

from .queries import Section


def people_over_time(section: Section, words: Mapping[str, Any]) -> Chart | None:
    """Return how many people had each status, day by day; None before any day was counted."""
    days = list(reversed(section.lines))
    cells = dict.fromkeys(number.cell for line in days for number in line.numbers)
    values = [{number.cell: number.value for number in line.numbers} for line in days]
    return charts.lines(
        [date_format(date.fromisoformat(line.period), "SHORT_DATE_FORMAT") for line in days],
        {cell: (words.get(cell, cell), [each.get(cell) for each in values]) for cell in cells},
    )

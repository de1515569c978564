"""What is off and was off, for everybody; and what the province is answerable for, in numbers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.views.generic import TemplateView

from provinces.oversight.breaches import queries as breaches
from provinces.oversight.lawful import queries as lawful
from provinces.oversight.lawful import wording as asked
from provinces.oversight.switching import queries as switches
from provinces.oversight.switching import state

from . import figures

PAST = 50


class Service(TemplateView):
    """What is switched off, since when, until when and why; what was; and what never is."""

    template_name = "portal/service.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = timezone.now()
        return super().get_context_data(
            here="service",
            off=switches.off_now(now),
            past=switches.past(now, most=PAST),
            never=switches.never_off(),
            **kwargs,
        )


class Accountable(TemplateView):
    """What authorities asked, and whose records were read in breaches: counted, no cell small."""

    template_name = "portal/accountable.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        counted = breaches.counted()
        rows = [
            {
                "authority": asked.AUTHORITIES[each.authority],
                "received": figures.cell(each.received),
                "given": figures.cell(each.given),
                "refused": figures.cell(each.refused),
            }
            for each in lawful.counted()
        ]
        return super().get_context_data(
            here="accountable",
            rows=rows,
            breaches=counted.breaches,
            open=counted.open,
            people=figures.cell(counted.people),
            in_time=figures.cell(counted.told_in_time),
            **kwargs,
        )


def on_home(_context: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Return what the first page is told where something is off; nothing where all is on."""
    off = state.all_off(timezone.now())
    return {"how_many_off": len(off)} if off else None

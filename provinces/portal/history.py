"""My history: all that was recorded about me, entry by entry, each with its proof."""

from __future__ import annotations

from typing import Any

from django.views.generic import TemplateView

from provinces.retention import queries as retention

from .status import OwnPage

A_PAGE = 50


class History(OwnPage, TemplateView):
    """What was recorded about me, the latest first."""

    template_name = "portal/history.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        said = self.request.GET.get("before", "")
        before = int(said) if said.isdecimal() and len(said) < 18 else None
        entries = retention.history(self.citizen, most=A_PAGE, before=before)
        more = entries[-1].entry if len(entries) == A_PAGE else None
        return super().get_context_data(here="my-data", entries=entries, more=more, **kwargs)

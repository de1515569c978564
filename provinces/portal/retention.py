"""The retention register, for everybody: what is kept, how long, on what ground, and by whom."""

from __future__ import annotations

from typing import Any

from django.views.generic import TemplateView

from provinces.retention import queries as retention

# The latest so many certificates are listed.
LATEST = 20


class Retention(TemplateView):
    """The register in plain words, and the latest purge certificates."""

    template_name = "portal/retention.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        register = retention.register()
        return super().get_context_data(
            here="retention",
            personal=[kept for kept in register if kept.is_personal],
            others=[kept for kept in register if not kept.is_personal],
            certificates=[each.statement["body"] for each in retention.certificates(LATEST)],
            **kwargs,
        )

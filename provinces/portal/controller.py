"""Who answers for the personal data of the province, and who did before."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.views.generic import TemplateView

from provinces.jurisdictions import queries as jurisdictions


class Controller(TemplateView):
    """The accountable controller: name, address, contact, since when; for everybody."""

    template_name = "portal/controller.html"
    http_method_names = ["get", "head", "options"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        known = list(jurisdictions.controllers(timezone.now()))
        return super().get_context_data(current=known[0] if known else None, known=known, **kwargs)

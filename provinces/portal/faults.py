"""Whoever finds a fault is told where to say so: for people, and for programs (RFC 9116)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.generic import TemplateView

from provinces.jurisdictions import queries as jurisdictions
from provinces.tenancy import directory

from .overview import address_of

# A reader takes the file for stale after this; it is made anew at each request.
GOOD_FOR = timedelta(days=30)


class Faults(TemplateView):
    """How to report a fault, what becomes of it, and what nobody has to fear; for everybody."""

    template_name = "portal/faults.html"
    http_method_names = ["get", "head", "options"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            controller=jurisdictions.controller(timezone.now()), **kwargs
        )


def security_txt(request: HttpRequest) -> HttpResponse:
    """Name the page of each province on this node that says how a fault is reported."""
    pages = [address_of(entry.slug, "portal:faults") for entry in directory.hosted()]
    if not pages:
        raise Http404("no province is hosted here yet")
    expires = (timezone.now() + GOOD_FOR).strftime("%Y-%m-%dT%H:%M:%SZ")
    lines = [
        *(f"Contact: {request.build_absolute_uri(page)}" for page in pages),
        f"Expires: {expires}",
        "Preferred-Languages: zh, en",
        f"Canonical: {request.build_absolute_uri(request.path)}",
    ]
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")

"""What every template knows about its page."""

from typing import Any

from django.http import HttpRequest


def page(request: HttpRequest) -> dict[str, Any]:
    """Return the province the page belongs to, if any."""
    return {"province": getattr(request, "province", None)}

"""Times are shown as the province's clocks show them."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

Answer = Callable[[HttpRequest], HttpResponse]


def local_time(get_response: Answer) -> Answer:
    """Show times in the zone of the request's province, and in UTC where there is none."""

    def middleware(request: HttpRequest) -> HttpResponse:
        province = getattr(request, "province", None)
        with timezone.override(province.zone if province else None):
            return get_response(request)

    return middleware

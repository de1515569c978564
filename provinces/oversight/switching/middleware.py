"""Each request asks whether the part it is for is off, and is told so if it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from . import answers, state
from .parts import parts_of


class SwitchMiddleware:
    """Answers 503 for what is off; for what never is, nothing is looked up."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        """Answer in place of the view where its part is off, or one to which it is a road."""
        match = request.resolver_match
        if match is None or getattr(request, "province", None) is None:
            return None
        now = timezone.now()
        for part in parts_of(match.view_name):
            if off := state.off(part, now):
                return answers.switched_off(request, off, now)
        return None

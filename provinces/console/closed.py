"""What officials see while their province's ledger cannot be sealed: that they wait, and why."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

# Sealing is tried every few seconds.
RETRY_SECONDS = 60


def answer(request: HttpRequest) -> HttpResponse:
    """Answer 503: officials stop, and citizens keep their last good status."""
    response = render(request, "console/closed.html", status=503)
    response.headers["Retry-After"] = str(RETRY_SECONDS)
    return response


def frozen(request: HttpRequest) -> HttpResponse:
    """Answer 409: an auditor has wait what the official would have signed."""
    return render(request, "console/frozen.html", status=409)

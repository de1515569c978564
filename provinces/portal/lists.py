"""The lists that checkpoints keep, as files that anybody may fetch and cache."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any, cast

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views import View

from provinces.passes import queries as passes
from provinces.passes.codec import lists


class Trust(View):
    """Whose keys this province trusts."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        data = passes.trust_list(timezone.now())
        return _file(request, data, lists.TRUST, settings.PASSES_TRUST_TTL)


class Withdrawn(View):
    """Which passes of a list of this province are withdrawn."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, number: int) -> HttpResponse:
        try:
            data = passes.status_list(number, timezone.now())
        except passes.NoSuchList:
            raise Http404("there is no such list") from None
        return _file(request, data, lists.STATUS, settings.PASSES_STATUS_TTL)


class Relayed(View):
    """What another province withdrew, as it signed it: our checkpoints cannot ask it themselves."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, issuer: str, number: int) -> HttpResponse:
        try:
            data = passes.relayed_list(issuer, number)
        except passes.NoSuchList:
            raise Http404("there is no such list") from None
        return _file(request, data, lists.STATUS, settings.PASSES_STATUS_TTL)


def _file(request: HttpRequest, data: bytes, kind: str, lasts: timedelta) -> HttpResponse:
    """Return a file that is the same for everybody, or that it has not changed."""
    etag = f'"{hashlib.sha256(data).hexdigest()[:32]}"'
    response = HttpResponse(data, content_type=kind)
    response.headers["ETag"] = etag
    # Half of the time after which a checkpoint asks anew, so that no cache doubles it.
    age = int(lasts.total_seconds() // 2)
    response.headers["Cache-Control"] = f"public, max-age={age}"
    # Signed, and about nobody: checkpoints of other provinces fetch it as well.
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    answer: Any = get_conditional_response(request, etag=etag, response=response)
    return cast(HttpResponse, answer)

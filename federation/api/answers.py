"""How the federation's endpoint answers: cacheable bytes, JSON, or a problem told as RFC 9457."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response

from core.signing import canonical
from federation.peers.problems import MEDIA_TYPE, Problem

# What is complete never changes: any proxy may keep it for ever.
FOR_EVER = "public, max-age=31536000, immutable"
# What grows is asked for again at the next pull.
FOR_NOW = "public, max-age=5"
NOT_AT_ALL = "no-store"

BYTES = "application/octet-stream"
TEXT = "text/plain; charset=utf-8"
JSON = "application/json"


def data(
    request: HttpRequest, content: bytes, *, kind: str = BYTES, kept: str = FOR_NOW
) -> HttpResponseBase:
    """Answer bytes with their ETag; 304 to whoever has them."""
    etag = f'"{hashlib.sha256(content).hexdigest()}"'
    headers = {"Cache-Control": kept, "ETag": etag, "X-Content-Type-Options": "nosniff"}
    response = HttpResponse(content, content_type=kind, headers=headers)
    return get_conditional_response(request, etag=etag, response=response) or response


def json(
    request: HttpRequest, value: Mapping[str, Any], *, kept: str = FOR_NOW
) -> HttpResponseBase:
    """Answer canonical JSON."""
    return data(request, canonical.canonical(value), kind=JSON, kept=kept)


def plain(value: Mapping[str, Any]) -> HttpResponse:
    """Answer canonical JSON that is meant for the one who asked."""
    headers = {"Cache-Control": NOT_AT_ALL}
    return HttpResponse(canonical.canonical(value), content_type=JSON, headers=headers)


def problem(told: Problem) -> HttpResponse:
    """Answer a problem."""
    return HttpResponse(
        canonical.canonical(told.as_json()),
        content_type=MEDIA_TYPE,
        status=told.status,
        headers={"Cache-Control": NOT_AT_ALL},
    )


def missing(what: str) -> HttpResponse:
    """Answer that there is no such thing here; a peer may look again soon."""
    status = HTTPStatus.NOT_FOUND
    return problem(Problem("not-found", title=status.phrase, status=status, detail=what))

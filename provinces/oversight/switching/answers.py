"""What is answered for a part that is off: in plain words to people, as a problem to programs."""

from __future__ import annotations

import json
from datetime import datetime
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.formats import date_format

from provinces.tenancy import scope

from . import wording
from .state import Off

MEDIA_TYPE = "application/problem+json"
# Doors of programs; elsewhere a script says by what it accepts that it is none of a reader's.
PROGRAMS = ("api", "federation")
# A part may be on again before its time: nobody is told to stay away for longer than this.
AGAIN_AT_MOST = 300


def switched_off(request: HttpRequest, off: Off, now: datetime) -> HttpResponse:
    """Answer 503 with when to try again, and what goes on meanwhile."""
    response = _problem(off) if _is_program(request) else _page(request, off)
    left = int((off.until - now).total_seconds()) + 1
    response.headers["Retry-After"] = str(max(1, min(left, AGAIN_AT_MOST)))
    response.headers["Cache-Control"] = "no-store"
    return response


def _is_program(request: HttpRequest) -> bool:
    match = request.resolver_match
    if match is not None and match.namespaces[:1] and match.namespaces[0] in PROGRAMS:
        return True
    accepted = request.headers.get("Accept", "text/html")
    return "text/html" not in accepted


def _page(request: HttpRequest, off: Off) -> HttpResponse:
    told = {"chinese": _words(off, "zh-hans"), "english": _words(off, "en")}
    return render(request, "oversight/switched_off.html", told, status=503)


def _words(off: Off, language: str) -> dict[str, str]:
    until = timezone.localtime(off.until, scope.current().zone)
    with translation.override(language):
        return {
            "until": date_format(until, "DATETIME_FORMAT"),
            "part": str(wording.PARTS[off.part]),
            "why": str(wording.REASONS[off.reason]),
            "instead": str(wording.INSTEAD.get(off.part, "")),
        }


def _problem(off: Off) -> HttpResponse:
    status = HTTPStatus.SERVICE_UNAVAILABLE
    told = {
        "type": "about:blank",
        "title": status.phrase,
        "status": status,
        "detail": f"This part of the service ({off.part}) is switched off until"
        f" {off.until.isoformat()} at the latest.",
        "part": str(off.part),
        "reason": off.reason,
        "since": off.since.isoformat(),
        "until": off.until.isoformat(),
    }
    return HttpResponse(json.dumps(told), content_type=MEDIA_TYPE, status=status)

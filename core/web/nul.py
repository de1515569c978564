"""A text with a NUL in it is kept by no database: it is refused at the edge, for every page."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, QueryDict

FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


class RefuseNul:
    """Answer 400 where a path, a query, a cookie or a form has a NUL in it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        _refuse([request.path_info, *request.COOKIES.values(), *_values(request.GET)])
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> None:
        """Look at a form once a view is found for it: what is read by nobody is left unread."""
        if request.method == "POST" and request.content_type in FORMS:
            _refuse(_values(request.POST))


def _values(told: QueryDict) -> list[str]:
    return [value for _name, values in told.lists() for value in values]


def _refuse(texts: Iterable[str]) -> None:
    if any("\x00" in text for text in texts):
        raise BadRequest("a text has a NUL in it")

"""Where a reader comes back to who changes the language or the size of letters."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import Resolver404, resolve


def address(request: HttpRequest) -> str:
    """Return the address at which a page, or else the one above it, is shown to whoever asks.

    A page that was made by a form is shown once, and its address is often one to which forms are
    sent and nothing else: whoever opened it by a link would be told that it is not allowed.
    """
    path = request.path_info
    if request.method in ("GET", "HEAD") or _is_shown(path, request):
        return request.get_full_path()
    before = request.path.removesuffix(path)
    while path != "/" and not _is_shown(path, request):
        path = f"{path.rstrip('/').rpartition('/')[0]}/"
    return f"{before}{path}"


def _is_shown(path: str, request: HttpRequest) -> bool:
    try:
        view: Any = resolve(path, urlconf=getattr(request, "urlconf", None)).func
    except Resolver404:
        return False
    page = getattr(view, "view_class", None)
    return page is None or ("get" in page.http_method_names and hasattr(page, "get"))

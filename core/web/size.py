"""How large the letters are: a choice in a cookie, which needs neither account nor script."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

COOKIE = "size"
SIZES = ("normal", "large")
YEAR = 365 * 24 * 3600


def is_large(request: HttpRequest) -> bool:
    """Return whether the reader has asked for large letters."""
    return request.COOKIES.get(COOKIE) == "large"


@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Keep the size that was chosen, and go back to where it was chosen."""
    response = HttpResponseRedirect(_back(request))
    chosen = request.POST.get("size", "")
    if chosen in SIZES:
        keep(response, COOKIE, chosen)
    return response


def keep(response: HttpResponse, name: str, chosen: str, path: str = "/") -> None:
    """Set the cookie of a choice, as safe as the one of the language."""
    response.set_cookie(
        name,
        chosen,
        max_age=YEAR,
        path=path,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite="Lax",
    )


def _back(request: HttpRequest) -> str:
    wanted = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if is_ours else "/"

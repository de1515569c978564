"""Pages that tell which province they were asked in."""

from __future__ import annotations

from django.core.cache import caches
from django.core.files.storage import default_storage
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path, reverse

from provinces.tenancy.connecting import connection


def where(request: HttpRequest) -> JsonResponse:
    return JsonResponse(
        {
            "province": request.province.slug,  # type: ignore[attr-defined]
            "schema": connection.schema_name,
            "path": request.path,
            "path_info": request.path_info,
            "reversed": reverse("where"),
            "absolute": request.build_absolute_uri(),
        }
    )


def remember(request: HttpRequest) -> HttpResponse:
    request.session["told"] = request.GET["what"]
    return HttpResponse()


def recall(request: HttpRequest) -> HttpResponse:
    return HttpResponse(request.session.get("told", ""))


def keep(request: HttpRequest) -> JsonResponse:
    """Keep something in the cache, and tell where a file would be kept."""
    caches["process"].set("what", request.GET["what"])
    return JsonResponse(
        {"file": default_storage.path("a.txt"), "what": caches["process"].get("what")}
    )


def broken(_request: HttpRequest) -> HttpResponse:
    raise ZeroDivisionError


urlpatterns = [
    path("where/", where, name="where"),
    path("remember/", remember),
    path("recall/", recall),
    path("keep/", keep),
    path("broken/", broken),
]

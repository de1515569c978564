"""The node's first page: the way to each province's doors."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import check_for_language
from django.views.generic import TemplateView
from django.views.i18n import set_language

from core.web import size
from provinces.tenancy import directory

from . import overview
from .overview import Overview, address_of


class Doors(TemplateView):
    """Lead everyone to their province and door, and say what each province stands for."""

    template_name = "portal/doors.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = timezone.now()
        provinces = [overview.of(entry, now) for entry in directory.hosted()]
        return super().get_context_data(
            provinces=provinces,
            faces=_faces(provinces),
            documents=" ".join(each.document for each in provinces if each.is_reached),
            **kwargs,
        )


def _faces(provinces: list[Overview]) -> list[dict[str, Any]]:
    """Return each kind of visitor with the address of their door in each province."""
    return [
        {
            "door": door,
            "ways": [
                (each.entry, address)
                for each in provinces
                if (address := each.first_of(door.pages))
            ],
        }
        for door in overview.DOORS
    ]


def choose_language(request: HttpRequest) -> HttpResponse:
    """Keep the language chosen on the node, and take it along into every province."""
    response = set_language(request)
    chosen = request.POST.get("language", "")
    if request.method == "POST" and check_for_language(chosen):
        _take_along(response, settings.LANGUAGE_COOKIE_NAME, chosen)
    return response


def choose_size(request: HttpRequest) -> HttpResponse:
    """Keep the size of letters chosen on the node, and take it along into every province."""
    response = size.choose(request)
    chosen = request.POST.get("size", "")
    if chosen in size.SIZES:
        _take_along(response, size.COOKIE, chosen)
    return response


def _take_along(response: HttpResponse, cookie: str, chosen: str) -> None:
    for entry in directory.hosted():
        path = address_of(entry.slug, "portal:home")
        size.keep(response, f"{entry.slug}.{cookie}", chosen, path)

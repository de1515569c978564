"""The node's first page: the way to each province's doors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import get_script_prefix, reverse
from django.utils.translation import check_for_language
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from django.views.i18n import set_language

from core.web import size
from provinces.tenancy import directory


@dataclass(frozen=True, slots=True)
class Face:
    """One kind of visitor, what they come for, and the first page of their door, once there."""

    who: Any
    comes_for: Any
    page: str = ""


FACES = [
    Face(
        _("Citizens"),
        _("See my status, why, until when, and where to turn if it is wrong."),
        "portal:home",
    ),
    Face(
        _("Officials"),
        _("Sign zones, see figures of my area, watch the nightly run."),
        "console:home",
    ),
    Face(_("Checkpoints"), _("Check a pass, and see what to do next.")),
    Face(_("Visitors"), _("Enrol with the province I am visiting.")),
    Face(_("Other provinces"), _("Read and witness a province's public ledger.")),
]


class Doors(TemplateView):
    """Lead everyone to their province and door."""

    template_name = "portal/doors.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        provinces = [
            {
                "entry": entry,
                "home": address_of(entry.slug, "portal:home"),
                "console": address_of(entry.slug, "console:home"),
            }
            for entry in directory.hosted()
        ]
        return super().get_context_data(provinces=provinces, faces=FACES, **kwargs)


def address_of(slug: str, page: str) -> str:
    """Return the address of a province's page, seen from the node."""
    prefix = get_script_prefix()
    inside = reverse(page, urlconf=settings.ROOT_URLCONF).removeprefix(prefix)
    return f"{prefix}p/{slug}/{inside}"


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

"""The checkpoint's page: no sign-in, no identity, and nothing but public lists to fetch."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import get_script_prefix, reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import TemplateView

from provinces.oversight.switching import state
from provinces.oversight.switching import wording as switches
from provinces.passes import listing
from provinces.passes.codec import ALWAYS, PLACES
from provinces.rules import wording as rules
from provinces.tenancy import directory, keys, scope

from . import wording

OWN = Path(__file__).parent / "static" / "scanner"
SHARED = (
    *("vendor/govuk/govuk.css", "vendor/govuk/govuk.js", "vendor/jsqr/jsqr.js"),
    *("web/concord.css", "web/start.js", "web/favicon.svg"),
)
SIZES = (192, 512)
# The camera, here and nowhere else.
PERMISSIONS = "camera=(self), geolocation=(), microphone=()"


class Home(TemplateView):
    """Scan a code, and see what to do next."""

    template_name = "scanner/scanner.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().get(request, *args, **kwargs)
        response.headers["Permissions-Policy"] = PERMISSIONS
        response.headers["Cache-Control"] = "no-cache"
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            places=[(key, rules.place(key)) for key in PLACES],
            always=[(key, rules.place(key)) for key in ALWAYS],
            shapes=("green", "yellow", "red", "none"),
            told=told(),
            **kwargs,
        )


class Manifest(View):
    """What the page is called, and looks like, once it is installed."""

    http_method_names = ["get", "head", "options"]

    def get(self, _request: HttpRequest) -> HttpResponse:
        own = scope.current()
        name = own.name_zh if (get_language() or "").startswith("zh") else own.name_en
        manifest = {
            "id": reverse("scanner:home"),
            "name": f"{name} – {_('Checkpoint')}",
            "short_name": _("Checkpoint"),
            "start_url": reverse("scanner:home"),
            "scope": reverse("scanner:home"),
            "display": "standalone",
            "background_color": "#ffffff",
            "theme_color": "#0a4550",
            "icons": [
                {"src": static("web/favicon.svg"), "sizes": "any", "type": "image/svg+xml"},
                *(
                    {
                        "src": static(f"scanner/icon-{size}.png"),
                        "sizes": f"{size}x{size}",
                        "type": "image/png",
                    }
                    for size in SIZES
                ),
            ],
        }
        return JsonResponse(manifest, content_type="application/manifest+json")


class Worker(View):
    """The script that keeps the page for when there is no network; it names files as they are."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        names = [*SHARED, *sorted(f"scanner/{file.name}" for file in OWN.iterdir())]
        family = f"scanner {scope.current().slug} "
        told = {
            "family": family,
            "name": family + _digest(names),
            "page": reverse("scanner:home"),
            "files": [static(name) for name in names],
        }
        response = render(request, "scanner/worker.js", told, content_type="text/javascript")
        response.headers["Cache-Control"] = "no-cache"
        return response


class Lists(View):
    """Where this province's lists are, and those it relays of others, and what its clock says."""

    http_method_names = ["get", "head", "options"]

    def get(self, _request: HttpRequest) -> HttpResponse:
        now = timezone.now()
        lists = {
            "now": int(now.timestamp()),
            "trust": reverse("portal:trust-list"),
            "status": {
                str(number): reverse("portal:status-list", args=[number])
                for number in listing.numbers()
            },
            "relayed": _relayed(),
            "relay_late": int(settings.PASSES_RELAY_LATE.total_seconds()),
            # What to do while a part of the service is off, in the reader's language.
            "do": switches.at_checkpoints([each.part for each in state.all_off(now)]),
        }
        response = JsonResponse(lists)
        response.headers["Cache-Control"] = "no-store"
        return response


def told() -> dict[str, Any]:
    """Return what the page's script works with: keys, addresses and words.

    The keys are the province's own, by which it believes a list; raises CredentialMissing.
    """
    language = "zh" if (get_language() or "").startswith("zh") else "en"
    own = scope.current()
    return {
        "here": own.slug,
        "zone": own.time_zone,
        "language": language,
        "keys": [
            [each.name, base64.b64encode(each.uncompressed).decode()]
            for each in keys.pass_verifiers()
        ],
        # Of provinces on other nodes a page under this policy of content can ask nothing: what they
        # have withdrawn, this province relays.
        "sources": {each.slug: _lists_of(each.slug) for each in directory.hosted()},
        "worker": reverse("scanner:worker"),
        "scope": reverse("scanner:home"),
        "words": {**wording.told(), "names": _names(language)},
    }


def _lists_of(slug: str) -> str:
    """Return where a province of this node says which lists it has."""
    here = reverse("scanner:lists")
    if slug == scope.current().slug:
        return here
    return f"/p/{slug}/{here.removeprefix(get_script_prefix())}"


def _relayed() -> dict[str, dict[str, str]]:
    """Return where the lists of provinces are that are not of this node."""
    hosted = {each.slug for each in directory.hosted()}
    found: dict[str, dict[str, str]] = {}
    for each in listing.relayed():
        if each.issuer not in hosted:
            address = reverse("portal:relayed-list", args=[each.issuer, each.number])
            found.setdefault(each.issuer, {})[str(each.number)] = address
    return found


def _names(language: str) -> dict[str, str]:
    return {
        each.slug: each.name_zh if language == "zh" else each.name_en for each in directory.hosted()
    }


def _digest(names: list[str]) -> str:
    """Return what changes when any of these files does, whatever they are called."""
    digest = hashlib.sha256()
    for name in names:
        digest.update(static(name).encode())
        if found := finders.find(name):
            digest.update(Path(str(found)).read_bytes())
    return digest.hexdigest()[:16]

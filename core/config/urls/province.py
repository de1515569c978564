"""URLs inside a province, below `/p/<slug>/`."""

from django.urls import include, path
from django.views.i18n import set_language

from core.web import robots, size

urlpatterns = [
    path("", include("provinces.portal.urls")),
    path("", include("provinces.portal.urls_account")),
    path("", include("federation.console.urls_public")),
    path("console/federation/", include("federation.console.urls")),
    path("console/", include("provinces.console.urls")),
    path("scanner/", include("provinces.scanner.urls")),
    path("api/", include("provinces.api.urls")),
    path("federation/", include("federation.api.urls")),
    path("language/", set_language, name="language"),
    path("size/", size.choose, name="size"),
    path("robots.txt", robots.deny, name="robots"),
]

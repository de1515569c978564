"""URLs inside a province, below `/p/<slug>/`."""

from django.urls import include, path

urlpatterns = [
    path("", include("provinces.portal.urls")),
    path("api/", include("provinces.api.urls")),
]

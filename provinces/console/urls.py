"""Pages for officials."""

from django.urls import path

from . import home, runs, signing, zones

app_name = "console"
urlpatterns = [
    path("", home.Home.as_view(), name="home"),
    path("zones/", zones.Zones.as_view(), name="zones"),
    path("zones/<int:version>/", zones.Version.as_view(), name="zone"),
    path("zones/<int:version>/sign/", signing.Sign.as_view(), name="sign"),
    path("zones/<int:version>/refuse/", signing.Refuse.as_view(), name="refuse"),
    path("runs/", runs.Runs.as_view(), name="runs"),
]

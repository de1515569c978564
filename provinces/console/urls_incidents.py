"""Pages of what goes wrong: switches, legal requests, breaches."""

from django.urls import path

from . import breaches, lawful, switches

urlpatterns = [
    path("switches/", switches.Switches.as_view(), name="switches"),
    path("switches/off/", switches.Off.as_view(), name="switch-off"),
    path("switches/<int:switch>/propose/", switches.Propose.as_view(), name="switch-propose"),
    path("switches/changes/<int:change>/sign/", switches.Sign.as_view(), name="switch-sign"),
    path("switches/changes/<int:change>/refuse/", switches.Refuse.as_view(), name="switch-refuse"),
    path("lawful/", lawful.Requests.as_view(), name="lawful"),
    path("lawful/receive/", lawful.Receive.as_view(), name="lawful-receive"),
    path("lawful/<slug:reference>/", lawful.Request.as_view(), name="lawful-request"),
    path("lawful/<slug:reference>/grant/", lawful.GrantIt.as_view(), name="lawful-grant"),
    path("lawful/<slug:reference>/refuse/", lawful.RefuseIt.as_view(), name="lawful-refuse"),
    path("lawful/<slug:reference>/file/", lawful.File.as_view(), name="lawful-file"),
    path("breaches/", breaches.Breaches.as_view(), name="breaches"),
    path("breaches/open/", breaches.Open.as_view(), name="breach-open"),
    path("breaches/<slug:reference>/", breaches.Breach.as_view(), name="breach"),
    path("breaches/<slug:reference>/widen/", breaches.Widen.as_view(), name="breach-widen"),
    path("breaches/<slug:reference>/tell/", breaches.Tell.as_view(), name="breach-tell"),
    path(
        "breaches/<slug:reference>/done/",
        breaches.ProposeClosing.as_view(),
        name="breach-done",
    ),
    path("breaches/<slug:reference>/close/", breaches.Close.as_view(), name="breach-close"),
]

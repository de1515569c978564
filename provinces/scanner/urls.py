"""The checkpoint's page, and what the browser needs to keep it."""

from django.urls import path

from . import views

app_name = "scanner"
urlpatterns = [
    path("", views.Home.as_view(), name="home"),
    path("manifest.webmanifest", views.Manifest.as_view(), name="manifest"),
    path("worker.js", views.Worker.as_view(), name="worker"),
    path("lists.json", views.Lists.as_view(), name="lists"),
]

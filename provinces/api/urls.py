"""Endpoints for devices, laboratories, auditors and whoever watches a run."""

from django.urls import path

from . import runs

app_name = "api"
urlpatterns = [
    path("runs/progress/", runs.RunProgressView.as_view(), name="run-progress"),
]

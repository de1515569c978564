"""Endpoints for devices, laboratories, auditors and whoever watches a run."""

from django.urls import path

from . import carriers, channels, docs, laboratories, orders, presence, runs, usage

app_name = "api"
urlpatterns = [
    path("runs/progress/", runs.RunProgressView.as_view(), name="run-progress"),
    path("presence/owntracks", presence.OwnTracksView.as_view(), name="presence-owntracks"),
    path("presence/fixes", presence.FixesView.as_view(), name="presence-fixes"),
    path("presence/check-ins", presence.CheckInsView.as_view(), name="presence-check-ins"),
    path("laboratory/fhir", laboratories.LaboratoryView.as_view(), name="laboratory-fhir"),
    path("channel/code", channels.CodeView.as_view(), name="channel-code"),
    path("channel/declarations", channels.DeclarationsView.as_view(), name="channel-declarations"),
    path("channel/enrolments", channels.EnrolmentsView.as_view(), name="channel-enrolments"),
    path("usage/v2/findUsage", usage.FindUsageView.as_view(), name="find-usage"),
    path("usage/v2/usagePeriod", usage.UsagePeriodView.as_view(), name="usage-period"),
    path("usage/v2/heartbeat", usage.HeartbeatView.as_view(), name="usage-heartbeat"),
    path("carrier/trip", carriers.TripView.as_view(), name="carrier-trip"),
    path("order/check", orders.OrderCheckView.as_view(), name="order-check"),
    path("schema/", docs.SchemaView.as_view(), name="schema"),
    path("docs/", docs.DocsView.as_view(), name="docs"),
]

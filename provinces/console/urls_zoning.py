"""Zones on a map, declared, revised and lifted, with their history."""

from django.urls import path

from .zoning import declaring, ground, history, lifting, overview, revising

urlpatterns = [
    path("zones/map/", overview.Overview.as_view(), name="zone-map"),
    path("zones/map/ground/", ground.Ground.as_view(), name="zone-ground"),
    path("zones/declare/", declaring.Declare.as_view(), name="zone-declare"),
    path("zones/<int:version>/revise/", revising.Revise.as_view(), name="zone-revise"),
    path("zones/<int:version>/lift/", lifting.Lift.as_view(), name="zone-lift"),
    path("zones/<int:version>/history/", history.History.as_view(), name="zone-history"),
]

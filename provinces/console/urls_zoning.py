"""Zones on a map, declared, revised and lifted, with their history."""

from django.urls import path

from .zoning import declaring, ground, history, lifting, listed, overview, revising

urlpatterns = [
    path("zones/map/", overview.Overview.as_view(), name="zone-map"),
    path("zones/map/ground/", ground.Ground.as_view(), name="zone-ground"),
    path("zones/declare/", declaring.Declare.as_view(), name="zone-declare"),
    path("zones/lists/", listed.Lists.as_view(), name="division-lists"),
    path("zones/lists/<int:listed>/", listed.Listed.as_view(), name="division-list"),
    path("zones/lists/<int:listed>/sign/", listed.Sign.as_view(), name="division-list-sign"),
    path("zones/lists/<int:listed>/refuse/", listed.Refuse.as_view(), name="division-list-refuse"),
    path("zones/<int:version>/revise/", revising.Revise.as_view(), name="zone-revise"),
    path("zones/<int:version>/lift/", lifting.Lift.as_view(), name="zone-lift"),
    path("zones/<int:version>/history/", history.History.as_view(), name="zone-history"),
]

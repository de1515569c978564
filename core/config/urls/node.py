"""URLs of the node itself: the way to each province's doors."""

from django.urls import path

from provinces.portal import node

urlpatterns = [path("", node.Doors.as_view(), name="doors")]

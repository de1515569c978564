"""URLs of the node itself: the way to each province's doors."""

from django.urls import path

from core.web import robots
from provinces.portal import faults, node

urlpatterns = [
    path("", node.Doors.as_view(), name="doors"),
    path("language/", node.choose_language, name="language"),
    path("size/", node.choose_size, name="size"),
    path("robots.txt", robots.deny, name="robots"),
    path(".well-known/security.txt", faults.security_txt, name="security"),
]

"""Pages of a province about its federation, for everybody and for citizens."""

from django.urls import path

from . import contesting, entering, public, purposes

app_name = "together"
urlpatterns = [
    path("provinces/", public.Federation.as_view(), name="federation"),
    path("provinces/purposes/", purposes.Purposes.as_view(), name="purposes"),
    path("provinces/entry/", entering.Entry.as_view(), name="entry"),
    path("provinces/verify/", public.Verifying.as_view(), name="verifying"),
    path("status/contest/<uuid:assertion>/", contesting.Contest.as_view(), name="contest"),
]

"""The endpoint for other provinces, below `/p/<slug>/federation/`."""

from django.urls import path, re_path

from . import posts, views

LOG = "(?P<log>feed|audit)"

app_name = "federation"
urlpatterns = [
    path("", views.VersionsView.as_view(), name="versions"),
    path("v1/membership", views.MembershipView.as_view(), name="membership"),
    path("v1/membership/<int:version>", views.MembershipView.as_view(), name="membership-version"),
    re_path(rf"^v1/{LOG}/checkpoint$", views.CheckpointView.as_view(), name="checkpoint"),
    path("v1/feed/tile/entries/<path:path>", views.EntriesView.as_view(), name="entries"),
    re_path(rf"^v1/{LOG}/tile/(?P<path>.+)$", views.TileView.as_view(), name="tile"),
    path("v1/blob/<str:sha256>", views.BlobView.as_view(), name="blob"),
    path("v2/blobs/<str:names>", views.BlobsView.as_view(), name="blobs"),
    path("v1/map", views.MapView.as_view(), name="map"),
    path("v1/witnessed", views.WitnessedView.as_view(), name="witnessed"),
    path("v1/withdrawn", views.WithdrawnListsView.as_view(), name="withdrawn-lists"),
    path("v1/withdrawn/<int:number>", views.WithdrawnView.as_view(), name="withdrawn"),
    re_path(rf"^v1/{LOG}/cosignatures$", posts.CosignaturesView.as_view(), name="cosignatures"),
    path("v1/hint", posts.HintView.as_view(), name="hint"),
    path("v1/notices", posts.NoticesView.as_view(), name="notices"),
]

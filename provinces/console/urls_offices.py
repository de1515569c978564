"""Pages about offices and officials."""

from django.urls import path

from .offices import deciding, lists, proposing

urlpatterns = [
    path("offices/", lists.Offices.as_view(), name="offices"),
    path("offices/people/<int:number>/", lists.Officer.as_view(), name="officer"),
    path("offices/people/<int:number>/grant/", proposing.Grant.as_view(), name="office-grant"),
    path("offices/invite/", proposing.Invite.as_view(), name="office-invite"),
    path("offices/one/<int:office>/propose/", proposing.About.as_view(), name="office-propose"),
    path("offices/changes/", lists.Changes.as_view(), name="office-changes"),
    path("offices/changes/<int:change>/", lists.OneChange.as_view(), name="office-change"),
    path(
        "offices/changes/<int:change>/sign/",
        deciding.Sign.as_view(),
        name="office-change-sign",
    ),
    path(
        "offices/changes/<int:change>/refuse/",
        deciding.Refuse.as_view(),
        name="office-change-refuse",
    ),
    path(
        "offices/changes/<int:change>/withdraw/",
        deciding.Withdraw.as_view(),
        name="office-change-withdraw",
    ),
    path("offices/controller/", proposing.Controller.as_view(), name="office-controller"),
]

"""Pages for officials about other provinces, below `/p/<slug>/console/federation/`."""

from django.urls import path

from . import border, casework, conflicts, handovers, maps, overview, peering, policies, treaties

app_name = "desk"
urlpatterns = [
    path("", overview.Overview.as_view(), name="overview"),
    path("border/", border.Border.as_view(), name="border"),
    path("border/offers/<int:offer>/", border.Offer.as_view(), name="offer"),
    path("border/offers/<int:offer>/accept/", border.Accept.as_view(), name="accept"),
    path("border/offers/<int:offer>/sign/", border.Sign.as_view(), name="sign"),
    path("border/offers/<int:offer>/refuse/", border.Refuse.as_view(), name="refuse"),
    path("border/conflicts/<str:case>/", conflicts.Conflict.as_view(), name="conflict"),
    path("border/conflicts/<str:case>/settle/", conflicts.Settle.as_view(), name="settle"),
    path(
        "border/conflicts/<str:case>/settle-escalated/",
        conflicts.SettleEscalated.as_view(),
        name="settle-escalated",
    ),
    path("border/treaties/", treaties.Treaties.as_view(), name="treaties"),
    path("border/treaties/propose/", treaties.Propose.as_view(), name="treaty-propose"),
    path("border/treaties/<str:treaty>/", treaties.Treaty.as_view(), name="treaty"),
    path("border/treaties/<str:treaty>/sign/", treaties.Sign.as_view(), name="treaty-sign"),
    path("border/treaties/<str:treaty>/end/", treaties.End.as_view(), name="treaty-end"),
    path("entry/", policies.Policies.as_view(), name="policies"),
    path("entry/draft/", policies.Draft.as_view(), name="policy-draft"),
    path("entry/<int:version>/", policies.Policy.as_view(), name="policy"),
    path("entry/<int:version>/edit/", policies.Edit.as_view(), name="policy-edit"),
    path("entry/<int:version>/sign/", policies.Sign.as_view(), name="policy-sign"),
    path("entry/<int:version>/refuse/", policies.Refuse.as_view(), name="policy-refuse"),
    path("border/map/", maps.Map.as_view(), name="map"),
    path("border/map.geojson", maps.Drawn.as_view(), name="map-document"),
    path("border/why/", maps.Why.as_view(), name="why"),
    path("casework/", casework.Casework.as_view(), name="casework"),
    path("casework/holds/<uuid:hold>/", casework.Hold.as_view(), name="hold"),
    path(
        "casework/holds/<uuid:hold>/propose/",
        casework.ProposeRelease.as_view(),
        name="hold-propose",
    ),
    path("casework/holds/<uuid:hold>/release/", casework.Release.as_view(), name="hold-release"),
    path("casework/holds/<uuid:hold>/refuse/", casework.RefuseHold.as_view(), name="hold-refuse"),
    path("casework/messages/<uuid:message>/", casework.Message.as_view(), name="message"),
    path(
        "casework/messages/<uuid:message>/answer/",
        casework.AnswerMessage.as_view(),
        name="message-answer",
    ),
    path("casework/contests/<uuid:contest>/", casework.Contest.as_view(), name="contest"),
    path(
        "casework/contests/<uuid:contest>/answer/",
        casework.AnswerContest.as_view(),
        name="contest-answer",
    ),
    path("casework/handovers/", handovers.Handovers.as_view(), name="handovers"),
    path("casework/handovers/offer/", handovers.Offer.as_view(), name="handover-offer"),
    path(
        "casework/handovers/<uuid:handover>/accept/",
        handovers.Accept.as_view(),
        name="handover-accept",
    ),
    path(
        "casework/handovers/<uuid:handover>/refuse/",
        handovers.Refuse.as_view(),
        name="handover-refuse",
    ),
    path(
        "casework/handovers/<uuid:handover>/withdraw/",
        handovers.Withdraw.as_view(),
        name="handover-withdraw",
    ),
    path("peers/", peering.Peers.as_view(), name="peers"),
    path("peers/<str:peer>/", peering.Peer.as_view(), name="peer"),
    path("peers/<str:peer>/suspend/", peering.Suspend.as_view(), name="peer-suspend"),
    path("peers/<str:peer>/resume/", peering.Resume.as_view(), name="peer-resume"),
]

"""Addresses of cases and contacts, of evidence filed and signed, and of what is held."""

from django.urls import path

from .evidence import correcting, filing, holds, importing, register, signing

urlpatterns = [
    path("cases/", register.Cases.as_view(), name="cases"),
    path("cases/<int:case>/", register.Case.as_view(), name="case"),
    path("contacts/", register.Contacts.as_view(), name="contacts"),
    path("orders/overdue/", register.Overdue.as_view(), name="orders-overdue"),
    path("evidence/find/", filing.Find.as_view(), name="evidence-find"),
    path("evidence/about/<str:reference>/", filing.About.as_view(), name="evidence-about"),
    path("evidence/about/<str:reference>/<str:kind>/", filing.File.as_view(), name="evidence-file"),
    path("evidence/mine/", register.Mine.as_view(), name="evidence-mine"),
    path(
        "evidence/mine/<int:piece>/take-back/",
        register.TakeBack.as_view(),
        name="evidence-take-back",
    ),
    path("evidence/ours/", correcting.Ours.as_view(), name="evidence-ours"),
    path("evidence/ours/<int:piece>/", correcting.Ending.as_view(), name="evidence-ending"),
    path("evidence/ours/<int:piece>/end/", correcting.Conclude.as_view(), name="evidence-conclude"),
    path(
        "evidence/ours/<int:piece>/withdraw/",
        correcting.Withdraw.as_view(),
        name="evidence-withdraw",
    ),
    path("evidence/import/", importing.Import.as_view(), name="evidence-import"),
    path("evidence/import/confirm/", importing.Confirm.as_view(), name="evidence-import-confirm"),
    path(
        "evidence/import/template/<str:kind>/",
        importing.Template.as_view(),
        name="evidence-template",
    ),
    path("evidence/waiting/", signing.Waiting.as_view(), name="evidence-waiting"),
    path("evidence/waiting/<int:piece>/", signing.Piece.as_view(), name="evidence-piece"),
    path(
        "evidence/waiting/<int:piece>/approve/", signing.Approve.as_view(), name="evidence-approve"
    ),
    path("evidence/waiting/<int:piece>/reject/", signing.Reject.as_view(), name="evidence-reject"),
    path("evidence/lists/<int:batch>/", signing.Listed.as_view(), name="evidence-list"),
    path(
        "evidence/lists/<int:batch>/approve/",
        signing.ApproveList.as_view(),
        name="evidence-list-approve",
    ),
    path(
        "evidence/lists/<int:batch>/reject/",
        signing.RejectList.as_view(),
        name="evidence-list-reject",
    ),
    path("holds/", holds.Holds.as_view(), name="holds"),
    path("holds/<int:hold>/", holds.Hold.as_view(), name="hold"),
    path("holds/<int:hold>/release/", holds.Release.as_view(), name="hold-release"),
    path("holds/<int:hold>/refuse/", holds.Refuse.as_view(), name="hold-refuse"),
    path("holds/audited/", holds.HoldsAudited.as_view(), name="holds-audited"),
    path("holds/audited/<int:hold>/", holds.HoldAudited.as_view(), name="hold-audited"),
]

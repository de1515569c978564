"""Pages for auditors."""

from django.urls import path

from . import auditing, misuse

urlpatterns = [
    path("audit/", auditing.Log.as_view(), name="audit"),
    path("audit/<int:number>/", auditing.Entry.as_view(), name="audit-entry"),
    path("audit/decisions/", auditing.Decisions.as_view(), name="audit-decisions"),
    path("audit/together/", auditing.Together.as_view(), name="audit-together"),
    path("audit/ledger/", auditing.Ledger.as_view(), name="audit-ledger"),
    path("audit/freezes/", auditing.Freezes.as_view(), name="freezes"),
    path("audit/freezes/<int:freeze>/prolong/", auditing.Prolong.as_view(), name="freeze-prolong"),
    path("audit/freezes/<int:freeze>/lift/", auditing.Lift.as_view(), name="freeze-lift"),
    path("misuse/", misuse.Cases.as_view(), name="misuse"),
    path("misuse/<str:reference>/", misuse.Case.as_view(), name="misuse-case"),
    path("misuse/<str:reference>/examine/", misuse.Examine.as_view(), name="misuse-examine"),
    path("misuse/<str:reference>/close/", misuse.Close.as_view(), name="misuse-close"),
]

"""Pages about people: found, opened, let open, judged, and taken along."""

from django.urls import path

from . import people, people_emergencies, people_files, people_seconds

urlpatterns = [
    path("people/", people.Find.as_view(), name="people"),
    path("people/one/<slug:reference>/", people.Person.as_view(), name="person"),
    path(
        "people/one/<slug:reference>/file/",
        people_files.MakeSheet.as_view(),
        name="person-sheet",
    ),
    path("people/in-care/", people.InCare.as_view(), name="people-in-care"),
    path("people/files/list/", people_files.MakeList.as_view(), name="people-list"),
    path("people/files/<slug:token>/", people_files.File.as_view(), name="person-file"),
    path("people/files/<slug:token>/take/", people_files.Take.as_view(), name="person-file-take"),
    path("people/consents/", people_seconds.Consents.as_view(), name="consents"),
    path("people/consents/ask/", people_seconds.Ask.as_view(), name="consent-ask"),
    path("people/consents/<int:number>/give/", people_seconds.Give.as_view(), name="consent-give"),
    path(
        "people/consents/<int:number>/refuse/",
        people_seconds.Refuse.as_view(),
        name="consent-refuse",
    ),
    path("people/marks/propose/", people_seconds.ProposeMark.as_view(), name="mark-propose"),
    path("people/marks/<int:number>/sign/", people_seconds.SignMark.as_view(), name="mark-sign"),
    path(
        "people/marks/<int:number>/refuse/",
        people_seconds.RefuseMark.as_view(),
        name="mark-refuse",
    ),
    path(
        "people/marks/<int:number>/lift/",
        people_seconds.ProposeLifting.as_view(),
        name="lifting-propose",
    ),
    path(
        "people/liftings/<int:number>/sign/",
        people_seconds.SignLifting.as_view(),
        name="lifting-sign",
    ),
    path(
        "people/liftings/<int:number>/refuse/",
        people_seconds.RefuseLifting.as_view(),
        name="lifting-refuse",
    ),
    path("people/emergencies/", people_emergencies.Emergencies.as_view(), name="emergencies"),
    path("people/emergencies/open/", people_emergencies.Open.as_view(), name="emergency-open"),
    path(
        "people/emergencies/<int:number>/",
        people_emergencies.Emergency.as_view(),
        name="emergency",
    ),
    path(
        "people/emergencies/<int:number>/judge/",
        people_emergencies.Judge.as_view(),
        name="emergency-judge",
    ),
]

"""Pages for citizens and for everybody."""

from django.urls import path

from . import (
    declarations,
    enrolment,
    home,
    mandates,
    places,
    profile,
    rules,
    signing_in,
    status,
)

app_name = "portal"
urlpatterns = [
    path("", home.Home.as_view(), name="home"),
    path("rules/", rules.Versions.as_view(), name="rules"),
    path("rules/compare/", rules.Compare.as_view(), name="compare"),
    path("rules/<str:name>/<str:version>.json", rules.Document.as_view(), name="ruleset-json"),
    path("rules/<str:name>/<str:version>/", rules.Version.as_view(), name="ruleset"),
    path("sign-in/", signing_in.SignIn.as_view(), name="sign-in"),
    path("sign-out/", signing_in.SignOut.as_view(), name="sign-out"),
    path("landing/", signing_in.Landing.as_view(), name="landing"),
    path("status/", status.Status.as_view(), name="status"),
    path("enrol/", enrolment.Enrol.as_view(), name="enrol"),
    path("enrol/code/", enrolment.Code.as_view(), name="enrol-code"),
    path("enrol/letter/", enrolment.Letter.as_view(), name="enrol-letter"),
    path("enrol/finish/", enrolment.Finish.as_view(), name="enrol-finish"),
    path("mandates/", mandates.Mandates.as_view(), name="mandates"),
    path("mandates/act/", mandates.Switch.as_view(), name="mandate-switch"),
    path("mandates/ask/", mandates.Ask.as_view(), name="mandate-ask"),
    path("mandates/code/", mandates.Code.as_view(), name="mandate-code"),
    path("mandates/give/", mandates.Give.as_view(), name="mandate-give"),
    path("mandates/request/", mandates.Request.as_view(), name="mandate-request"),
    path("mandates/<int:mandate>/accept/", mandates.Accept.as_view(), name="mandate-accept"),
    path("mandates/<int:mandate>/end/", mandates.Revoke.as_view(), name="mandate-revoke"),
    path("declarations/", declarations.Declarations.as_view(), name="declarations"),
    path(
        "declarations/<int:piece>/take-back/",
        declarations.TakeBack.as_view(),
        name="declaration-take-back",
    ),
    path("places/", places.Places.as_view(), name="places"),
    path("places/<int:place>/remove/", places.Remove.as_view(), name="place-remove"),
    path("profile/", profile.Profile.as_view(), name="profile"),
    path("profile/language/", profile.Language.as_view(), name="profile-language"),
    path("profile/contact/", profile.Contact.as_view(), name="contact"),
    path("profile/contact/<str:channel>/code/", profile.ContactCode.as_view(), name="contact-code"),
    path(
        "profile/contact/<str:channel>/remove/",
        profile.RemoveContact.as_view(),
        name="contact-remove",
    ),
    path("profile/consents/<str:item>/withdraw/", profile.Withdraw.as_view(), name="withdraw"),
    path("profile/receipts/<str:receipt>/", profile.Receipt.as_view(), name="receipt"),
    path("questions/<int:question>/", status.Answer.as_view(), name="answer"),
]

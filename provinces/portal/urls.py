"""Pages for citizens and for everybody."""

from django.urls import path

from . import home, rules, signing_in, status

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
    path("questions/<int:question>/", status.Answer.as_view(), name="answer"),
]

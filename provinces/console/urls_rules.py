"""The rules desk, below `rules/`."""

from django.urls import path

from .rules import comparing, draft, editing, figures, listing, programme, proving, source, version

ONE = "rules/drafts/<int:draft>"
NAMED = "rules/versions/<str:name>/<str:version>"

urlpatterns = [
    path("rules/", listing.Rules.as_view(), name="rules"),
    path("rules/begin/", listing.Begin.as_view(), name="rules-begin"),
    path("rules/programme/", programme.Programme.as_view(), name="rules-programme"),
    path("rules/programme/renew/", programme.Propose.as_view(), name="rules-renew"),
    path(
        "rules/programme/renewals/<int:renewal>/sign/",
        programme.Sign.as_view(),
        name="rules-renewal-sign",
    ),
    path("rules/compare/", comparing.Compare.as_view(), name="rules-compare"),
    path(f"{NAMED}/", version.Version.as_view(), name="rules-version"),
    path(f"{NAMED}/withdraw/", version.Withdraw.as_view(), name="rules-withdraw"),
    path(f"{ONE}/", draft.Draft.as_view(), name="rules-draft"),
    path(f"{ONE}/about/", editing.About.as_view(), name="rules-about"),
    path(f"{ONE}/statuses/", editing.Statuses.as_view(), name="rules-statuses"),
    path(f"{ONE}/places/", editing.Places.as_view(), name="rules-places"),
    path(f"{ONE}/grounds/<int:number>/", editing.Ground.as_view(), name="rules-ground"),
    path(f"{ONE}/cases/<int:number>/", editing.Case.as_view(), name="rules-case"),
    path(f"{ONE}/arrange/", editing.Arrange.as_view(), name="rules-arrange"),
    path(f"{ONE}/json/", source.Source.as_view(), name="rules-json"),
    path(f"{ONE}/proof/", proving.Proof.as_view(), name="rules-proof"),
    path(f"{ONE}/proof/<int:number>/", proving.Explained.as_view(), name="rules-explained"),
    path(f"{ONE}/figures/", figures.Figures.as_view(), name="rules-figures"),
    path(f"{ONE}/figures/state/", figures.State.as_view(), name="rules-state"),
    path(f"{ONE}/try/", draft.Try.as_view(), name="rules-try"),
    path(f"{ONE}/submit/", draft.Submit.as_view(), name="rules-submit"),
    path(f"{ONE}/drop/", draft.Drop.as_view(), name="rules-drop"),
    path(f"{ONE}/sign/", draft.Sign.as_view(), name="rules-sign"),
    path(f"{ONE}/send-back/", draft.SendBack.as_view(), name="rules-send-back"),
]

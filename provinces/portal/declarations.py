"""How somebody says they are: it counts at once, can be taken back, and is held against nobody."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView

from provinces.citizens.mandates import Scope
from provinces.evidence import queries as evidences
from provinces.evidence import services as evidence
from provinces.evidence.classes import SELF_DECLARED, EvidenceClass
from provinces.evidence.declaring import DECLARED, SayHealth, felt
from provinces.rules import queries as rules

from .acting import PersonPage


class Declarations(PersonPage, FormView):
    """What I have declared, how I am today, and what published rules make of it."""

    scope = Scope.DECLARE
    http_method_names = ["get", "head", "post", "options"]
    template_name = "portal/declarations.html"
    form_class = SayHealth

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = timezone.now()
        counting = set(evidences.counting(self.citizen, now).values_list("pk", flat=True))
        made = [
            {
                "piece": piece,
                "words": DECLARED[EvidenceClass(piece.evidence_class)],
                "felt": felt(piece.details),
                "counts": piece.pk in counting,
            }
            for piece in evidences.about(self.citizen)
            if piece.evidence_class in SELF_DECLARED
        ]
        return super().get_context_data(
            here="declarations", made=made, read_by=read_by(now), **kwargs
        )

    def form_valid(self, form: SayHealth) -> HttpResponse:
        told = form.told()
        evidence.declare(self.citizen, told.pop("of"), now=timezone.now(), **told)
        thanks = _("Thank you. It is kept, and you can change it at any time.")
        messages.success(self.request, thanks)
        return redirect("portal:declarations")


def read_by(at: datetime) -> list[dict[str, Any]]:
    """Return the grounds in force that read what people declare: reason, statuses, how it ends."""
    found = rules.in_force(at)
    language = "zh-hans" if (get_language() or "").startswith("zh") else "en"
    grounds = [] if found is None else found.document["grounds"]
    return [
        {**ground["texts"][language], "statuses": statuses(found, ground, language)}
        for ground in grounds
        if SELF_DECLARED & set(ground["rests_on"])
    ]


def statuses(ruleset: Any, ground: dict[str, Any], language: str) -> list[str]:
    """Return what a ground may come to, by the names that its rule set has for them."""
    names = {each["key"]: each["names"][language] for each in ruleset.document["statuses"]}
    return [names[phase["status"]] for phase in ground["phases"]]


class TakeBack(PersonPage):
    """Take a declaration back; nobody asks why."""

    scope = Scope.DECLARE
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, piece: int) -> HttpResponse:
        found = evidences.about(self.citizen).filter(pk=piece).first()
        if found is None:
            raise Http404("no such declaration")
        try:
            evidence.retract(found, of=self.citizen, now=timezone.now())
        except (evidence.NotAllowed, evidence.NotInForce):
            raise Http404("no such declaration stands") from None
        messages.success(request, _("It is taken back."))
        return redirect("portal:declarations")

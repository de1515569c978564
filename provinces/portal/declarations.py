"""How somebody says they are: it counts at once, can be taken back, and is held against nobody."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from provinces.citizens.mandates import Scope
from provinces.evidence import queries as evidences
from provinces.evidence import services as evidence
from provinces.evidence.classes import SELF_DECLARED, EvidenceClass

from .acting import PersonPage

WORDING: dict[EvidenceClass, Any] = {
    EvidenceClass.WELLNESS_DECLARED: _("Well: no fever, no cough, nothing new"),
    EvidenceClass.SYMPTOMS_DECLARED: _("Unwell: fever, cough, or something else that is new"),
}
assert set(WORDING) == SELF_DECLARED  # noqa: S101  a class without words could not be declared


class Declarations(PersonPage, TemplateView):
    """What I have declared, and how I am today."""

    scope = Scope.DECLARE
    http_method_names = ["get", "head", "post", "options"]
    template_name = "portal/declarations.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = timezone.now()
        counting = set(evidences.counting(self.citizen, now).values_list("pk", flat=True))
        made = [
            {
                "piece": piece,
                "words": WORDING[EvidenceClass(piece.evidence_class)],
                "counts": piece.pk in counting,
            }
            for piece in evidences.about(self.citizen)
            if piece.evidence_class in SELF_DECLARED
        ]
        return super().get_context_data(
            here="declarations", made=made, choices=WORDING.items(), **kwargs
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        try:
            of = EvidenceClass(request.POST.get("health", ""))
            evidence.declare(self.citizen, of, now=timezone.now())
        except (ValueError, evidence.NotForThePerson):
            raise BadRequest("this is not for the person to declare") from None
        messages.success(request, _("Thank you. It is kept, and you can change it at any time."))
        return redirect("portal:declarations")


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

"""Lists of evidence: uploaded, shown with every line that is wrong, and filed once confirmed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from provinces.citizens import budgets
from provinces.console.official import OfficialView
from provinces.evidence import services as evidence
from provinces.evidence.classes import EvidenceClass
from provinces.jurisdictions.powers import Power

from . import reading, tables, wording
from .forms import COMMON, FILED, SayList
from .reading import Reader, Reading
from .tables import NotATable

# So many lines are shown of a list, and so many mistakes; the others are counted.
SHOWN, MOST_MISTAKES = 10, 200


class Import(OfficialView):
    """Upload a list: it is shown what it would come to, and nothing is written."""

    power = Power.PROPOSE_EVIDENCE
    template_name = "console/evidence/import.html"
    here = "cases"
    http_method_names = ["get", "head", "post", "options"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kinds = [{"key": str(of), "name": wording.of_class(of)} for of in FILED]
        return super().get_context_data(**{"form": SayList(), "kinds": kinds, **kwargs})

    def post(self, request: HttpRequest) -> HttpResponse:
        form = SayList(request.POST, request.FILES)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        why = {name: form.cleaned_data[name] for name in COMMON}
        try:
            budgets.spend("list", now=self.now, **self.reader.source)
            text = tables.text_of(form.cleaned_data["file"].read(tables.MOST_BYTES + 1))
            found = reading.read(text, EvidenceClass(form.cleaned_data["kind"]), why, self.reader)
        except NotATable as problem:
            form.add_error("file", str(problem))
            return self.render_to_response(self.get_context_data(form=form))
        except budgets.OverBudget:
            return self.too_often(wording.TOO_OFTEN)
        return self.preview(found)

    @property
    def reader(self) -> Reader:
        """Return in whose name the list is read."""
        return Reader(self.official, self.now, budgets.network_of(self.request))

    def preview(self, found: Reading) -> HttpResponse:
        """Show what a list comes to: its mistakes, or what would be filed."""
        told = self.get_context_data(
            name=wording.of_class(found.of),
            moment=wording.moment(found.of),
            kind=str(found.of),
            why=found.why,
            count=len(found.claims),
            shown=found.claims[:SHOWN],
            text="" if found.mistakes else found.text,
            mistakes=found.mistakes[:MOST_MISTAKES],
            more=max(0, len(found.mistakes) - MOST_MISTAKES),
        )
        return render(self.request, "console/evidence/preview.html", told)


class Confirm(Import):
    """File a list that was shown: all of it as one batch, or nothing."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest) -> HttpResponse:
        why = {name: request.POST.get(name, "") for name in COMMON}
        of, text = sought_class(request.POST.get("kind", "")), request.POST.get("text", "")
        try:
            found = reading.read(text, of, why, self.reader)
        except NotATable as problem:
            messages.error(request, str(problem))
            return redirect("console:evidence-import")
        except budgets.OverBudget:
            return self.too_often(wording.TOO_OFTEN)
        if found.mistakes:
            return self.preview(found)
        return self.filed(found)

    def filed(self, found: Reading) -> HttpResponse:
        """File what was read; what the service finds wrong is shown as the other mistakes are."""
        try:
            taken = evidence.file_list(
                found.claims, digest=found.digest, by=self.official, now=self.now
            )
        except evidence.InvalidClaim as invalid:
            reading.refused(found, invalid)
            return self.preview(found)
        except tuple(wording.OBSTACLES) as obstacle:
            messages.error(self.request, wording.obstacle(obstacle))
            return redirect("console:evidence-import")
        messages.success(self.request, said_of(taken))
        return redirect("console:evidence-mine")


class Template(OfficialView):
    """An empty list of a class, to be filled in."""

    power = Power.PROPOSE_EVIDENCE
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        of = sought_class(kwargs["kind"])
        response = HttpResponse(tables.template(of), content_type="text/csv; charset=utf-8")
        response.headers["Content-Disposition"] = f'attachment; filename="{of}.csv"'
        return response


KNOWN = _("This list was filed before. Nothing was filed a second time.")
FILED_NOW = _("Filed. Nothing happens before another office has signed.")
HELD = _("Filed, and held: with what was filed lately it is too much. Another body looks at it.")


def said_of(taken: evidence.Taken) -> Any:
    """Return what became of a list, in words."""
    if taken.known:
        return KNOWN
    return HELD if taken.is_held else FILED_NOW


def sought_class(kind: str) -> EvidenceClass:
    """Return a class that officials file, by its name in addresses; raises Http404."""
    if kind not in set(map(str, FILED)):
        raise Http404("no such class of evidence")
    return EvidenceClass(kind)

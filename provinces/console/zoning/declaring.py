"""A zone is drawn, looked at as it would be, and only then declared."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from provinces.console.official import OfficialView
from provinces.jurisdictions import queries as jurisdictions
from provinces.jurisdictions import scoping
from provinces.jurisdictions.powers import Power
from provinces.zones import services as zone

from . import previewing, words
from .forms import SayZone, usual_terms

# A province has some 200 counties; of what is below them only an office there chooses.
MOST_AREAS = 300
COUNTY = 3
DECLARED = "declare"


class Drawing(OfficialView):
    """A page on which a zone is drawn, looked at, and then declared as it was seen."""

    power = Power.DECLARE_ZONE
    here = "zones"
    http_method_names = ["get", "head", "post", "options"]
    # The version that a new one replaces.
    before: Any = None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = kwargs.pop("form", None) or self.form()
        return super().get_context_data(form=form, words=words.told(), **kwargs)

    def form(self, *said: Any) -> Any:
        """Return the form: as it begins, or as it was filled in."""
        raise NotImplementedError

    def draft(self, form: Any) -> zone.Draft:
        """Return what a valid form says."""
        raise NotImplementedError

    def declare(self, form: Any) -> Any:
        """Declare what a valid form says, and return the version."""
        raise NotImplementedError

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        form = self.form(request.POST, request.FILES)
        if form.is_valid():
            try:
                return self._answer(form)
            except previewing.PROBLEMS as problem:
                previewing.blame(form, problem)
        return self.render_to_response(self.get_context_data(form=form))

    def units(self) -> list[str]:
        """Return the offices in whose name the official may declare a zone."""
        held = jurisdictions.offices_with(self.official, Power.DECLARE_ZONE, self.now)
        return list(dict.fromkeys(office.unit for office in held))

    def _answer(self, form: Any) -> HttpResponse:
        """Declare what was seen, or show what there would be."""
        draft = self.draft(form)
        if self.request.POST.get("step") == DECLARED:
            if self.request.POST.get("seen") == previewing.token_of(draft):
                return self._declared(form)
            messages.error(self.request, _("It is not what you looked at. Look at it again first."))
        seen = previewing.look(draft, by=self.official, now=self.now, before=self.before)
        shown = self.form(form.settled())
        shown.is_valid()
        return self.render_to_response(self.get_context_data(form=shown, seen=seen))

    def _declared(self, form: Any) -> HttpResponse:
        version = self.declare(form)
        messages.success(
            self.request, _("Declared. It has no effect before another office has signed.")
        )
        return redirect("console:zone", version.pk)


class Declare(Drawing):
    """Declare a new zone."""

    template_name = "console/zoning/declare.html"
    here = "zone-declare"

    def form(self, *said: Any) -> SayZone:
        areas = scoping.within(self.official, Power.DECLARE_ZONE, self.now).order_by("code")
        if areas.count() > MOST_AREAS:
            areas = areas.filter(level__lte=COUNTY)
        return SayZone(*said, areas=list(areas), units=self.units(), initial=usual_terms(self.now))

    def draft(self, form: SayZone) -> zone.Draft:
        return form.draft()

    def declare(self, form: SayZone) -> Any:
        return zone.declare(form.draft(), by=self.official, now=self.now)

"""The few places near the border where somebody often is: said, shown as cells, removed."""

from __future__ import annotations

from typing import Any

import h3.api.basic_int as h3
from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView

from core.cells.datum import Datum, gcj02_to_wgs84
from provinces.citizens import queries as citizens
from provinces.citizens import services as citizen
from provinces.zones import frontier

from .status import OwnPage

KINDS = {
    "home": _("Where I live"),
    "work": _("Work or school"),
    "commute": _("On my way to work or school"),
    "other": _("Another place"),
}


class SayPlace(forms.Form):
    """A point that becomes a cell at once; the point is not kept."""

    kind = forms.ChoiceField(label=_("What it is to you"), choices=list(KINDS.items()))
    latitude = forms.FloatField(
        label=_("Latitude"), min_value=-90, max_value=90, widget=forms.TextInput()
    )
    longitude = forms.FloatField(
        label=_("Longitude"), min_value=-180, max_value=180, widget=forms.TextInput()
    )
    datum = forms.ChoiceField(
        label=_("Where the numbers come from"),
        choices=[
            (str(Datum.GCJ02), _("A map or app made in China (GCJ-02)")),
            (str(Datum.WGS84), _("A GPS receiver, or another map (WGS84)")),
        ],
    )

    def cell(self) -> int:
        """Return the cell of the point."""
        said = self.cleaned_data
        point = (said["latitude"], said["longitude"])
        if Datum(said["datum"]) is Datum.GCJ02:
            point = gcj02_to_wgs84(*point)
        return citizen.cell_of(*point)


class Places(OwnPage, FormView):
    """My places, and another one."""

    http_method_names = ["get", "head", "post", "options"]
    template_name = "portal/places.html"
    form_class = SayPlace

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kept = [
            {"place": place, "kind": KINDS[place.kind], "around": h3.cell_to_latlng(place.cell)}
            for place in citizens.places_of(self.citizen)
        ]
        return super().get_context_data(
            here="profile", kept=kept, is_full=len(kept) >= citizen.MOST_PLACES, **kwargs
        )

    def form_valid(self, form: SayPlace) -> HttpResponse:
        cell, kind = form.cell(), form.cleaned_data["kind"]
        if h3.cell_to_parent(cell, frontier.RESOLUTION) not in frontier.strip():
            form.add_error(None, AWAY)
            return self.form_invalid(form)
        language = get_language() or "zh-hans"
        try:
            citizen.say_place(self.citizen, cell, kind, language=language, now=timezone.now())
        except citizen.TooManyPlaces:
            form.add_error(None, _("Three places are kept already; remove one first."))
            return self.form_invalid(form)
        messages.success(self.request, _("The place is kept, as a cell of about 400 m."))
        return redirect("portal:places")


AWAY = _(
    "This is not within 5 km of another province. Places further inside need not be told; if yours"
    " is near the border, mind from which map the numbers are."
)


class Remove(OwnPage):
    """Forget a place."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, place: int) -> HttpResponse:
        if not citizen.remove_place(self.citizen, place, now=timezone.now()):
            raise Http404("no such place")
        messages.success(request, _("The place is removed."))
        return redirect("portal:places")

"""Venues at which one can check in: registered, given another key, closed; of visitors nothing."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core.cells.classes import FINE, RADIUS_M
from core.cells.datum import Datum, gcj02_to_wgs84
from core.cells.lookup import cell_for
from core.cells.ranges import Ranges
from provinces.jurisdictions import scoping
from provinces.jurisdictions.powers import Power
from provinces.presence import queries as presences
from provinces.presence import services as presence
from provinces.tenancy import scope
from provinces.zones import queries as zones

from .official import OfficialView

ON_A_PAGE = 50
ELSEWHERE = _("This is not in this province. Mind from which map the numbers are.")


class SayVenue(forms.Form):
    """A venue; its point becomes a cell at once, and is not kept."""

    name_zh = forms.CharField(label=_("Name in Chinese"), max_length=80)
    name_en = forms.CharField(label=_("Name in English"), max_length=80)
    area = forms.ChoiceField(label=_("Area"))
    answerable = forms.CharField(label=_("Who answers for it"), max_length=120)
    contact = forms.CharField(label=_("How to reach them"), max_length=120)
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

    def __init__(self, *args: Any, areas: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        is_chinese = (get_language() or "").startswith("zh")
        self.areas = {area.code: area for area in areas}
        self.fields["area"].choices = [  # type: ignore[attr-defined]
            (code, f"{area.name_zh if is_chinese else area.name_en} · {code}")
            for code, area in self.areas.items()
        ]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if {"latitude", "longitude", "datum"} <= said.keys():
            said["cell"] = _cell(said)
            if not _is_here(said["cell"]):
                self.add_error("latitude", ELSEWHERE)
        return said

    def registration(self) -> presence.Registration:
        """Return what was said, without the point."""
        said = self.cleaned_data
        fields = ("name_zh", "name_en", "answerable", "contact", "cell")
        return presence.Registration(**{field: said[field] for field in fields})


class VenuePage(OfficialView):
    """A page for whoever looks after venues in their area."""

    power = Power.MANAGE_VENUES
    here = "venues"


class Venues(VenuePage):
    """The venues of my area."""

    template_name = "console/venues.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        venues = presences.venues_of(self.official, self.now)
        page = Paginator(venues, ON_A_PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(page=page, venues=page.object_list, **kwargs)


class Register(VenuePage):
    """Register a venue; its word is shown this once."""

    template_name = "console/venue_register.html"
    http_method_names = ["get", "head", "post", "options"]

    def form(self, *said: Any) -> SayVenue:
        """Return the form, with the areas in which the official may register a venue."""
        areas = scoping.within(self.official, self.power, self.now)
        return SayVenue(*said, areas=areas.order_by("code"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"form": self.form(), **kwargs})

    def post(self, request: HttpRequest) -> HttpResponse:
        form = self.form(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        area = form.areas[form.cleaned_data["area"]]
        made = presence.register_venue(
            form.registration(), area=area, by=self.official, now=self.now
        )
        return _shown(self, *made)


class Venue(VenuePage):
    """One venue, and what can be done about it."""

    template_name = "console/venue.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        mine = presences.venues_of(self.official, self.now)
        found = mine.filter(reference=kwargs["reference"]).first()
        if found is None:
            raise Http404("no such venue")
        return super().get_context_data(venue=found, **kwargs)


class ChangeKey(VenuePage):
    """Have other codes shown, to whoever has the new word, which is shown this once."""

    http_method_names = ["post", "options"]

    def post(self, _request: HttpRequest, reference: str) -> HttpResponse:
        try:
            made = presence.change_venue_key(reference, by=self.official, now=self.now)
        except presence.NoSuchVenue:
            raise Http404("no such venue") from None
        return _shown(self, *made)


class Close(Venue):
    """Let nobody check in there any more, once that was asked again: it is for good."""

    template_name = "console/venue_close.html"
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, reference: str) -> HttpResponse:
        if "confirm" not in request.POST:
            return self.render_to_response(self.get_context_data(reference=reference))
        try:
            presence.close_venue(reference, by=self.official, now=self.now)
        except presence.NoSuchVenue:
            raise Http404("no such venue") from None
        messages.success(request, _("The venue is closed. Its codes count no more."))
        return redirect("console:venues")


def _shown(page: VenuePage, venue: Any, word: str) -> HttpResponse:
    told = {"venue": venue, "word": word, **OfficialView.get_context_data(page)}
    return render(page.request, "console/venue_word.html", told)


def _cell(said: dict[str, Any]) -> int:
    point = (said["latitude"], said["longitude"])
    if Datum(said["datum"]) is Datum.GCJ02:
        point = gcj02_to_wgs84(*point)
    return cell_for(*point, FINE)


def _is_here(cell: int) -> bool:
    """Tell whether a cell lies in this province, as far as its territory is known."""
    ground, coarse = zones.territory(scope.current().slug), max(RADIUS_M)
    return ground is None or bool(ground.at(coarse) & Ranges.from_cells([cell]).at(coarse))

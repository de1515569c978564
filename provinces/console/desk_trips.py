"""A desk declares trips for the person who is present, and takes them back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core.web.context import named
from provinces.citizens import services as citizen
from provinces.citizens.fields import Field
from provinces.evidence import services as evidence
from provinces.evidence import trips
from provinces.evidence.trips import SayTrip
from provinces.passes import queries as passes
from provinces.passes import services as passing

from .desk import NOTED, Person

OBSTACLES: dict[type[Exception], Any] = {
    citizen.OwnRecord: _("You cannot serve yourself; a colleague can."),
    evidence.NotATrip: _("This is no trip to come. Look at the province and the time."),
    evidence.TooManyTrips: _("Ten trips to come are kept already; take one back first."),
    evidence.NoSuchTrip: _("This trip has begun, or was taken back."),
}


class Trips(Person):
    """The trips of the person at the desk, and another one."""

    template_name = "console/desk_trips.html"
    fields = (Field.TRIPS,)
    http_method_names = ["get", "head", "post", "options"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        told = super().get_context_data(**{"form": SayTrip(self.destinations()), **kwargs})
        if Field.TRIPS in told["record"].sight:
            told["trips"] = self._kept(told["person"])
        return told

    def post(self, request: HttpRequest) -> HttpResponse:
        person, form = self.present(), SayTrip(self.destinations(), request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        try:
            with transaction.atomic():
                citizen.serve(person, citizen.Act.TRAVELLING, by=self.official, now=self.now)
                evidence.declare_trip(person, form.journey(), by=self.official, now=self.now)
        except tuple(OBSTACLES) as obstacle:
            messages.error(request, OBSTACLES[type(obstacle)])
        else:
            messages.success(request, NOTED)
        return redirect("console:desk-trips")

    def _kept(self, person: Any) -> list[dict[str, Any]]:
        """Return the trips to come of a person, in words."""
        to = dict(_named(passes.destinations(self.now)))
        return [
            {
                "trip": each,
                "to": to.get(each.host, each.host),
                "means": trips.MEANS[trips.Means(each.means)],
            }
            for each in trips.trips_of(person).filter(departs_at__gt=self.now)
        ]

    def destinations(self) -> list[tuple[str, str]]:
        """Return where one may say that one travels, with what it is called."""
        return _named(passes.abroad(self.now))


def _named(hosts: Iterable[Any]) -> list[tuple[str, str]]:
    return [(each.slug, named(each, get_language() or "en")) for each in hosts]


class TakeBackTrip(Person):
    """Take back a trip that the person does not make."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest) -> HttpResponse:
        person, by, now = self.present(), self.official, self.now
        self.require(person, Field.TRIPS)
        number = request.POST.get("trip", "")
        try:
            with transaction.atomic():
                citizen.serve(person, citizen.Act.TRAVELLING, by=by, now=now)
                trip = int(number) if number.isdecimal() and len(number) < 18 else 0
                host = evidence.take_back_trip(person, trip, by=by, now=now)
                passing.withdraw_journeys(person, host, by=by, now=now)
        except tuple(OBSTACLES) as obstacle:
            messages.error(request, OBSTACLES[type(obstacle)])
        else:
            messages.success(
                request, _("The trip is taken back, and its entry pass does not count.")
            )
        return redirect("console:desk-trips")

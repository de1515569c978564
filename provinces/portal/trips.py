"""Trips to come: declared, amended, taken back; what their host asks, and the pass that says so."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView

from core.web.context import named
from provinces.citizens.mandates import Scope
from provinces.evidence import services as evidence
from provinces.evidence import trips
from provinces.evidence.trips import SayTrip
from provinces.passes import queries as passes
from provinces.passes import services as passing
from provinces.tenancy import scope as province

from .acting import PersonPage
from .travel import TravelPage, answered, shown

# As far ahead a carrier may ask: what is known by then is what counts.
AHEAD = timedelta(hours=48)


class TripPage(PersonPage):
    """A page about the trips that a person has declared."""

    scope = Scope.DECLARE

    def refuse(self, form: SayTrip, problem: Exception) -> HttpResponse:
        """Say on the form what was wrong."""
        form.add_error(None, REFUSALS[type(problem)])
        page: Any = self
        answer: HttpResponse = page.form_invalid(form)
        return answer


class Trips(TripPage, FormView):
    """My trips, and another one."""

    http_method_names = ["get", "head", "post", "options"]
    template_name = "portal/trips.html"
    form_class = SayTrip

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "destinations": choices(timezone.now())}

    def get_initial(self) -> dict[str, Any]:
        return {"host": self.request.GET.get("host", "")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = timezone.now()
        told = [one_of(trip, now) for trip in trips.trips_of(self.citizen)]
        may_ask = self.standing.may(Scope.SEE_DETAILS)
        return super().get_context_data(here="travel", trips=told, may_ask=may_ask, **kwargs)

    def form_valid(self, form: SayTrip) -> HttpResponse:
        try:
            evidence.declare_trip(self.citizen, form.journey(), now=timezone.now())
        except tuple(REFUSALS) as problem:
            return self.refuse(form, problem)
        messages.success(self.request, _("The trip is kept. Change it or take it back until then."))
        return redirect("portal:trips")


class Amend(TripPage, FormView):
    """A trip said anew."""

    http_method_names = ["get", "head", "post", "options"]
    template_name = "portal/trip.html"
    form_class = SayTrip

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.number = int(kwargs["trip"])
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "destinations": choices(timezone.now())}

    def get_initial(self) -> dict[str, Any]:
        return trips.said_of(self.found())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(here="travel", trip=self.found(), **kwargs)

    def form_valid(self, form: SayTrip) -> HttpResponse:
        now, before = timezone.now(), self.found().host
        try:
            with transaction.atomic():
                evidence.amend_trip(self.citizen, self.number, form.journey(), now=now)
                passing.withdraw_journeys(self.citizen, before, now=now, by=self.request.user)
        except tuple(REFUSALS) as problem:
            return self.refuse(form, problem)
        messages.success(self.request, _("The trip is changed. An entry pass for it is made anew."))
        return redirect("portal:trips")

    def found(self) -> Any:
        """Return the trip; 404 for another's, and for one that has begun."""
        trip = trips.trip_to_come(self.citizen, self.number, timezone.now())
        if trip is None:
            raise Http404("no such trip to come")
        return trip


class TakeBack(TripPage):
    """Take a trip back; nobody asks why, and what it was is gone."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, trip: int) -> HttpResponse:
        now = timezone.now()
        try:
            with transaction.atomic():
                host = evidence.take_back_trip(self.citizen, trip, now=now)
                passing.withdraw_journeys(self.citizen, host, now=now, by=request.user)
        except evidence.NoSuchTrip:
            raise Http404("no such trip to come") from None
        messages.success(request, _("The trip is taken back, and its entry pass does not count."))
        return redirect("portal:trips")


class Pass(TravelPage):
    """What the host says of the trip, and the entry pass once it begins soon."""

    http_method_names = ["get", "head", "post", "options"]

    def get(self, request: HttpRequest, trip: int) -> HttpResponse:
        kept = self.found(trip)
        answer = answered(self.citizen, kept.host, kept.departs_at)
        told = {"here": "travel", "one": one_of(kept, timezone.now()), "answer": answer}
        return render(request, "portal/trip_answer.html", told)

    def post(self, request: HttpRequest, trip: int) -> HttpResponse:
        kept, now = self.found(trip), timezone.now()
        answer = answered(self.citizen, kept.host, kept.departs_at)
        if kept.departs_at > now + AHEAD:
            messages.error(request, _("An entry pass is made within 48 hours of the trip."))
            return redirect("portal:trip-answer", trip)
        text = passing.issue_entry(
            self.citizen, host=kept.host, now=now, begins=kept.departs_at, by=request.user
        )
        return shown(request, self.citizen, kept.host, text, answer)

    def found(self, trip: int) -> Any:
        """Return a trip to another province that has not begun."""
        kept = trips.trip_to_come(self.citizen, trip, timezone.now())
        if kept is None or kept.host == province.current().slug:
            raise Http404("no such trip to come")
        return kept


def choices(at: datetime) -> list[tuple[str, str]]:
    """Return where one may say that one travels, with what it is called."""
    return _named(passes.abroad(at))


def _named(hosts: Iterable[Any]) -> list[tuple[str, str]]:
    return [(each.slug, named(each, get_language() or "en")) for each in hosts]


def one_of(trip: Any, now: datetime) -> dict[str, Any]:
    """Return what is shown of a trip."""
    return {
        "trip": trip,
        "to": dict(_named(passes.destinations(now))).get(trip.host, trip.host),
        "means": trips.MEANS[trips.Means(trip.means)],
        "is_to_come": trip.departs_at > now,
        "is_elsewhere": trip.host != province.current().slug,
        "pass_from": None if trip.departs_at <= now + AHEAD else trip.departs_at - AHEAD,
    }


REFUSALS: dict[type[Exception], Any] = {
    evidence.NotATrip: _("This is no trip to come. Look at the province and the time."),
    evidence.TooManyTrips: _("Ten trips to come are kept already; take one back first."),
    evidence.NoSuchTrip: _("This trip has begun, or was taken back."),
}

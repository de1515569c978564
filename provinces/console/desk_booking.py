"""A desk books and cancels tests for the person who is present."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from provinces.citizens import services as citizen
from provinces.citizens.fields import Field
from provinces.screening import queries as screening
from provinces.screening import services as appointment

from .desk import Person

OBSTACLES: dict[type[Exception], Any] = {
    citizen.OwnRecord: _("You cannot serve yourself; a colleague can."),
    appointment.SlotFull: _("Somebody else has just taken the last place. Choose another time."),
    appointment.NoSuchSlot: _("This time cannot be booked any more. Choose another time."),
    appointment.Overlaps: _("The person is expected somewhere at that time already."),
    appointment.TooManyBooked: _("The person has as many appointments to come as one may have."),
    appointment.TooLate: _("This appointment has begun, is over, or was cancelled already."),
}


class Booking(Person):
    """Where and when the person at the desk can be tested, and what is booked for them."""

    template_name = "console/desk_booking.html"
    fields = (Field.NAME, Field.APPOINTMENTS)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        site = screening.site_for(self.request.GET.get("site", ""), self.now)
        days = screening.days(site, self.now) if site else []
        chosen = _day(self.request.GET.get("day", ""))
        free = next((each.day for each in days if each.free), None)
        day = chosen if chosen in [each.day for each in days] else free
        told = super().get_context_data(
            site=site,
            days=days,
            day=day,
            openings=screening.openings(site, day, self.now) if site and day else [],
            **kwargs,
        )
        person = told["person"]
        told["sites"] = screening.sites_near(person.area, self.now)
        if Field.APPOINTMENTS in told["record"].sight:
            told["booked"] = screening.appointments_of(person).filter(
                state="booked", period__startswith__gt=self.now
            )
        return told


class BookingAct(Person):
    """Something about an appointment of the person at the desk; back to the page either way."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest) -> HttpResponse:
        person = self.present()
        try:
            with transaction.atomic():
                told = self.do(person)
        except tuple(OBSTACLES) as obstacle:
            messages.error(request, OBSTACLES[type(obstacle)])
        else:
            messages.success(request, told)
        return redirect("console:desk-booking")

    def do(self, person: Any) -> Any:
        """Do it, and return what to tell the official."""
        raise NotImplementedError


class Book(BookingAct):
    """Book a time for the person."""

    def do(self, person: Any) -> Any:
        site = screening.site_for(self.request.POST.get("site", ""), self.now)
        starts_at = _moment(self.request.POST.get("starts_at", ""))
        if site is None or starts_at is None:
            raise appointment.NoSuchSlot
        citizen.serve(person, citizen.Act.BOOKED, by=self.official, now=self.now)
        made = appointment.book(
            person, site=site, starts_at=starts_at, by=self.official, now=self.now
        )
        told = {"code": made.code}
        return _("Booked. Write the code down for the person: %(code)s.") % told


class CancelBooking(BookingAct):
    """Cancel an appointment that the person no longer wants."""

    def do(self, person: Any) -> Any:
        self.require(person, Field.APPOINTMENTS)
        found = screening.own_appointment(person, self.request.POST.get("code", ""))
        if found is None:
            raise Http404("no such appointment of the person at the desk")
        citizen.serve(person, citizen.Act.BOOKED, by=self.official, now=self.now)
        appointment.cancel(found, by=self.official, now=self.now)
        return _("The appointment is cancelled.")


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _moment(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else None

"""A citizen's own appointments at test sites: booked, moved and cancelled."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from provinces.citizens.mandates import Scope
from provinces.screening import queries as screening
from provinces.screening import services as appointment

from .acting import PersonPage

STATES = {
    "booked": (_("Booked"), ""),
    "cancelled": (_("Cancelled"), "govuk-tag--grey"),
    "arrived": (_("You have arrived"), "govuk-tag--green"),
    "sampled": (_("Sample taken"), "govuk-tag--green"),
    "missed": (_("Not kept"), "govuk-tag--grey"),
}
# What keeps an appointment from being booked, in words for the citizen.
OBSTACLES: dict[type[Exception], Any] = {
    appointment.SlotFull: _("Somebody else has just taken the last place. Choose another time."),
    appointment.NoSuchSlot: _("This time cannot be booked any more. Choose another time."),
    appointment.Overlaps: _("You are expected somewhere at that time already."),
    appointment.TooManyBooked: _(
        "You have as many appointments to come as one person may have. Cancel one of them first."
    ),
    appointment.TooLate: _("This appointment has begun, is over, or was cancelled already."),
}


class BookingPage(PersonPage):
    """A page about the appointments of whom one acts for, by default oneself."""

    scope = Scope.BOOK


class Appointments(BookingPage, TemplateView):
    """My appointments, the next one first."""

    template_name = "portal/appointments.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = timezone.now()
        rows = [_row(each, now) for each in screening.appointments_of(self.citizen)]
        return super().get_context_data(
            here="tests",
            coming=[row for row in reversed(rows) if row["is_to_come"]],
            past=[row for row in rows if not row["is_to_come"]],
            **kwargs,
        )


class Sites(BookingPage, TemplateView):
    """Sites where I can be tested, the nearest first."""

    template_name = "portal/sites.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = screening.sites_near(self.citizen.area, timezone.now())
        instead = self.request.GET.get("instead", "")
        return super().get_context_data(here="tests", sites=found, instead=instead, **kwargs)


class Site(BookingPage, TemplateView):
    """A site's free times of a day, to book one, or to move an appointment there."""

    template_name = "portal/site.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now, site = timezone.now(), _site(kwargs["code"])
        days = screening.days(site, now)
        chosen = _day(self.request.GET.get("day", ""))
        free = next((each.day for each in days if each.free), None)
        day = chosen if chosen in [each.day for each in days] else free
        return super().get_context_data(
            here="tests",
            site=site,
            days=days,
            day=day,
            openings=screening.openings(site, day, now) if day else [],
            instead=self._instead(self.request.GET.get("instead", "")),
            **kwargs,
        )

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        site, now = _site(code), timezone.now()
        user: Any = request.user
        replaced = self._instead(request.POST.get("instead", ""))
        starts_at = _moment(request.POST.get("starts_at", ""))
        try:
            if starts_at is None:
                raise appointment.NoSuchSlot
            if replaced is None:
                appointment.book(self.citizen, site=site, starts_at=starts_at, by=user, now=now)
            else:
                appointment.move(replaced, site=site, starts_at=starts_at, by=user, now=now)
        except tuple(OBSTACLES) as obstacle:
            messages.error(request, OBSTACLES[type(obstacle)])
            return redirect(request.get_full_path())
        messages.success(request, _("Your appointment is booked."))
        return redirect("portal:appointments")

    def _instead(self, code: str) -> Any:
        """Return the appointment that is to be moved, None to book one; 404 for another's."""
        if not code:
            return None
        found = screening.own_appointment(self.citizen, code)
        if found is None:
            raise Http404("no such appointment")
        return found


class Cancel(BookingPage, TemplateView):
    """Cancel an appointment of mine, after having been asked once."""

    template_name = "portal/cancel_appointment.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = _row(self._own(kwargs["code"]), timezone.now())
        return super().get_context_data(here="tests", row=row, **kwargs)

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        found, user = self._own(code), cast("Any", request.user)
        try:
            appointment.cancel(found, by=user, now=timezone.now())
        except appointment.TooLate as obstacle:
            messages.error(request, OBSTACLES[type(obstacle)])
        else:
            messages.success(request, _("Your appointment is cancelled."))
        return redirect("portal:appointments")

    def _own(self, code: str) -> Any:
        found = screening.own_appointment(self.citizen, code)
        if found is None:
            raise Http404("no such appointment")
        return found


def _site(code: str) -> Any:
    found = screening.site_for(code, timezone.now())
    if found is None:
        raise Http404("no such site")
    return found


def _row(booked: Any, now: datetime) -> dict[str, Any]:
    word, tag = STATES[booked.state]
    is_to_come = booked.state in ("booked", "arrived") and booked.period.upper > now
    return {
        "appointment": booked,
        "word": word,
        "tag": tag,
        "is_to_come": is_to_come,
        "may_change": booked.state == "booked" and booked.period.lower > now,
    }


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

"""A test site's own day: who is expected, who has come, and whose sample was taken."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from provinces.jurisdictions.powers import Power
from provinces.screening import queries as screening
from provinces.screening import services as sample

from . import typed
from .official import OfficialView

STATES = {
    "booked": (_("Not yet here"), ""),
    "arrived": (_("Arrived"), "govuk-tag--yellow"),
    "sampled": (_("Sample taken"), "govuk-tag--green"),
    "missed": (_("Not come"), "govuk-tag--grey"),
}
# What keeps something from being noted, in words for the site's staff.
OBSTACLES: dict[type[Exception], Any] = {
    sample.NotExpected: _("This appointment was cancelled, or this was noted already."),
    sample.NoSampleNumber: _("Enter the number on the tube: up to 80 characters."),
    sample.SampleUsed: _("This number is on another sample of your site. Check the tube."),
    sample.TubeFull: _("This tube holds as many samples as it may. Take another one."),
}


class SitePage(OfficialView):
    """A page for whoever runs test sites in their area."""

    power = Power.RUN_SITE
    here = "sites"


class Sites(SitePage):
    """The sites that I run."""

    template_name = "console/sites.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        expected = screening.expected(self.official, self.now)
        rows = [
            {"site": site, "expected": expected.get(site.pk, 0)}
            for site in screening.sites_of(self.official, self.now)
        ]
        return super().get_context_data(rows=rows, **kwargs)


class Today(SitePage):
    """Who is expected at a site today: by the code they say, and by no name."""

    template_name = "console/site.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        code = request.GET.get("said", "").strip().upper()
        if code and screening.appointment_of_today(code, by=self.official, at=self.now):
            return redirect("console:appointment", code)
        return super().get(request, *args, said=code, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = screening.sites_of(self.official, self.now).filter(code=kwargs["code"]).first()
        if found is None:
            raise Http404("no such site")
        rows = [_row(each) for each in screening.todays(found, by=self.official, at=self.now)]
        return super().get_context_data(site=found, rows=rows, **kwargs)


class Expected(SitePage):
    """One appointment of today, with the masked name; the person sees who looked."""

    template_name = "console/appointment.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = _sought(self, kwargs["code"])
        name = sample.look_up(found, by=self.official, now=self.now)
        return super().get_context_data(name=name, row=_row(found), **kwargs)


class Note(SitePage):
    """What is noted of an appointment; then on with the next."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        found = _sought(self, code)
        try:
            messages.success(request, self.note(found))
        except tuple(OBSTACLES) as obstacle:
            messages.error(request, OBSTACLES[type(obstacle)])
            typed.keep(request, ["number"])
            return redirect("console:appointment", code)
        return redirect("console:site", found.site.code)

    def note(self, appointment: Any) -> Any:
        """Note it, and return what to tell the official."""
        raise NotImplementedError


class Arrive(Note):
    """Somebody has come."""

    def note(self, appointment: Any) -> Any:
        sample.arrive(appointment, by=self.official, now=self.now)
        return _("Noted: %(code)s has arrived.") % {"code": appointment.code}


class Sample(Note):
    """A sample was taken, of the number on its tube."""

    def note(self, appointment: Any) -> Any:
        number = self.request.POST.get("number", "")
        pooled = self.request.POST.get("pooled") == "yes"
        taken = sample.take_sample(
            appointment, number=number, pooled=pooled, by=self.official, now=self.now
        )
        told = {"code": taken.code, "number": taken.sample_reference}
        return _("Noted: the sample of %(code)s is in tube %(number)s.") % told


def _sought(page: SitePage, code: str) -> Any:
    """Return today's appointment of a code at a site of the official's; 404 where there is none."""
    found = screening.appointment_of_today(code, by=page.official, at=page.now)
    if found is None:
        raise Http404("no such appointment today")
    return found


def _row(appointment: Any) -> dict[str, Any]:
    word, tag = STATES[appointment.state]
    return {"appointment": appointment, "word": word, "tag": tag}

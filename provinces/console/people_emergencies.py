"""Breaking the glass: a record is opened in an emergency, and another office judges it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from provinces.accounts import stepping_up
from provinces.citizens import budgets
from provinces.citizens import queries as citizens
from provinces.citizens import services as citizen
from provinces.citizens.fields import WORDING as FIELDS
from provinces.citizens.fields import Way
from provinces.citizens.purposes import FOR_OFFICIALS, Purpose
from provinces.jurisdictions.powers import Power
from provinces.oversight import emergencies

from .deeds import Deed
from .official import OfficialView
from .people import PeoplePage, to_person
from .people_forms import CallEmergency

LATEST = 20
CHAINED = _(
    "You opened this record before, or as many as one may in emergencies that nobody has judged"
    " yet. Turn to a colleague, or to the office of the person."
)
VERDICTS = {
    citizen.Verdict.JUSTIFIED: _("Justified"),
    citizen.Verdict.UNJUSTIFIED: _("There was no emergency"),
}
# What keeps a judgement from being given, in words for the official.
OBSTACLES: dict[type[Exception], Any] = {
    citizen.AlreadyJudged: _("This was judged in the meantime."),
    citizen.SameOfficial: _("You began this yourself; somebody else has to decide."),
    citizen.SameOffice: _("It was begun in your office; another office has to decide."),
    citizen.BadCall: _(
        "Choose one of the two, and say what you found in twenty characters at least. Nothing has"
        " been judged yet."
    ),
    PermissionDenied: _("Your office does not reach so far."),
}


class Open(PeoplePage):
    """Open a record that could not be opened otherwise; its person is told at once."""

    power = Power.BREAK_GLASS
    template_name = "console/people/emergency.html"
    here = "emergency-open"
    http_method_names = ["get", "head", "post", "options"]

    def _may(self) -> bool:
        return Power.BREAK_GLASS in self.powers

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = CallEmergency(
            purposes=self.purposes(Way.EMERGENCY),
            initial={"purpose": self.request.GET.get("purpose", "")},
        )
        mine = [_row(one) for one in citizens.emergencies_of(self.official)[:LATEST]]
        return super().get_context_data(**{"form": form, "mine": mine, **kwargs})

    def post(self, request: HttpRequest) -> HttpResponse:
        form = CallEmergency(request.POST, purposes=self.purposes(Way.EMERGENCY))
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        stepping_up.require_confirmed(request)
        call, source = form.call(), self.source()
        try:
            budgets.spend("emergency", subject=_subject(form.whom()), now=self.now, **source)
            made = emergencies.break_glass(
                citizen.sought_at_once(form.whom(), source=source, now=self.now),
                call,
                by=self.official,
                now=self.now,
            )
        except budgets.OverBudget:
            return self.too_often()
        except citizen.Chained:
            form.add_error(None, CHAINED)
            return self.render_to_response(self.get_context_data(form=form))
        except citizen.NoEmergency:
            return self.nobody(call.purpose)
        return to_person(made.citizen.reference, call.purpose)


class ReviewPage(OfficialView):
    """A page for whoever judges what others have opened."""

    power = Power.REVIEW_ACCESS
    here = "emergencies"


class Emergencies(ReviewPage):
    """What waits to be judged, the soonest due first."""

    template_name = "console/people/emergencies.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = citizens.emergencies_to_review(self.official, self.now)
        return super().get_context_data(rows=[_row(one) for one in found], **kwargs)


class Emergency(ReviewPage):
    """One emergency: who opened it, what for, why; and what was seen. Whose it is is not told."""

    template_name = "console/people/emergency_one.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = sought(self, kwargs.pop("number"))
        looks = [
            {"at": at, "fields": [FIELDS[field] for field in fields]}
            for at, fields in citizens.seen_in(found)
        ]
        return super().get_context_data(
            row=_row(found), verdicts=VERDICTS.items(), looks=looks, **kwargs
        )


class Judge(Deed, ReviewPage):
    """Say whether there was an emergency; back to the queue, once it is said."""

    obstacles = OBSTACLES
    keeps = ("verdict", "finding")

    def sought(self, **named: Any) -> Any:
        return sought(self, named["number"])

    def act(self, found: Any) -> Any:
        verdict, finding = (
            self.request.POST.get("verdict", ""),
            self.request.POST.get("finding", ""),
        )
        emergencies.judge(found.pk, verdict, finding=finding, by=self.official, now=self.now)
        return _("Judged. The person is told.")

    def forth(self, **_named: Any) -> HttpResponse:
        return redirect("console:emergencies")

    def back(self, **named: Any) -> HttpResponse:
        return redirect("console:emergency", **named)


def sought(page: OfficialView, number: int) -> Any:
    """Return an emergency that the official may judge; raises Http404."""
    found = citizens.emergency_to_review(number, by=page.official, at=page.now)
    if found is None:
        raise Http404("no such emergency in the official's areas")
    return found


def _row(one: Any) -> dict[str, Any]:
    return {
        "emergency": one,
        "purpose": FOR_OFFICIALS[Purpose(one.purpose)],
        "reason": citizen.REASONS[one.reason],
        "verdict": VERDICTS.get(one.verdict, ""),
    }


def _subject(whom: Any) -> str:
    return whom.lower() if isinstance(whom, str) else str(whom.number)

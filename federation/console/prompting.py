"""Have a guest's home ask them whether they were at a venue: a question, and never evidence."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from core.signing.letters import typed
from federation.casework import services
from federation.casework.services.prompting import LONGEST_VENUE
from federation.peers import instants
from federation.peers.queries import NoSealingKey, NotAMember
from provinces.citizens import budgets
from provinces.console.evidence.forms import moment
from provinces.console.evidence.wording import TOO_OFTEN
from provinces.console.official import OfficialView
from provinces.jurisdictions.powers import Power
from provinces.presence import queries as presences
from provinces.presence import services as presence

from .acting import said_of
from .guestform import SayWhose
from .guests import homes, spend


class SayCheckIn(SayWhose):
    """A guest, the venue at which they checked in, and when."""

    venue = forms.CharField(
        label=_("Number of the venue"),
        max_length=10,
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    at = moment(_("When they checked in"))
    text = forms.CharField(label=_("What their home should know of it"), max_length=300)

    def __init__(self, *args: Any, now: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now
        home: Any = self.fields["home"]
        home.choices = homes(now)

    def clean_venue(self) -> Any:
        """Return the venue, which is registered here and in use."""
        found = presences.venue_in_use(typed(self.cleaned_data["venue"]), self.now)
        if found is None:
            raise forms.ValidationError(_("No venue in use has this number."))
        return found

    def clean_at(self) -> Any:
        """Return a moment of which presences are kept still."""
        at = self.cleaned_data["at"]
        if not presence.oldest_kept(self.now) <= at <= self.now:
            raise forms.ValidationError(_("Too long ago, or to come."))
        return at

    def body(self) -> dict[str, str]:
        """Return what their home is told, of a form that is valid."""
        said = self.cleaned_data
        venue = said["venue"]
        return {
            "text": said["text"],
            "venue": f"{venue.name_zh} {venue.name_en}"[:LONGEST_VENUE],
            "cell": format(venue.cell, "x"),
            "at": instants.text(said["at"]),
        }


class Ask(OfficialView):
    """One official is enough: nobody is restricted by a question, and silence ends it."""

    power = Power.PROPOSE_EVIDENCE
    template_name = "desk/guest_ask.html"
    here = "federation"
    desk = "casework"
    http_method_names = ["get", "head", "post", "options"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"form": SayCheckIn(now=self.now), **kwargs})

    def post(self, request: HttpRequest) -> HttpResponse:
        form = SayCheckIn(request.POST, now=self.now)
        if form.is_valid():
            try:
                self._ask(form)
            except budgets.OverBudget:
                return self.too_often(TOO_OFTEN)
            except (services.NotAllowed, NotAMember, NoSealingKey) as obstacle:
                form.add_error(None, str(said_of(obstacle)))
            else:
                messages.success(request, _("Sent. Their home asks them where its zones say so."))
                return redirect("desk:casework")
        return self.render_to_response(self.get_context_data(form=form))

    def _ask(self, form: SayCheckIn) -> None:
        number, home = form.cleaned_data["number"], form.cleaned_data["home"]
        spend(self, number)
        services.prompt(number, home=home, body=form.body(), by=self.official, now=self.now)

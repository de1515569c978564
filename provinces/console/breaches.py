"""Breaches: opened, their scope read from the ledger, everybody told, and closed by two."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from provinces.accounts import stepping_up
from provinces.jurisdictions.powers import Power
from provinces.oversight.breaches import queries, services, wording

from .choosing import options
from .deeds import Deed
from .periods import OF_MOMENTS, Moment, Moments
from .province_wide import ProvinceView

OBSTACLES: dict[type[Exception], Any] = {
    services.NobodyRead: _(
        "By the ledger nobody's record was read so, or the times are not before now. Nothing was"
        " changed."
    ),
    services.AlreadyClosed: _("It is closed."),
    services.AlreadyProposed: _(
        "What was done was said already; another office closes it, or its time is widened first."
    ),
    services.NotTold: _("Not everybody concerned has been told yet."),
    services.NotProposed: _("Say first what was done."),
    services.SameOfficial: _("You said what was done; somebody else closes it."),
    services.SameOffice: _("It was said in your office what was done; another office closes it."),
}
PEOPLE = 100


class Note(Moments):
    """What was noticed."""

    field_order = ("what", "noticed", "noticed_at", "suspect", "starts_at", "ends_at", "kinds")
    starts_at = forms.DateTimeField(label=_("Records could be seen from"), widget=Moment())
    ends_at = forms.DateTimeField(label=_("Records could be seen until"), widget=Moment())
    what = forms.ChoiceField(label=_("What happened"), choices=options(wording.WHAT))
    noticed = forms.ChoiceField(label=_("How it was noticed"), choices=options(wording.NOTICED))
    noticed_at = forms.DateTimeField(
        label=_("When it was noticed"), widget=Moment(), validators=OF_MOMENTS
    )
    suspect = forms.CharField(
        label=_("Who is suspected: the official's name to sign in, or a key's name"), max_length=80
    )
    kinds = forms.MultipleChoiceField(
        label=_("What could be seen"), choices=[*wording.KINDS.items()]
    )


class BreachPage(ProvinceView):
    """A page for whoever is on call for the province."""

    power = Power.INCIDENT
    here = "breaches"

    def sought(self, *, reference: str) -> Any:
        """Return the breach of a reference; raises Http404."""
        found = queries.breach(reference)
        if found is None:
            raise Http404("no such breach")
        return found


class Breaches(BreachPage):
    """Every breach, the open ones first."""

    template_name = "console/breaches/breaches.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = [{"breach": each, "what": wording.WHAT[each.what]} for each in queries.breaches()]
        return super().get_context_data(rows=rows, late=queries.late(self.now), **kwargs)


class Open(BreachPage):
    """Open a breach; whom it concerns is read from the ledger."""

    template_name = "console/breaches/open.html"
    http_method_names = ["get", "head", "post", "options"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"form": Note(), **kwargs})

    def post(self, request: HttpRequest) -> HttpResponse:
        form = Note(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        stepping_up.require_confirmed(request)
        try:
            noted = services.Noted(**form.cleaned_data)
            made = services.open_breach(noted, by=self.official, now=self.now)
        except services.NobodyRead as obstacle:
            form.add_error(None, OBSTACLES[type(obstacle)])
            return self.render_to_response(self.get_context_data(form=form))
        messages.success(request, _("Opened. Whom it concerns was read from the ledger."))
        return redirect("console:breach", made.reference)


class Breach(BreachPage):
    """One breach: whom it concerns, by reference alone, and what is to be done."""

    template_name = "console/breaches/breach.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = self.sought(reference=kwargs["reference"])
        said = self.request.GET.get("after", "")
        after = int(said) if said.isascii() and said.isdecimal() and len(said) < 18 else 0
        people = queries.people(found, most=PEOPLE, after=after)
        return super().get_context_data(
            breach=found,
            is_own=found.proposed_by_id == self.official.pk,
            suspect=queries.spoken(found.suspect),
            what=wording.WHAT[found.what],
            noticed=wording.NOTICED[found.noticed],
            kinds=wording.kinds(found.kinds),
            people=people,
            more=people[-1].pk if len(people) == PEOPLE else None,
            measures=wording.MEASURES.items(),
            done=[wording.MEASURES[each] for each in found.measures],
            **kwargs,
        )


class Act(Deed, BreachPage):
    """What is done about a breach; back to its page."""

    obstacles = OBSTACLES
    leads_to = "console:breach"


class Widen(Act):
    """Widen its time."""

    def act(self, found: Any) -> Any:
        form = Moments(self.request.POST)
        if not form.is_valid():
            raise services.NobodyRead("no moments")
        services.widen(found, **form.cleaned_data, by=self.official, now=self.now)
        return _("Widened. Whom it concerns was read from the ledger again.")


class Tell(Act):
    """Tell everybody concerned."""

    def act(self, found: Any) -> Any:
        services.tell(found, by=self.official, now=self.now)
        return _("Everybody concerned has been told.")


class ProposeClosing(Act):
    """Say what was done."""

    def act(self, found: Any) -> Any:
        said = [each for each in self.request.POST.getlist("measures") if each in wording.MEASURES]
        services.propose_closing(found, said, by=self.official, now=self.now)
        return _("Noted. Another office closes it.")


class Close(Act):
    """Close it, as another office."""

    def act(self, found: Any) -> Any:
        services.close(found, by=self.official, now=self.now)
        return _("Closed.")

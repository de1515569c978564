"""The incident switch: what is off, and switching off at once; changes are for two offices."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from provinces.accounts import stepping_up
from provinces.jurisdictions.powers import Power
from provinces.oversight.switching import queries, services, wording

from .choosing import options
from .province_wide import ProvinceView

# What keeps a switch from being used, in words for the official.
OBSTACLES: dict[type[Exception], Any] = {
    services.NeverOff: _("This is never switched off."),
    services.AlreadyOff: _("It is off already. You can propose to prolong it."),
    services.NotOff: _("It is on already."),
    services.TooLong: _("It would be off for more than a day, or no longer than it is anyway."),
    services.TooSoon: _(
        "Your office had it off within the last day. Another office can switch it off now."
    ),
    services.AlreadyDecided: _("A change waits for a signature, or was signed or refused."),
    services.SameOfficial: _("You proposed it; somebody else has to sign it."),
    services.SameOffice: _("It was proposed in your office; another office has to sign it."),
}
MINUTES = {
    15: _("15 minutes"),
    60: _("1 hour"),
    240: _("4 hours"),
    720: _("12 hours"),
    1440: _("24 hours"),
}
PAST = 30


class SwitchOff(forms.Form):
    """What is switched off, why, and for how long."""

    part = forms.ChoiceField(label=_("What is switched off"))
    reason = forms.ChoiceField(label=_("Why"), choices=options(wording.REASONS))
    minutes = forms.TypedChoiceField(
        label=_("For how long at most"), choices=[*MINUTES.items()], coerce=int, initial=60
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["part"].choices = options(dict(queries.can_be_off()))  # type: ignore[attr-defined]


class SwitchPage(ProvinceView):
    """A page for whoever is on call for the province."""

    power = Power.INCIDENT
    here = "switches"


class Switches(SwitchPage):
    """What is off now, what was, and what can be switched off."""

    template_name = "console/switches/switches.html"
    works_while_closed = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **{
                "form": SwitchOff(),
                "off": [self._row(one) for one in queries.off_now(self.now)],
                "past": queries.past(self.now, most=PAST),
                "never": queries.never_off(),
                "lasting": MINUTES.items(),
                **kwargs,
            }
        )

    def _row(self, one: queries.Shown) -> dict[str, Any]:
        waiting = one.waiting
        return {"one": one, "is_own": waiting and waiting.proposed_by_id == self.official.pk}


class Off(Switches):
    """Switch a part off, at once."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest) -> HttpResponse:
        form = SwitchOff(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        stepping_up.require_confirmed(request)
        said = form.cleaned_data
        lasting = timedelta(minutes=said.pop("minutes"))
        return _done(
            request,
            lambda: services.switch_off(**said, lasting=lasting, by=self.official, now=self.now),
            _("Switched off. Every server obeys within seconds."),
        )


class Propose(SwitchPage):
    """Propose to prolong that a part is off, or to switch it on before its time."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, switch: int) -> HttpResponse:
        found = queries.switch(switch)
        if found is None:
            raise Http404("no such switch")
        kind, lasting = services.Kind.END, None
        if request.POST.get("kind") != services.Kind.END:
            kind = services.Kind.PROLONG
            said = request.POST.get("minutes", "")
            lasting = timedelta(minutes=int(said) if said in map(str, MINUTES) else 0)
        stepping_up.require_confirmed(request)
        return _done(
            request,
            lambda: services.propose(found, kind, lasting=lasting, by=self.official, now=self.now),
            _("Proposed. Another office has to sign it."),
        )


class Decide(SwitchPage):
    """What another office makes of a proposed change."""

    http_method_names = ["post", "options"]
    said: Any = ""

    def post(self, request: HttpRequest, change: int) -> HttpResponse:
        found = queries.change(change)
        if found is None:
            raise Http404("no such change")
        stepping_up.require_confirmed(request)
        return _done(request, lambda: self.decide(found), self.said)

    def decide(self, change: Any) -> Any:
        """Decide."""
        raise NotImplementedError


class Sign(Decide):
    """Sign a change."""

    said = _("Signed. Every server obeys within seconds.")

    def decide(self, change: Any) -> Any:
        return services.sign(change, by=self.official, now=self.now)


class Refuse(Decide):
    """Turn a change down."""

    said = _("Turned down. It stays off until the time it says.")

    def decide(self, change: Any) -> Any:
        return services.refuse(change, by=self.official, now=self.now)


def _done(request: HttpRequest, act: Any, said: Any) -> HttpResponse:
    try:
        act()
        messages.success(request, said)
    except tuple(OBSTACLES) as obstacle:
        messages.error(request, OBSTACLES[type(obstacle)])
    return redirect("console:switches")

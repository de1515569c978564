"""Have corrected what is kept of me: asked anew of the registry, which it comes from."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView

from provinces.accounts.stepping_up import RecentlyConfirmed
from provinces.citizens import budgets
from provinces.citizens import queries as citizens
from provinces.citizens import services as citizen
from provinces.citizens.registry import RegistryDown

from .status import OwnPage

FIELDS = {
    "full_name": _("your name"),
    "area": _("your district"),
    "birth_year": _("your year of birth"),
}
REFUSALS: dict[type[Exception], Any] = {
    RegistryDown: _(
        "The identity registry does not answer just now. Nothing is changed: try again in a few"
        " minutes."
    ),
    citizen.NotInRegistry: _(
        "The registry has another name with your document. Write the name exactly as it is on the"
        " document; if the registry itself is wrong, it is corrected where your document was"
        " issued."
    ),
    citizen.LivesElsewhere: _(
        "By the registry you live in another province now. Its desk takes your record over; until"
        " then nothing changes here."
    ),
    citizen.NoIdentity: _("No name and no document are kept of you here: go to a desk."),
    budgets.OverBudget: _("You have asked often today. Try again tomorrow, or go to a desk."),
}


class SayName(forms.Form):
    """One's name as the document has it."""

    name = forms.CharField(
        label=_("Your name, as it is on your document"),
        max_length=120,
        widget=forms.TextInput({"autocomplete": "name"}),
    )


class Correct(OwnPage, RecentlyConfirmed, FormView):
    """What is kept of who I am, and a way to have the registry's word on it taken over."""

    http_method_names = ["get", "head", "post", "options"]
    template_name = "portal/correct.html"
    form_class = SayName

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            here="my-data",
            citizen=self.citizen,
            person=citizens.own_record(self.citizen).person,
            **kwargs,
        )

    def get_initial(self) -> dict[str, Any]:
        person = citizens.own_record(self.citizen).person
        return {"name": person.full_name if person else ""}

    def form_valid(self, form: SayName) -> HttpResponse:
        try:
            changed = citizen.read_again(
                self.citizen, name=form.cleaned_data["name"], by=self.citizen, now=timezone.now()
            )
        except tuple(REFUSALS) as refusal:
            said = next(words for kind, words in REFUSALS.items() if isinstance(refusal, kind))
            form.add_error(None if isinstance(refusal, RegistryDown) else "name", said)
            return self.form_invalid(form)
        if changed:
            which = format_lazy(", ".join("{}" for _each in changed), *(FIELDS[x] for x in changed))
            messages.success(self.request, _("Taken over from the registry: %s.") % which)
        else:
            messages.info(self.request, _("The registry says what is kept here already."))
        return redirect("portal:correct")

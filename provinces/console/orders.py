"""Is whoever shows a pass under an order of isolation? Yes, until when, or no; nothing else."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from provinces.citizens import budgets
from provinces.citizens.purposes import ORDER_CHECKS, Purpose
from provinces.jurisdictions.powers import Power
from provinces.passes import services as passes

from .official import OfficialView

# The camera, for whoever has one; a code can be typed as well.
PERMISSIONS = "camera=(self), geolocation=(), microphone=()"
PURPOSES: dict[Purpose, Any] = {
    Purpose.ORDER_VISIT: _("A visit: is the order kept to?"),
    Purpose.ORDER_SUPPLY: _("Food, medicine or help is brought"),
}
assert set(PURPOSES) == set(ORDER_CHECKS)  # noqa: S101  a purpose without words could not be chosen
NO_ANSWER = _(
    "There is no answer by this code. It is over, or not one of this province's, or its person does"
    " not live in your area. Have them show a new one, “for such a question”, or a paper code."
)


TOO_OFTEN = _(
    "More people were asked about than are visited in a day, or the same one too often. It was"
    " recorded. Go on tomorrow, or have a colleague ask."
)


class ShowPass(forms.Form):
    """What somebody shows, and what for they are asked about."""

    said = forms.CharField(
        label=_("Letters of the code, or its text"),
        max_length=2000,
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    purpose = forms.ChoiceField(
        label=_("What for"), choices=[(str(each), words) for each, words in PURPOSES.items()]
    )


class OrderCheck(OfficialView):
    """Ask about whoever shows a code."""

    power = Power.CHECK_ORDER
    here = "orders"
    template_name = "console/orders.html"
    http_method_names = ["get", "head", "post", "options"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"form": ShowPass(), **kwargs})

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        response = super().render_to_response(context, **kwargs)
        response.headers["Permissions-Policy"] = PERMISSIONS
        return response

    def post(self, request: HttpRequest) -> HttpResponse:
        form = ShowPass(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        purpose = Purpose(form.cleaned_data["purpose"])
        asking = passes.Asking(self.official, purpose, budgets.network_of(request))
        try:
            order = passes.ask_order(form.cleaned_data["said"], asking, now=self.now)
        except budgets.OverBudget:
            return self.too_often(TOO_OFTEN)
        except passes.NoAnswer:
            form.add_error("said", NO_ANSWER)
            return self.render_to_response(self.get_context_data(form=form))
        fresh = ShowPass(initial={"purpose": str(purpose)})
        return self.render_to_response(self.get_context_data(form=fresh, order=order))

"""The screen at a venue's door: whoever has the venue's word shows its code, another each minute.

No account, and nothing of who checks in: the screen shows, and is told nothing.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.generic import FormView, TemplateView

from core.signing.letters import typed
from provinces.citizens import budgets
from provinces.presence import queries as presences

from .asking import source, too_often
from .code import drawn

SESSION_KEY = "venue"
WRONG = _("There is no such venue, or this is not its word. The registrar of your area can help.")


class SayWord(forms.Form):
    """Which venue, and the word by which its codes are shown."""

    reference = forms.CharField(
        label=_("Venue"), max_length=10, widget=forms.TextInput({"autocomplete": "off"})
    )
    word = forms.CharField(
        label=_("Word"), max_length=40, widget=forms.TextInput({"autocomplete": "off"})
    )


@method_decorator(never_cache, name="dispatch")
class Open(FormView):
    """Say for which venue this screen is."""

    http_method_names = ["get", "head", "post", "options"]
    template_name = "portal/venue.html"
    form_class = SayWord

    def form_valid(self, form: SayWord) -> HttpResponse:
        reference, now = typed(form.cleaned_data["reference"]), timezone.now()
        try:
            budgets.spend("venue", subject=reference, now=now, **source(self.request))
        except budgets.OverBudget:
            return too_often(self.request)
        venue = presences.venue_of_word(reference, form.cleaned_data["word"], now)
        if venue is None:
            form.add_error("word", WRONG)
            return self.form_invalid(form)
        self.request.session[SESSION_KEY] = [venue.reference, venue.key]
        return redirect("portal:venue-code")


@method_decorator(never_cache, name="dispatch")
class Code(TemplateView):
    """The code of this minute; the page fetches the next by itself."""

    http_method_names = ["get", "head", "options"]
    template_name = "portal/venue_code.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        now = timezone.now()
        reference, key = request.session.get(SESSION_KEY, ["", 0])
        venue = presences.venue_with_key(reference, key, now)
        if venue is None:
            return redirect("portal:venue")
        code = presences.code_of(venue, now)
        leads_to = f"{reverse('portal:check-in')}?{urlencode({'code': code.text})}"
        answer = self.render_to_response(
            self.get_context_data(
                venue=venue,
                code=code,
                until=timezone.localtime(code.until),
                drawn=drawn(request.build_absolute_uri(leads_to)),
            )
        )
        # By a header, so that it works without a script; the next code is there by then.
        answer.headers["Refresh"] = str(max(1, int((code.until - now).total_seconds()) + 1))
        return answer


class Leave(View):
    """Show this venue's codes here no more."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest) -> HttpResponse:
        request.session.pop(SESSION_KEY, None)
        return redirect("portal:venue")

"""Have erased what may be erased now, and read what must be kept, why and until when."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView

from provinces.accounts.stepping_up import RecentlyConfirmed
from provinces.retention import services as retention

from .status import OwnPage


class Choose(forms.Form):
    """What to have erased."""

    parts = forms.MultipleChoiceField(
        label=_("What to erase"),
        choices=[(str(part), words) for part, words in retention.PARTS.items()],
    )


class Erase(OwnPage, RecentlyConfirmed, FormView):
    """Choose what to have erased; the rest is refused with its reasons."""

    http_method_names = ["get", "head", "post", "options"]
    template_name = "portal/erase.html"
    form_class = Choose

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        refused = retention.must_be_kept(self.citizen, timezone.now())
        return super().get_context_data(here="my-data", refused=refused, **kwargs)

    def form_valid(self, form: Choose) -> HttpResponse:
        parts = [retention.Part(each) for each in form.cleaned_data["parts"]]
        done = retention.erase(self.citizen, parts, now=timezone.now())
        if retention.Part.ACCOUNT in parts:
            logout(self.request)
            messages.success(self.request, _("Your account is closed."))
            return redirect("portal:home")
        for said in _said(done.parts):
            messages.success(self.request, said)
        return redirect("portal:erase")


def _said(parts: dict[retention.Part, int]) -> Iterator[Any]:
    """Yield what is told of what was erased, and of what there was nothing of."""
    erased = [str(retention.PARTS[part]) for part, count in parts.items() if count]
    nothing = [str(retention.PARTS[part]) for part, count in parts.items() if not count]
    if erased:
        yield gettext("Erased: %(what)s.") % {"what": gettext("; ").join(erased)}
    if nothing:
        yield gettext("There was nothing to erase of: %(what)s.") % {
            "what": gettext("; ").join(nothing)
        }

"""The phones that may say where their citizen was: pairing one, and unpairing it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.generic import FormView, View

from provinces.accounts.stepping_up import RecentlyConfirmed
from provinces.presence import queries as presences
from provinces.presence import services as presence

from . import acting


class Naming(forms.Form):
    """What to call a phone."""

    name = forms.CharField(max_length=60, label=_("Name of this phone"))


@method_decorator(never_cache, name="dispatch")
class OwnPage(LoginRequiredMixin):
    """A page about oneself as a citizen, for nobody who acts for another."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        self.citizen: Any = getattr(request.user, "citizen", None)
        if self.citizen is None:
            raise PermissionDenied("this page is for citizens")
        acting.note_own_page(request)
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return answer


class Devices(OwnPage, RecentlyConfirmed, FormView):
    """The phones that are paired; and another one, whose token is shown once."""

    http_method_names = ["get", "head", "post", "options"]
    template_name = "portal/devices.html"
    form_class = Naming
    extra_context = {"here": "security"}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(devices=presences.devices_of(self.citizen), **kwargs)

    def form_valid(self, form: Naming) -> HttpResponse:
        """Pair a phone, and show what to type into it."""
        named = form.cleaned_data["name"]
        token = presence.pair_device(self.citizen, now=timezone.now(), name=named)
        posts_to = self.request.build_absolute_uri(reverse("api:presence-owntracks"))
        told = {"user": self.citizen.reference, "token": token, "posts_to": posts_to}
        return self.render_to_response(self.get_context_data(form=Naming(), paired=told))


class Unpair(OwnPage, View):
    """Unpair a phone: from then on it can say nothing."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, device: int) -> HttpResponse:
        try:
            presence.revoke_device(self.citizen, device, now=timezone.now())
        except presences.DeviceUnknown:
            raise Http404("no such phone is paired") from None
        messages.success(request, _("The phone is unpaired. What it sends is refused."))
        return redirect("portal:devices")

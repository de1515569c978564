"""Letting an app of others act for oneself, seeing which ones do, and taking it back."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView, View
from oauth2_provider.models import Application
from oauth2_provider.views.base import AuthorizationView, RevokeTokenView, TokenView

from core.web.headers import POLICY
from provinces.accounts import channels
from provinces.accounts.stepping_up import RecentlyConfirmed

from .devices import OwnPage


class Consent(OwnPage, RecentlyConfirmed, AuthorizationView):
    """Ask a citizen whether an app may act for them, naming the app, the province and each act."""

    http_method_names = ["get", "head", "post", "options"]
    template_name = "portal/channel_consent.html"
    extra_context = {"here": "security"}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        told = super().get_context_data(**kwargs)
        asked = [channels.Scope(one) for one in told["scopes"]]
        back = urlsplit(told["redirect_uri"])
        return {
            **told,
            "acts": [channels.WORDING[one] for one in asked],
            "leads_to": back.hostname,
            "back": f"{back.scheme}://{back.netloc}",
        }

    def form_invalid(self, _form: Any) -> HttpResponse:
        """Refuse an answer to what the page did not ask."""
        return self.render_to_response({"error": True}, status=400)

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        """Show the page; its form may lead on to the app, which browsers hold for sending there."""
        answer = super().render_to_response(context, **kwargs)
        if "back" in context:
            allowed = f"form-action 'self' {context['back']}"
            policy = POLICY.replace("form-action 'self'", allowed)
            answer.headers["Content-Security-Policy"] = policy
        return answer

    def redirect(self, redirect_to: str, application: Any) -> HttpResponse:
        """Lead back to the app; whom it asked (RFC 9207) is the province, not the whole host.

        What the address it registered asks stays, empty or repeated (RFC 6749, 3.1.2).
        """
        parts = urlsplit(redirect_to)
        asked = parse_qsl(parts.query, keep_blank_values=True)
        told = [(name, value) for name, value in asked if name != "iss"]
        if len(told) < len(asked):
            told.append(("iss", self.request.build_absolute_uri(reverse("portal:home"))))
        led_to = urlunsplit(parts._replace(query=urlencode(told)))
        answer: HttpResponse = super().redirect(led_to, application)
        return answer

    @transaction.atomic
    def form_valid(self, form: Any) -> HttpResponse:
        given = form.cleaned_data
        app = Application.objects.filter(client_id=given["client_id"]).first()
        if app is None:
            raise Http404("no such app is registered")
        if given.get("allow"):
            user: Any = self.request.user
            channels.allow(user, app, given["scope"].split(), now=timezone.now())
        return super().form_valid(form)


class Token(TokenView):
    """Give an app its token for a code, or a fresh one for the one before."""

    http_method_names = ["post", "options"]


class GiveBack(RevokeTokenView):
    """Let an app give back a token it needs no more (RFC 7009)."""

    http_method_names = ["post", "options"]


class Channels(OwnPage, TemplateView):
    """The apps that act for me."""

    http_method_names = ["get", "head", "options"]
    template_name = "portal/channels.html"
    extra_context = {"here": "security"}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user: Any = self.request.user
        found = channels.allowed_by(user, now=timezone.now())
        return super().get_context_data(allowed=found, **kwargs)


class Withdraw(OwnPage, View):
    """Take back all that an app holds, at once."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, app: int) -> HttpResponse:
        user: Any = request.user
        try:
            channels.withdraw(user, app, now=timezone.now())
        except channels.ChannelUnknown:
            raise Http404("no such app acts for this citizen") from None
        messages.success(request, _("The app can do nothing for you any more."))
        return redirect("portal:channels")

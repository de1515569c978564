"""Confirming once more who one is, before something sensitive is done."""

from __future__ import annotations

import json
import re
from typing import Any

from allauth.account.internal.flows.reauthentication import STATE_SESSION_KEY
from allauth.account.utils import get_next_redirect_url
from allauth.account.views import ReauthenticateView
from allauth.core.internal.httpkit import deserialize_request
from allauth.mfa.base.views import ReauthenticateView as ReauthenticateByCode
from allauth.mfa.webauthn.views import ReauthenticateWebAuthnView
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import SimpleTemplateResponse
from django.urls import resolve
from django.utils.html import escape

from .passkeys import as_text
from .signing_in import WRITING

PAGE = "portal/account/confirm.html"
THIS = "provinces.portal.confirming.go_on"
# A form that posts to wherever it is shown.
AIMLESS = re.compile(r"<form\b(?![^>]*\saction=)")


class GoingOn:
    """Once confirmed, do what was asked for.

    allauth would look for what was asked by its whole path, of which a province's URLs know the
    part behind the province.
    """

    def form_valid(self, form: Any) -> HttpResponse:
        session = self.request.session  # type: ignore[attr-defined]
        if asked := session.get(STATE_SESSION_KEY, {}).get("request"):
            session[STATE_SESSION_KEY] = {"callback": THIS, "state": asked}
        answer: HttpResponse = super().form_valid(form)  # type: ignore[misc]
        return answer


def go_on(request: HttpRequest, asked: str) -> HttpResponse:
    """Do what was asked before one had to confirm, if that is where one is led to now."""
    wanted = get_next_redirect_url(request)
    if json.loads(asked)["path"] != wanted:
        return redirect(wanted or "portal:landing")
    found = deserialize_request(asked, request)
    view = resolve(found.path_info)
    answer: HttpResponse = view.func(found, *view.args, **view.kwargs)
    return _aimed(answer, found.path)


def _aimed(answer: HttpResponse, path: str) -> HttpResponse:
    """Return an answer whose forms post to the page that was asked for.

    A page that was not content with what was said is shown at the address for confirming; a form
    without an address of its own would be sent there, and what is filled in would be lost.
    """
    if answer.get("Content-Type", "").startswith("text/html") and not answer.streaming:
        if isinstance(answer, SimpleTemplateResponse):
            answer.render()
        aim = f'<form action="{escape(path)}"'
        answer.content = AIMLESS.sub(lambda _found: aim, answer.text).encode(answer.charset)
    return answer


class ByPassword(GoingOn, ReauthenticateView):
    """Confirm by the password; for whoever has no authenticator."""

    http_method_names = WRITING
    template_name = PAGE
    extra_context = {"by": "password", "first": "id_password"}


class ByCode(GoingOn, ReauthenticateByCode):
    """Confirm by a code of an authenticator app, or a recovery code."""

    http_method_names = WRITING
    template_name = PAGE
    extra_context = {"by": "code", "first": "id_code"}


class ByPasskey(GoingOn, ReauthenticateWebAuthnView):
    """Confirm by a passkey."""

    http_method_names = WRITING
    template_name = PAGE
    extra_context = {"by": "passkey"}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        told = super().get_context_data(**kwargs)
        return {**told, "options": as_text(told["js_data"]["request_options"])}

    def form_invalid(self, form: Any) -> HttpResponse:
        """Say that it was not right, and ask again; what was asked for is not forgotten."""
        for mistake in form.errors.get("credential", []):
            messages.error(self.request, mistake)
        return redirect(self.request.get_full_path())

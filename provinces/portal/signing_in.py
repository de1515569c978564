"""Signing in and out, and where one lands."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import views
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.mixins import LoginRequiredMixin
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import RedirectView


class Credentials(AuthenticationForm):
    """Who you are and how you prove it; a wrong name and a wrong password answer alike."""

    error_messages = {
        "invalid_login": _("The user name and password do not belong together."),
        "inactive": _("The user name and password do not belong together."),
    }


class SignIn(views.LoginView):
    """Sign in to this province."""

    http_method_names = ["get", "head", "post", "options"]
    template_name = "portal/sign_in.html"
    form_class = Credentials
    extra_context = {"here": "sign-in"}


class SignOut(views.LogoutView):
    """Sign out of this province."""

    http_method_names = ["post", "options"]


class Landing(LoginRequiredMixin, RedirectView):
    """Take citizens to their status and officials to the console."""

    http_method_names = ["get", "head", "options"]

    def get_redirect_url(self, *args: Any, **kwargs: Any) -> str:
        is_citizen = getattr(self.request.user, "citizen", None) is not None
        return reverse("portal:status" if is_citizen else "console:home")

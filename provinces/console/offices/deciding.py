"""The second signature under a change of offices, its refusal, or that it is taken back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from provinces.accounts import stepping_up
from provinces.console.official import OfficialView
from provinces.jurisdictions import services

from . import words
from .lists import OfficesPage, sought_change


class Deciding(OfficesPage):
    """What an official makes of a proposal; back to its page.

    Whoever decides has just confirmed who they are.
    """

    http_method_names = ["post", "options"]
    done: Any

    def post(self, request: HttpRequest, change: int) -> HttpResponse:
        found = sought_change(self, change)
        stepping_up.require_confirmed(request)
        try:
            answer = self.decide(found)
        except tuple(words.OBSTACLES) as problem:
            messages.error(request, words.obstacle(problem))
            return redirect("console:office-change", change)
        if answer is None:
            messages.success(request, self.done)
            return redirect("console:office-change", change)
        return answer

    def decide(self, change: Any) -> HttpResponse | None:
        """Decide, and return what to answer, if not the page of the proposal."""
        raise NotImplementedError


class Sign(Deciding):
    """Let a proposal count; the link of an invitation is shown this once."""

    done = _("Signed. It counts from now on.")

    def decide(self, change: Any) -> HttpResponse | None:
        secret = services.sign(change, by=self.official, now=self.now)
        if not secret:
            return None
        link = self.request.build_absolute_uri(reverse("portal:invitation", args=[secret]))
        told = {"change": change, "link": link, **OfficialView.get_context_data(self)}
        return render(self.request, "console/offices/link.html", told)


class Refuse(Deciding):
    """Turn a proposal down, for a reason of the list."""

    done = _("Turned down. Nothing has changed.")

    def decide(self, change: Any) -> HttpResponse | None:
        because = self.request.POST.get("because", "")
        services.refuse(change, because=because, by=self.official, now=self.now)
        return None


class Withdraw(Deciding):
    """Take back what one has proposed."""

    done = _("Taken back. Nothing has changed.")

    def decide(self, change: Any) -> HttpResponse | None:
        services.withdraw(change, by=self.official, now=self.now)
        return None

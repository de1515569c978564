"""What forms of the portal share: who one says one is, from where one asks, and refusals alike."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from provinces.citizens import budgets
from provinces.citizens.claiming import SayWho, SayWhoIAm

__all__ = ["SayCode", "SayWho", "SayWhoIAm", "source", "too_often"]


class SayCode(forms.Form):
    """A code that came by the registry, or on a letter."""

    code = forms.CharField(
        label=_("Code"),
        max_length=12,
        widget=forms.TextInput({"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


def source(request: HttpRequest) -> dict[str, str]:
    """Return who asks and from which network, as budgets and alarms know them."""
    user: Any = request.user
    actor = f"{user._meta.label_lower}:{user.pk}" if user.is_authenticated else ""
    return {"actor": actor, "network": budgets.network_of(request)}


def too_often(request: HttpRequest) -> HttpResponse:
    """Answer 429: whoever it is about, and whether they are known, it says the same."""
    return render(request, "portal/too_often.html", status=429)

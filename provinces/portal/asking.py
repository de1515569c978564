"""What forms of the portal share: who one says one is, from where one asks, and refusals alike."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from provinces.citizens import budgets, documents
from provinces.citizens.documents import DocumentKind, NotADocument
from provinces.citizens.registry import Claimed


class SayWho(forms.Form):
    """A document and a name; whether they are anybody's is not asked here."""

    kind = forms.ChoiceField(
        label=_("Document"), choices=[(str(kind), documents.WORDING[kind]) for kind in DocumentKind]
    )
    number = forms.CharField(
        label=_("Document number"), max_length=40, widget=forms.TextInput({"autocomplete": "off"})
    )
    full_name = forms.CharField(
        label=_("Name, as it stands in the document"),
        max_length=80,
        widget=forms.TextInput({"autocomplete": "name"}),
    )

    def clean(self) -> dict[str, Any]:
        """Check the number by its form alone."""
        said = super().clean() or {}
        if "kind" in said and "number" in said:
            try:
                said["number"] = documents.of_kind(DocumentKind(said["kind"]), said["number"])
            except NotADocument:
                self.add_error("number", _("Numbers of this document are not made like this."))
        return said

    def claimed(self) -> Claimed:
        """Return who somebody says they are, of a valid form."""
        said = self.cleaned_data
        return Claimed(DocumentKind(said["kind"]), said["number"], said["full_name"].strip())


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
    return {"actor": actor, "network": budgets.network(request.META.get("REMOTE_ADDR", ""))}


def too_often(request: HttpRequest) -> HttpResponse:
    """Answer 429: whoever it is about, and whether they are known, it says the same."""
    return render(request, "portal/too_often.html", status=429)

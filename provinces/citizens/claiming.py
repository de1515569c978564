"""The form in which somebody says who they are, at home or at a desk."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from . import documents
from .documents import DocumentKind, NotADocument
from .registry import Claimed


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
        widget=forms.TextInput({"autocomplete": "off"}),
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


class SayWhoIAm(SayWho):
    """The same, of oneself: a browser may know the name."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["full_name"].widget.attrs["autocomplete"] = "name"

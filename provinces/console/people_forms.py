"""What an official fills in to open a record, or to have somebody let them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from provinces.citizens import documents
from provinces.citizens import services as citizen
from provinces.citizens.claiming import SayWho
from provinces.citizens.documents import DocumentKind
from provinces.citizens.purposes import FOR_OFFICIALS, Purpose

from .choosing import options


class SayReference(forms.Form):
    """The reference of a record."""

    reference = forms.CharField(
        label=_("Reference"), max_length=24, widget=forms.TextInput({"autocomplete": "off"})
    )


class SayPerson(SayWho):
    """Document and name of whoever's record is looked for."""

    auto_id = "who_%s"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": self.auto_id, **kwargs})


class SayWhom(forms.Form):
    """A reference, or a document and a name; and what for the record is to be opened."""

    purpose = forms.ChoiceField(label=_("What for"))
    reference = forms.CharField(
        label=_("Reference, if you have it"),
        max_length=24,
        required=False,
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    kind = forms.ChoiceField(
        label=_("Document"), choices=[(str(kind), documents.WORDING[kind]) for kind in DocumentKind]
    )
    number = forms.CharField(
        label=_("Document number"),
        max_length=40,
        required=False,
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    full_name = forms.CharField(
        label=_("Name, as it stands in the document"),
        max_length=80,
        required=False,
        widget=forms.TextInput({"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, purposes: list[Purpose], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        purpose: Any = self.fields["purpose"]
        purpose.choices = options({each: FOR_OFFICIALS[each] for each in purposes})

    def clean(self) -> dict[str, Any]:
        """Ask for one or the other, and check the number by its form alone."""
        said = super().clean() or {}
        if said.get("reference"):
            return said
        who = SayWho(self.data)
        if not who.is_valid():
            self.add_error("reference", _("Give a reference, or a document with number and name."))
            return said
        said["claimed"] = who.claimed()
        return said

    def whom(self) -> Any:
        """Return the reference or who they claim to be, of a valid form."""
        return self.cleaned_data.get("claimed") or self.cleaned_data["reference"]


class CallEmergency(SayWhom):
    """Why a record has to be opened at once."""

    reason = forms.ChoiceField(label=_("Reason"), choices=options(citizen.REASONS))
    case = forms.CharField(
        label=_("Number of the case, if there is one"),
        max_length=120,
        required=False,
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    explanation = forms.CharField(
        label=_("What has happened, in a sentence or two"),
        min_length=20,
        max_length=1000,
        widget=forms.Textarea(),
    )

    def call(self) -> citizen.Call:
        """Return the call, of a valid form."""
        said = self.cleaned_data
        return citizen.Call(
            Purpose(said["purpose"]), said["reason"], said["explanation"], said["case"]
        )


class AskConsent(SayWhom):
    """Why a second official should let one open a record."""

    because = forms.CharField(
        label=_("Why you have to open it, for the second official to judge"),
        min_length=20,
        max_length=500,
        widget=forms.Textarea(),
    )

    def asked(self) -> citizen.AskedConsent:
        """Return what is asked for, of a valid form."""
        said = self.cleaned_data
        return citizen.AskedConsent(Purpose(said["purpose"]), said["because"], self.whom())

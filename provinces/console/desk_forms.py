"""What an official at a desk fills in about who is present, rings, or has written."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from provinces.citizens.claiming import SayWho
from provinces.citizens.ticking import Ticks

from .periods import Day


class SayPresent(SayWho, Ticks):
    """Document and name of a person who is present and has shown the document.

    Who is to be enrolled also says what they agree to.
    """

    is_present = forms.BooleanField(
        label=_("The person is present, and I have compared them with the document")
    )


class SayCaller(SayWho):
    """Who a caller says they are, and in which language their code is sent."""

    language = forms.ChoiceField(
        label=_("Language of the message with the code"), choices=settings.LANGUAGES
    )


class SayWriter(SayWho):
    """Who wrote a letter, and when it came."""

    field_order = ("arrived_on",)
    arrived_on = forms.DateField(
        label=_("Day on which the letter came"), input_formats=["%Y-%m-%d"], widget=Day
    )


class SayHeard(forms.Form):
    """A code that a caller reads out."""

    code = forms.CharField(
        label=_("Code"),
        max_length=12,
        widget=forms.TextInput({"autocomplete": "off", "inputmode": "numeric"}),
    )

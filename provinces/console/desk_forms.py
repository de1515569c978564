"""What an official at a desk fills in about the person present."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from provinces.citizens.claiming import SayWho
from provinces.citizens.ticking import Ticks


class SayPresent(SayWho, Ticks):
    """Document and name of a person who is present and has shown the document.

    Who is to be enrolled also says what they agree to.
    """

    is_present = forms.BooleanField(
        label=_("The person is present, and I have compared them with the document")
    )

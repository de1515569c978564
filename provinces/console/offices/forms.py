"""What is filled in about offices: which are looked for, and which are proposed."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core.web.context import named
from provinces.console.periods import OF_DAYS, Day
from provinces.jurisdictions import services
from provinces.jurisdictions.roles import ROLES

from . import words

NO_AREA = _("No area of this name or number is one you decide about.")
TWO_AREAS = _("More than one of your areas has this name. Give its number.")
NO_OFFICIAL = _("No official of this name is within your reach.")


def roles(keys: Any) -> list[tuple[str, str]]:
    """Return roles with their names in the language of the page, to choose from."""
    language = get_language() or "en"
    return [(key, named(role, language)) for key, role in ROLES.items() if key in keys]


class Looking(forms.Form):
    """Which offices are looked for."""

    area = forms.CharField(label=_("Area"), required=False, max_length=80)
    role = forms.ChoiceField(label=_("Role"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False)

    def __init__(self, *args: Any, reach: QuerySet[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reach = reach
        every = [("", _("All"))]
        states = [(key, said) for key, (said, _tag) in words.OFFICES.items()]
        self.fields["role"].choices = [*every, *roles(ROLES)]  # type: ignore[attr-defined]
        self.fields["state"].choices = [*every, *states]  # type: ignore[attr-defined]

    def clean_area(self) -> Any:
        """Return the area, if one was named."""
        said = self.cleaned_data["area"].strip()
        return _area(self.reach, said) if said else None


class SaySeat(forms.Form):
    """An office: where, as what, in which unit, and for how long."""

    area = forms.CharField(label=_("Area"), max_length=80)
    role = forms.ChoiceField(label=_("Role"))
    unit = forms.CharField(label=_("Office"), max_length=80)
    starts = forms.DateField(label=_("First day"), widget=Day, validators=OF_DAYS)
    ends = forms.DateField(label=_("Last day"), widget=Day, validators=OF_DAYS)
    because = forms.ChoiceField(label=_("Reason"))
    kind = "grant"

    def __init__(self, *args: Any, reach: QuerySet[Any], grantable: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reach = reach
        self.fields["role"].choices = roles(grantable)  # type: ignore[attr-defined]
        self.fields["because"].choices = words.reasons(self.kind)  # type: ignore[attr-defined]

    def clean_area(self) -> Any:
        """Return the area that is named, if it is within reach."""
        return _area(self.reach, self.cleaned_data["area"].strip())

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if {"starts", "ends"} <= said.keys():
            lasts = said["ends"] - said["starts"]
            if not timedelta(0) <= lasts < timedelta(days=settings.JURISDICTIONS_LONGEST_DAYS):
                self.add_error("ends", words.OBSTACLES[services.TooLong])
        return said

    def seat(self) -> services.Seat:
        """Return the office that was said."""
        said = self.cleaned_data
        period = (_midnight(said["starts"]), _midnight(said["ends"] + timedelta(days=1)))
        return services.Seat(said["area"], said["role"], said["unit"], period)


class SayInvitation(SaySeat):
    """Who is invited, and into which office."""

    full_name = forms.CharField(label=_("Full name"), max_length=80)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    kind = "invite"


class SayController(forms.Form):
    """Who answers for the personal data of the province."""

    name_zh = forms.CharField(label=_("Name in Chinese"), max_length=120)
    name_en = forms.CharField(label=_("Name in English"), max_length=120)
    address_zh = forms.CharField(label=_("Address in Chinese"), max_length=200)
    address_en = forms.CharField(label=_("Address in English"), max_length=200)
    contact = forms.CharField(label=_("How to reach them"), max_length=120)
    because = forms.ChoiceField(label=_("Reason"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["because"].choices = words.reasons("controller")  # type: ignore[attr-defined]


def _area(reach: QuerySet[Any], said: str) -> Any:
    named = Q(code=said) | Q(name_zh=said) | Q(name_en__iexact=said)
    found = reach.filter(named)[:2]
    if len(found) != 1:
        raise forms.ValidationError(TWO_AREAS if found else NO_AREA)
    return found[0]


def _midnight(day: Any) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))

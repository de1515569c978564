"""How somebody says how they are, in words: on their own page, in an app, and at a desk."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .classes import FORMS, SELF_DECLARED, SYMPTOMS, EvidenceClass

DECLARED: dict[EvidenceClass, Any] = {
    EvidenceClass.WELLNESS_DECLARED: _("Well: no fever, no cough, nothing new"),
    EvidenceClass.SYMPTOMS_DECLARED: _("Unwell: fever, cough, or something else that is new"),
}
assert set(DECLARED) == SELF_DECLARED  # noqa: S101  a class without words could not be declared

FELT: dict[str, Any] = {
    "fever": _("Fever, 37.3 °C or more"),
    "cough": _("Cough"),
    "sore_throat": _("Sore throat"),
    "runny_nose": _("Runny or blocked nose"),
    "breathlessness": _("Short of breath"),
    "fatigue": _("Very tired, or aching all over"),
    "smell_taste": _("Smell or taste lost"),
    "stomach": _("Diarrhoea, or being sick"),
    "other": _("Something else that is new"),
}
assert set(FELT) == SYMPTOMS  # noqa: S101  as above

LONGEST = timedelta(days=FORMS[EvidenceClass.SYMPTOMS_DECLARED].most_days)


class _Day(forms.DateInput):
    input_type = "date"


class SayHealth(forms.Form):
    """How the person is today; of symptoms, which and since when, if they want to say so."""

    health = forms.ChoiceField(
        label=_("Today I am"), choices=[(str(of), words) for of, words in DECLARED.items()]
    )
    symptoms = forms.MultipleChoiceField(
        label=_("Which symptoms (optional)"), choices=list(FELT.items()), required=False
    )
    since = forms.DateField(label=_("Since which day (optional)"), required=False, widget=_Day())

    def clean_since(self) -> date | None:
        """Return the day on which it began: today, or not too long ago."""
        since: date | None = self.cleaned_data["since"]
        today = timezone.localdate()
        if since and not today - LONGEST < since <= today:
            raise ValidationError(
                _("Name a day within the last %(days)s days."), params={"days": LONGEST.days}
            )
        return since

    def clean(self) -> dict[str, Any]:
        """Return what was said; whoever is well has no symptoms."""
        said = self.cleaned_data
        is_well = said.get("health") == EvidenceClass.WELLNESS_DECLARED
        if is_well and (said.get("symptoms") or said.get("since")):
            self.add_error("health", _("Choose unwell, or take back what you say of symptoms."))
        return said

    def told(self) -> dict[str, Any]:
        """Return what `services.declare` is given, of a form that is valid."""
        said = self.cleaned_data
        return {
            "of": EvidenceClass(said["health"]),
            "symptoms": said["symptoms"],
            "onset_at": began(said["since"]),
        }


def began(day: date | None) -> datetime | None:
    """Return the first moment of a day, as the province has it."""
    if day is None:
        return None
    here = timezone.get_current_timezone()
    return datetime.combine(day, time(), tzinfo=here).astimezone(UTC)


def felt(details: dict[str, Any]) -> list[Any]:
    """Return in words which symptoms were declared."""
    return [FELT[each] for each in details.get("symptoms", []) if each in FELT]

"""Periods as officials say them: two days, or two moments on the province's clocks."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.periods import EARLIEST, LATEST

# A date and a time to the minute, as browsers send them.
WRITTEN = "%Y-%m-%dT%H:%M"
FIRST_DAY, LAST_DAY = EARLIEST.date(), LATEST.date()
OF_DAYS = (MinValueValidator(FIRST_DAY), MaxValueValidator(LAST_DAY))
OF_MOMENTS = (MinValueValidator(EARLIEST), MaxValueValidator(LATEST))


class Day(forms.DateInput):
    """A day, chosen as the browser lets one."""

    input_type = "date"


class Moment(forms.DateTimeInput):
    """A date and a time to the minute, chosen as the browser lets one."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format=WRITTEN)


class Days(forms.Form):
    """From one day to another, both included."""

    first = forms.DateField(
        label=_("From day"), input_formats=["%Y-%m-%d"], widget=Day, validators=OF_DAYS
    )
    last = forms.DateField(
        label=_("To day"), input_formats=["%Y-%m-%d"], widget=Day, validators=OF_DAYS
    )

    def period(self, now: datetime) -> dict[str, datetime]:
        """Return when the days begin and end; today ends now."""
        said: dict[str, Any] = self.cleaned_data
        start = timezone.make_aware(datetime.combine(said["first"], time.min))
        end = timezone.make_aware(datetime.combine(said["last"] + timedelta(days=1), time.min))
        return {"starts_at": start, "ends_at": min(end, now) if start < now else end}


class Moments(forms.Form):
    """From one moment to another."""

    starts_at = forms.DateTimeField(label=_("From"), widget=Moment(), validators=OF_MOMENTS)
    ends_at = forms.DateTimeField(label=_("Until"), widget=Moment(), validators=OF_MOMENTS)

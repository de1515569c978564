"""Reading trips, and the form in which they are declared: on a person's page, and at a desk."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .models import Means, Trip
from .services.travelling import LONGEST_PLACE, Journey

MEANS: dict[Means, Any] = {
    Means.PLANE: _("Plane"),
    Means.TRAIN: _("Train"),
    Means.COACH: _("Coach"),
    Means.SHIP: _("Ship"),
    Means.CAR: _("Car"),
    Means.OTHER: _("Something else"),
}


def trips_of(citizen: Any) -> QuerySet[Trip]:
    """Return the trips of a citizen that are still kept, the next one first."""
    return Trip.objects.filter(citizen=citizen).order_by("departs_at", "pk")


def trip_to_come(citizen: Any, trip: int, at: datetime) -> Trip | None:
    """Return a citizen's trip that has not begun."""
    return trips_of(citizen).filter(pk=trip, departs_at__gt=at).first()


class _Moment(forms.DateTimeInput):
    input_type = "datetime-local"
    WRITTEN = "%Y-%m-%dT%H:%M"


class SayTrip(forms.Form):
    """Where to, when, and by what; `destinations` are slugs with what they are called."""

    host = forms.ChoiceField(label=_("Which province"))
    place = forms.CharField(
        label=_("Which city or county (optional)"), max_length=LONGEST_PLACE, required=False
    )
    departs_at = forms.DateTimeField(label=_("When you set out"), widget=_Moment())
    means = forms.ChoiceField(label=_("How you travel"), choices=list(MEANS.items()))

    def __init__(self, destinations: Sequence[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        host: Any = self.fields["host"]
        host.choices = list(destinations)

    def clean_departs_at(self) -> datetime:
        """Return when the trip begins: to come, and not too far ahead."""
        at: datetime = self.cleaned_data["departs_at"]
        now = timezone.now()
        days = settings.EVIDENCE_TRIP_AHEAD_DAYS
        if at <= now:
            raise ValidationError(_("Name a time to come."))
        if at > now + timedelta(days=days):
            raise ValidationError(
                _("Name a time within %(days)s days from now."), params={"days": days}
            )
        return at

    def journey(self) -> Journey:
        """Return what was said, of a form that is valid."""
        said = self.cleaned_data
        return Journey(said["host"], said["departs_at"], said["means"], said["place"])


def said_of(trip: Trip) -> dict[str, Any]:
    """Return what a form is filled with to amend a trip."""
    at = timezone.localtime(trip.departs_at).strftime(_Moment.WRITTEN)
    return {"host": trip.host, "place": trip.place, "departs_at": at, "means": trip.means}

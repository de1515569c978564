"""Assigning a case, on the page of its person: to which area, with which powers, and until when."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from provinces.citizens import queries as citizens
from provinces.citizens import services as citizen
from provinces.citizens.fields import Field, Way
from provinces.jurisdictions import queries as jurisdictions
from provinces.jurisdictions.powers import Power
from provinces.jurisdictions.roles import ROLES
from provinces.oversight import assignments

from .people_parts import named

# What a form begins with.
OFFERED = {"days": 14, "powers": [str(Power.VIEW_PERSON)]}
DONE = _("Assigned. The officials there see it on their list, and the person is told.")
OVER = _("Ended. The person is told.")
OBSTACLES = {
    citizen.NotTheirs: _("It is not yours to assign: your own case, or one from elsewhere."),
    citizen.AlreadyTheirs: _("The officials of that area have these powers already."),
    citizen.NotAssigned: _("That assignment is over."),
}


class AssignCase(forms.Form):
    """To which area a case is assigned, what officials there may do, why, and for how long."""

    area = forms.ChoiceField(label=_("Area"))
    powers = forms.MultipleChoiceField(label=_("What officials there may do"))
    because = forms.ChoiceField(label=_("Reason"))
    days = forms.IntegerField(
        label=_("For how many days"), min_value=1, max_value=citizen.ASSIGNED_DAYS
    )

    def __init__(self, *args: Any, opened: citizens.Opened, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": OFFERED, **kwargs})
        self.areas = {area.code: area for area in areas_for(opened, now)}
        offered: dict[str, Any] = {
            "area": [(code, named(area)) for code, area in self.areas.items()],
            "powers": [
                (str(power), words)
                for power, words in citizen.ASSIGNABLE.items()
                if power in ROLES[opened.office.role].powers
            ],
            "because": list(citizen.ASSIGNED_FOR.items()),
        }
        for name, choices in offered.items():
            field: Any = self.fields[name]
            field.choices = choices

    def assign(self, opened: citizens.Opened, *, by: Any, now: datetime) -> None:
        """Assign a case as a valid form says."""
        said = self.cleaned_data
        assignments.assign(
            opened.citizen,
            area=self.areas[said["area"]],
            powers=map(Power, said["powers"]),
            because=said["because"],
            period=(now, now + timedelta(days=said["days"])),
            by=by,
        )


def may_assign(opened: citizens.Opened) -> bool:
    """Tell whether a record is open to whoever looks after its person where they live."""
    return Field.ASSIGNMENTS in opened.sight and opened.way == Way.AREA


def areas_for(opened: citizens.Opened, now: datetime) -> list[Any]:
    """Return the areas with an office to look after the person, but those that do so anyway."""
    listed = jurisdictions.areas_with(citizen.ASSIGNABLE, now)
    home = opened.citizen.area.path
    return [area for area in listed if not home.startswith(area.path)]


def form_for(opened: citizens.Opened, now: datetime) -> AssignCase | None:
    """Return a form to assign a case, None where it is not the official's or there is nowhere."""
    form = AssignCase(opened=opened, now=now) if may_assign(opened) else None
    return form if form and form.areas else None

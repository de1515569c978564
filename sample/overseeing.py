"""Somebody of the sample looks a person up too often, and the figures of a week are counted."""

from __future__ import annotations

from datetime import datetime, timedelta

from provinces.accounts.models import User
from provinces.citizens import queries as citizens
from provinces.citizens.fields import Field
from provinces.citizens.models import Citizen
from provinces.citizens.purposes import Purpose
from provinces.oversight.figures import services as figures
from provinces.oversight.misuse import services as misuse
from provinces.oversight.models import Figure

OFFICER = "case.officer"
DAYS = 7
LOOKS = 6
# What each look was at.
SHOWN = (Field.NAME, Field.STATUS)


def is_told() -> bool:
    """Tell whether anything was counted in the province in scope."""
    return Figure.objects.exists()


def tell(*, now: datetime) -> None:
    """Have an official look somebody up again and again, and each night of a week be counted."""
    officer = User.objects.get(username=OFFICER)
    office = officer.offices.select_related("area").get()
    near = Citizen.objects.filter(area__path__startswith=office.area.path, user=None)
    for somebody in near.order_by("pk")[:1]:
        for number in range(LOOKS):
            at = now - timedelta(days=1, hours=number)
            citizens.note_reading(somebody, SHOWN, by=officer, purpose=Purpose.CARE, at=at)
    for day in reversed(range(DAYS)):
        figures.publish(now=now - timedelta(days=day))
    misuse.detect(now=now)

"""What an official fills in to declare a zone, to revise one, and to lift one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core.web.context import named
from provinces.console.choosing import options
from provinces.console.periods import WRITTEN, Moment
from provinces.console.zones import UNITS
from provinces.zones import services as zone
from provinces.zones import wording

from .shape_form import DATUMS, TEXT, SayShape

__all__ = ["DATUMS", "SayLifting", "SayRevision", "SayZone", "said_of"]

LEVELS = {
    str(int(zone.Level.HIGH)): _("High risk"),
    str(int(zone.Level.MEDIUM)): _("Medium risk"),
    str(int(zone.Level.LOW)): _("Low risk"),
}
# What most rules hold somebody for after they were in a zone of high risk.
USUAL = timedelta(days=7)


class SayTerms(forms.Form):
    """How grave the risk is, around what, for how long, on which ground and whose authority."""

    level = forms.ChoiceField(label=_("Level"), choices=options(LEVELS))
    unit = forms.ChoiceField(label=_("Kind of place"), choices=options(UNITS))
    starts_at = forms.DateTimeField(label=_("From"), widget=Moment())
    ends_at = forms.DateTimeField(label=_("Until"), widget=Moment())
    reason = forms.ChoiceField(label=_("Reason"), choices=options(wording.REASONS))
    basis = forms.ChoiceField(label=_("Law it rests on"), choices=options(wording.BASES))
    case_evidence = forms.CharField(label=_("Case evidence"), max_length=200)
    authority = forms.ChoiceField(label=_("Authority"))

    def __init__(self, *args: Any, units: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered: Any = self.fields["authority"]
        language = get_language() or "en"
        offered.choices = [(unit, named(unit, language)) for unit in units]


class SayZone(SayTerms, SayShape):
    """A new zone."""

    area = forms.ChoiceField(label=_("Area that answers for it"))
    name_zh = forms.CharField(label=_("Name in Chinese"), max_length=120)
    name_en = forms.CharField(label=_("Name in English"), max_length=120)

    def __init__(self, *args: Any, areas: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        is_chinese = (get_language() or "").startswith("zh")
        self.areas = {area.code: area for area in areas}
        offered: Any = self.fields["area"]
        offered.choices = [
            (code, f"{area.name_zh if is_chinese else area.name_en} · {code}")
            for code, area in self.areas.items()
        ]

    def draft(self) -> zone.Draft:
        """Return what was said, of a form that is valid."""
        said = self.cleaned_data
        texts = ("name_zh", "name_en")
        return zone.Draft(
            area=self.areas[said["area"]], **{name: said[name] for name in texts}, **_terms(said)
        )


class SayRevision(SayTerms, SayShape):
    """A new version of a zone: all that it says, whether it is another one or not."""

    def changes(self) -> zone.Changes:
        """Return what was said, of a form that is valid."""
        return zone.Changes(**_terms(self.cleaned_data))


class SayLifting(forms.Form):
    """When a zone ends, and why."""

    at = forms.DateTimeField(label=_("When it ends"), widget=Moment())
    because = forms.ChoiceField(label=_("Why it is lifted"), choices=options(wording.BECAUSE))


def _terms(said: dict[str, Any]) -> dict[str, Any]:
    names = ("starts_at", "ends_at", "authority", "reason", "basis", "case_evidence")
    return {
        "level": zone.Level(int(said["level"])),
        "unit": zone.Unit(said["unit"]),
        "geometry": said["geometry"],
        "datum": said["datum"],
        **{name: said[name] for name in names},
    }


def usual_terms(now: datetime) -> dict[str, Any]:
    """Return what a form for a new zone begins with."""
    starts = now.replace(minute=0, second=0, microsecond=0)
    return {"way": TEXT, "starts_at": _local(starts), "ends_at": _local(starts + USUAL)}


def said_of(version: Any, shape: str, now: datetime) -> dict[str, Any]:
    """Return what a form is filled with to revise a version, whose shape is given as text.

    What has begun goes on from now: an earlier start would correct away what was in effect.
    """
    starts_at = max(version.starts_at, now)
    ends_at = version.ends_at if version.ends_at > starts_at else starts_at + USUAL
    names = ("level", "unit", "reason", "basis", "case_evidence", "authority")
    return {
        "way": TEXT,
        "shape": shape,
        "datum": "wgs84",
        "starts_at": _local(starts_at),
        "ends_at": _local(ends_at),
        **{name: str(getattr(version, name)) for name in names},
    }


def _local(at: datetime) -> str:
    return timezone.localtime(at).strftime(WRITTEN)

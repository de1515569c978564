"""Where a zone is: drawn or pasted, from a file, a circle, or a whole division."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.cells.datum import Datum
from provinces.zones import services as zone

TEXT, FILE, CIRCLE, DIVISION = "text", "file", "circle", "division"
WAYS = {
    TEXT: _("Drawn on the map, or pasted as text"),
    FILE: _("From a file"),
    CIRCLE: _("A circle around a point"),
    DIVISION: _("A whole division, by its code"),
}
DATUMS = {
    str(Datum.GCJ02): _("A map or app made in China (GCJ-02)"),
    str(Datum.WGS84): _("A GPS receiver, or another map (WGS84)"),
}
# A zone of a hundred kilometres is no zone, but a division.
WIDEST_M = 50_000


class SayShape(forms.Form):
    """Where a zone is, and from which map the numbers are: that has no default."""

    way = forms.ChoiceField(
        label=_("How you say where"), choices=list(WAYS.items()), initial=TEXT, required=False
    )
    shape = forms.CharField(
        label=_("The shape as text: GeoJSON, KML or WKT"),
        required=False,
        max_length=1_000_000,
        widget=forms.Textarea,
    )
    file = forms.FileField(label=_("A file: GeoJSON, KML or WKT"), required=False)
    latitude = forms.FloatField(
        label=_("Latitude"),
        min_value=-90,
        max_value=90,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )
    longitude = forms.FloatField(
        label=_("Longitude"),
        min_value=-180,
        max_value=180,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )
    radius_m = forms.FloatField(
        label=_("Radius in metres"),
        min_value=1,
        max_value=WIDEST_M,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )
    division = forms.CharField(
        label=_("Code of the division"),
        max_length=12,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    datum = forms.ChoiceField(
        label=_("Where the numbers come from"),
        choices=[("", _("Choose one")), *DATUMS.items()],
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """Add `geometry`, as a zone is declared from, with its datum."""
        said = super().clean() or {}
        way = said["way"] = said.get("way") or TEXT
        reader = {TEXT: _text, FILE: _file, CIRCLE: _circle, DIVISION: _division}[way]
        try:
            said["geometry"] = reader(said)
        except ValidationError as problem:
            self.add_error(FIELD_OF[way], problem)
        if way == DIVISION:
            said["datum"] = str(Datum.WGS84)
        elif not said.get("datum"):
            self.add_error("datum", _("Say from which map the numbers are."))
        return said

    def settled(self) -> Any:
        """Return what was said as data of the next form: a file, which is sent once, as text."""
        said: Any = self.data
        data = said.copy()
        geometry = self.cleaned_data.get("geometry")
        if self.cleaned_data.get("way") == FILE and geometry:
            data["way"], data["shape"] = TEXT, json.dumps(geometry)
        return data


# The field that is shown to be wrong where nothing can be read, by way.
FIELD_OF = {TEXT: "shape", FILE: "file", CIRCLE: "latitude", DIVISION: "division"}


def _text(said: dict[str, Any]) -> dict[str, Any]:
    text = said.get("shape", "").strip()
    if not text:
        raise ValidationError(_("Draw the zone, or paste it as text."))
    return _read(text)


def _file(said: dict[str, Any]) -> dict[str, Any]:
    file = said.get("file")
    if file is None:
        raise ValidationError(_("Choose a file."))
    return _read(file.read())


def _read(brought: str | bytes) -> dict[str, Any]:
    try:
        return zone.read(brought)
    except zone.UnreadableShape:
        raise ValidationError(
            _("No area can be read in it. It has to be GeoJSON, KML or WKT, of 1 MB at most.")
        ) from None


def _circle(said: dict[str, Any]) -> dict[str, Any]:
    numbers = [said.get(name) for name in ("longitude", "latitude", "radius_m")]
    if None in numbers:
        raise ValidationError(_("A circle has a latitude, a longitude and a radius."))
    return {"type": "Circle", "coordinates": numbers[:2], "radius_m": numbers[2]}


def _division(said: dict[str, Any]) -> dict[str, Any]:
    code = said.get("division", "").strip()
    if not code.isdecimal():
        raise ValidationError(_("A code has digits only, such as 110101."))
    return {"type": "Division", "code": code}

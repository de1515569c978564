"""The form in which an official proposes a treaty: with whom, on which strip, and the terms."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.cells.ranges import Ranges
from core.periods import epoch_minute
from federation.borders import services
from federation.borders.resolution import TreatyKind

from . import shapes
from .acting import Misread

LONGEST_TEXT, LONGEST_DAYS = 2000, 365
KINDS = {
    TreatyKind.STRIP: _("One of the two decides on a strip"),
    TreatyKind.COMMUTERS: _("Commuters are treated alike"),
}
NOBODY = _("Nobody: for commuters, where the location is uncertain")
NO_KIND = _("Choose what the treaty is about. Nothing has been proposed.")
NO_PARTNER = _("Choose the province to agree with. Nothing has been proposed.")
NO_DECIDER = _("One of the two parties decides. Nothing has been proposed.")
NO_DAYS = _("A treaty holds for 1 to 365 days. Nothing has been proposed.")
NO_DEGREES = _("Give degrees, such as 116.41.")
OFF_GLOBE = _("This does not lie on the globe.")
TOO_LONG = _("The strip is longer than half a degree.")
WEST_OF_EAST = _("The strip's western side must lie west of its eastern side. Are they swapped?")
SOUTH_OF_NORTH = _(
    "The strip's southern side must lie south of its northern side. Are they swapped?"
)
TERMS = _("Write the terms in Chinese and in English, up to 2,000 characters each.")


def _choice(label: Any, wrong: Any, **more: Any) -> forms.ChoiceField:
    said = {"required": wrong, "invalid_choice": wrong}
    return forms.ChoiceField(label=label, error_messages=said, **more)


def _side(label: Any, farthest: int) -> forms.FloatField:
    """Return the field of one side of the strip, in degrees of WGS84."""
    said = {"required": NO_DEGREES, "invalid": NO_DEGREES}
    said |= {"min_value": OFF_GLOBE, "max_value": OFF_GLOBE}
    widget = forms.TextInput(attrs={"inputmode": "decimal"})
    return forms.FloatField(
        label=label, min_value=-farthest, max_value=farthest, error_messages=said, widget=widget
    )


def _terms(label: Any, language: str) -> forms.CharField:
    said = {"required": TERMS, "max_length": TERMS}
    widget = forms.Textarea(attrs={"lang": language})
    return forms.CharField(label=label, max_length=LONGEST_TEXT, error_messages=said, widget=widget)


class ProposeTreaty(forms.Form):
    """A treaty with a member, from the next minute on; own is this province, others the members.

    Both are of slugs and names.
    """

    partner = _choice(_("With"), NO_PARTNER)
    kind = _choice(_("What it is about"), NO_KIND, choices=list(KINDS.items()))
    decider = _choice(_("Who decides"), NO_DECIDER, required=False)
    days = forms.IntegerField(
        label=_("For how many days"),
        min_value=1,
        max_value=LONGEST_DAYS,
        initial=90,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), NO_DAYS),
    )
    west = _side(_("West"), 180)
    south = _side(_("South"), 90)
    east = _side(_("East"), 180)
    north = _side(_("North"), 90)
    text_zh = _terms(_("The terms in Chinese"), "zh-Hans")
    text_en = _terms(_("The terms in English"), "en")

    def __init__(
        self, *args: Any, own: tuple[str, str], others: Sequence[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.own, self.others = own[0], others
        partner: Any = self.fields["partner"]
        decider: Any = self.fields["decider"]
        partner.choices = list(others)
        decider.choices = [own, *others, ("", NOBODY)]

    def first(self) -> list[Any]:
        """Return the fields before the strip."""
        return [self[name] for name in ("partner", "kind", "decider", "days")]

    def sides(self) -> list[Any]:
        """Return the fields of the strip's four sides."""
        return [self[name] for name in shapes.SIDES]

    def clean(self) -> dict[str, Any]:
        """Look at what only several fields together tell: the parties, and the strip."""
        said = self.cleaned_data
        if {"partner", "kind", "decider"} <= said.keys():
            needs_none = said["kind"] == TreatyKind.COMMUTERS and not said["decider"]
            if said["decider"] not in (self.own, said["partner"]) and not needs_none:
                self.add_error("decider", NO_DECIDER)
        if said.keys() >= set(shapes.SIDES):
            said["strip"] = self._strip(*(said[side] for side in shapes.SIDES))
        return said

    def _strip(self, west: float, south: float, east: float, north: float) -> Ranges | None:
        """Return the cells of the strip; None where its sides make none, which is said at them."""
        for field, low, high, swapped in (
            ("west", west, east, WEST_OF_EAST),
            ("south", south, north, SOUTH_OF_NORTH),
        ):
            if low >= high:
                self.add_error(field, swapped)
            elif high - low > shapes.LONGEST_SIDE:
                self.add_error(field, TOO_LONG)
        if self.errors.keys() & {"west", "south"}:
            return None
        try:
            return shapes.box(west, south, east, north)
        except Misread as wrong:
            self.add_error(None, str(wrong.said))
            return None

    def draft(self, now: datetime) -> services.Draft:
        """Return the terms, of a form that is valid."""
        said, starts = self.cleaned_data, epoch_minute(now) + 1
        return services.Draft(
            kind=TreatyKind(said["kind"]),
            partner=said["partner"],
            decider=said["decider"],
            starts=starts,
            ends=starts + said["days"] * 24 * 60,
            text_zh=said["text_zh"],
            text_en=said["text_en"],
            strip=said["strip"],
        )

"""Official lists of divisions: brought by one office, signed or refused by another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from core.web.waiting import Count
from provinces.console.deeds import Deed
from provinces.console.evidence import tables
from provinces.console.official import OfficialView
from provinces.jurisdictions import queries as jurisdictions
from provinces.jurisdictions.powers import Power
from provinces.zones import files
from provinces.zones import queries as zones
from provinces.zones import services as zone

ON_A_PAGE, LATEST = 100, 20
STATES = {
    "awaiting": (_("Awaits signature"), "waits"),
    "in_force": (_("Signed; its days count"), "holds"),
    "refused": (_("Refused"), ""),
}
REFUSED = {
    zone.DivisionRefused.UNKNOWN_DIVISION: _("The division is none of this province's"),
    zone.DivisionRefused.NOT_ALLOWED: _("You may not declare zones in the division"),
    zone.DivisionRefused.NO_PLACE: _("No place is named, or nothing larger than a household"),
    zone.DivisionRefused.UNKNOWN_LEVEL: _("The level is none of low, medium, high"),
    zone.DivisionRefused.NO_DATE: _("A date cannot be read"),
    zone.DivisionRefused.ENDS_FIRST: _("It was last seen before it was first seen"),
    zone.DivisionRefused.ENDS_OUT_OF_SIGHT: _("It ends too far in the future"),
}
OBSTACLES: dict[type[Exception], Any] = {
    zone.AlreadyDecided: _("This list was signed or refused in the meantime."),
    zone.SameOfficial: _("You brought this list; somebody else has to sign it."),
    zone.SameOffice: _("It was brought by your office; another office has to sign it."),
    zone.NoReason: _("Give a reason, of 300 characters at most. Nothing has been decided yet."),
    zone.NotAllowed: _("It names divisions outside your areas; a higher office has to sign it."),
}


class BringList(forms.Form):
    """An official list as a file, and what it is called."""

    source = forms.CharField(label=_("What the list is called, and of whom it is"), max_length=120)
    file = forms.FileField(label=_("The list, as a CSV file"))

    def clean_file(self) -> list[zone.Spell]:
        """Return the lines of the file as records."""
        try:
            text = tables.text_of(self.cleaned_data["file"].read(tables.MOST_BYTES + 1))
            return list(files.spells_in(text.splitlines(keepends=True)))
        except tables.NotATable as problem:
            raise forms.ValidationError(str(problem)) from None
        except files.MissingColumns as problem:
            said = _("The file is no list of divisions: columns are missing: %(names)s.")
            place = -1 if (get_language() or "").startswith("zh") else 0
            names = gettext(", ").join(known[place] for known in problem.known)
            raise forms.ValidationError(said, params={"names": names}) from None
        except files.UnreadableFile:
            said = _("The file is no list of divisions: it cannot be read as a table.")
            raise forms.ValidationError(said) from None


class Lists(OfficialView):
    """What awaits a signature, the latest that were decided, and a way to bring another."""

    power = Power.VIEW_FIGURES
    template_name = "console/zoning/lists.html"
    here = "zones"
    http_method_names = ["get", "head", "post", "options"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{
            "form": BringList(),
            "waiting": [_row(each) for each in zones.lists_awaiting()],
            "decided": [_row(each) for each in zones.lists_decided()[:LATEST]],
            **kwargs,
        })  # fmt: skip

    def post(self, request: HttpRequest) -> HttpResponse:
        if Power.DECLARE_ZONE not in self.powers:
            raise PermissionDenied("no office in force carries the power to declare zones")
        form = BringList(request.POST, request.FILES)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        brought = zone.import_divisions(
            form.cleaned_data["file"],
            source=form.cleaned_data["source"],
            by=self.official,
            now=self.now,
        )
        if brought.awaiting is not None:
            messages.success(request, _("Kept. It has no effect before another office has signed."))
        refused = [
            {**each, "words": REFUSED[zone.DivisionRefused(str(each["reason"]))]}
            for each in brought.refused.listed()
        ]
        return self.render_to_response(self.get_context_data(brought=brought, refused=refused))


class Listed(OfficialView):
    """One list: every place and day that it names, and the second signature."""

    power = Power.VIEW_FIGURES
    template_name = "console/zoning/listed.html"
    here = "zones"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        listed = sought(kwargs.pop("listed"))
        page = Paginator(listed.spells, ON_A_PAGE).get_page(self.request.GET.get("page"))
        areas = jurisdictions.names_of({code for code, *_rest in page})
        is_own = listed.imported_by_id == self.official.pk
        may_refuse = is_own or Power.COUNTERSIGN_ZONE in self.powers
        return super().get_context_data(
            **_row(listed),
            page=page,
            spells=[_spell(said, areas) for said in page],
            may_decide=listed.state == "awaiting" and may_refuse,
            is_own=is_own,
            **kwargs,
        )


class Decide(Deed, OfficialView):
    """What another office makes of a list; back to its page either way."""

    power = Power.COUNTERSIGN_ZONE
    obstacles = OBSTACLES
    leads_to = "console:division-list"
    keeps = ("reason",)

    def sought(self, **named: Any) -> Any:
        return sought(named["listed"])


class Sign(Decide):
    """Have a list count."""

    def act(self, listed: Any) -> Any:
        zone.sign_list(listed, by=self.official, now=self.now)
        return _("Signed. Its days count, and statuses follow.")


class Refuse(Decide):
    """Turn a list down, with a reason; whoever brought it takes it back by the same act."""

    def _may(self) -> bool:
        return super()._may() or (Power.VIEW_FIGURES in self.powers and self._is_own())

    def _is_own(self) -> bool:
        found = zones.division_list(self.kwargs["listed"])
        return found is not None and found.imported_by_id == self.official.pk

    def act(self, listed: Any) -> Any:
        reason = self.request.POST.get("reason", "")
        zone.refuse_list(listed, by=self.official, reason=reason, now=self.now)
        if listed.imported_by_id == self.official.pk:
            return _("Taken back. The list has no effect.")
        return _("Refused. The list has no effect.")


def lists_to_sign(official: Any, at: Any) -> Count:
    """Count the lists of divisions that await this official's signature."""
    found = zones.lists_to_sign(official, at)
    return Count(len(found), since=found[0].imported_at if found else None)


def sought(number: int) -> Any:
    """Return a list; raises Http404. What lists say of places is for every official."""
    found = zones.division_list(number)
    if found is None:
        raise Http404("there is no such list")
    return found


def _row(listed: Any) -> dict[str, Any]:
    return {"listed": listed, "state": STATES[listed.state], "count": len(listed.spells)}


def _spell(said: Sequence[Any], areas: Mapping[str, Any]) -> dict[str, Any]:
    code, place, level, first, last = said
    return {
        "area": areas.get(code),
        "place": place,
        "level": level,
        "first": date.fromisoformat(first),
        "last": date.fromisoformat(last),
    }

"""Zones as officials see them: the list, and one version with all that was said of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from provinces.jurisdictions import scoping
from provinces.jurisdictions.powers import Power
from provinces.zones import queries as zones
from provinces.zones import wording

from . import drawing, effects
from .official import OfficialView

ON_A_PAGE = 50

# How the state of a version reads, and the class of its tag.
REFUSED = (_("Refused"), "")
AWAITING = (_("Awaits signature"), "waits")
LIFTED = (_("Lifted"), "")
REPLACED = (_("Replaced by a later version"), "")
TO_COME = (_("Signed, begins later"), "strong")
IN_EFFECT = (_("In effect"), "holds")
OVER = (_("Over"), "")

UNITS = {
    "building": _("Building"),
    "compound": _("Residential compound"),
    "village": _("Village"),
    "venue": _("Venue"),
    "street": _("Street"),
    "area": _("Other area"),
}
# What a fine cell covers on average: H3's resolution 11 has 2,150 m².
HECTARES_A_CELL = 0.2150


class Zones(OfficialView):
    """What awaits my signature, by name; then the zones of my areas, the latest declared first."""

    power = Power.VIEW_FIGURES
    template_name = "console/zones.html"
    here = "zones"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = zones.visible_to(self.official, self.power, self.now)
        found = found.select_related(None).select_related("zone")
        page = Paginator(found, ON_A_PAGE).get_page(self.request.GET.get("page"))
        rows = [{"version": one, "state": reads(one, self.now)} for one in page]
        return super().get_context_data(page=page, rows=rows, waiting=self._waiting(), **kwargs)

    def _waiting(self) -> Any:
        if Power.COUNTERSIGN_ZONE not in self.powers:
            return []
        return zones.awaiting_signature(self.official, self.now).defer("drawn", "cells", "spill")


class Version(OfficialView):
    """One version of a zone: where, why, until when, by whom."""

    power = Power.VIEW_FIGURES
    template_name = "console/version.html"
    here = "zones"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        version = sought(self, kwargs.pop("version"))
        return super().get_context_data(
            version=version,
            state=reads(version, self.now),
            unit=UNITS[version.unit],
            reason=wording.reason(version.reason),
            basis=wording.basis(version.basis),
            hectares=f"{version.fine_cells * HECTARES_A_CELL:,.1f}",
            others=zones.visible_to(self.official, self.power, self.now)
            .filter(zone=version.zone)
            .exclude(pk=version.pk),
            drawing=drawing.of(version.cells, version.spill),
            **self._signature(version),
            **kwargs,
        )

    def _signature(self, version: Any) -> dict[str, Any]:
        """Tell what the official may do about the signature, or why not, and what it would do."""
        area = version.zone.area
        large = Power.COUNTERSIGN_LARGE_ZONE
        may_decide = version.state == "awaiting" and scoping.has_in(
            self.official, Power.COUNTERSIGN_ZONE, area, self.now
        )
        is_own = version.declared_by == self.official
        is_above_cap = version.needs_higher_office and not scoping.has_in(
            self.official, large, area, self.now
        )
        may_sign = may_decide and not is_own and not is_above_cap
        return {
            "may_decide": may_decide,
            "is_own": is_own,
            "is_above_cap": is_above_cap,
            "effect": effects.of(version, self.now) if may_sign else None,
        }


def sought(page: OfficialView, key: int, power: Power | None = None) -> Any:
    """Return a version in the areas that a power, the page's own, reaches; raises Http404."""
    found = (
        zones.visible_to(page.official, power or Power(page.power), page.now)
        .filter(pk=key)
        .defer(None)
        .first()
    )
    if found is None:
        raise Http404("no such version in the official's areas")
    return found


def reads(version: Any, at: datetime) -> tuple[Any, str]:
    """Return how a version's state reads at a moment."""
    if version.state != "in_force":
        return REFUSED if version.state == "refused" else AWAITING
    ends = [
        (version.lifted_at, LIFTED),
        (version.replaced_at, REPLACED),
        (version.ends_at, OVER),
    ]
    for ended_at, how in ends:
        if ended_at and ended_at <= at:
            return how
    return TO_COME if at < version.starts_at else IN_EFFECT
